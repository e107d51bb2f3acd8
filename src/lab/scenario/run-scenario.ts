import { clusterImage } from '../cluster/index.ts'
import { PlayedWorld } from './played-world.ts'
import type { Scenario } from './parse-scenario.ts'
import { imageOf } from './scenario-images.ts'
import type { ScenarioOptions, ScenarioRun } from './scenario-run.ts'

/**
 * Plays a scenario from its beginning to its end, or from an image on. Never rejects for what goes wrong in the world:
 * `run` tells how it ended. Fails with a UserError where there is no such image.
 */
export async function runScenario(scenario: Scenario, options: ScenarioOptions = {}): Promise<ScenarioRun> {
  const { from = null } = options
  const image = from === null ? null : await imageOf(scenario, from, options.skip)
  const cluster = image?.cluster ?? await clusterImage(scenario.frontMatter.cluster)
  return new PlayedWorld(scenario, options, { cluster, image }).run()
}
