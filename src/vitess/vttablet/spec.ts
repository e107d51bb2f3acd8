import type { TabletAlias, TabletType } from '../wire/index.ts'

/**
 * Command line of vttablet: what must be said, and flags with Vitess's defaults. Durations in milliseconds.
 */
export interface VttabletSpec extends Partial<VttabletFlags> {
  readonly alias: TabletAlias
  readonly keyspace: string
  readonly shard: string
  /** `-init_tablet_type`. */
  readonly initTabletType: TabletType
  /**
   * Looks at its tables even if it does not begin to serve. For a world that goes on from a moment at which this
   * tablet knew them: Vitess has no such flag, and a tablet that is really restarted knows nothing.
   */
  readonly knowsTables?: boolean
}

export interface VttabletFlags {
  /** `-init_db_name_override`; '' means `vt_<keyspace>`. */
  readonly initDbNameOverride: string
  readonly initTimeoutMs: number
  readonly healthCheckIntervalMs: number
  readonly unhealthyThresholdMs: number
  readonly enableSemiSync: boolean
  readonly enableReplicationReporter: boolean
  readonly disableActiveReparents: boolean
  readonly servingStateGracePeriodMs: number
  readonly shardSyncRetryDelayMs: number
  readonly lockTablesTimeoutMs: number
  /** `-queryserver-config-pool-size` and its relatives. */
  readonly poolSize: number
  readonly streamPoolSize: number
  readonly transactionCap: number
  readonly transactionTimeoutMs: number
  readonly transactionPoolTimeoutMs: number
  readonly queryTimeoutMs: number
  readonly streamBufferBytes: number
  readonly schemaReloadTimeMs: number
  readonly passthroughDmls: boolean
  readonly appPoolSize: number
  readonly dbaPoolSize: number
  readonly masterConnectRetryS: number
  readonly vreplicationTabletType: string
  readonly vreplicationRetryDelayMs: number
  /** As the immediate caller of every statement is called when vtgate asks for no password. */
  readonly callerId: string
}

/** Source: the flag definitions of go/vt/vttablet, go/vt/mysqlctl and go/vt/topo at April 2020. */
export const vttabletDefaults: VttabletFlags = {
  initDbNameOverride: '',
  initTimeoutMs: 60_000,
  healthCheckIntervalMs: 20_000,
  unhealthyThresholdMs: 7_200_000,
  enableSemiSync: false,
  enableReplicationReporter: false,
  disableActiveReparents: false,
  servingStateGracePeriodMs: 0,
  shardSyncRetryDelayMs: 30_000,
  lockTablesTimeoutMs: 60_000,
  poolSize: 16,
  streamPoolSize: 200,
  transactionCap: 20,
  transactionTimeoutMs: 30_000,
  transactionPoolTimeoutMs: 1_000,
  queryTimeoutMs: 30_000,
  streamBufferBytes: 32_768,
  schemaReloadTimeMs: 1_800_000,
  passthroughDmls: false,
  appPoolSize: 40,
  dbaPoolSize: 20,
  masterConnectRetryS: 10,
  vreplicationTabletType: 'REPLICA',
  vreplicationRetryDelayMs: 5_000,
  callerId: 'userData1',
}

export type VttabletConfig = Required<VttabletSpec>

export const vttabletConfig = (spec: VttabletSpec): VttabletConfig =>
  ({ ...vttabletDefaults, knowsTables: false, ...spec })
