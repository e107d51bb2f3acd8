import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { replay } from '../../../../src/sim/index.ts'
import { parseScenario, runScenario } from '../../../../src/lab/scenario/index.ts'
import {
  confirm, exploreOne, quiet, reconnoitre, troubleOf, type ExplorationPlan, type FaultName, type FaultPlan, type Reconnaissance,
} from '../../../../src/lab/explore/index.ts'

const file = 'scenarios/explore/cutover.md'
const scenario = parseScenario(file, readFileSync(file, 'utf8'))
let known: Reconnaissance

const storm = (kinds: readonly FaultName[], change: Partial<FaultPlan> = {}): FaultPlan =>
  ({ ...quiet, kinds, waves: 6, gapMs: 4000, lastsMs: 2000, waveChance: 1, messageChance: 0.005, ...change })
const plan = (faults: FaultPlan, seed = 1): ExplorationPlan =>
  ({ index: 0, seed, strategy: { kind: 'random', seed }, faults })

beforeAll(async () => { known = await reconnoitre(scenario) })

describe('reconnaissance', () => {
  it('finds decisions, pause points and servers', () => {
    expect(known.decisions).toBeGreaterThan(1000)
    expect(known.servers).toBeGreaterThan(20)
    expect(known.points.map(({ point }) => point)).toContain('migrate-served-types-master/before-freeze')
  })

  it('says the same each time', async () => {
    expect(await reconnoitre(scenario)).toEqual(known)
  })
})

describe('one run of an exploration', () => {
  it('is the same for the same plan', async () => {
    const faults = storm(['crash', 'lost', 'one-way', 'slow-commit'])
    const [one, other] = [await exploreOne(scenario, plan(faults)), await exploreOne(scenario, plan(faults))]
    expect(other).toEqual(one)
    expect((await exploreOne(scenario, plan(faults, 2))).hash).not.toBe(one.hash)
  })

  it('is given again by its log and the faults that were possible', async () => {
    const faults = storm(['crash', 'doubled', 'held'], { lateness: 0.05 })
    const strategy = plan(faults)
    const { hash, log } = await exploreOne(scenario, strategy, { keepLog: true })
    const again = replay(log!)
    const { run } = await runScenario(scenario, {
      strategy: again, seed: strategy.seed, trouble: troubleOf(scenario, faults),
    })
    expect(again.unused()).toEqual([])
    expect(run.hash).toBe(hash)
  })

  it.each<readonly [kinds: readonly FaultName[], lastsMs: number]>([
    [['crash', 'one-way', 'slow-commit'], 2000], [['host-crash', 'held', 'lost'], 2000], [['stall', 'partition', 'doubled'], 2000],
    [['replication-lag', 'topo-unreachable', 'slow'], 2000], [['late-watch', 'lost-watch'], 5000],
  ])('survives %j, which take effect', async (kinds, lastsMs) => {
    const { measures, failure } = await exploreOne(scenario, plan(storm(kinds, { waves: 24, gapMs: 1500, lastsMs })))
    expect(failure).toBeNull()
    expect(measures.fired.map(([name]) => name).sort()).toEqual(expect.arrayContaining([...kinds].sort()))
  })

  it('crashes who comes to a pause point, and nobody else', async () => {
    const strategy = { kind: 'crash-point', point: 'migrate-served-types-master/before-freeze', nth: 1, victim: null } as const
    const crashed: string[] = []
    const { failure } = await exploreOne(scenario, { index: 0, seed: 1, strategy, faults: quiet }, {
      watch: simulation => void simulation.subscribe(['process/crash'], ({ process }) => crashed.push(process)),
    })
    expect(crashed).toEqual(['vtctld'])
    expect(failure).toBeNull()
  })

  it('finds what a step protects when the step is left out, and says what kind of thing it saw', async () => {
    const faults = storm(['one-way'], { waves: 8, lastsMs: 20_000 })
    const found = await exploreOne(scenario, plan(faults), { skip: ['wait-for-catch-up'] })
    expect(found.failure).toEqual({ check: 'acked-writes-survive', anomaly: 'old value' })
    expect(found.log?.entries.length).toBeGreaterThan(0)
    expect(await confirm(scenario, found)).toBe(found)
    const { failure } = await confirm(scenario, { ...found, log: { ...found.log!, entries: found.log!.entries.slice(1) } })
    expect(failure).toEqual({ check: 'does-not-replay', anomaly: 'acked-writes-survive: old value' })
  })
})
