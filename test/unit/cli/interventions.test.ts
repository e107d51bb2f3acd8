import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { commandLineIn } from '../../support/command-line.ts'

const folder = mkdtempSync(join(tmpdir(), 'vtsim-do-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
writeFileSync(join(folder, 's.md'), [
  '---', 'vtsim: 1', 'title: t', 'workload: default', '---', '```console', '$ vtsim run-for 3s', '```',
].join('\n'))

const vtsim = commandLineIn(folder)

const decisions = [
  '--do', '#700 $ vtsim stall vtgate-1 200ms',
  '--do', "#760 customer> update customer set email = 'x' where customer_id = 4",
]
const hashOf = (path: string): string => /"traceHash":"([^"]+)"/.exec(readFileSync(join(folder, path), 'utf8'))![1]!

describe('what a reader did', () => {
  test.each([[[]], [['--seed', '7']]])('survives a run file and its replay (%j)', async seed => {
    expect(await vtsim('run', 's.md', ...seed, '-q', '--trace', 'plain.json')).toMatchObject({ code: 0, err: '' })
    expect(await vtsim('run', 's.md', ...seed, '-q', '--trace', 'done.json', ...decisions)).toMatchObject({ code: 0, err: '' })
    expect(hashOf('done.json')).not.toBe(hashOf('plain.json'))
    expect(await vtsim('replay', 'done.json', '-q')).toMatchObject({ code: 0, err: '' })
  })

  test('a run file without it is not the same run', async () => {
    await vtsim('run', 's.md', '-q', '--trace', 'done.json', ...decisions)
    const text = readFileSync(join(folder, 'done.json'), 'utf8').replace(/"interventions":\[.*?\],"traceHash"/, '"interventions":[],"traceHash"')
    writeFileSync(join(folder, 'forgotten.json'), text)
    expect(await vtsim('replay', 'forgotten.json', '-q')).toMatchObject({ code: 4 })
  })

  test('is told where it happened, and is part of the replay command', async () => {
    const { out } = await vtsim('run', 's.md', ...decisions)
    expect(out).toMatch(/⑂ after #7\d\d: \$ vtsim stall vtgate-1 200ms/)
    expect(out).toContain('Query OK, 1 row affected')
    expect(out).toContain(`Replay:  vtsim run s.md --do '#700 $ vtsim stall vtgate-1 200ms'`
      + ` --do '#760 customer> update customer set email = '\\''x'\\'' where customer_id = 4'`)
  })

  test.each([
    ['crash it', 'is no intervention'],
    ['#1 nothing', 'is nothing that a reader can do'],
    ['#10 $ foo', 'unknown command `foo`'],
    ['#10 $ vtctlclient -server x Nonsense', 'unknown command `Nonsense`'],
    ['#10 $ vtsim crush vtgate-1', 'did you mean `crash`?'],
    ['#99999999 $ vtsim stall vtgate-1 1s', 'could not be done'],
  ])('%s is a mistake of the command line', async (text, message) => {
    const { code, err } = await vtsim('run', 's.md', '-q', '--do', text)
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) as string })
  })

  test('that makes a command of the story fail makes the run one that is not as expected', async () => {
    writeFileSync(join(folder, 'fails.md'), [
      '---', 'vtsim: 1', 'title: t', 'workload: default', '---', '```console', '$ vtsim run-for 3s',
      '$ vtctlclient -server localhost:15999 GetKeyspace customer', '```', '', 'Here it is.',
    ].join('\n'))
    const { code, out } = await vtsim('run', 'fails.md', '--do', '#700 $ vtsim crash topo global')
    expect(out).toMatch(/since `vtctlclient GetKeyspace customer` failed, it may not be true here.\)\nHere it is/)
    expect(out).toContain('1 command of the story failed: vtctlclient GetKeyspace customer (line 8): GetKeyspace Error: ')
    expect({ code, out }).toEqual({ code: 1, out: expect.stringContaining('NOT as expected') as string })
    expect(out).toContain('cutover: writes were never stopped for one')
    const { commandsFailed, cutover } = JSON.parse((await vtsim('run', 'fails.md', '--json', '--do', '#700 $ vtsim crash topo global')).out) as {
      commandsFailed: readonly object[]; cutover: object
    }
    expect(commandsFailed).toHaveLength(1)
    expect(cutover).toEqual({ writeBlockedMs: 0, errors: 0, end: null })
  })
})
