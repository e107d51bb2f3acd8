import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { relative } from 'node:path'
import { UserError } from '../base/index.ts'
import {
  checkCluster, checkScenario, formatUserError, parseScenario, SourceText, type Scenario,
} from '../lab/scenario/index.ts'
import { provideRelationalEngine } from '../mysql/index.ts'
import { InvalidFileError } from './report-error.ts'
import { findScenario, readScenarioText, type ScenarioFile } from './scenario-files.ts'

// Only a SELECT over several tables needs alasql, and loading it takes longer than many a run.
provideRelationalEngine(() => createRequire(import.meta.url)('alasql'))

export interface LoadedScenario {
  readonly file: ScenarioFile
  readonly scenario: Scenario
  /** Tells two versions of a file apart. */
  readonly digest: string
}

/** Finds, reads and checks a scenario. Fails with a UsageError or an InvalidFileError. */
export async function loadScenario(cwd: string, given: string): Promise<LoadedScenario> {
  const file = findScenario(cwd, given)
  const text = readScenarioText(file)
  const shown = relative(cwd, file.path)
  return showingMistakes(new SourceText(shown, text), async () => {
    const scenario = parseScenario(shown, text)
    checkScenario(scenario)
    await checkCluster(scenario)
    return { file, scenario, digest: createHash('sha256').update(text).digest('hex').slice(0, 16) }
  })
}

/** Turns a UserError into one that shows the line of the file. */
async function showingMistakes<T>(source: SourceText, body: () => Promise<T>): Promise<T> {
  try {
    return await body()
  } catch (error) {
    if (error instanceof UserError) throw new InvalidFileError(formatUserError(error, source))
    throw error
  }
}
