import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loadScenario } from '../../../src/cli/load-scenario.ts'
import { planOf, readRunFile } from '../../../src/cli/read-run-file.ts'
import { runFileText, storedFinding, type StoredRun } from '../../../src/cli/run-file.ts'
import { commandLineIn } from '../../support/command-line.ts'
import { exploreOne, quiet, type ExplorationPlan } from '../../../src/lab/explore/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'vtsim-run-file-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const write = (name: string, text: string): string => (writeFileSync(join(folder, name), text), name)
const read = (name: string): string => readFileSync(join(folder, name), 'utf8')

const vtsim = commandLineIn(folder)

const scenarioText = (seconds: number): string => [
  '---', 'vtsim: 1', 'title: t', 'workload: default', '---', '```console', `$ vtsim run-for ${seconds}s`, '```',
].join('\n')
write('s.md', scenarioText(2))
const loaded = await loadScenario(folder, 's.md')
const plan: ExplorationPlan = {
  index: 4, seed: 9, strategy: { kind: 'random', seed: 5 },
  faults: { ...quiet, kinds: ['slow', 'one-way'], waves: 2, gapMs: 500, lastsMs: 200, waveChance: 1, messageChance: 0.02 },
}
const explored = await exploreOne(loaded.scenario, plan, { keepLog: true })
const found: StoredRun = { ...storedFinding(loaded, { ...explored, log: explored.log! }), scenario: 's.md', found: 'one-writer: two shards' }
write('found.run', runFileText(found))
const header = (text: string): Record<string, unknown> => JSON.parse(text.split('\n')[0]!) as Record<string, unknown>
const withHeader = (text: string, changes: Record<string, unknown>): string =>
  [JSON.stringify({ ...header(text), ...changes }), ...text.split('\n').slice(1)].join('\n')

describe('a run file', () => {
  test('gives back all that was written', () => {
    const stored: StoredRun = {
      ...found, skip: ['split-clone/throttle'], kept: [{ client: 'client-1', number: 3, atUs: 18_056_475 }],
      interventions: [{ kind: 'line', after: 7, text: 'vtsim crash vtgate-1' }],
    }
    write('all.run', runFileText(stored))
    const { stored: back, events } = readRunFile(join(folder, 'all.run'), 'all.run')
    expect({ ...back, log: null }).toEqual({ ...stored, log: null })
    expect(new Set(back.log.entries)).toEqual(new Set(stored.log.entries))
    expect(events).toEqual([])
  })

  test.each([
    ['after a line', (text: string) => text.split('\n').slice(0, 5).join('\n') + '\n', 'cut.run:6:1: the file is cut off after line 5\n'],
    ['in a line', (text: string) => text.slice(0, text.length - 3), 'is cut off after line '],
    ['in its first line', (text: string) => text.slice(0, 100), 'cut.run:1:1: the file is cut off in its first line'],
  ])('that was cut off %s: exit 3', async (_, cut, message) => {
    write('cut.run', cut(read('found.run')))
    const { code, out, err } = await vtsim('replay', 'cut.run')
    expect({ code, out }).toEqual({ code: 3, out: '' })
    expect(err).toContain(message)
    expect(err).toContain('is cut off')
  })

  test('of before files had an end mark is read', () => {
    write('old.run', withHeader(read('found.run'), { vtsim: 2, end: undefined }))
    expect(readRunFile(join(folder, 'old.run'), 'old.run').stored.log).toEqual(readRunFile(join(folder, 'found.run'), 'f').stored.log)
  })

  test('says from which image the run begins', () => {
    const stored: StoredRun = { ...found, from: { command: 'run-for', seed: 4 } }
    write('from.run', runFileText(stored))
    expect(header(read('from.run'))).toMatchObject({ vtsim: 3, from: { command: 'run-for', seed: 4 } })
    const file = readRunFile(join(folder, 'from.run'), 'from.run')
    expect(file.stored.from).toEqual(stored.from)
    expect(planOf(file).from).toEqual(stored.from)
  })

  test('of a run from an image replays', async () => {
    const made = await vtsim('run', 's.md', '--from', 'run-for', '--seed', '3', '--trace', 'image.run', '--json')
    const again = await vtsim('replay', 'image.run', '--json')
    expect({ code: again.code, err: again.err }).toEqual({ code: 0, err: '' })
    expect(JSON.parse(again.out)).toMatchObject({ traceHash: (JSON.parse(made.out) as { traceHash: string }).traceHash })
    expect((JSON.parse(made.out) as { replay: string }).replay).toContain('--seed 3 --from run-for')
  })

  test('is small beside its log as JSON', () => {
    expect(runFileText(found).length).toBeLessThan(JSON.stringify(found).length / 5)
  })

  test('gives the run again, faults and all', async () => {
    const { code, out, err } = await vtsim('replay', 'found.run', '--json')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(JSON.parse(out)).toMatchObject({ traceHash: explored.hash })
  })

  test('exports what it names, and not the run without its faults', async () => {
    await vtsim('export', 'found.run', '--to', 'perfetto', '-o', 'found.json')
    expect(read('found.json')).toContain('nemesis')
  })

  test('of version 1 is still read', async () => {
    await vtsim('run', 's.md', '--seed', '7', '-q', '--trace', 'seven.run')
    const { stored, events } = readRunFile(join(folder, 'seven.run'), 'seven.run')
    const { scenario, scenarioDigest, seed, skip, traceHash, log } = stored
    const first = JSON.stringify({ vtsim: 1, scenario, scenarioDigest, seed, skip, traceHash, log })
    write('old.json', [first, ...events, ''].join('\n'))
    expect(await vtsim('replay', 'old.json', '-q')).toMatchObject({ code: 0, err: '' })
  })

  test('finds its scenario from below the folder where it was made, and by name', async () => {
    mkdirSync(join(folder, 'deep', 'down'), { recursive: true })
    write('deep/down/found.run', read('found.run'))
    const { out } = await vtsim('replay', 'deep/down/found.run', '--json')
    expect(JSON.parse(out)).toMatchObject({ traceHash: explored.hash })
    const elsewhere = write('named.run', withHeader(read('found.run'), { scenario: '/home/ada/scenarios/two-seconds.md' }))
    expect(await vtsim('replay', elsewhere, '-q')).toMatchObject({ code: 2, err: expect.stringContaining('there is no scenario two-seconds') })
    mkdirSync(join(folder, 'scenarios'))
    write('scenarios/two-seconds.md', scenarioText(2))
    expect(await vtsim('replay', elsewhere, '-q')).toMatchObject({ code: 0 })
    rmSync(join(folder, 'scenarios'), { recursive: true })
  })

  test('that a seed alone names is drawn from it; any other comes from its log', () => {
    const plain = { file: 'f', events: [], stored: { ...found, faults: null } }
    expect(planOf(plain)).toEqual({ seed: 9, skip: [], interventions: [] })
    expect(planOf({ ...plain, stored: { ...plain.stored, seed: null } }).explored).toMatchObject({ file: 'f', log: found.log })
    expect(planOf({ ...plain, stored: found }).explored).toMatchObject({ file: 'f', faults: plan.faults })
  })
})

describe('what is wrong with a run file is told with its line', () => {
  const text = runFileText(found)
  const second = text.split('\n')[1]!
  test.each<[string, string, RegExp]>([
    ['nothing in it', '', /^f\.run:1:1: this is no run file\nhint: .*explore/],
    ['half of a header', text.slice(0, 100), /^f\.run:1:1: the file is cut off in its first line\nhint: copy it again/],
    ['a later version', withHeader(text, { vtsim: 4 }), /^f\.run:1:1: this is no run file of version 1, 2 or 3\nhint: a newer release/],
    ['an image without a seed', withHeader(text, { vtsim: 3, from: { command: 'run-for' } }), /^f\.run:1:1: the header .* `from` is missing/],
    ['no hash', withHeader(text, { traceHash: undefined }), /^f\.run:1:1: the header .* `traceHash` is missing/],
    ['a seed of letters', withHeader(text, { seed: 'x' }), /^f\.run:1:1: .*`seed`/],
    ['an operation without a time', withHeader(text, { kept: ['client-1 3'] }), /^f\.run:1:1: `client-1 3` names no operation/],
    ['a fault that there is not', withHeader(text, { faults: { ...plan.faults, kinds: ['flood'] } }), /^f\.run:1:1: there is no fault `flood`/],
    ['marks that are none', withHeader(text, { marks: '12' }), /these are no marks/],
    ['a log that breaks off', text.slice(0, text.lastIndexOf('@') + 1), /^f\.run:\d+:1: the file is cut off after line \d+\nhint: copy it/],
    ['an entry without numbers', `${text.slice(0, text.lastIndexOf('@') + 1)}\n# end\n`, /^f\.run:\d+:1: `.*@` is no value with its numbers/],
    ['a line of something else', text.replace(second, ' hello'), /^f\.run:2:1: an entry of a run log is/],
  ])('%s: exit 3', async (_name, broken, says) => {
    const { code, err, out } = await vtsim('replay', write('f.run', broken), '-q')
    expect({ code, err }).toEqual({ code: 3, err: expect.stringMatching(says) })
    expect(out).toBe('')
  })
})

describe('a replay that differs says so: exit 4', () => {
  test('because the scenario has changed', async () => {
    write('changing.md', scenarioText(2))
    await vtsim('run', 'changing.md', '--seed', '3', '-q', '--trace', 'changed.run')
    write('changing.md', scenarioText(1))
    const { code, out, err } = await vtsim('replay', 'changed.run', '-q')
    expect(code).toBe(4)
    expect(out).toContain('\nanother run than the one that was recorded\n')
    expect(out).not.toContain('as expected')
    expect(err).toContain('vtsim: changing.md has changed since this run was recorded\nvtsim: the replay differs')
    expect(err).toMatch(/\d+ of \d+ entries of the log found nothing of their name: .*; .*; .* and \d+ more/)
    expect(err).toMatch(/first difference:\n {2}recorded #\d+ .*\n {2}now {6}#\d+/)
  })

  test('and where, though the file has no events, and whether what was found is still there', async () => {
    const lines = read('found.run').split('\n')
    const at = lines.findLastIndex(line => line.startsWith(' rpc/reply'))
    write('edited.run', [...lines.slice(0, at), ...lines.slice(at + 1)].join('\n'))
    const { code, err } = await vtsim('replay', 'edited.run', '-q')
    expect(code).toBe(4)
    expect(err).toMatch(/up to event #\d+ it is as recorded; the first difference is at #\d+ or before/)
    expect(err).toContain('what was found is no longer there: one-writer: two shards\n')
    expect(await vtsim('replay', 'edited.run', '-q', '--loose')).toMatchObject({ code: 0, err })
  })

  test('an entry whose event does not come is told, and the others hold', async () => {
    write('more.run', read('found.run').replace(/# end\n$/, 'client-77/work\n rpc/request\t100@5\n# end\n'))
    expect(await vtsim('replay', 'more.run', '-q')).toMatchObject({ code: 0, err: '' })
    write('other.run', withHeader(read('more.run'), { traceHash: 'something else', marks: null }))
    const { err } = await vtsim('replay', 'other.run', '-q')
    expect(err).toMatch(/1 of \d+ entries of the log found nothing of their name: client-77\/work\/rpc\/request#5 postponed by 0.100ms\n/)
  })
})

describe('a file that cannot be written', () => {
  test.skipIf(!existsSync('/dev/full'))('because the disk is full: what came of the run is told, exit 74', async () => {
    const { code, out, err } = await vtsim('run', 's.md', '--trace', '/dev/full')
    expect({ code, err }).toEqual({ code: 74, err: 'vtsim: cannot write /dev/full: the disk is full\n' })
    expect(out).toContain('as expected')
    expect(statSync('/dev/full').isCharacterDevice()).toBe(true)
    expect(await vtsim('export', 's.md', '--to', 'mermaid', '-o', '/dev/full')).toMatchObject({ code: 74, out: '' })
  })

  test.each([['no/such/folder.run', 'there is no such folder'], ['s.md/x.run', 'what should be a folder is a file'], ['.', 'this is a folder']])(
    '%s: exit 74, before the run', async (path, why) => {
      for (const command of [
        ['run', 's.md', '--trace'], ['export', 's.md', '--to', 'mermaid', '-o'], ['shrink', 'found.run', '--out'],
      ]) expect(await vtsim(...command, path)).toEqual({ code: 74, out: '', err: `vtsim: cannot write ${path}: ${why}\n` })
    })

  test.each(['s.md', 's.md/below/it'])('explore into %s, where a folder should be: exit 74, before the first run', async out => {
    expect(await vtsim('explore', 's.md', '--schedules', '1', '--out', out))
      .toEqual({ code: 74, out: '', err: `vtsim: cannot write ${out}: what should be a folder is a file\n` })
  })

  test('leaves what was there before, and nothing half-written', async () => {
    write('kept.run', 'before')
    mkdirSync(join(folder, 'kept.run.unfinished'))
    expect(await vtsim('run', 's.md', '-q', '--trace', 'kept.run')).toMatchObject({ code: 74 })
    expect(read('kept.run')).toBe('before')
    rmSync(join(folder, 'kept.run.unfinished'), { recursive: true })
    expect(await vtsim('run', 's.md', '-q', '--trace', 'kept.run')).toMatchObject({ code: 0 })
    expect(readdirSync(folder).filter(name => name.includes('unfinished'))).toEqual([])
  })
})
