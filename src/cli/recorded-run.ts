import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { RunPlan } from '../lab/branch/index.ts'
import { loadScenario, type LoadedScenario } from './load-scenario.ts'
import { planOf, readRunFile, type RunFile } from './read-run-file.ts'
import { findScenario } from './scenario-files.ts'

/** A run that was written to a file, and its scenario as it is now. */
export interface RecordedRun {
  readonly file: RunFile
  readonly plan: RunPlan
  readonly loaded: LoadedScenario
  /** The scenario is not what it was when the run was made. */
  readonly isChanged: boolean
}

/** Reads a run file and its scenario. Fails with a UsageError or an InvalidFileError. */
export async function loadRecordedRun(cwd: string, given: string): Promise<RecordedRun> {
  const file = readRunFile(resolve(cwd, given), given)
  const loaded = await loadScenario(cwd, scenarioOf(cwd, file))
  return { file, plan: planOf(file), loaded, isChanged: loaded.digest !== file.stored.scenarioDigest }
}

/** The scenario and the plan of a run that was written to a file. Fails as `readRunFile` does. */
export function recordedRun(cwd: string, given: string): { readonly scenario: string; readonly plan: RunPlan } {
  const file = readRunFile(resolve(cwd, given), given)
  return { scenario: scenarioOf(cwd, file), plan: planOf(file) }
}

/**
 * The scenario of a run, as `findScenario` takes it: below where we are, below a folder that the run file is in, or
 * the one of that name. A run file may have been made elsewhere. Fails with a UsageError.
 */
function scenarioOf(cwd: string, { file, stored: { scenario } }: RunFile): string {
  if (existsSync(resolve(cwd, scenario))) return scenario
  let folder = dirname(resolve(cwd, file))
  for (;;) {
    if (existsSync(join(folder, scenario))) return join(folder, scenario)
    const above = dirname(folder)
    if (above === folder) break
    folder = above
  }
  return findScenario(cwd, scenario.replace(/^(.*\/)?scenarios\//, '').replace(/\.md$/, '')).path
}
