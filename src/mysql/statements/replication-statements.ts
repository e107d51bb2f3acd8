import type { Ctx } from '../../sim/index.ts'
import {
  type Argument, type BindVariables, type ChangeMaster, GtidError, GtidSet, type Literal, okResult,
  type PurgeBinaryLogs, type QueryResult, type StartSlave, type StopSlave, type Value,
} from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { Session } from '../server/session.ts'
import { evaluateConstant } from './constants.ts'

/** CHANGE MASTER TO. Error 3021 or 1198 while the threads run. `master_host` is the name of a mysqld process. */
export function changeMaster(session: Session, statement: ChangeMaster, binds: BindVariables): QueryResult {
  const { replica, disk: { master } } = session.server
  requireSuper(session)
  if (replica.isRunning) {
    throw mysqlError(1198, "This operation cannot be performed with a running slave; run STOP SLAVE first")
  }
  const before = master.host
  for (const { name, value: expression } of statement.options) {
    const value = evaluate(session, expression, binds)
    switch (name) {
      case 'master_host': master.host = String(value); break
      case 'master_port': master.port = Number(value); break
      case 'master_user': master.user = String(value); break
      case 'master_connect_retry': master.connectRetryS = Number(value); break
      case 'master_auto_position': master.autoPosition = Number(value) === 1; break
      case 'master_delay': master.delayS = Number(value); break
      default: break
    }
  }
  // With another master the relay log is thrown away.
  if (master.host !== before) replica.reset()
  return okResult()
}

export function startSlave(ctx: Ctx, session: Session, statement: StartSlave): QueryResult {
  requireSuper(session)
  const { until } = statement
  session.server.replica.start(ctx, statement.threads, until === null ? null : {
    set: parseSet(until.gtidSet), isBefore: until.condition === 'sql_before_gtids',
  })
  return okResult()
}

export async function stopSlave(ctx: Ctx, session: Session, statement: StopSlave): Promise<QueryResult> {
  requireSuper(session)
  await session.server.replica.stop(ctx, statement.threads)
  return okResult()
}

/** RESET SLAVE forgets the relay log; ALL also forgets the master. */
export function resetSlave(session: Session, all: boolean): QueryResult {
  requireSuper(session)
  const { replica, disk } = session.server
  if (replica.isRunning) {
    throw mysqlError(1198, "This operation cannot be performed with a running slave; run STOP SLAVE first")
  }
  replica.reset()
  if (all) disk.master.clear()
  return okResult()
}

export function resetMaster(ctx: Ctx, session: Session): QueryResult {
  requireSuper(session)
  const { disk, semiSync, dumps } = session.server
  disk.log.reset()
  ctx.emit('mysql/executed', { executed: '' })
  semiSync.reset()
  dumps.notify(ctx)
  return okResult()
}

export function purgeBinaryLogs(session: Session, statement: PurgeBinaryLogs): QueryResult {
  requireSuper(session)
  const { log } = session.server.disk
  if (statement.to !== null) log.purgeTo(statement.to)
  return okResult()
}

export function requireSuper(session: Session): void {
  if (session.hasSuper) return
  throw mysqlError(
    1227, 'Access denied; you need (at least one of) the SUPER, REPLICATION CLIENT privilege(s) for this operation',
  )
}

export function parseSet(text: string): GtidSet {
  try {
    return GtidSet.parse(text.replaceAll('\n', ''))
  } catch (error) {
    if (error instanceof GtidError) throw mysqlError(1772, `Malformed GTID set specification '${text}'.`)
    throw error
  }
}

function evaluate(session: Session, expression: Literal | Argument, binds: BindVariables): Value {
  return evaluateConstant(session, expression, binds)
}
