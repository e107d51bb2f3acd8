import { type Ctx, Rng } from '../../sim/index.ts'
import type { Value } from '../../sql/index.ts'
import { BinlogDumps } from '../binlog/dump.ts'
import { SemiSync } from '../binlog/semi-sync.ts'
import { Replica } from '../replication/replica.ts'
import { PositionWaits } from '../replication/position-waits.ts'
import { ReadyPlans } from '../statements/plan-cache.ts'
import { LockManager } from '../transaction/lock-manager.ts'
import type { ServerDisk } from './disk.ts'
import type { Session } from './session.ts'
import { variableDefinitions } from './variables.ts'

/** What one mysqld is started with: its command line and my.cnf. */
export interface MysqldSpec {
  /** The process name, which is its address: `mysqld zone1-200`. */
  readonly address: string
  readonly serverUuid: string
  readonly serverId: number
  readonly port?: number
  readonly hostname?: string
  /** Base name of the binlog files; `vt-0000000200-bin` for server 200 if not given. */
  readonly logBaseName?: string
  /** `read-only` in my.cnf, as Vitess has it: on at every start until vttablet turns it off. Default true. */
  readonly readOnly?: boolean
  /** `skip_slave_start`: replication does not go on by itself after a start. Default false. */
  readonly skipSlaveStart?: boolean
}

/** One life of a mysqld: its disk, and all that is only in memory. */
export class MysqlServer {
  readonly spec: MysqldSpec
  readonly disk: ServerDisk
  readonly locks = new LockManager()
  readonly semiSync = new SemiSync()
  readonly dumps: BinlogDumps
  readonly replica: Replica
  readonly positionWaits = new PositionWaits()
  readonly plans = new ReadyPlans()
  readonly sessions = new Map<number, Session>()
  /** Global system variables. Not on disk: a start reads my.cnf. */
  readonly variables = new Map<string, Value>()
  /** For RAND() and UUID(): the same in every run of a world, and different on every server. */
  readonly random: Rng
  readonly startedMs: number

  constructor(ctx: Ctx, spec: MysqldSpec, disk: ServerDisk) {
    this.spec = spec
    this.disk = disk
    this.startedMs = ctx.unixMs
    this.random = new Rng(spec.serverId * 1000 + ctx.process.life)
    this.dumps = new BinlogDumps(disk.log, disk.serverUuid, this.semiSync)
    this.replica = new Replica(this)
    for (const { name, value, scope } of variableDefinitions) if (scope !== 'session') this.variables.set(name, value)
    this.variables.set('server_id', spec.serverId)
    this.variables.set('server_uuid', spec.serverUuid)
    this.variables.set('hostname', spec.hostname ?? ctx.process.host)
    this.variables.set('port', spec.port ?? 3306)
    this.variables.set('read_only', spec.readOnly === false ? 0 : 1)
  }

  get databases() {
    return this.disk.databases
  }

  /** Never used before, in no life: a client that has not heard of a crash must not meet somebody else's session. */
  nextConnectionId(): number {
    return ++this.disk.lastConnectionId
  }

  isOn(variable: string): boolean {
    return this.variables.get(variable) === 1
  }

  /** A transaction was committed: who waits for a position looks again. */
  positionReached(ctx: Ctx): void {
    if (this.positionWaits.size > 0) this.positionWaits.check(ctx, this.disk.log.executed)
  }
}
