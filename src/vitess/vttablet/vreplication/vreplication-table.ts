import type { MysqlConnection } from '../../../mysql/index.ts'
import { type Ctx, Failure } from '../../../sim/index.ts'
import type { BindVariables, QueryResult, Value } from '../../../sql/index.ts'
import { sqlString, truncateMessage, type StreamState } from '../../wire/index.ts'

// The table that holds the streams of a database, one row each.
// Source: go/vt/binlog/binlogplayer/binlog_player.go CreateVReplicationTable, vreplication/vreplicator.go.

/** Vitess makes it in several steps, for tables of older versions; the result is the same. */
const createTables: readonly string[] = [
  'CREATE DATABASE IF NOT EXISTS _vt',
  'DROP TABLE IF EXISTS _vt.blp_checkpoint',
  `CREATE TABLE IF NOT EXISTS _vt.vreplication (
  id INT AUTO_INCREMENT,
  workflow VARBINARY(1000),
  source VARBINARY(10000) NOT NULL,
  pos VARBINARY(10000) NOT NULL,
  stop_pos VARBINARY(10000) DEFAULT NULL,
  max_tps BIGINT(20) NOT NULL,
  max_replication_lag BIGINT(20) NOT NULL,
  cell VARBINARY(1000) DEFAULT NULL,
  tablet_types VARBINARY(100) DEFAULT NULL,
  time_updated BIGINT(20) NOT NULL,
  transaction_timestamp BIGINT(20) NOT NULL,
  state VARBINARY(100) NOT NULL,
  message VARBINARY(1000) DEFAULT NULL,
  db_name VARBINARY(255) NOT NULL,
  PRIMARY KEY (id)
)`,
  `CREATE TABLE IF NOT EXISTS _vt.copy_state (
  vrepl_id int,
  table_name varbinary(128),
  lastpk varbinary(2000),
  primary key (vrepl_id, table_name))`,
  `CREATE TABLE IF NOT EXISTS _vt.resharding_journal(
  id bigint,
  db_name varbinary(255),
  val blob,
  primary key (id))`,
]

/** A stream as its row says it. */
export interface StreamRow {
  readonly id: number
  readonly workflow: string
  readonly source: string
  readonly pos: string
  readonly stopPos: string
  readonly maxTps: number
  readonly cell: string
  readonly tabletTypes: string
  readonly state: StreamState
  readonly message: string
}

export const streamsOfDatabase =
  (dbName: string): string => `select * from _vt.vreplication where db_name=${sqlString(dbName)}`
export const streamById = (id: number): string => `select * from _vt.vreplication where id=${id}`
export const streamStatus =
  (id: number): string => `select pos, state, message from _vt.vreplication where id=${id}`

export function streamRows(result: QueryResult): StreamRow[] {
  const at = new Map(result.fields.map((field, i) => [field.name.toLowerCase(), i]))
  const text = (value: Value | undefined): string =>
    (value === undefined || value === null ? '' : String(value))
  return result.rows.map(row => {
    const column = (name: string): string => text(row[at.get(name) ?? -1])
    return {
      id: Number(column('id')), workflow: column('workflow'), source: column('source'), pos: column('pos'),
      stopPos: column('stop_pos'), maxTps: Number(column('max_tps')), cell: column('cell'),
        tabletTypes: column('tablet_types'),
      state: column('state') as StreamState, message: column('message'),
    }
  })
}

interface BoundStatement { readonly sql: string; readonly bindVariables: BindVariables }

export function setStreamState(id: number, state: StreamState, message: string): BoundStatement {
  return {
    sql: 'update _vt.vreplication set state=:state, message=:message where id=:id',
    bindVariables: {
      state: { type: 'VARBINARY', value: state },
        message: { type: 'VARBINARY', value: truncateMessage(message) },
      id: { type: 'INT64', value: id },
    },
  }
}

/**
 * The position after a transaction, to be committed together with it. Source: binlog_player.go
 * GenerateUpdatePos.
 */
export function updateStreamPosition(
  id: number, pos: string, timeUpdatedS: number, transactionTimestampS: number,
): BoundStatement {
  return {
    sql: 'update _vt.vreplication set pos=:pos, time_updated=:now, transaction_timestamp=:ts, message=\'\' where id=:id',
    bindVariables: {
      pos: { type: 'VARBINARY', value: pos }, now: { type: 'INT64', value: timeUpdatedS },
      ts: { type: 'INT64', value: transactionTimestampS }, id: { type: 'INT64', value: id },
    },
  }
}

/**
 * Runs the statement; if the tables are not there yet, makes them and runs it again. Source: engine.go
 * executeFetchMaybeCreateTable.
 */
export async function executeMaybeCreateTable(
  ctx: Ctx, connection: MysqlConnection, sql: string, bindVariables?: BindVariables,
): Promise<QueryResult> {
  try {
    return await connection.execute(ctx, sql, bindVariables)
  } catch (error) {
    if (!isNoTable(error)) throw error
  }
  ctx.log('I', 'engine.go:600', 'Looks like the vreplication tables may not exist. Trying to create... ')
  await connection.executeBatch(ctx, createTables.map(statement => ({ sql: statement })))
  return connection.execute(ctx, sql, bindVariables)
}

/** 1146: no such table; 1049: no such database. */
export const isNoTable = (error: unknown): boolean =>
  error instanceof Failure && (error.errno === 1146 || error.errno === 1049)
