import { createHash } from 'node:crypto'
import { relative } from 'node:path'
import { UserError } from '../base/index.ts'
import {
  checkScenario, formatUserError, parseScenario, SourceText, type Scenario,
} from '../lab/scenario/index.ts'
import { InvalidFileError } from './report-error.ts'
import { findScenario, readScenarioText, type ScenarioFile } from './scenario-files.ts'

export interface LoadedScenario {
  readonly file: ScenarioFile
  readonly scenario: Scenario
  /** Tells two versions of a file apart. */
  readonly digest: string
}

/** Finds, reads and checks a scenario. Fails with a UsageError or an InvalidFileError. */
export function loadScenario(cwd: string, given: string): LoadedScenario {
  const file = findScenario(cwd, given)
  const text = readScenarioText(file)
  const shown = relative(cwd, file.path)
  return showingMistakes(new SourceText(shown, text), () => {
    const scenario = parseScenario(shown, text)
    checkScenario(scenario)
    return { file, scenario, digest: createHash('sha256').update(text).digest('hex').slice(0, 16) }
  })
}

/** Turns a UserError into one that shows the line of the file. */
export function showingMistakes<T>(source: SourceText, body: () => T): T {
  try {
    return body()
  } catch (error) {
    if (error instanceof UserError) throw new InvalidFileError(formatUserError(error, source))
    throw error
  }
}
