import type { Ctx } from '../../../sim/index.ts'
import { sqlString, type TabletAlias, tabletAliasString } from '../../wire/index.ts'
import type { MysqlDaemon } from './mysql-daemon.ts'

// A row that a new master writes and its replicas wait for: proof that they replicate from it.
// Source: go/vt/mysqlctl/reparent.go.

const pollMs = 100

export const createReparentJournal: readonly string[] = [
  'CREATE DATABASE IF NOT EXISTS _vt',
  `CREATE TABLE IF NOT EXISTS _vt.reparent_journal (
  time_created_ns BIGINT UNSIGNED NOT NULL,
  action_name VARBINARY(250) NOT NULL,
  master_alias VARBINARY(32) NOT NULL,
  replication_position VARBINARY(64000) DEFAULT NULL,
  PRIMARY KEY (time_created_ns))
ENGINE=InnoDB`,
]

export interface JournalEntry {
  readonly timeCreatedNs: bigint
  readonly actionName: string
  readonly masterAlias: TabletAlias
  readonly position: string
}

export const populateReparentJournal = (entry: JournalEntry): string => 'INSERT INTO _vt.reparent_journal '
  + '(time_created_ns, action_name, master_alias, replication_position) VALUES '
  + `(${entry.timeCreatedNs}, ${sqlString(entry.actionName)}, ${sqlString(tabletAliasString(entry.masterAlias))}, `
  + `${sqlString(entry.position)})`

/**
 * Polls until the row is there, or until the caller's deadline. The table may not be there yet: that is no
 * failure.
 */
export async function waitForReparentJournal(
  ctx: Ctx, mysql: MysqlDaemon, timeCreatedNs: bigint,
): Promise<void> {
  const sql = 'SELECT action_name, master_alias, replication_position FROM _vt.reparent_journal '
    + `WHERE time_created_ns = ${timeCreatedNs}`
  for (;;) {
    if (await hasRow(ctx, mysql, sql)) return
    await ctx.sleep(pollMs)
  }
}

async function hasRow(ctx: Ctx, mysql: MysqlDaemon, sql: string): Promise<boolean> {
  try {
    return (await mysql.query(ctx, sql)).rows.length > 0
  } catch (error) {
    if (noTable(error)) return false
    throw error
  }
}

const noTable = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'errno' in error
    && (error.errno === 1146 || error.errno === 1049)
