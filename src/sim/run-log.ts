import { UserError } from '../base/index.ts'

export const RUN_LOG_VERSION = 1

/**
 * One difference from the dull run. `postponed`: the `nth` event of this chain and kind came `byUs`
 * microseconds after the time at which it could have come (a fraction means: after another one of the same
 * instant). `answer`: the `nth` choice under this label was not 0.
 */
export type LogEntry =
  | { readonly type: 'postponed'; readonly event: string; readonly nth: number; readonly byUs: number }
  | { readonly type: 'answer'; readonly label: string; readonly nth: number; readonly answer: number }

/**
 * All that it takes to run a world again, next to the world itself. Plain data; JSON is its file format.
 */
export interface RunLog {
  readonly version: typeof RUN_LOG_VERSION
  readonly entries: readonly LogEntry[]
}

/** Checks what came from a file. Throws a `UserError` that says which entry is wrong. */
export function parseRunLog(data: unknown): RunLog {
  if (!isRecord(data)) throw new UserError('a run log is an object with `version` and `entries`')
  const version = data['version']
  if (version !== RUN_LOG_VERSION) {
    const hint = 'record it again with this release'
    throw new UserError(`this run log has version ${String(version)}, not ${RUN_LOG_VERSION}`, { hint })
  }
  const entries = data['entries']
  if (!Array.isArray(entries)) throw new UserError('a run log has a list `entries`')
  return { version: RUN_LOG_VERSION, entries: entries.map(parseEntry) }
}

function parseEntry(entry: unknown, i: number): LogEntry {
  if (isRecord(entry) && isCount(entry['nth'])) {
    const { type, event, label, nth, byUs, answer } = entry
    const isDelay = typeof byUs === 'number' && byUs > 0
    if (type === 'postponed' && typeof event === 'string' && isDelay) return { type, event, nth, byUs }
    if (type === 'answer' && typeof label === 'string' && isCount(answer)) return { type, label, nth, answer }
  }
  throw new UserError(`entry ${i + 1} of the run log is neither a postponed event nor an answer`)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0
}

/** One line for a person. */
export function formatLogEntry(entry: LogEntry): string {
  if (entry.type === 'answer') return `${entry.label}#${entry.nth} = ${entry.answer}`
  const by = entry.byUs < 1 ? 'behind another of the same instant' : `by ${(entry.byUs / 1000).toFixed(3)}ms`
  return `${entry.event}#${entry.nth} postponed ${by}`
}
