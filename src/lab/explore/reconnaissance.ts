import { dull } from '../../sim/index.ts'
import { runScenario, type ImageName, type Scenario } from '../scenario/index.ts'
import { quiet } from './fault-plan.ts'
import { isServer, Nemesis } from './nemesis.ts'

/** What a first run, in which nothing goes wrong, tells about a scenario. */
export interface Reconnaissance {
  /** Decisions with more than one candidate. */
  readonly decisions: number
  /** Every coming of a task to a pause point. */
  readonly points: readonly { readonly point: string; readonly nth: number; readonly process: string }[]
  /** The steps that came up, `procedure/step`; those that stand before an image too. */
  readonly steps: readonly string[]
  /** How many processes may crash. */
  readonly servers: number
}

/**
 * Runs a scenario once, dull and quiet; what is left of it, if runs begin from an image. Always says the same of the same
 * scenario.
 */
export async function reconnoitre(scenario: Scenario, from: ImageName | null = null): Promise<Reconnaissance> {
  const nemesis = new Nemesis(quiet, scenario.frontMatter.workload?.clients ?? 0)
  let servers = 0
  const { run, steps } = await runScenario(scenario, {
    strategy: dull(), seed: 1, from, trouble: nemesis, hash: 'off',
    watch: simulation => {
      simulation.subscribe(['nemesis/calm'], () => { servers = simulation.processes().filter(isServer).length })
    },
  })
  if (run.error !== undefined) throw run.error
  return { decisions: run.decisions, points: nemesis.points, steps: [...steps], servers }
}
