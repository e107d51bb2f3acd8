import { boolean, integer, record, toStringMethod, type Arbitrary } from 'fast-check'
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
  /** Rows of each table of `customer`, at the most; those that the local example lacks are made up. Default 20. */
  readonly rowsMax?: number
}

/** All is in one cell: a vtgate watches no other one. */
const [cell = ''] = localExample.cells

/** The shape of a cluster: what differs from the local example. */
export interface ClusterShape {
  readonly shards: readonly string[]
  readonly replicas: number
  readonly rdonly: number
  readonly vtgates: number
  readonly rows: number
  readonly enableSemiSync: boolean
}

/** The local example in other shapes: the same tables, with more or fewer tablets, vtgates and rows. */
export function clusters(
  { shards = ['0'], tabletsMax = 2, vtgatesMax = 3, rowsMax = 20 }: ClustersOptions = {},
): Arbitrary<ClusterSpec> {
  const count = (max: number): Arbitrary<number> => integer({ min: 1, max })
  return record({
    replicas: count(tabletsMax), rdonly: count(tabletsMax), vtgates: count(vtgatesMax),
    rows: integer({ min: 0, max: rowsMax }), enableSemiSync: boolean(),
  }).map(drawn => clusterOf({ shards, ...drawn }))
}

/** A cluster as fast-check prints it. */
export function clusterOf(shape: ClusterShape): ClusterSpec {
  const { shards, rows, vtgates, enableSemiSync } = shape
  const keyspaces = localExample.keyspaces.map((keyspace): KeyspaceSpec => keyspace.name === 'customer'
    ? {
      ...keyspace, fill: new Map(keyspace.rows.map(({ table }) => [table, rows])),
      shards: shards.map((name, nth) => ({ name, tablets: tabletsOf(shape, 200 + 100 * nth) })),
    }
    : { ...keyspace, shards: keyspace.shards.map(({ name }) => ({ name, tablets: tabletsOf(shape, 100) })) })
  const spec: ClusterSpec = {
    ...localExample, keyspaces, enableSemiSync,
    vtgates: Array.from({ length: vtgates }, (_, nth) => ({ name: `vtgate-${nth + 1}`, cell })),
  }
  // Not to be seen by those who look at the description, only by those who print it.
  Object.defineProperty(spec, toStringMethod, { value: () => `clusterOf(${JSON.stringify(shape)})` })
  return spec
}

/** As in the local example each shard has a hundred uids of its own, and the master is the first of them. */
function tabletsOf({ replicas, rdonly }: ClusterShape, first: number): readonly TabletSpec[] {
  const types = [
    'MASTER' as const, ...Array.from({ length: replicas }, () => 'REPLICA' as const),
    ...Array.from({ length: rdonly }, () => 'RDONLY' as const),
  ]
  return types.map((type, nth) => ({ alias: { cell, uid: first + nth }, type }))
}
