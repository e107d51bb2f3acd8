import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { waitForCatchUp } from '../../support/blind-cutover.ts'
import { commandLineIn } from '../../support/command-line.ts'
import { hastyCutover } from '../../support/hasty-cutover.ts'

const folder = mkdtempSync(join(tmpdir(), 'vtsim-shrink-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const vtsim = commandLineIn(folder)
const write = (name: string, text: string): string => (writeFileSync(join(folder, name), text), name)

write('hasty.md', hastyCutover)
const found = 'found.run'
await vtsim('run', 'hasty.md', '--skip', waitForCatchUp, '--from', 'split-clone', '--seed', '1', '--trace', found)
const from = (file: string): string | undefined => /"from":.*?\}/.exec(readFileSync(join(folder, file), 'utf8'))?.[0]

describe('vtsim shrink', () => {
  test('leaves a small run that begins where it did, replays to the same violation, and says what decides', async () => {
    const { code, out, err } = await vtsim('shrink', found, '--for', '20s', '--out', 'small.run')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^acked-writes-survive: .*\n.* was acknowledged/)
    expect(out).toMatch(/^operations {2}[1-3] of \d{2,}$/m)
    expect(out).toMatch(/^what decides: .*\n.*wait-for-catch-up.*, and acked-writes-survive holds$/m)
    expect(out).toContain('replay small.run\n')
    expect(from('small.run')).toContain('split-clone')
    const again = await vtsim('replay', 'small.run', '-q')
    expect(again).toMatchObject({ code: 1, err: '' })
    expect(again.out).toContain('VIOLATED  acked-writes-survive')
  })

  test('when the time is up at once, keeps the run as it is, and says so', async () => {
    const { code, out } = await vtsim('shrink', found, '--for', '1ms', '--out', 'as-it-is.run', '--json')
    expect(code).toBe(0)
    const document = JSON.parse(out)
    expect(document).toMatchObject({ version: 1, isMinimal: false, interrupted: false, decides: null, file: 'as-it-is.run' })
    expect(document.after.operations).toBe(document.before.operations)
    expect(from('as-it-is.run')).toBe(from(found))
  })

  test('ends at Ctrl-C with the best so far: exit 130', async () => {
    const before = process.listenerCount('SIGINT')
    const running = vtsim('shrink', found, '--for', '20s', '--out', 'best.run')
    while (process.listenerCount('SIGINT') === before) await new Promise<void>(go => setImmediate(go))
    const interrupt = process.listeners('SIGINT').at(-1) as () => void
    interrupt()
    const { code, out } = await running
    expect(code).toBe(130)
    expect(out).toMatch(/^interrupted: the best so far/m)
    expect(existsSync(join(folder, 'best.run'))).toBe(true)
  })

  test('a scenario that has changed, in which nothing is wrong: exit 4', async () => {
    write('hasty.md', hastyCutover.replace(/^\$ vtctlclient .* master$/m, '$ vtsim run-for 1s'))
    const { code, out, err } = await vtsim('shrink', found)
    write('hasty.md', hastyCutover)
    expect({ code, out }).toEqual({ code: 4, out: '' })
    expect(err).toMatch(/^vtsim: nothing is wrong with the run of .*\nhint: hasty\.md has changed since it was recorded\n$/)
  })

  test.each([
    [['nothing.run'], 2, 'cannot read nothing.run'],
    [['broken.run'], 3, 'broken.run:1:1: this is no run file'],
    [[found, '--for', '0s'], 2, '--for 0s is no duration'],
    [[found, '--for', 'long'], 2, '--for long is no duration'],
  ])('%j: exit %d', async (args, code, says) => {
    write('broken.run', 'hello')
    expect(await vtsim('shrink', ...args)).toMatchObject({ code, out: '', err: expect.stringContaining(says) })
  })
})
