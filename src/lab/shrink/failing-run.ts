import type { LogEntry, RunLog } from '../../sim/index.ts'
import type { FaultPlan } from '../explore/index.ts'
import type { ImageName, Intervention } from '../scenario/index.ts'
import type { KeptOperation } from '../workload/index.ts'

/** All that names a run in which something is wrong, next to its scenario. Plain data. */
export interface FailingRun {
  /** What clients do is drawn from it. */
  readonly seed: number | undefined
  readonly skip: readonly string[]
  readonly interventions: readonly Intervention[]
  /** The image in which it begins; without one, at the beginning of the scenario. */
  readonly from?: ImageName | null
  /** null: the run of nobody who breaks things. */
  readonly faults: FaultPlan | null
  readonly log: RunLog
  /** null: clients do all that they do. */
  readonly kept: readonly KeptOperation[] | null
}

/** Answers that belong together: one thing that was broken. */
export interface Act { readonly name: string; readonly entries: readonly LogEntry[] }

/** A run log by what its entries are about. */
export interface Parts {
  readonly acts: readonly Act[]
  /** When the nemesis looks for something to break. */
  readonly waits: readonly LogEntry[]
  /** Events that came late, and those that took all the time that they may. */
  readonly schedule: readonly LogEntry[]
  /** What else was not the dull answer: which operation a client sends, which tablet is picked. */
  readonly answers: readonly LogEntry[]
}

const wait = /^nemesis\/storm\/wave-\d+\/wait$/
const act = /^nemesis\/storm\/(wave-\d+|at\/.+?\/\d+)(?:\/[a-z]+)?$/

export function partsOf({ entries }: RunLog): Parts {
  const acts = new Map<string, LogEntry[]>()
  const waits: LogEntry[] = []
  const schedule: LogEntry[] = []
  const answers: LogEntry[] = []
  for (const entry of entries) {
    if (entry.type === 'postponed' || entry.label.startsWith('late/')) schedule.push(entry)
    else if (wait.test(entry.label)) waits.push(entry)
    else {
      const name = entry.label.startsWith('net/') ? `${entry.label}#${entry.nth}` : act.exec(entry.label)?.[1]
      if (name === undefined) answers.push(entry)
      else acts.set(name, [...acts.get(name) ?? [], entry])
    }
  }
  return { acts: [...acts].map(([name, own]) => ({ name, entries: own })), waits, schedule, answers }
}

/** The log of some parts. */
export function logOf({ acts, waits, schedule, answers }: Parts): RunLog {
  return { version: 1, entries: [...waits, ...acts.flatMap(({ entries }) => entries), ...answers, ...schedule] }
}
