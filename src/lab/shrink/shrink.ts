import { assert, UserError } from '../../base/index.ts'
import type { PlainData } from '../../sim/index.ts'
import { identityText, type FailureIdentity } from '../explore/index.ts'
import type { Scenario } from '../scenario/index.ts'
import type { KeptOperation, SentOperation } from '../workload/index.ts'
import { logOf, partsOf, type FailingRun, type Parts } from './failing-run.ts'
import { lower, minimise } from './minimise.ts'
import { Shrinker } from './shrinker.ts'
import { evidenceOf, failsLike, tryRun, type Trial } from './trial.ts'

/** How much is left of a run. */
export interface Size {
  readonly operations: number
  readonly faults: number
  readonly schedule: number
  readonly answers: number
  readonly events: number
}

export interface ShrinkOptions {
  /** Whether the budget is used up, after so many tries. The best so far is kept. */
  readonly isOver?: (tries: number) => boolean
  /** Is told after each try. */
  readonly onTry?: (progress: ShrinkProgress) => void
}

export interface ShrinkProgress { readonly tries: number; readonly size: Size }

export interface Shrunk {
  readonly identity: FailureIdentity
  readonly before: Size
  readonly after: Size
  readonly tries: number
  /** Nothing of it can be left out alone; false: the budget was used up before that was known. */
  readonly isMinimal: boolean
  /** With its trace and its hash. */
  readonly trial: Trial
}

/**
 * Leaves out of a run that fails whatever is not needed for the same failure: operations of clients, faults, and
 * what the scheduler decided; then makes numbers smaller. null: the run does not fail.
 */
export async function shrink(scenario: Scenario, run: FailingRun, options: ShrinkOptions = {}): Promise<Shrunk | null> {
  const { isOver = () => false, onTry = () => {} } = options
  const original = await tryRun(scenario, run)
  if (original.result.run.error instanceof UserError) throw original.result.run.error
  const [identity] = original.identities
  if (identity === undefined) return null
  const shrinker = new Shrinker(scenario, identity, original, isOver, ({ tries, best }) => onTry({ tries, size: sizeOf(best) }))
  await leap(shrinker)
  let isMinimal = false
  while (!isMinimal && !isOver(shrinker.tries)) {
    const before = measure(shrinker.best)
    await leaveOutOperations(shrinker)
    await leaveOut(shrinker, 'acts')
    await leaveOut(shrinker, 'schedule')
    await leaveOut(shrinker, 'answers')
    await leaveOut(shrinker, 'waits')
    await leaveOutInterventions(shrinker)
    isMinimal = measure(shrinker.best) === before && !isOver(shrinker.tries)
  }
  await lowerNumbers(shrinker)
  const { tries } = shrinker
  const trial = await tryRun(scenario, shrinker.best.run, { trace: true, hash: 'steps' })
  assert(failsLike(trial, identity, new Set(original.identities.map(identityText))), 'a run that was accepted does not fail again')
  return { identity, before: sizeOf(original), after: sizeOf(trial), tries, isMinimal, trial }
}

export function sizeOf({ run, result }: Trial): Size {
  const { acts, schedule, answers } = partsOf(run.log)
  return {
    operations: result.operations.length, faults: acts.length, schedule: schedule.length, answers: answers.length,
    events: result.events,
  }
}

function measure(trial: Trial): string {
  return JSON.stringify([sizeOf(trial), trial.run.log.entries.length, trial.run.interventions.length])
}

/** Most that is there is not needed: that is asked first, so that all later runs are short. */
async function leap(shrinker: Shrinker): Promise<void> {
  const parts = (): Parts => partsOf(shrinker.best.run.log)
  const kept = related(shrinker.best, shrinker.identity)
  const dull = { schedule: [], answers: [] }
  if (await shrinker.accepts({ kept, log: logOf({ ...parts(), ...dull, acts: [], waits: [] }) })) return
  if (await shrinker.accepts({ kept, log: logOf({ ...parts(), ...dull }) })) return
  if (!await shrinker.accepts({ log: logOf({ ...parts(), ...dull }) })) {
    if (!await shrinker.accepts({ log: logOf({ ...parts(), schedule: [] }) })) {
      await shrinker.accepts({ log: logOf({ ...parts(), answers: [] }) })
    }
  }
  await shrinker.accepts({ kept: related(shrinker.best, shrinker.identity) })
}

/** Operations that have to do with what the evidence names. */
function related(trial: Trial, identity: FailureIdentity): readonly KeptOperation[] {
  const evidence = evidenceOf(trial, identity)
  const named = new Set<string>()
  if (evidence !== null) gather(evidence.data, named)
  const { history } = trial.result.record
  const isRelated = ({ attempts }: SentOperation): boolean => attempts.some(id => {
    const { reads, writes } = history[id]!
    return [...reads, ...writes].some(({ row, mark }) => named.has(row ?? '') || mark !== null && named.has(mark))
  })
  return trial.result.operations.filter(isRelated).map(keptOf)
}

function gather(data: PlainData, named: Set<string>): void {
  if (typeof data === 'string') named.add(data)
  else if (typeof data === 'object' && data !== null) for (const value of Object.values(data)) gather(value as PlainData, named)
}

function keptOf({ client, number, atUs }: SentOperation): KeptOperation {
  return { client, number, atUs }
}

async function leaveOutOperations(shrinker: Shrinker): Promise<void> {
  const { operations } = shrinker.best.result
  await minimise(operations.map(keptOf), kept => shrinker.accepts({ kept }))
}

/** `T` of `Parts`: all but what is needed. */
async function leaveOut(shrinker: Shrinker, what: keyof Parts): Promise<void> {
  const parts = partsOf(shrinker.best.run.log)
  await minimise<Parts[typeof what][number]>(parts[what], rest => shrinker.accepts({ log: logOf({ ...parts, [what]: rest }) }))
}

async function leaveOutInterventions(shrinker: Shrinker): Promise<void> {
  const { interventions, skip } = shrinker.best.run
  await minimise(interventions, rest => shrinker.accepts({ interventions: rest }))
  await minimise(skip, rest => shrinker.accepts({ skip: rest }))
}

/** Answers of the nemesis and delays of events become as small as they can, one after the other. */
async function lowerNumbers(shrinker: Shrinker): Promise<void> {
  const { entries } = shrinker.best.run.log
  for (const entry of entries) {
    const isFault = entry.type === 'answer' && /^nemesis\/|^net\//.test(entry.label)
    if (!isFault || shrinker.isOver(shrinker.tries)) continue
    await lower(entry.answer, answer => {
      const log = shrinker.best.run.log.entries
      const now = log.find(other => other.type === 'answer' && other.label === entry.label && other.nth === entry.nth)
      if (now === undefined) return Promise.resolve(false)
      const changed = log.flatMap(other => other !== now ? [other] : answer === 0 ? [] : [{ ...entry, answer }])
      return shrinker.accepts({ log: { version: 1, entries: changed } })
    })
  }
}
