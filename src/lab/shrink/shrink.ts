import { assert, byText, UserError } from '../../base/index.ts'
import type { LogEntry, PlainData, RunLog } from '../../sim/index.ts'
import type { Evidence } from '../check/index.ts'
import { identityText, type FailureIdentity } from '../explore/index.ts'
import type { Scenario } from '../scenario/index.ts'
import type { KeptOperation, SentOperation } from '../workload/index.ts'
import { logOf, partsOf, type FailingRun, type Parts } from './failing-run.ts'
import { momentsLike, type Span } from './moments.ts'
import { leaveOutAll, lower, sweep, type Part } from './minimise.ts'
import { fewFaults, kindsOf, redrawn, redrawnOf } from './redraw.ts'
import { Shrinker, type Pass } from './shrinker.ts'
import { startLater } from './start-later.ts'
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

export interface ShrinkProgress {
  readonly tries: number
  readonly pass: Pass
  /** What was tried fails like the original. */
  readonly accepted: boolean
  /** Of the best so far. */
  readonly size: Size
}

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
  const shrinker = new Shrinker(scenario, identity, original, isOver, (_trial, accepted) =>
    onTry({ tries: shrinker.tries, pass: shrinker.pass, accepted, size: sizeOf(shrinker.best) }))
  await startLater(shrinker)
  await leap(shrinker)
  await moveOperations(shrinker)
  await drawAgain(shrinker)
  await moveOperations(shrinker)
  await startLater(shrinker)
  const isUp = (): boolean => isOver(shrinker.tries)
  const parts = partsToLeaveOut(shrinker)
  // What people have to read first; a schedule can have thousands of entries, and most go with what they were about.
  await leaveOutAll(parts, isUp)
  const isMinimal = await leaveOutAll([schedulePart(shrinker), ...parts], isUp)
  await lowerNumbers(shrinker)
  const { tries } = shrinker
  const trial = await tryRun(scenario, shrinker.best.run, null, { trace: true, hash: 'steps' })
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

/** A run with many faults may fail in a simpler storm too. */
async function drawAgain(shrinker: Shrinker): Promise<void> {
  const { faults, log } = shrinker.best.run
  if (faults === null || partsOf(log).acts.length <= fewFaults) return
  shrinker.pass = 'redrawn'
  for (const drawn of redrawn(faults)) {
    if (!await shrinker.acceptsDrawn({ faults: drawn.faults }, drawn.strategy)) continue
    await shrinker.accepts({ kept: related(shrinker.best, shrinker.identity) })
    return
  }
}

/** A little after a step began: what it is about is under way. */
const delaysUs = [0, 300] as const
const stepsTried = 12
const momentsTried = 16

/**
 * A failure that needs a certain schedule often needs no more of it than that an operation comes at the right moment
 * of a command: then one that comes there by itself, in the dull schedule, fails too. The moments are those at which
 * it ends in the step where it did, and then those of steps, the nearest to where the operation was first.
 */
async function moveOperations(shrinker: Shrinker): Promise<void> {
  const { best } = shrinker
  const parts = partsOf(best.run.log)
  const kept = related(best, shrinker.identity)
  const moved = accused(best, shrinker.identity)
  if (parts.schedule.length === 0 || moved === undefined) return
  shrinker.pass = 'moved'
  const plain = { ...parts, schedule: [], answers: [] }
  // Best where nothing is broken at all; then it is also short.
  if (parts.acts.length > 0 && await moveTo(shrinker, kept, moved, logOf({ ...plain, acts: [], waits: [] }))) return
  await moveTo(shrinker, kept, moved, logOf(plain))
}

/** Moves an operation in the dull schedule of a log, until a moment is found at which the run fails. */
async function moveTo(
  shrinker: Shrinker, kept: readonly KeptOperation[], moved: KeptOperation, log: RunLog,
): Promise<boolean> {
  if (await shrinker.accepts({ kept, log })) return true
  if (shrinker.isOver(shrinker.tries)) return false
  const others = kept.filter(({ client, number }) => client !== moved.client || number !== moved.number)
  for (const atUs of momentsToTry(shrinker.best, await shrinker.look({ kept, log }), moved)) {
    // What its client does later stays later.
    const before = others.filter(other => other.client !== moved.client || other.number < moved.number || other.atUs > atUs)
    const all = [...before, { ...moved, atUs }].sort((a, b) => a.number - b.number)
    if (await shrinker.accepts({ kept: all, log })) return true
  }
  return false
}

/** `dull`: the run in which the operation is not moved yet. */
function momentsToTry(best: Trial, dull: Trial, moved: KeptOperation): readonly number[] {
  const [was, is] = [spanOf(best, moved), spanOf(dull, moved)]
  const like = was === null ? [] : momentsLike(was, best.steps, dull.steps, is === null ? 0 : is.endUs - is.startUs)
  const distance = (us: number): number => Math.abs(us - moved.atUs)
  const nearest = [...new Set(dull.steps.map(({ timeUs }) => timeUs))].sort((a, b) => distance(a) - distance(b)).slice(0, stepsTried)
  return [...new Set([...like.slice(0, momentsTried), ...delaysUs.flatMap(delayUs => nearest.map(us => us + delayUs))])]
}

/** From when to when an operation was under way; null: it was not sent, or nobody knows its end. */
function spanOf({ result: { operations, record: { history } } }: Trial, { client, number }: KeptOperation): Span | null {
  const sent = operations.find(operation => operation.client === client && operation.number === number)
  const last = history[sent?.attempts.at(-1) ?? -1]
  return sent === undefined || last === undefined || last.endUs === null ? null : { startUs: sent.atUs, endUs: last.endUs }
}

/** The operation that wrote what the evidence names: the last of them. */
function accused(trial: Trial, identity: FailureIdentity): KeptOperation | undefined {
  const named = namesIn(evidenceOf(trial, identity))
  const { history } = trial.result.record
  const found = trial.result.operations.findLast(({ attempts }) =>
    attempts.some(id => history[id]!.writes.some(({ mark }) => mark !== '' && named.has(mark))))
  return found === undefined ? undefined : keptOf(found)
}

/** Faults of the kinds that are left, drawn once more in the dull schedule: some of them may need no other. */
function drawSchedule(shrinker: Shrinker): Part {
  let isTried = false
  const parts = (): Parts => partsOf(shrinker.best.run.log)
  return {
    length: () => !isTried && parts().schedule.length > 0 && parts().acts.length <= fewFaults ? 1 : 0,
    sweep: async () => {
      isTried = true
      shrinker.pass = 'redrawn'
      const { faults } = shrinker.best.run
      if (faults === null) return
      for (const drawn of redrawnOf(faults, kindsOf(parts().acts, faults))) {
        if (await shrinker.acceptsDrawn({ faults: drawn.faults }, drawn.strategy)) return
      }
    },
  }
}

/** Operations that have to do with what the evidence names. */
function related(trial: Trial, identity: FailureIdentity): readonly KeptOperation[] {
  const named = namesIn(evidenceOf(trial, identity))
  const { history } = trial.result.record
  const isRelated = ({ attempts }: SentOperation): boolean => attempts.some(id => {
    const { reads, writes } = history[id]!
    return [...reads, ...writes].some(({ row, mark }) => named.has(row ?? '') || mark !== null && named.has(mark))
  })
  return trial.result.operations.filter(isRelated).map(keptOf)
}

/** Rows and marks that evidence names, among other texts. */
function namesIn(evidence: Evidence | null): ReadonlySet<string> {
  const named = new Set<string>()
  if (evidence !== null) gather(evidence.data, named)
  return named
}

function gather(data: PlainData, named: Set<string>): void {
  if (typeof data === 'string') named.add(data)
  else if (typeof data === 'object' && data !== null) for (const value of Object.values(data)) gather(value as PlainData, named)
}

function keptOf({ client, number, atUs }: SentOperation): KeptOperation {
  return { client, number, atUs }
}

/** All that may be left out. */
function partsToLeaveOut(shrinker: Shrinker): readonly Part[] {
  const parts = (): Parts => partsOf(shrinker.best.run.log)
  const part = <T>(pass: Pass, items: () => readonly T[], changed: (kept: readonly T[]) => Partial<FailingRun>): Part => ({
    length: () => items().length,
    sweep: async size => {
      shrinker.pass = pass
      await sweep(items(), size, kept => shrinker.accepts(changed(kept)))
    },
  })
  return [
    part('acts', () => parts().acts, acts => ({ log: logOf({ ...parts(), acts }) })),
    part('operations', () => shrinker.best.result.operations.map(keptOf), kept => ({ kept })),
    drawSchedule(shrinker),
    part('answers', () => parts().answers, answers => ({ log: logOf({ ...parts(), answers }) })),
    part('waits', () => parts().waits, waits => ({ log: logOf({ ...parts(), waits }) })),
    part('interventions', () => shrinker.best.run.interventions, interventions => ({ interventions })),
    part('interventions', () => shrinker.best.run.skip, skip => ({ skip })),
  ]
}

function schedulePart(shrinker: Shrinker): Part {
  const parts = (): Parts => partsOf(shrinker.best.run.log)
  const accepts = (schedule: readonly LogEntry[]): Promise<boolean> => shrinker.accepts({ log: logOf({ ...parts(), schedule }) })
  return {
    length: () => parts().schedule.length,
    sweep: async size => {
      shrinker.pass = 'schedule'
      await accepts(parts().schedule.filter(isBetween(shrinker)))
      await sweep([...parts().schedule].sort(byText(chainOf)), size, accepts)
    },
  }
}

/** Pieces of the schedule are about the same things, as far as it goes: all of one chain lie together. */
function chainOf(entry: LogEntry): string {
  return entry.type === 'postponed' ? entry.event : entry.label.slice(entry.label.indexOf('/') + 1)
}

/** Whether something came up between the first operation that is left and the failure. */
function isBetween({ best, identity }: Shrinker): (entry: LogEntry) => boolean {
  const firstUs = Math.min(...best.result.operations.map(({ atUs }) => atUs))
  const lastUs = evidenceOf(best, identity)?.timeUs ?? Infinity
  return entry => {
    const timeUs = best.times.get(entry.type === 'postponed' ? entry.event : entry.label)?.[entry.nth - 1]
    return timeUs !== undefined && timeUs >= firstUs && timeUs <= lastUs
  }
}

/** Answers of the nemesis and delays of events become as small as they can, one after the other. */
async function lowerNumbers(shrinker: Shrinker): Promise<void> {
  shrinker.pass = 'numbers'
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
