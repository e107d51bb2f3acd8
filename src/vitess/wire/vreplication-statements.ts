import { type BinlogSource, binlogSourceText } from './binlog-source.ts'

/*
 * The statements by which vtworker and the wrangler speak to `_vt.vreplication` through the RPC
 * vReplicationExec. None of them touches `pos` of a stream that exists. Source:
 * go/vt/binlog/binlogplayer/binlog_player.go.
 */

/** Running and Copying streams have a player; the player itself sets Error, and tries again. */
export type StreamState = 'Init' | 'Copying' | 'Running' | 'Stopped' | 'Error'

/** What is set here is 2^63−1: a rate or a lag that is not limited. Source: go/vt/throttler. */
export const maxRateDisabled = '9223372036854775807'
export const replicationLagDisabled = '9223372036854775807'

/** A stream as it is made; its id is chosen by the table. */
export interface NewStream {
  readonly workflow: string
  readonly source: BinlogSource
  readonly position: string
  readonly state: StreamState
  readonly maxTps: string
  readonly maxReplicationLag: string
  /** Unix seconds. */
  readonly timeUpdatedS: number
  readonly dbName: string
}

/** Makes a stream; the answer's `insertId` is its id, known as `uid` in shard records. */
export function createVReplication(stream: NewStream): string {
  return 'insert into _vt.vreplication '
    + '(workflow, source, pos, max_tps, max_replication_lag, time_updated, transaction_timestamp, state, db_name) values ('
    + [sqlString(stream.workflow), sqlString(binlogSourceText(stream.source)), sqlString(stream.position), stream.maxTps,
      stream.maxReplicationLag, stream.timeUpdatedS, 0, sqlString(stream.state), sqlString(stream.dbName)].join(', ') + ')'
}
/** Starts a stream, to go on without end. */
export const startVReplication = (id: number): string =>
  `update _vt.vreplication set state='Running', stop_pos=NULL where id=${id}`
/** Starts a stream, which stops by itself exactly at the position. */
export const startVReplicationUntil = (id: number, position: string): string =>
  `update _vt.vreplication set state='Running', stop_pos=${sqlString(position)} where id=${id}`
/** Stops a stream; the message says why. */
export const stopVReplication = (id: number, message: string): string =>
  `update _vt.vreplication set state='Stopped', message=${sqlString(truncateMessage(message))} where id=${id}`
/** Deletes a stream, with the position that it had reached. */
export const deleteVReplication = (id: number): string => `delete from _vt.vreplication where id=${id}`

/** The column `message` holds 1000 bytes. */
export const truncateMessage = (message: string): string => message.length <= 950 ? message : `${message.slice(0, 950)}...`

/** A string literal of SQL. Source: go/sqltypes/value.go encodeBytesSQL. */
export const sqlString = (text: string): string => `'${text.replace(/[\0'"\b\n\r\t\x1a\\]/g, char => sqlEscapes.get(char)!)}'`
const sqlEscapes = new Map([['\0', '\\0'], ["'", "\\'"], ['"', '\\"'], ['\b', '\\b'], ['\n', '\\n'], ['\r', '\\r'],
  ['\t', '\\t'], ['\x1a', '\\Z'], ['\\', '\\\\']])
