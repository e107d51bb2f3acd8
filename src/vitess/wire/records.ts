import type { KeyRange } from '../keys/index.ts'

/** `{cell: 'zone1', uid: 200}`; in text `zone1-0000000200`. Source: go/vt/proto/topodata TabletAlias. */
export interface TabletAlias { readonly cell: string; readonly uid: number }

/** What a tablet is for. Only MASTER, REPLICA and RDONLY are ever in the serving graph. */
export type TabletType =
  | 'UNKNOWN' | 'MASTER' | 'REPLICA' | 'RDONLY' | 'SPARE' | 'EXPERIMENTAL' | 'BACKUP' | 'RESTORE' | 'DRAINED'

/** In the order of their protobuf numbers, which is how JSON output prints them. */
export const tabletTypes: readonly TabletType[] = [
  'UNKNOWN', 'MASTER', 'REPLICA', 'RDONLY', 'SPARE', 'EXPERIMENTAL', 'BACKUP', 'RESTORE', 'DRAINED',
]

/** The three types that a SrvKeyspace has a partition for, in the order in which Vitess writes them. */
export const servedTypes = ['MASTER', 'REPLICA', 'RDONLY'] as const satisfies readonly TabletType[]
export type ServedType = (typeof servedTypes)[number]

/** Cell topology, `tablets/<alias>/Tablet`: written by the tablet itself, by reparents and by ChangeSlaveType. */
export interface Tablet {
  readonly alias: TabletAlias
  readonly hostname: string
  readonly portMap: { readonly vt: number; readonly grpc: number }
  readonly mysqlHostname: string
  readonly mysqlPort: number
  readonly keyspace: string
  readonly shard: string
  readonly keyRange: KeyRange | null
  readonly type: TabletType
  /** '' means `vt_<keyspace>`. */
  readonly dbNameOverride: string
  readonly tags: { readonly [name: string]: string }
  /** Unix time in milliseconds at which this tablet became MASTER, or null. */
  readonly masterTermStartMs: number | null
}

/** A stream that a shard is being filled from. `uid` is the stream's id in `_vt.vreplication` of the master. */
export interface SourceShard {
  readonly uid: number
  readonly keyspace: string
  readonly shard: string
  readonly keyRange: KeyRange | null
  readonly tables: readonly string[]
}

export interface TabletControl {
  readonly tabletType: TabletType
  /** Empty: all cells. */
  readonly cells: readonly string[]
  readonly blacklistedTables: readonly string[]
  /** Set on MASTER at the point of no return of MigrateServedTypes. */
  readonly frozen: boolean
}

/** Global topology, `keyspaces/<keyspace>/shards/<shard>/Shard`. */
export interface Shard {
  readonly masterAlias: TabletAlias | null
  readonly masterTermStartMs: number | null
  /** null for a name without `-`, such as `0`. */
  readonly keyRange: KeyRange | null
  readonly sourceShards: readonly SourceShard[]
  readonly tabletControls: readonly TabletControl[]
  readonly isMasterServing: boolean
}

export interface ServedFrom { readonly tabletType: TabletType; readonly cells: readonly string[]; readonly keyspace: string }

/** Global topology, `keyspaces/<keyspace>/Keyspace`. */
export interface Keyspace {
  readonly shardingColumnName: string
  readonly shardingColumnType: string
  readonly servedFroms: readonly ServedFrom[]
  readonly keyspaceType: 'NORMAL' | 'SNAPSHOT'
  readonly baseKeyspace: string
  readonly snapshotTimeMs: number | null
}

export interface ShardReference { readonly name: string; readonly keyRange: KeyRange | null }
export interface ShardTabletControl extends ShardReference { readonly queryServiceDisabled: boolean }
export interface KeyspacePartition {
  readonly servedType: ServedType
  readonly shardReferences: readonly ShardReference[]
  readonly shardTabletControls: readonly ShardTabletControl[]
}

/** Cell topology, `keyspaces/<keyspace>/SrvKeyspace`: all that vtgate routes by. */
export interface SrvKeyspace {
  readonly partitions: readonly KeyspacePartition[]
  readonly shardingColumnName: string
  readonly shardingColumnType: string
  readonly servedFrom: readonly { readonly tabletType: TabletType; readonly keyspace: string }[]
}

/** Cell topology, `keyspaces/<keyspace>/shards/<shard>/ShardReplication`: which tablets the shard has in the cell. */
export interface ShardReplication { readonly nodes: readonly TabletAlias[] }

/** Global topology, `cells/<cell>/CellInfo`. */
export interface CellInfo { readonly serverAddress: string; readonly root: string }

/**
 * The VSchema of a keyspace (`ApplyVSchema`, `keyspaces/<keyspace>/VSchema`), and what each cell's `SrvVSchema` makes of all of them.
 * Their shapes belong to `keys`, which reads them.
 */
export type {
  RoutingRuleJson as RoutingRule, SrvVSchemaJson as SrvVSchema, VSchemaKeyspaceJson as VSchemaKeyspace,
} from '../keys/index.ts'
