import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { confirm, exploreOne, quiet, reconnoitre } from '../../../../src/lab/explore/index.ts'
import {
  parseScenario, runScenario, startPoints, type Scenario, type ScenarioOptions, type ScenarioRun,
} from '../../../../src/lab/scenario/index.ts'
import { hastyCutover } from '../../../support/hasty-cutover.ts'
import { isWholeSuite } from '../../../support/whole-suite.ts'

/** Master and clients' reads move, and the clients go on for a while. */
const text = hastyCutover.replace(/```\n$/, [
  '$ vtsim run-for 1s', '$ vtsim workload stop', '$ vtsim run-for 1s', '$ vtsim check', '```', '',
].join('\n'))
const busy = parseScenario('hasty.md', text)
const still = (file: string, whole: string): Scenario => parseScenario(file, whole.replace(/^workload: .*$/m, 'workload: none'))
const split = 'scenarios/customer-split.md'
const wholeRuns: readonly Scenario[] = [still('hasty.md', text), ...isWholeSuite ? [still(split, readFileSync(split, 'utf8'))] : []]
/** What only looks, or waits, leaves the image as it was. */
const commandsOf = (scenario: Scenario): readonly string[] =>
  startPoints(scenario).map(({ name }) => name).filter(name => !/^(mysql|tail|source|sleep)\b(?!-|ctl)/.test(name))

const wrong = ({ checks, commandsFailed, run }: ScenarioRun): readonly unknown[] => [
  ...checks.flatMap(({ name, verdict }) => verdict.verdict === 'ok' ? [] : [name, verdict]), ...commandsFailed,
  ...run.outcome === 'done' ? [] : [run.error],
]
const rowsByShard = ({ record }: ScenarioRun): readonly string[] =>
  (record.finalRows ?? []).map(({ shard, row, content }) => `${shard} ${row} ${content}`)
const from = (command: string, options: ScenarioOptions = {}): Promise<ScenarioRun> =>
  runScenario(busy, { ...options, from: { command, seed: options.seed ?? 0 } })

test.each(wholeRuns.map(scenario => [scenario.name, scenario] as const))(
  'from every command of %s the run comes to the same rows in the same shards, and every check holds', async (_, scenario) => {
    const whole = await runScenario(scenario)
    const commands = commandsOf(scenario)
    expect(commands).toEqual(expect.arrayContaining(['split-clone', 'migrate-served-types-replica', 'check']))
    // The last first: its run leaves the images of all others.
    for (const command of [...commands].reverse()) {
      const run = await runScenario(scenario, { from: { command, seed: 0 } })
      expect({ command, wrong: wrong(run), rows: rowsByShard(run) }).toEqual({ command, wrong: [], rows: rowsByShard(whole) })
      expect(run.outputs.size).toBeLessThanOrEqual(whole.outputs.size)
    }
  },
)

test.each(['migrate-served-types-master', 'split-clone'])('from %s, with clients, every check holds', async command => {
  const run = await from(command, { seed: 7 })
  expect(wrong(run)).toEqual([])
  expect(run.clients.acked).toBeGreaterThan(20)
  expect(run.record.initialRows.length).toBeGreaterThan(5)
})

describe('a run from an image', () => {
  test('is the same again, and says where it begins', async () => {
    const [one, other] = [await from('migrate-served-types-master', { seed: 3, trace: true }), await from('migrate-served-types-master', { seed: 3 })]
    expect(other.run.hash).toBe(one.run.hash)
    const told = [...one.run.trace.events()].filter(({ kind }) => kind === 'scenario/image')
    expect(told.map(({ data }) => data)).toMatchObject([{ command: 'migrate-served-types-master', seed: 3 }])
    expect((await from('migrate-served-types-master', { seed: 7 })).run.hash).not.toBe(one.run.hash)
  })

  test('goes on with the clients: no operation and no mark comes twice', async () => {
    const run = await from('migrate-served-types-master')
    const marks = new Set(run.record.initialRows.map(({ mark }) => mark))
    expect(run.record.history.flatMap(({ writes }) => writes).filter(({ mark }) => marks.has(mark))).toEqual([])
    expect(Math.min(...run.operations.map(({ number }) => number))).toBeGreaterThan(5)
  })

  test('has no clients where they had been stopped, and their rows', async () => {
    const run = await from('check')
    expect(run.operations).toEqual([])
    expect(run.record.finalRows!.length).toBeGreaterThan(20)
  })

  test('does not come to where nothing comes', async () => {
    await expect(from('split-clon')).rejects.toThrow('no command `split-clon`')
  })
})

test('an exploration from an image has only what is left, and what it finds replays', async () => {
  const image = { command: 'migrate-served-types-master', seed: 0 }
  const known = await reconnoitre(busy, image)
  expect(known.points.map(({ point }) => point.split('/')[0])).not.toContain('split-clone')
  const plan = {
    index: 0, seed: 5, strategy: { kind: 'random', seed: 5 },
    faults: { ...quiet, kinds: ['crash', 'one-way'], waves: 2, gapMs: 300, lastsMs: 500, waveChance: 1 },
  } as const
  const found = await exploreOne(busy, plan, { from: image, keepLog: true })
  expect(found.from).toEqual(image)
  expect(await confirm(busy, { ...found, failure: { check: 'x', anomaly: '' } })).toMatchObject({ from: image })
})
