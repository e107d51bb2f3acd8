import type { Ctx } from '../../sim/index.ts'
import {
  type BindVariables, type Expression, GtidError, GtidSet, okResult, type QueryResult, type SetAssignment, type SetStatement,
  type Value,
} from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import { untilFree } from '../server/commit.ts'
import type { Session } from '../server/session.ts'
import { variableDefinition, variableValue } from '../server/variables.ts'
import { evaluateConstant } from './constants.ts'
import type { Answer } from './answer.ts'
import { commitOpen } from './session-statements.ts'

/** SET of variables of the session, the server and the user. Assignments take effect one after the other. */
export function setVariables(ctx: Ctx, session: Session, statement: SetStatement, binds: BindVariables): Answer {
  return assignFrom(ctx, session, statement, binds, 0)
}

function assignFrom(ctx: Ctx, session: Session, statement: SetStatement, binds: BindVariables, first: number): Answer {
  const { assignments } = statement
  for (let i = first; i < assignments.length; i++) {
    const wait = assign(ctx, session, assignments[i]!, binds)
    if (wait !== undefined) return assignAfter(ctx, session, statement, binds, i + 1, wait)
  }
  return okResult()
}

async function assignAfter(
  ctx: Ctx, session: Session, statement: SetStatement, binds: BindVariables, first: number, wait: Promise<unknown>,
): Promise<QueryResult> {
  await wait
  return await assignFrom(ctx, session, statement, binds, first)
}

/** Gives what the next assignment has to wait for, if there is something. */
function assign(
  ctx: Ctx, session: Session, assignment: SetAssignment, binds: BindVariables,
): Promise<unknown> | undefined {
  const { name, scope } = assignment
  if (scope === 'user') return void session.userVariables.set(name.toLowerCase(), evaluate(session, assignment.value, binds))
  if (name === 'names' || name === 'charset') return void setNames(session, evaluate(session, assignment.value, binds))
  if (scope === 'global') return setGlobal(ctx, session, name, assignment.value, binds)
  const definition = variableDefinition(name)
  if (definition.scope === 'global') {
    throw mysqlError(1229, `Variable '${name}' is a GLOBAL variable and should be set with SET GLOBAL`)
  }
  if (assignment.value.kind === 'default') return void session.variables.delete(name)
  const value = variableValue(definition, evaluate(session, assignment.value, binds))
  // As in MySQL: SET autocommit = 1 commits what is open.
  if (name === 'autocommit' && value === 1 && !session.autocommit) return turnAutocommitOn(ctx, session)
  session.variables.set(name, value)
  return undefined
}

async function turnAutocommitOn(ctx: Ctx, session: Session): Promise<void> {
  await commitOpen(ctx, session)
  session.variables.set('autocommit', 1)
}

function setGlobal(
  ctx: Ctx, session: Session, name: string, expression: Expression, binds: BindVariables,
): Promise<unknown> | undefined {
  const { server } = session
  if (!session.hasSuper) {
    throw mysqlError(1227, 'Access denied; you need (at least one of) the SUPER privilege(s) for this operation')
  }
  if (name === 'gtid_purged') return void setGtidPurged(ctx, session, evaluate(session, expression, binds))
  const definition = variableDefinition(name)
  if (definition.readOnly === true) throw mysqlError(1238, `Variable '${name}' is a read only variable`)
  const value = expression.kind === 'default'
    ? definition.value
    : variableValue(definition, evaluate(session, expression, binds))
  switch (name) {
    case 'read_only':
    case 'super_read_only':
      return setReadOnly(ctx, session, name, value)
    case 'rpl_semi_sync_master_enabled':
      server.variables.set(name, value)
      return void server.semiSync.setEnabled(ctx, value === 1)
    case 'rpl_semi_sync_master_timeout':
      server.semiSync.timeoutMs = Number(value)
      return void server.variables.set(name, value)
    default:
      return void server.variables.set(name, value)
  }
}

/** Turning it on waits for commits under way: a write that hangs for a semi-sync replica holds it up. */
function setReadOnly(
  ctx: Ctx, session: Session, name: string, value: Value,
): Promise<unknown> | undefined {
  const { server, owner } = session
  const set = (): void => {
    server.variables.set(name, value)
    // super_read_only on turns read_only on, read_only off turns super_read_only off.
    if (name === 'super_read_only' && value === 1) server.variables.set('read_only', 1)
    if (name === 'read_only' && value === 0) server.variables.set('super_read_only', 0)
  }
  if (value !== 1) return void set()
  return untilFree(ctx, server, owner, () => {
    server.locks.checkNoCommits(owner)
    set()
  })
}

function setGtidPurged(ctx: Ctx, session: Session, value: Value): void {
  const { log } = session.server.disk
  try {
    log.setPurged(GtidSet.parse(String(value)))
    ctx.emit('mysql/executed', { executed: log.executed.toString() })
  } catch (error) {
    if (error instanceof GtidError) throw mysqlError(1772, `Malformed GTID set specification '${String(value)}'.`)
    throw error
  }
}

function setNames(session: Session, value: Value): void {
  const charset = String(value)
  for (const name of ['character_set_client', 'character_set_connection', 'character_set_results']) {
    session.variables.set(name, charset)
  }
}

/** Bare words arrive as strings, so `set x = on` needs nothing special. */
function evaluate(session: Session, expression: Expression, binds: BindVariables): Value {
  if (expression.kind === 'default') return 'utf8'
  return evaluateConstant(session, expression, binds)
}
