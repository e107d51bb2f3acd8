import { type Ctx, Failure } from '../../sim/index.ts'
import {
  type BindVariables, type Lifted, okResult, parseLifted, type QueryResult, SqlError, type Statement,
} from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import { commitDefinition, untilFree } from '../server/commit.ts'
import type { Session } from '../server/session.ts'
import type { Answer } from './answer.ts'
import { evaluateConstant } from './constants.ts'
import { executeDefinition, isDefinition } from './definitions.ts'
import { insert } from './insert.ts'
import {
  changeMaster, purgeBinaryLogs, resetMaster, resetSlave, startSlave, stopSlave,
} from './replication-statements.ts'
import { runLocking } from './run-statement.ts'
import { select } from './select.ts'
import {
  begin, commitOpen, flush, kill, lockTables, releaseSavepoint, releaseTableLocks, rollbackOpen, setSavepoint,
  setTransaction, unlockTables, use,
} from './session-statements.ts'
import { setVariables } from './set-variables.ts'
import { show } from './show.ts'
import { deleteRows, updateRows } from './update-delete.ts'

const noBinds: BindVariables = Object.freeze({})

/**
 * Runs one statement of a session, after those before it; answers at once if it has not to wait for anything. Throws, or
 * rejects with, a `Failure` that has MySQL's errno and text.
 */
export function execute(ctx: Ctx, session: Session, sql: string, binds: BindVariables = noBinds): Answer {
  return session.turn.tryAcquire(ctx) ? executeInTurn(ctx, session, sql, binds) : executeLater(ctx, session, sql, binds)
}

async function executeLater(ctx: Ctx, session: Session, sql: string, binds: BindVariables): Promise<QueryResult> {
  await session.turn.acquire(ctx)
  return await executeInTurn(ctx, session, sql, binds)
}

function executeInTurn(ctx: Ctx, session: Session, sql: string, binds: BindVariables): Answer {
  session.running = ctx.task
  session.command = 'Query'
  session.sql = sql
  session.sinceUnixMs = ctx.unixMs
  // SET TIMESTAMP stops the clock of NOW() for this session; 0 lets it go on.
  session.unixMicros = Number(session.variables.get('timestamp') ?? 0) * 1_000_000 || ctx.unixMs * 1000
  let answer: Answer
  try {
    answer = run(ctx, session, sql, binds)
  } catch (error) {
    endTurn(ctx, session)
    throw interrupted(session, error)
  }
  if (answer instanceof Promise) return answerLater(ctx, session, answer)
  endTurn(ctx, session)
  return answer
}

async function answerLater(ctx: Ctx, session: Session, answer: Promise<QueryResult>): Promise<QueryResult> {
  try {
    return await answer
  } catch (error) {
    throw interrupted(session, error)
  } finally {
    endTurn(ctx, session)
  }
}

function endTurn(ctx: Ctx, session: Session): void {
  session.running = null
  session.command = 'Sleep'
  session.sql = null
  session.turn.release(ctx)
}

/** What a killed connection hears instead of any failure. */
function interrupted(session: Session, error: unknown): unknown {
  return error instanceof Failure && session.isKilled ? mysqlError(1317, 'Query execution was interrupted') : error
}

function read(sql: string): Lifted {
  try {
    return parseLifted(sql)
  } catch (error) {
    if (!(error instanceof SqlError)) throw error
    const near = sql.slice(error.position.offset, error.position.offset + 80)
    throw mysqlError(
      1064, 'You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the '
        + `right syntax to use near '${near}' at line ${error.position.line}`,
    )
  }
}

function run(ctx: Ctx, session: Session, sql: string, given: BindVariables): Answer {
  const { statement, literals } = read(sql)
  // Only a text without bind variables has its literals lifted.
  const binds = literals ?? given
  switch (statement.kind) {
    case 'select': case 'union': case 'paren-select':
      return select(ctx, session, statement, binds)
    case 'insert':
      return runLocking(ctx, session, (transaction) => insert(session, transaction, statement, binds))
    case 'update':
      return runLocking(ctx, session, (transaction) => updateRows(session, transaction, statement, binds))
    case 'delete':
      return runLocking(ctx, session, (transaction) => deleteRows(session, transaction, statement, binds))
    case 'begin': return begin(ctx, session, statement)
    case 'commit': return commitOpen(ctx, session)
    case 'rollback': return rollbackOpen(ctx, session, statement.savepoint)
    case 'set': return setVariables(ctx, session, statement, binds)
    case 'show': case 'describe': return show(ctx, session, statement)
    default:
      return isDefinition(statement.kind)
        ? define(ctx, session, statement, sql)
        : runRare(ctx, session, statement, binds)
  }
}

async function runRare(ctx: Ctx, session: Session, statement: Statement, binds: BindVariables): Promise<QueryResult> {
  switch (statement.kind) {
    case 'savepoint': return setSavepoint(session, statement.name)
    case 'release-savepoint': return releaseSavepoint(session, statement.name)
    case 'use': return use(session, statement.target)
    case 'set-transaction': return setTransaction(session, statement)
    case 'lock-tables': return await lockTables(ctx, session, statement)
    case 'unlock-tables': return await unlockTables(ctx, session)
    case 'flush': return await flush(ctx, session, statement)
    case 'kill': return kill(ctx, session, statement)
    case 'do':
      for (const expression of statement.expressions) evaluateConstant(session, expression, binds)
      return okResult()
    case 'change-master': return changeMaster(session, statement, binds)
    case 'start-slave': return startSlave(ctx, session, statement)
    case 'stop-slave': return await stopSlave(ctx, session, statement)
    case 'reset-slave': return resetSlave(session, statement.all)
    case 'reset-master': return resetMaster(ctx, session)
    case 'purge-binary-logs': return purgeBinaryLogs(session, statement)
    case 'other':
      // Accounts and statistics do not exist here; statements about them do no harm.
      if (/^(grant|revoke|analyze|optimize|check|repair|create user|drop user)/i.test(statement.verb)) return okResult()
      throw unsupported(statement.verb)
    default: throw unsupported(statement.kind)
  }
}

/** Any definition commits what is open and waits for whoever uses the table; then it is made and logged in one step. */
async function define(ctx: Ctx, session: Session, statement: Statement, sql: string): Promise<QueryResult> {
  const { server, owner, database } = session
  session.checkWritable()
  await commitOpen(ctx, session)
  await ctx.background().spend('mysql.commit')
  const affected = await untilFree(ctx, server, owner, () =>
    executeDefinition({ server, owner, database }, statement as Parameters<typeof executeDefinition>[1]))
  if (owner.tableLocks.size > 0) releaseTableLocks(ctx, session)
  await commitDefinition(ctx, server, database, sql, session.isLogged)
  return okResult(affected)
}

function unsupported(what: string): Failure {
  return mysqlError(1235, `This version of MySQL doesn't yet support '${what}'`)
}
