import { resolve } from 'node:path'
import type { RunPlan } from '../lab/branch/index.ts'
import { readRunFile } from './run-file.ts'

/** The scenario and the plan of a run that was written to a file. Fails as `readRunFile` does. */
export function recordedRun(cwd: string, given: string): { readonly scenario: string; readonly plan: RunPlan } {
  const { scenario, seed, skip, interventions, faults, log } = readRunFile(resolve(cwd, given)).header
  const plan = { seed: seed ?? undefined, skip, interventions }
  return { scenario, plan: faults === null ? plan : { ...plan, explored: { file: given, log, faults } } }
}
