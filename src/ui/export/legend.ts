import type { ClusterSpec } from '../../lab/cluster/index.ts'
import { dim, line, span, wrap, type Line } from '../text/index.ts'
import { actorsOf, shortName, type SpaceTimeRow } from './space-time.ts'

/** What the names over the lanes of a diagram stand for: `g1 vtgate-1 · 400 zone1-400, MASTER of customer/80-`. */
export function spaceTimeLegend(rows: readonly SpaceTimeRow[], cluster: ClusterSpec, columns: number): Line[] {
  const roles = new Map<string, string>(cluster.keyspaces.flatMap(({ name, shards }) => shards.flatMap(shard =>
    shard.tablets.map(({ alias, type }) => [`${alias.cell}-${alias.uid}`, `, ${type} of ${name}/${shard.name}`] as const))))
  const parts = actorsOf(rows).filter(actor => shortName(actor) !== actor)
    .map(actor => line(span(shortName(actor), 'bold'), dim(` ${actor}${roles.get(actor) ?? ''}`)))
  return parts.length === 0 ? [] : wrap(line(...parts.flatMap((part, i) => i === 0 ? part : [dim(' · '), ...part])), columns)
}
