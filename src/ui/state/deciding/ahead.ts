import type { TraceEvent } from '../../../sim/index.ts'
import { takeOf, timeOf, viewOf } from '../show.ts'
import type { Show } from '../state.ts'

/** The first event of the branch after the moment that is shown for which this holds; 0 if there is none. */
export function ahead(show: Show, holds: (event: TraceEvent) => boolean): number {
  const { trace } = takeOf(show).branch
  for (let seq = show.cursor.seq + 1; seq <= trace.length; seq++) if (holds(trace.get(seq))) return seq
  return 0
}

/** Where a procedure begins that lies ahead: `migrate-served-types-master`. */
export function procedureAhead(show: Show, procedure: string): number {
  return ahead(show, ({ kind, data }) =>
    kind === 'procedure/begin' && (data as { procedure: string }).procedure === procedure)
}

/** Where a step begins that lies ahead. */
export function stepAhead(show: Show, procedure: string, step: string): number {
  return ahead(show, ({ kind, data }) => {
    if (kind !== 'step/begin') return false
    const begun = data as { procedure: string; step: string }
    return begun.procedure === procedure && begun.step === step
  })
}

/** The last event at least so long before another one, but never before the moment that is shown. */
export function before(show: Show, seq: number, ms: number): number {
  return Math.max(show.cursor.seq, takeOf(show).timeline.seqAt(timeOf(show, seq) - ms * 1000))
}

/** Shards of a split at an event: masters of the targets, and replicas that the targets' streams read from. */
export function splitAt(show: Show, seq: number): { readonly targets: readonly string[]; readonly sources: readonly string[] } {
  const view = seq === show.cursor.seq ? viewOf(show) : takeOf(show).timeline.at(seq)
  const streams = [...view.streams.values()]
  const shards = [...view.keyspaces.values()].flatMap(keyspace => keyspace.shards)
  const named = (names: ReadonlySet<string>) => shards.filter(shard => names.has(shard.name))
  return {
    targets: named(new Set(streams.map(({ target }) => target))).flatMap(({ master }) => master ?? []),
    sources: named(new Set(streams.map(({ source }) => source))).flatMap(({ master, tablets }) =>
      tablets.filter(alias => alias !== master)),
  }
}
