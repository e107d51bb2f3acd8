import type { Ctx } from '../../sim/index.ts'
import { type BindVariables, type FunctionCall, print, type QueryResult, type SelectStatement, type Value } from '../../sql/index.ts'
import type { Session } from '../server/session.ts'
import { evaluateConstant } from './constants.ts'
import { filtered, listing } from './listing.ts'
import { parseSet } from './replication-statements.ts'

type WaitStatement = (ctx: Ctx, session: Session, binds: BindVariables) => Promise<QueryResult>
type WaitFunction = (ctx: Ctx, session: Session, values: readonly Value[]) => Promise<number | null>

/**
 * Functions that take time. An expression cannot wait, so they are known only as the one thing that a SELECT without
 * FROM asks for: which is how people, and Vitess, use them.
 */
const functions = new Map<string, WaitFunction>([
  ['wait_until_sql_thread_after_gtids', waitUntilSqlThreadAfterGtids],
  ['wait_for_executed_gtid_set', waitForExecutedGtidSet],
  ['sleep', sleep],
])

/** How to run the statement if it is one of these; null if it is not. */
export function waitFunction(statement: SelectStatement): WaitStatement | null {
  if (statement.kind !== 'select' || statement.from.length > 0 || statement.items.length !== 1) return null
  const item = statement.items[0]!
  if (item.kind !== 'item' || item.expression.kind !== 'function') return null
  const call: FunctionCall = item.expression
  const run = functions.get(call.name.toLowerCase())
  if (run === undefined) return null
  return async (ctx, session, binds) => {
    const values = call.arguments.map((argument) => evaluateConstant(session, argument, binds))
    const answer = await run(ctx, session, values)
    return filtered(session, listing([`#${item.alias ?? print(call)}`], [[answer]]), null, null)
  }
}

/** How many transactions were executed meanwhile; -1 after the timeout, NULL when the SQL thread does not run. */
async function waitUntilSqlThreadAfterGtids(
  ctx: Ctx, session: Session, [set, timeoutS]: readonly Value[],
): Promise<number | null> {
  const { replica, positionWaits, disk } = session.server
  if (set === null || set === undefined || !replica.applier.isRunning) return null
  const before = disk.log.executed
  const reached = await positionWaits.wait(ctx, parseSet(String(set)), before, Number(timeoutS ?? 0) * 1000)
  if (reached === null) return null
  return reached ? disk.log.executed.subtract(before).count() : -1
}

/** 0 when the set is executed, 1 after the timeout. */
async function waitForExecutedGtidSet(
  ctx: Ctx, session: Session, [set, timeoutS]: readonly Value[],
): Promise<number | null> {
  if (set === null || set === undefined) return null
  const { positionWaits, disk } = session.server
  const reached = await positionWaits.wait(ctx, parseSet(String(set)), disk.log.executed, Number(timeoutS ?? 0) * 1000)
  return reached === true ? 0 : 1
}

async function sleep(ctx: Ctx, _session: Session, [seconds]: readonly Value[]): Promise<number> {
  await ctx.sleep(Math.max(0, Number(seconds ?? 0) * 1000))
  return 0
}
