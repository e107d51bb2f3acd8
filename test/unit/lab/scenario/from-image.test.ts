import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { confirm, exploreOne, quiet, reconnoitre } from '../../../../src/lab/explore/index.ts'
import { parseScenario, runScenario, startPoints, type ScenarioOptions, type ScenarioRun } from '../../../../src/lab/scenario/index.ts'

const file = 'scenarios/customer-split.md'
const text = readFileSync(file, 'utf8')
const still = parseScenario(file, text.replace('workload: default', 'workload: none'))
const busy = parseScenario(file, text)
/** What only looks, or waits, leaves the image as it was. */
const commands = startPoints(still).map(({ name }) => name).filter(name => !/^(mysql|tail|source|sleep)\b(?!-|ctl)/.test(name))

const wrong = ({ checks, commandsFailed, run }: ScenarioRun): readonly unknown[] => [
  ...checks.flatMap(({ name, verdict }) => verdict.verdict === 'ok' ? [] : [name, verdict]), ...commandsFailed,
  ...run.outcome === 'done' ? [] : [run.error],
]
const rowsByShard = ({ record }: ScenarioRun): readonly string[] =>
  (record.finalRows ?? []).map(({ shard, row, content }) => `${shard} ${row} ${content}`)
const from = (command: string, options: ScenarioOptions = {}): Promise<ScenarioRun> =>
  runScenario(busy, { ...options, from: { command, seed: options.seed ?? 0 } })

describe('from every command of the customer split', () => {
  test('the run comes to the same rows in the same shards, and every check holds', async () => {
    const whole = await runScenario(still)
    expect(commands).toEqual(expect.arrayContaining(['mysqlctl-up/2', 'split-clone', 'migrate-served-types-master', 'check']))
    // The last first: its run leaves the images of all others.
    for (const command of [...commands].reverse()) {
      const run = await runScenario(still, { from: { command, seed: 0 } })
      expect({ command, wrong: wrong(run), rows: rowsByShard(run) }).toEqual({ command, wrong: [], rows: rowsByShard(whole) })
      expect(run.outputs.size).toBeLessThanOrEqual(whole.outputs.size)
    }
  })

  test.each(['delete-shard', 'migrate-served-types-master', 'split-diff'])('%s, with clients', async command => {
    const run = await from(command, { seed: 7 })
    expect(wrong(run)).toEqual([])
    expect(run.clients.acked).toBeGreaterThan(20)
    expect(run.record.initialRows.length).toBeGreaterThan(30)
  })
})

describe('a run from an image', () => {
  test('is the same again, and says where it begins', async () => {
    const [one, other] = [await from('migrate-served-types-master', { seed: 3, trace: true }), await from('migrate-served-types-master', { seed: 3 })]
    expect(other.run.hash).toBe(one.run.hash)
    const told = [...one.run.trace.events()].filter(({ kind }) => kind === 'scenario/image')
    expect(told.map(({ data }) => data)).toMatchObject([{ command: 'migrate-served-types-master', seed: 3 }])
    expect((await from('migrate-served-types-master', { seed: 4 })).run.hash).not.toBe(one.run.hash)
  })

  test('goes on with the clients: no operation and no mark comes twice', async () => {
    const run = await from('migrate-served-types-master')
    const marks = new Set(run.record.initialRows.map(({ mark }) => mark))
    expect(run.record.history.flatMap(({ writes }) => writes).filter(({ mark }) => marks.has(mark))).toEqual([])
    expect(Math.min(...run.operations.map(({ number }) => number))).toBeGreaterThan(30)
  })

  test('has no clients where they had been stopped, and their rows', async () => {
    const run = await from('check')
    expect(run.operations).toEqual([])
    expect(run.record.finalRows!.length).toBeGreaterThan(100)
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
    faults: { ...quiet, kinds: ['crash', 'one-way'], waves: 4, gapMs: 1000, lastsMs: 2000, waveChance: 1 },
  } as const
  const found = await exploreOne(busy, plan, { from: image, keepLog: true })
  expect(found.from).toEqual(image)
  expect(await confirm(busy, { ...found, failure: { check: 'x', anomaly: '' } })).toMatchObject({ from: image })
})
