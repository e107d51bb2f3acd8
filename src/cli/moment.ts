import type { Trace } from '../sim/index.ts'
import { UsageError } from './report-error.ts'

/** `28.565` in seconds, or `#12830`, an event. */
export type Moment = { readonly seq: number } | { readonly timeUs: number }

const hint = 'write seconds, 28.565, or an event, #12830'

/** Reads the moment that an option names. Fails with a UsageError. */
export function parseMoment(option: string, text: string): Moment {
  const event = /^#(\d{1,9})$/.exec(text)?.[1]
  if (event !== undefined && Number(event) > 0) return { seq: Number(event) }
  if (/^\d{1,9}(\.\d{1,6})?s?$/.test(text)) return { timeUs: Math.round(Number.parseFloat(text) * 1e6) }
  throw new UsageError(`${option} ${text} is no moment`, hint)
}

/** The time of a moment in a run. Fails with a UsageError if the run has no such event. */
export function timeOf(moment: Moment, trace: Trace): number {
  if ('timeUs' in moment) return moment.timeUs
  if (moment.seq > trace.length) throw noSuch(moment.seq, trace)
  return trace.get(moment.seq).timeUs
}

/** The event of a moment in a run, the last one that had happened then. Fails with a UsageError if there is none. */
export function seqOf(moment: Moment, trace: Trace): number {
  if ('seq' in moment) {
    if (moment.seq > trace.length) throw noSuch(moment.seq, trace)
    return moment.seq
  }
  let seq = trace.length
  while (seq > 1 && trace.get(seq).timeUs > moment.timeUs) seq--
  return seq
}

function noSuch(seq: number, trace: Trace): UsageError {
  return new UsageError(`there is no event #${seq} in this run of ${trace.length} events`, hint)
}
