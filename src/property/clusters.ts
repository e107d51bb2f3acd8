import { boolean, integer, record, type Arbitrary } from 'fast-check'
import { localExample, type ClusterSpec, type KeyspaceSpec, type TabletSpec } from '../lab/cluster/index.ts'

export interface ClustersOptions {
  /**
   * Shards of `customer`, in the order in which they are made: those that overlap an earlier one are there to be filled.
   * Default `['0']`.
   */
  readonly shards?: readonly string[]
  /** Replicas, and rdonly tablets, of each shard; default 2. */
  readonly tabletsMax?: number
  /** Default 3. */
  readonly vtgatesMax?: number
  /** Default 2: tablets and vtgates take turns. */
  readonly cellsMax?: number
  /** Rows of each table of `customer`, at the most; those that the local example lacks are made up. Default 20. */
  readonly rowsMax?: number
}

/** The local example in other shapes: the same tables, with more or fewer tablets, vtgates, cells and rows. */
export function clusters(
  { shards = ['0'], tabletsMax = 2, vtgatesMax = 3, cellsMax = 2, rowsMax = 20 }: ClustersOptions = {},
): Arbitrary<ClusterSpec> {
  const count = (max: number): Arbitrary<number> => integer({ min: 1, max })
  return record({
    replicas: count(tabletsMax), rdonly: count(tabletsMax), vtgates: count(vtgatesMax), cells: count(cellsMax),
    rows: integer({ min: 0, max: rowsMax }), enableSemiSync: boolean(),
  }).map(shape => clusterOf(shape, shards))
}

interface Shape {
  readonly replicas: number
  readonly rdonly: number
  readonly vtgates: number
  readonly cells: number
  readonly rows: number
  readonly enableSemiSync: boolean
}

function clusterOf({ replicas, rdonly, vtgates, cells, rows, enableSemiSync }: Shape, shards: readonly string[]): ClusterSpec {
  const cellOf = (nth: number): string => `zone${1 + nth % cells}`
  // As in the local example, commerce has the uids from 100 on, and each shard of customer a hundred of its own.
  const tablets = (first: number): readonly TabletSpec[] => [
    'MASTER' as const, ...Array.from({ length: replicas }, () => 'REPLICA' as const),
    ...Array.from({ length: rdonly }, () => 'RDONLY' as const),
  ].map((type, nth) => ({ alias: { cell: cellOf(type === 'MASTER' ? 0 : nth), uid: first + nth }, type }))
  const keyspaces = localExample.keyspaces.map((keyspace): KeyspaceSpec => keyspace.name === 'customer'
    ? {
      ...keyspace, fill: new Map(keyspace.rows.map(({ table }) => [table, rows])),
      shards: shards.map((name, nth) => ({ name, tablets: tablets(200 + 100 * nth) })),
    }
    : { ...keyspace, shards: keyspace.shards.map(({ name }) => ({ name, tablets: tablets(100) })) })
  return {
    ...localExample, keyspaces, enableSemiSync, cells: Array.from({ length: cells }, (_, nth) => cellOf(nth)),
    vtgates: Array.from({ length: vtgates }, (_, nth) => ({ name: `vtgate-${nth + 1}`, cell: cellOf(nth) })),
  }
}
