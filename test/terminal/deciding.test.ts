import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { bundledCli } from '../support/bundle.ts'
import { PseudoTerminal } from '../support/pseudo-terminal.ts'

let vtsim = ''
beforeAll(async () => { vtsim = await bundledCli() }, 120_000)

let terminal: PseudoTerminal
const state = mkdtempSync(join(tmpdir(), 'vtsim-deciding-'))
afterEach(async () => {
  await terminal.end()
  rmSync(state, { recursive: true, force: true })
})

const sizes = [{ columns: 80, rows: 24 }, { columns: 140, rows: 40 }]

describe.each(sizes)('deciding in a terminal of $columns x $rows', size => {
  test('a reading, a write, the branch that it makes, and the way back', async () => {
    terminal = new PseudoTerminal(process.execPath, [vtsim, 'play', 'scenarios/customer-split.md'], { ...size, env: { XDG_STATE_HOME: state } })
    await terminal.shows(/space (play|pause)/)
    await terminal.shows(/event \d+\/\d{5}/)
    terminal.type(']')
    await terminal.press(':', /customer>/)
    await terminal.press('select email from customer where customer_id = 4;\r', /dan@domain\.com/)
    await terminal.shows(/route: hash\(4\) = d2fd8867d50d2dfe/)
    await terminal.press("update customer set email = 'mine' where customer_id = 4;\r", /Query OK, 1 row affected/)
    await terminal.shows(/⑂ what-if/)
    // Right after Esc a letter would be one with Alt.
    await terminal.press('\u001b', /space play {2}/)
    await terminal.press('z', /back on main/)
    const tree = await terminal.press('B', /└─ what-if/)
    expect(tree).toMatch(/main ◀ here/)
  }, 60_000)
})
