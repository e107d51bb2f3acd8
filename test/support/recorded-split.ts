import { readFileSync } from 'node:fs'
import { parseScenario, runScenario, type Scenario, type ScenarioRun } from '../../src/lab/scenario/index.ts'

const file = 'scenarios/customer-split.md'
const runs = new Map<string, Promise<ScenarioRun>>()

/** The scenario that tests look at most. */
export function customerSplitScenario(): Scenario {
  return parseScenario(file, readFileSync(file, 'utf8'))
}

/** The customer split with its trace; made once for each seed in a test file. undefined: the dull run. */
export function recordedSplit(seed?: number): Promise<ScenarioRun> {
  const name = String(seed)
  const known = runs.get(name)
  if (known !== undefined) return known
  const run = runScenario(customerSplitScenario(), { seed, trace: true })
  runs.set(name, run)
  return run
}
