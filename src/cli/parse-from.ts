import { UserError } from '../base/index.ts'
import { parseScenario, startPoint, startPoints, type ImageName } from '../lab/scenario/index.ts'
import type { LoadedScenario } from './load-scenario.ts'
import { UsageError } from './report-error.ts'
import { findScenario, readScenarioText } from './scenario-files.ts'

/** Reads `--from`, the name of a command of the scenario. Fails with a UsageError that says what there is. */
export function parseFrom(given: string | undefined, { scenario }: LoadedScenario, seed: number): ImageName | null {
  if (given === undefined) return null
  try {
    return { command: startPoint(scenario, given).name, seed }
  } catch (error) {
    if (error instanceof UserError) throw new UsageError(`--from ${given}: ${error.message}`, error.hint)
    throw error
  }
}

/** What `--from` may be followed by; nothing where there is no such scenario. */
export function startNames(cwd: string, given: string): string[] {
  try {
    const file = findScenario(cwd, given)
    return startPoints(parseScenario(file.path, readScenarioText(file))).map(({ name }) => name)
  } catch (error) {
    if (error instanceof UserError || error instanceof UsageError) return []
    throw error
  }
}
