import type { Ctx } from '../../sim/index.ts'
import {
  type Begin, type Flush, type Kill, type LockTables, okResult, type QueryResult, type SetTransaction, type TableName,
} from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import { commit, rollback, untilFree } from '../server/commit.ts'
import type { Session } from '../server/session.ts'
import type { Table } from '../storage/table.ts'
import type { Answer } from './answer.ts'
import { evaluateConstant } from './constants.ts'

/** BEGIN and START TRANSACTION: what is open is committed first, and LOCK TABLES ends. */
export function begin(ctx: Ctx, session: Session, statement: Begin): Answer {
  return session.owner.transaction === null ? open(ctx, session, statement) : beginAfter(ctx, session, statement)
}

async function beginAfter(ctx: Ctx, session: Session, statement: Begin): Promise<QueryResult> {
  await commitOpen(ctx, session)
  return open(ctx, session, statement)
}

function open(ctx: Ctx, session: Session, statement: Begin): QueryResult {
  releaseTableLocks(ctx, session)
  const isReadOnly = statement.access === null
    ? session.variable('transaction_read_only') === 1
    : statement.access === 'read only'
  const transaction = session.openTransaction(isReadOnly)
  if (statement.consistentSnapshot) transaction.takeSnapshot()
  return okResult()
}

/** COMMIT, and the commit that many statements imply. */
export function commitOpen(ctx: Ctx, session: Session): Answer {
  return commit(ctx, session.server, session.owner, session, okResult())
}

export function rollbackOpen(ctx: Ctx, session: Session, savepoint: string | null): QueryResult {
  const { owner } = session
  if (savepoint === null) rollback(ctx, session.server, owner)
  else if (owner.transaction === null) throw mysqlError(1305, `SAVEPOINT ${savepoint} does not exist`)
  else owner.transaction.rollbackToSavepoint(savepoint)
  return okResult()
}

export function setSavepoint(session: Session, name: string): QueryResult {
  if (session.owner.transaction !== null || !session.autocommit) session.openTransaction().setSavepoint(name)
  return okResult()
}

export function releaseSavepoint(session: Session, name: string): QueryResult {
  const { transaction } = session.owner
  if (transaction === null) throw mysqlError(1305, `SAVEPOINT ${name} does not exist`)
  transaction.releaseSavepoint(name)
  return okResult()
}

export function use(session: Session, database: string): QueryResult {
  session.database = session.server.databases.get(database).name
  return okResult()
}

/** Isolation levels are remembered and shown; every transaction is REPEATABLE READ. */
export function setTransaction(session: Session, statement: SetTransaction): QueryResult {
  const variables = statement.scope === 'global' ? session.server.variables : session.variables
  if (statement.isolation !== null) {
    const level = statement.isolation.toUpperCase().replace(' ', '-')
    variables.set('transaction_isolation', level)
    variables.set('tx_isolation', level)
  }
  if (statement.access !== null) {
    const isReadOnly = statement.access === 'read only' ? 1 : 0
    variables.set('transaction_read_only', isReadOnly)
    variables.set('tx_read_only', isReadOnly)
  }
  return okResult()
}

export async function lockTables(ctx: Ctx, session: Session, statement: LockTables): Promise<QueryResult> {
  const { server, owner } = session
  await commitOpen(ctx, session)
  releaseTableLocks(ctx, session)
  const wanted = new Map<Table, 'read' | 'write'>()
  for (const { table, mode } of statement.tables) wanted.set(find(session, table), mode.startsWith('read') ? 'read' : 'write')
  await untilFree(ctx, server, owner, () => {
    for (const [table, mode] of wanted) server.locks.checkTableLock(owner, table, mode)
    server.locks.setTableLocks(owner, wanted)
  })
  return okResult()
}

export async function unlockTables(ctx: Ctx, session: Session): Promise<QueryResult> {
  if (session.owner.tableLocks.size > 0) await commitOpen(ctx, session)
  releaseTableLocks(ctx, session)
  return okResult()
}

/** The end of LOCK TABLES and of the global read lock. */
export function releaseTableLocks(ctx: Ctx, { server, owner }: Session): void {
  if (owner.tableLocks.size === 0 && !owner.hasGlobalReadLock) return
  server.locks.setTableLocks(owner, new Map())
  server.locks.setGlobalReadLock(owner, false)
  server.locks.wakeWaiters(ctx, owner)
}

export async function flush(ctx: Ctx, session: Session, statement: Flush): Promise<QueryResult> {
  const { server, owner } = session
  if (/logs$/.test(statement.what)) {
    if (statement.what !== 'logs' && statement.what !== 'binary logs') return okResult()
    server.disk.log.rotate()
    return okResult()
  }
  if (!statement.withReadLock) return okResult()
  if (statement.tables.length > 0) {
    const tables = statement.tables.map((table) => ({ table, alias: null, mode: 'read' as const }))
    return await lockTables(ctx, session, { kind: 'lock-tables', tables })
  }
  await commitOpen(ctx, session)
  await untilFree(ctx, server, owner, () => {
    server.locks.checkNoCommits(owner)
    server.locks.setGlobalReadLock(owner, true)
  })
  return okResult()
}

export function kill(ctx: Ctx, session: Session, statement: Kill): QueryResult {
  const id = Number(evaluateConstant(session, statement.id))
  const victim = session.server.sessions.get(id)
  if (victim === undefined) throw mysqlError(1094, `Unknown thread id: ${id}`)
  if (statement.what === 'connection') {
    victim.isKilled = true
    victim.killed.notify(ctx)
  }
  // A statement of one's own cannot be waiting.
  if (victim !== session) victim.running?.cancel()
  return okResult()
}

function find(session: Session, name: TableName): Table {
  return session.server.databases.table(name.database ?? session.database, name.name)
}
