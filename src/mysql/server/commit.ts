import { assert } from '../../base/index.ts'
import { type Ctx, Failure } from '../../sim/index.ts'
import type { Gtid } from '../../sql/index.ts'
import type { BinlogEvent, BinlogTransaction, RowsEvent } from '../protocol.ts'
import { LockConflict, type LockOwner } from '../transaction/lock-owner.ts'
import type { Change, Transaction } from '../transaction/transaction.ts'
import type { MysqlServer } from './mysql-server.ts'

export interface CommitOptions {
  /** The session's default database, for the binlog. */
  readonly database: string
  /** `sql_log_bin`. */
  readonly isLogged: boolean
  /** Throws 1290 if the server has become read-only: the transaction is then rolled back. */
  checkWritable(): void
}

/**
 * Commits what the owner has changed, in MySQL's order: the binlog is synced (the transaction survives from here on, and
 * replicas get it), a semi-sync replica acknowledges it, then it becomes visible and its locks are released.
 * Once begun, a commit ends: neither the client's death nor his deadline stops it. Gives `result`, at once if there is
 * nothing to commit.
 */
export function commit<T>(
  ctx: Ctx, server: MysqlServer, owner: LockOwner, options: CommitOptions, result: T,
): T | Promise<T> {
  const { transaction } = owner
  if (transaction !== null && transaction.changes.length > 0) {
    return commitChanges(ctx, server, owner, transaction, options, result)
  }
  endTransaction(ctx, server, owner)
  return result
}

async function commitChanges<T>(
  ctx: Ctx, server: MysqlServer, owner: LockOwner, transaction: Transaction, options: CommitOptions, result: T,
): Promise<T> {
  if (server.locks.hasExplicit) await untilFree(ctx, server, owner, () => server.locks.checkCommit(owner))
  try {
    options.checkWritable()
  } catch (error) {
    rollback(ctx, server, owner)
    throw error
  }
  const safe = ctx.background()
  owner.committing = true
  await safe.spend('mysql.commit')
  const written = options.isLogged ? write(safe, server, options.database, rowEvents(transaction)) : null
  if (written !== null && server.semiSync.isAwaited(written.index)) {
    await untilAcknowledged(safe, server, written, transaction.changes)
  }
  transaction.apply()
  if (written !== null) markExecuted(safe, server, written)
  endTransaction(safe, server, owner)
  return result
}

/** Writes a definition into the binlog, after it was made, and waits for a semi-sync replica as a commit does. */
export async function commitDefinition(
  ctx: Ctx, server: MysqlServer, database: string, sql: string, isLogged: boolean,
): Promise<void> {
  if (!isLogged) return
  const safe = ctx.background()
  const written = write(safe, server, database, [Object.freeze({ kind: 'ddl', database, sql })])
  if (server.semiSync.isAwaited(written.index)) await untilAcknowledged(safe, server, written, [])
  markExecuted(safe, server, written)
}

/** Gives up what the owner has changed, and its locks. */
export function rollback(ctx: Ctx, server: MysqlServer, owner: LockOwner): void {
  endTransaction(ctx, server, owner)
}

/** A transaction in the binlog. */
interface Written { readonly gtid: Gtid; readonly index: number }

/** Writes to the binlog and sends it to who reads that. */
function write(ctx: Ctx, server: MysqlServer, database: string, events: readonly BinlogEvent[]): Written {
  const { disk } = server
  const gtid = disk.log.nextGtid(disk.serverUuid)
  const logged: BinlogTransaction = Object.freeze({
    gtid: gtid.toString(), timestampS: Math.floor(ctx.unixMs / 1000), database, events: Object.freeze(events),
  })
  const index = disk.log.append(gtid, logged)
  // Told here and not when it becomes visible: a semi-sync replica, and all that reads from it, may have it before that.
  ctx.emit('mysql/commit', logged)
  server.dumps.notify(ctx)
  return { gtid, index }
}

/** Waits for a semi-sync replica: meanwhile the transaction is prepared. */
async function untilAcknowledged(
  ctx: Ctx, server: MysqlServer, { gtid, index }: Written, changes: readonly Change[],
): Promise<void> {
  const { disk, semiSync } = server
  const prepared = { gtid, changes }
  const deadlineMs = ctx.nowMs + semiSync.timeoutMs
  disk.prepared.push(prepared)
  while (semiSync.isAwaited(index)) await semiSync.change(ctx, deadlineMs)
  disk.prepared.splice(disk.prepared.indexOf(prepared), 1)
}

function markExecuted(ctx: Ctx, server: MysqlServer, { gtid }: Written): void {
  server.disk.log.markExecuted(gtid)
  server.positionReached(ctx)
}

function endTransaction(ctx: Ctx, server: MysqlServer, owner: LockOwner): void {
  owner.transaction = null
  owner.committing = false
  server.locks.release(ctx, owner)
}

function rowEvents(transaction: Transaction): RowsEvent[] {
  return transaction.changes.map(rowEvent)
}

function rowEvent({ table, before, after }: Change): RowsEvent {
  const { database, name } = table.schema
  if (before === null) {
    assert(after !== null, 'a change has an image')
    return Object.freeze({ kind: 'rows', database, table: name, change: 'insert', after })
  }
  if (after === null) return Object.freeze({ kind: 'rows', database, table: name, change: 'delete', before })
  return Object.freeze({ kind: 'rows', database, table: name, change: 'update', before, after })
}

/** Runs `attempt` until it meets no lock of somebody else, however long that takes. */
export async function untilFree<T>(ctx: Ctx, server: MysqlServer, owner: LockOwner, attempt: () => T): Promise<T> {
  for (;;) {
    try {
      return attempt()
    } catch (conflict) {
      if (!(conflict instanceof LockConflict)) throw conflict
      await server.locks.wait(ctx, owner, conflict.holder, Infinity)
    }
  }
}

/** Whether this is error 1213, after which the whole transaction is gone. */
export function isDeadlock(error: unknown): boolean {
  return error instanceof Failure && error.errno === 1213
}
