import type { Marker } from '../../cluster-view/index.ts'
import { takeOf, timeOf } from '../show.ts'
import type { Show } from '../state.ts'

/** Steps of procedures that begin on this branch after the moment that is shown; titles are `procedure/step`. */
export function stepsAhead(show: Show): readonly Marker[] {
  const { seq } = show.cursor
  return takeOf(show).timeline.markers.filter(marker => marker.kind === 'step' && marker.seq > seq)
}

/** Where a step begins that lies ahead, `migrate-served-types-master/freeze`; 0: none does. */
export function stepAhead(show: Show, name: string): number {
  return stepsAhead(show).find(({ title }) => title === name)?.seq ?? 0
}

/** Where the first step begins of a procedure that lies ahead; 0: none does. */
export function procedureAhead(show: Show, procedure: string): number {
  return stepsAhead(show).find(({ title }) => title.startsWith(`${procedure}/`))?.seq ?? 0
}

/** The last event at least so long before another one, but never before the moment that is shown. */
export function before(show: Show, seq: number, ms: number): number {
  return Math.max(show.cursor.seq, takeOf(show).timeline.seqAt(timeOf(show, seq) - ms * 1000))
}

/** The two ends of a split's streams: masters of the targets, and the replicas that they may read from. */
export interface SplitEnds { readonly targets: readonly string[]; readonly sources: readonly string[] }

export function splitAt(show: Show, seq: number): SplitEnds {
  const view = takeOf(show).timeline.at(seq)
  const streams = [...view.streams.values()]
  const shards = [...view.keyspaces.values()].flatMap(keyspace => keyspace.shards)
  const named = (names: ReadonlySet<string>) => shards.filter(shard => names.has(shard.name))
  return {
    targets: named(new Set(streams.map(({ target }) => target))).flatMap(({ master }) => master ?? []),
    sources: named(new Set(streams.map(({ source }) => source))).flatMap(({ master, tablets }) =>
      tablets.filter(alias => alias !== master)),
  }
}
