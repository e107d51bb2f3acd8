import { type ConnectionPool } from '../tabletserver/connection-pool.ts'
import { type Ctx, Failure } from '../../../sim/index.ts'
import { type Field, type QueryResult, type Value } from '../../../sql/index.ts'
import { mysqldAddress, type SlaveStatus, sqlString, type TabletAlias } from '../../wire/index.ts'
import { decodePosition } from '../decode-position.ts'

/** A replica's state, with what only the tablet itself needs of it. */
export interface ReplicaStatus extends SlaveStatus {
  readonly lastError: string
}

/**
 * The tablet's own mysqld, as user `dba`: replication, read_only, semi-sync. Statements that belong together
 * take one round trip. Source: go/vt/mysqlctl/replication.go, go/mysql/flavor_mysql.go.
 */
export class MysqlDaemon {
  constructor(private readonly dba: ConnectionPool, private readonly masterConnectRetryS: number) {}

  /** How many connections to it have broken so far: whoever else takes one does not hide it. */
  get losses(): number {
    return this.dba.losses
  }

  query(ctx: Ctx, sql: string): Promise<QueryResult> {
    return this.dba.with(ctx, connection => connection.execute(ctx, sql))
  }

  /** Stops at the first that fails. Source: mysqlctl/replication.go ExecuteSuperQueryList. */
  queries(ctx: Ctx, list: readonly string[]): Promise<readonly QueryResult[]> {
    return this.dba.with(ctx, connection => connection.executeBatch(ctx, list.map(sql => ({ sql }))))
  }

  async masterPosition(ctx: Ctx): Promise<string> {
    const result = await this.query(ctx, 'SELECT @@GLOBAL.gtid_executed')
    return positionText(result.rows[0]![0]!)
  }

  /** null if this server is no replica. */
  async replicaStatus(ctx: Ctx): Promise<ReplicaStatus | null> {
    const result = await this.query(ctx, 'SHOW SLAVE STATUS')
    const row = result.rows[0]
    if (row === undefined) return null
    const field = (name: string): Value => row[columnAt(result.fields, name)] ?? null
    return {
      position: positionText(field('Executed_Gtid_Set')),
      slaveIoRunning: field('Slave_IO_Running') === 'Yes',
      slaveSqlRunning: field('Slave_SQL_Running') === 'Yes',
      secondsBehindMaster: Number(field('Seconds_Behind_Master') ?? 0),
      masterHost: String(field('Master_Host') ?? ''),
      lastError: String(field('Last_Error') || field('Last_IO_Error') || field('Last_SQL_Error') || ''),
    }
  }

  /** As `replicaStatus`, for callers to whom a server that is no replica is a failure. */
  async slaveStatus(ctx: Ctx): Promise<ReplicaStatus> {
    return await this.replicaStatus(ctx) ?? notSlave()
  }

  async startSlave(ctx: Ctx): Promise<void> { await this.query(ctx, 'START SLAVE') }
  async stopSlave(ctx: Ctx): Promise<void> { await this.query(ctx, 'STOP SLAVE') }
  async startSlaveUntilAfter(ctx: Ctx, position: string): Promise<void> {
    await this.query(ctx, `START SLAVE UNTIL SQL_AFTER_GTIDS = '${setText(position)}'`)
  }

  async resetReplication(ctx: Ctx): Promise<void> {
    await this.queries(ctx, ['STOP SLAVE', 'RESET SLAVE ALL', 'RESET MASTER',
      'SET GLOBAL rpl_semi_sync_master_enabled = false, GLOBAL rpl_semi_sync_slave_enabled = false'])
  }

  async setSlavePosition(ctx: Ctx, position: string): Promise<void> {
    await this.queries(ctx, ['RESET MASTER', `SET GLOBAL gtid_purged = '${setText(position)}'`])
  }

  async setMaster(ctx: Ctx, parent: TabletAlias, stopBefore: boolean, startAfter: boolean): Promise<void> {
    const change = `CHANGE MASTER TO MASTER_HOST = ${sqlString(mysqldAddress(parent))}, MASTER_PORT = 3306, MASTER_USER = 'repl', `
      + `MASTER_PASSWORD = '', MASTER_CONNECT_RETRY = ${this.masterConnectRetryS}, MASTER_AUTO_POSITION = 1`
    await this.queries(ctx,
      [...stopBefore ? ['STOP SLAVE'] : [], change, ...startAfter ? ['START SLAVE'] : []])
  }

  /**
   * Waits until everything of `position` has been executed here; the caller's deadline bounds it. Source:
   * WaitMasterPos.
   */
  async waitMasterPos(ctx: Ctx, position: string): Promise<void> {
    const target = decodePosition(position)
    if (decodePosition(await this.masterPosition(ctx)).atLeast(target)) return
    const seconds = ctx.timeLeftMs === Infinity ? 0 : Math.max(1, Math.floor(ctx.timeLeftMs / 1000))
    const sql = `SELECT WAIT_UNTIL_SQL_THREAD_AFTER_GTIDS('${setText(position)}', ${seconds})`
    const [answer] = (await this.query(ctx, sql)).rows[0]!
    if (answer === null) throw failed(`WaitUntilPositionCommand(${sql}) failed: replication is probably stopped`)
    if (answer === -1) throw failed(`timed out waiting for position ${setText(position)}`)
  }

  async isReadOnly(ctx: Ctx): Promise<boolean> {
    const answer = (await this.query(ctx, 'SELECT @@GLOBAL.read_only')).rows[0]![0]!
    return Number(answer) === 1 || answer === 'ON'
  }

  async setReadOnly(ctx: Ctx, on: boolean): Promise<void> {
    await this.query(ctx, `SET GLOBAL read_only = ${on ? 'ON' : 'OFF'}`)
  }

  async setSemiSync(ctx: Ctx, master: boolean, replica: boolean): Promise<void> {
    await this.query(ctx, `SET GLOBAL rpl_semi_sync_master_enabled = ${master ? 1 : 0}, `
      + `GLOBAL rpl_semi_sync_slave_enabled = ${replica ? 1 : 0}`)
  }

  /**
   * Whether this replica acknowledges what it receives. Source: mysqlctl/replication.go SemiSyncSlaveStatus.
   */
  async semiSyncAcking(ctx: Ctx): Promise<boolean> {
    const result = await this.query(ctx, "SHOW STATUS LIKE 'rpl_semi_sync_slave_status'")
    return result.rows[0]?.[1] === 'ON'
  }

  /**
   * From replica to master, still read-only; the answer is where it begins. Source: mysqlctl/replication.go
   * Promote.
   */
  async promote(ctx: Ctx): Promise<string> {
    await this.queries(ctx, ['STOP SLAVE', 'RESET SLAVE ALL', 'FLUSH BINARY LOGS'])
    return this.masterPosition(ctx)
  }

  /** Which mysqlds replicate from this one. */
  async slaves(ctx: Ctx): Promise<string[]> {
    const result = await this.query(ctx, 'SHOW SLAVE HOSTS')
    const at = result.fields.findIndex(field => field.name === 'Host')
    return result.rows.map(row => String(row[at]))
  }
}

/** Where the columns of SHOW SLAVE STATUS stood the last time: they hardly ever move. */
const columns = new Map<string, number>()

function columnAt(fields: readonly Field[], name: string): number {
  const known = columns.get(name)
  if (known !== undefined && fields[known]?.name === name) return known
  const at = fields.findIndex(field => field.name === name)
  columns.set(name, at)
  return at
}

const failed = (message: string): Failure => new Failure('UNKNOWN', message, { definite: true })
const notSlave = (): never => { throw failed('no slave status') }

/** MySQL may break a long set into lines. */
const positionText = (set: Value): string => `MySQL56/${String(set ?? '').replaceAll('\n', '')}`

/** The set alone, as the statements of MySQL want it. */
const setText = (position: string): string => {
  const { set } = decodePosition(position)
  return set === null ? '' : set.toString()
}
