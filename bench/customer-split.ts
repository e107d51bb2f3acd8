import { readFileSync } from 'node:fs'
import { median, secondsOf, type Figure, type Section } from './figure.ts'
import { parseScenario, runScenario, type ScenarioOptions, type ScenarioRun } from '../src/lab/scenario/index.ts'

const FILE = 'scenarios/customer-split.md'
/** Complete splits in each round, each with a seed of its own. */
const SPLITS = 20
const ROUNDS = 5

/** How fast the whole article runs: twelve tablets, two vtgates, four clients, every checker asked. */
export const customerSplit: Section = {
  name: 'split',
  title: 'The customer split, with its workload and all checkers',
  async run(progress) {
    const scenario = parseScenario(FILE, readFileSync(FILE, 'utf8'))
    const split = async (seed: number, options: ScenarioOptions): Promise<ScenarioRun> => {
      const result = await runScenario(scenario, { seed, ...options })
      const failed = result.checks.filter(({ verdict }) => verdict.verdict !== 'ok')
      if (result.run.outcome !== 'done' || failed.length > 0) throw new Error(`seed ${seed}: ${failed.map(({ name }) => name).join(', ')}`)
      return result
    }
    progress('warming up')
    for (let seed = 1; seed <= 5; seed++) await split(seed, {})
    const figures: Figure[] = []
    const arms: readonly (readonly [string, ScenarioOptions])[] = [
      ['trace kept, hash', { trace: true }],
      ['stream to checkers, hash', { trace: false }],
    ]
    for (const [name, options] of arms) {
      const rates: number[] = []
      let operations = 0, events = 0, virtualMs = 0, seconds = 0
      for (let round = 0; round < ROUNDS; round++) {
        progress(`${name}, round ${round + 1} of ${ROUNDS}`)
        const wallS = await secondsOf(async () => {
          for (let i = 0; i < SPLITS; i++) {
            const { clients, events: steps, run } = await split(100 + round * SPLITS + i, options)
            operations += clients.sent
            events += steps
            virtualMs += run.nowMs
          }
        })
        rates.push(SPLITS / wallS)
        seconds += wallS
      }
      const runs = ROUNDS * SPLITS
      const note = `${Math.round(operations / runs)} client operations and ${Math.round(events / runs)} events a split, median of ${ROUNDS} rounds of ${SPLITS}`
      figures.push(
        { name: `checked splits, ${name}`, value: median(rates), unit: 'splits/s', target: '>= 30', note },
        { name: `simulated to real time, ${name}`, value: virtualMs / 1000 / seconds, unit: 'x', target: '>= 1000', note: `${(virtualMs / runs / 1000).toFixed(1)} s of virtual time a split` },
        { name: `events, ${name}`, value: events / seconds, unit: 'events/s' },
      )
    }
    return figures
  },
}
