import { UserError } from '../base/index.ts'
import { formatIntervention } from '../lab/branch/index.ts'
import {
  didYouMean, runScenario, formatUserError, type ScenarioOptions, type ScenarioRun,
} from '../lab/scenario/index.ts'
import type { LoadedScenario } from './load-scenario.ts'
import { InvalidFileError, StuckRunError, UsageError } from './report-error.ts'
import type { Terminal } from './terminal.ts'

const progressAfterMs = 1000

/** Ends of a run that are the scenario's fault or the world's, not a bug of vtsim. */
const stuckTexts: ReadonlyMap<string, string> = new Map([
  ['deadlock', 'the run cannot go on: everybody waits for somebody'],
  ['budget', 'the run did not come to its end in the time that a scenario may take'],
])

/**
 * Runs a loaded scenario to its end, with a sign of life for a person who has to wait. Throws for a run that
 * did not end well.
 */
export async function playScenario(
  loaded: LoadedScenario, options: ScenarioOptions, terminal: Terminal,
): Promise<{ result: ScenarioRun; wallMs: number }> {
  const start = performance.now()
  let shown = false
  const progress = terminal.isTty && options.tell === undefined ? setInterval(() => {
    shown = true
    terminal.err('\r… running')
  }, progressAfterMs) : undefined
  const result = await runScenario(loaded.scenario, options)
  clearInterval(progress)
  if (shown) terminal.err('\r\u001b[K')
  const wallMs = Math.round((performance.now() - start) * 10) / 10
  const { outcome, error } = result.run
  if (outcome !== 'done') {
    if (error instanceof UserError) throw new InvalidFileError(formatUserError(error, loaded.scenario.source))
    const stuck = stuckTexts.get(outcome)
    if (stuck !== undefined) throw new StuckRunError(`${stuck}\n${error instanceof Error ? error.message : ''}`.trimEnd())
    throw error instanceof Error ? error : new Error(`the run ended with ${outcome}: ${String(error)}`)
  }
  const [never] = result.neverSkipped
  if (never !== undefined) throw new UsageError(
    `no step ${never} came up in this run, so it could not be left out`, nearStep(never, result.steps),
  )
  const [late] = result.notMade
  if (late !== undefined) throw new UsageError(
    `\`${formatIntervention(late)}\` could not be done`, late.kind === 'pick'
      ? 'no such event could happen then' : `this run has ${result.run.trace.length} events`,
  )
  return { result, wallMs }
}

function nearStep(name: string, steps: ReadonlySet<string>): string {
  const known = name.includes('/') ? steps : new Set([...steps].map(step => step.slice(step.indexOf('/') + 1)))
  const near = didYouMean(name, known)
  return near === undefined
    ? 'steps are named as the run tells them: migrate-served-types-master/wait-for-catch-up'
    : `did you mean ${near}?`
}
