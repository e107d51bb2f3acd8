import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { commandLineIn } from '../../support/command-line.ts'

const folder = mkdtempSync(join(tmpdir(), 'vtsim-diff-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const vtsim = commandLineIn(folder)
writeFileSync(join(folder, 's.md'), [
  '---', 'vtsim: 1', 'title: t', 'workload: default', '---', '```console', '$ vtsim run-for 3s', '```',
].join('\n'))
await vtsim('run', 's.md', '-q', '--trace', 'plain.run')
await vtsim('run', 's.md', '-q', '--trace', 'crashed.run', '--do', '#1000 $ vtsim crash vttablet zone1-201')

describe('vtsim diff', () => {
  test('of the same run, made in two ways: exit 0', async () => {
    const { code, out, err } = await vtsim('diff', 'plain.run', 's.md')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^A {2}plain\.run: nothing wrong, (\d+) events in [\d.]+ s\nB {2}s\.md: nothing wrong, \1 events in .*\n\nthe same, event by event: trace [0-9a-f]{16}\n$/)
  })

  test('says where two runs part, what led to it, and how their clusters differ: exit 1', async () => {
    const { code, out } = await vtsim('diff', 'plain.run', 'crashed.run', '--at', '2')
    expect(code).toBe(1)
    expect(out).toMatch(/they part at event #1001, [\d.]+ s\nA {3}.*\n {5}← .*client-\d.*\nB {3}.*crash vttablet zone1-201/)
    expect(out).toMatch(/told by A +told by B\n· +\| .*crash vttablet/)
    expect(out).toMatch(/state at 2\.000 s +A +B\n(.*\n)*zone1-201 of customer\/0 +REPLICA SERVING +REPLICA DOWN\n/)
    expect(out.split('\n').length).toBeLessThanOrEqual(40)
  })

  test('the clusters are compared when one wants', async () => {
    const { out } = await vtsim('diff', 'plain.run', 'crashed.run', '--at', '0.1')
    expect(out).toContain('at 0.100 s both clusters are in the same state')
  })

  test('compares seeds, and takes at most 40 lines', async () => {
    const { code, out } = await vtsim('diff', 's.md@7', 's.md@8')
    expect(code).toBe(1)
    expect(out.split('\n').length).toBeLessThanOrEqual(40)
    expect(out).toContain('they part at event #')
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
  })

  test('as JSON: both events, what led to them, states and verdicts', async () => {
    const { out } = await vtsim('diff', 'plain.run', 'crashed.run', '--json', '--at', '2')
    const document = JSON.parse(out)
    expect(document).toMatchObject({ version: 1, same: false, parting: 1001, stateAtUs: 2_000_000, checks: [] })
    expect(document.a.event).toMatch(/^#1001 /)
    expect(document.b.causes.at(-1)).toMatchObject({ seq: 1001, how: 'itself' })
    expect(document.state).toContainEqual({ what: 'zone1-201 of customer/0', a: 'REPLICA SERVING', b: 'REPLICA DOWN' })
    expect(JSON.parse((await vtsim('diff', 's.md', 's.md', '--json')).out)).toMatchObject({ same: true, parting: null })
  })

  test('a run that is over sooner', async () => {
    writeFileSync(join(folder, 'longer.md'), [
      '---', 'vtsim: 1', 'title: t', 'workload: default', '---', '```console', '$ vtsim run-for 3s', '$ vtsim run-for 1s', '```',
    ].join('\n'))
    const { code, out } = await vtsim('diff', 's.md', 'longer.md')
    expect(code).toBe(1)
    expect(out).toMatch(/they part at event #\d+|with which A is over/)
  })

  test.each([
    [['plain.run', 'nothing.md'], 2, 'there is no scenario nothing.md'],
    [['plain.run', 's.md@x'], 2, '`x` is no seed'],
    [['plain.run', 's.md', '--at', 'noon'], 2, '--at noon is no moment'],
    [['plain.run'], 2, 'something is missing'],
  ])('%j: exit %d', async (args, code, says) => {
    expect(await vtsim('diff', ...args)).toMatchObject({ code, out: '', err: expect.stringContaining(says) })
  })
})
