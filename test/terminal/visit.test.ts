import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import stringWidth from 'string-width'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { bundledCli } from '../support/bundle.ts'
import { PseudoTerminal } from '../support/pseudo-terminal.ts'
import { isWholeSuite } from '../support/whole-suite.ts'

let vtsim = ''
beforeAll(async () => { vtsim = await bundledCli() }, 120_000)

const state = mkdtempSync(join(tmpdir(), 'vtsim-state-'))
afterAll(() => rmSync(state, { recursive: true, force: true }))
let terminal: PseudoTerminal
afterEach(() => terminal.end())

function open(columns: number, rows: number, ...args: string[]): PseudoTerminal {
  return terminal = new PseudoTerminal(process.execPath, [vtsim, ...args], { columns, rows, env: { XDG_STATE_HOME: state } })
}

/** Every line fits, the last one has the keys, and every box is closed. */
function expectWhole(columns: number, rows: number): void {
  const lines = terminal.lines()
  expect(lines).toHaveLength(rows)
  for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(columns)
  expect(lines.at(-1)).toMatch(/\S/)
  for (const line of lines) {
    if (line.startsWith('╭')) expect(line).toMatch(/╮$/)
    if (line.startsWith('│')) expect(line).toMatch(/│$/)
    if (line.startsWith('╰')) expect(line).toMatch(/╯$/)
  }
}

const split = 'scenarios/customer-split.md'
/** A short one: it is made in a moment. */
const crash = 'scenarios/crashes/cutover-vtctld.md'
const shownEvent = (screen: string): number => Number(/event (\d+)/.exec(screen)?.[1])

describe.each(isWholeSuite ? [[80, 24], [140, 40]] : [[80, 24]])('a first visit at %ix%i, with keys only', (columns, rows) => {
  test('from the picker to the end of the first lesson, and into the next', async () => {
    open(columns, rows)
    await terminal.shows(/Where is customer 4\?/)
    expectWhole(columns, rows)
    await terminal.press('\r', /event 0\/\d+/)
    expectWhole(columns, rows)
    // Play: it stops at the first question.
    const asked = await terminal.press(' ', screen => shownEvent(screen) > 0)
    expect(shownEvent(asked)).toBeGreaterThan(0)
    expectWhole(columns, rows)
    // An answer, and what is true; then on.
    const told = await terminal.press('\r', screen => screen !== asked)
    expectWhole(columns, rows)
    await terminal.press('\r', screen => screen !== told)
    // The end, which is there when the run has been made.
    for (let isAtEnd = false; !isAtEnd;) {
      // While it played on, the next question may have come: a question takes the keys.
      terminal.type(/Esc skip|Enter go on|Esc stay here/.test(terminal.text()) ? '\u001b' : '\u001b[F')
      const [, at, of] = /event (\d+)\/(\d+)/.exec(await terminal.rests(400)) ?? []
      isAtEnd = at === of && !/being made|…s/.test(terminal.text())
    }
    expectWhole(columns, rows)
    // Back at once, to the very start.
    await terminal.press('\u001b[H', /event 0\//)
    // Another story.
    await terminal.press('p', /Enter open/)
    await terminal.press('/where is customer\r', screen => !screen.includes('Who routes'))
    await terminal.press('\r', /event 0\/\d+/)
    await terminal.press(']', screen => shownEvent(screen) > 0)
    expectWhole(columns, rows)
    for (const [key, title] of [['l', /lanes/i], ['w', /why/i], ['?', /keys/i]] as const) {
      const before = terminal.text()
      const shown = await terminal.press(key, screen => screen !== before && title.test(screen))
      expect(shown).not.toBe(before)
      expectWhole(columns, rows)
      terminal.type('\u001b')
      await terminal.rests()
    }
    terminal.type('q')
    expect((await terminal.exit).code).toBe(0)
    expect(terminal.written).toContain('Replay:  vtsim run scenarios/lessons/01-where-is-customer-4.md')
  })
})

describe('resizing', () => {
  test('at any moment the screen is drawn for its new size; back at the old one it is what it was', async () => {
    open(80, 24, 'play', crash)
    await terminal.shows(/event 0\/\d+/)
    await terminal.press(']', screen => shownEvent(screen) > 0)
    await terminal.shows(screen => !screen.includes('…s') && /event \d+\/\d{4}/.test(screen))
    await terminal.rests(600)
    const before = terminal.text()
    for (const [columns, rows] of [[140, 40], [100, 30], [60, 16], [52, 14], [200, 50], [80, 24]] as const) {
      terminal.resize(columns, rows)
      await terminal.rests(250)
      expectWhole(columns, rows)
    }
    expect(terminal.text()).toBe(before)
  })

  test('a terminal too small says so, and its keys still work', async () => {
    open(52, 14, 'play', split)
    await terminal.shows(/needs 60x16, is 52x14/)
    await terminal.shows(/space play/)
    const before = terminal.text()
    await terminal.press(']', screen => screen !== before && /#\d+/.test(screen))
    expectWhole(52, 14)
  })

  test('while it plays', async () => {
    open(80, 24, 'play', split)
    await terminal.shows(/event 0\/\d+/)
    terminal.type(' ')
    for (const [columns, rows] of [[120, 30], [66, 18], [140, 40]] as const) {
      terminal.resize(columns, rows)
      await terminal.rests(40)
      await terminal.shows(screen => screen.split('\n').length === rows && stringWidth(screen.split('\n')[0]!) > columns / 2)
    }
    terminal.type(' ')
    // The picture of the last size has come when its last line has keys, and its boxes are as wide.
    await terminal.shows(screen => /\S/.test(screen.split('\n').at(-1)!) && /^╭.{138}╮$/m.test(screen))
    await terminal.rests(300)
    expectWhole(140, 40)
  })
})

test('typed ahead, no key is lost', async () => {
  open(80, 24, 'play', 'scenarios/lessons/01-where-is-customer-4.md')
  await terminal.shows(/event 0\/\d+/)
  // As one write: twelve steps of all events, and one back.
  terminal.type('\u001b.'.repeat(12) + '\u001b,')
  await terminal.shows(/event 11\//)
})

test('what is pasted does not press keys', async () => {
  open(80, 24, 'play', 'scenarios/lessons/01-where-is-customer-4.md')
  await terminal.shows(/event 0\/\d+/)
  terminal.type('\u001b[200~qqq\u001b[201~')
  await terminal.rests()
  expect(terminal.hasExited).toBe(false)
  await terminal.press('t', /go to/)
  await terminal.press('\u001b[200~#25\u001b[201~', /#25/)
  await terminal.press('\r', /event 25\//)
})
