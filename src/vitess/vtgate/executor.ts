import { defineGuard, Failure, type Ctx } from '../../sim/index.ts'
import {
  parseCached, previewKind, SqlError, type BindVariable, type BindVariables, type PreviewKind,
  type QueryResult, type Use,
} from '../../sql/index.ts'
import type { SrvVSchema, TabletType } from '../wire/index.ts'
import { executeAnyShard, executeDefinition } from './destination-statements.ts'
import type { PlanNeeds } from './engine/primitive.ts'
import { executePrimitive } from './engine/execute.ts'
import { noResult } from './engine/results.ts'
import type { QueryGateway } from './gateway/query-gateway.ts'
import { PlannedVSchema } from './plan-cache.ts'
import type { SafeSession } from './safe-session.ts'
import { ScatterConn } from './scatter-conn.ts'
import { sessionPlanContext } from './session-plan-context.ts'
import { executeSet } from './set-statement.ts'
import { executeShow } from './show-statement.ts'
import type { Awaitable, TopologyView } from './srvtopo/topology-view.ts'
import { StatementCursor } from './statement-cursor.ts'
import { parseTarget, type SessionTarget } from './target.ts'
import { TxConn } from './tx-conn.ts'

export interface ExecutorSpec {
  /** `-default_tablet_type`. */
  readonly defaultTabletType: TabletType
  /** `-transaction_mode`. */
  readonly transactionMode: 'SINGLE' | 'MULTI'
  /** Files that vindex parameters may name. */
  readonly files: ReadonlyMap<string, string>
}

const partialDmlRollsBack = defineGuard({
  name: 'vtgate-partial-dml-rolls-back',
  because: 'a statement that some shards have executed and others have not must not be committed',
  ifOff: 'a client that goes on after the error commits half a statement',
})

const noVSchema: SrvVSchema = Object.freeze({ keyspaces: {} })
const previews = new Map<string, PreviewKind>()
const previewsMax = 10_000

/**
 * Takes statements apart by kind, plans them and runs the plans. One for each vtgate. Source:
 * go/vt/vtgate/executor.go.
 */
export class Executor {
  readonly txConn: TxConn
  readonly scatter: ScatterConn
  planned: PlannedVSchema
  private readonly targets = new Map<string, SessionTarget>()

  constructor(readonly gateway: QueryGateway, readonly topology: TopologyView, readonly spec: ExecutorSpec) {
    this.txConn = new TxConn(gateway, spec.transactionMode)
    this.scatter = new ScatterConn(gateway, this.txConn)
    this.planned = PlannedVSchema.of(noVSchema, spec.files)
  }

  /** All plans are of the new VSchema from now on. Source: SaveVSchema. */
  saveVSchema(vschema: SrvVSchema | null): void {
    this.planned = PlannedVSchema.of(vschema ?? noVSchema, this.spec.files)
    this.targets.clear()
  }

  get vschema() { return this.planned.vschema }

  /**
   * Where the session sends its statements. The only keyspace there is need not be named. Source:
   * ParseDestinationTarget.
   */
  target(session: SafeSession): SessionTarget {
    const text = session.value.targetString
    let target = this.targets.get(text)
    if (target === undefined) {
      target = parseTarget(text, this.spec.defaultTabletType)
      const keyspaces = [...this.vschema.keyspaces.keys()]
      if (target.keyspace === '' && keyspaces.length === 1) target = { ...target, keyspace: keyspaces[0]! }
      this.targets.set(text, target)
    }
    return target
  }

  /** Executes one statement of a client. The session holds what has become of it, also after a failure. */
  async execute(ctx: Ctx, session: SafeSession, sql: string, binds: BindVariables): Promise<QueryResult> {
    const kind = preview(sql)
    let result: QueryResult
    try {
      if (!session.value.autocommit && !session.inTransaction) this.txConn.open(session)
      result = await this.dispatch(ctx, session, sql, binds, kind)
    } catch (error) {
      throw error instanceof SqlError ? invalid(error.message) : error
    }
    const { foundRows, lastInsertId } = session.value
    session.remember(kind === 'show' ? foundRows : result.rowsAffected,
      result.insertId === 0 ? lastInsertId : result.insertId)
    return result
  }

  private dispatch(
    ctx: Ctx, session: SafeSession, sql: string, binds: BindVariables, kind: PreviewKind,
  ): Awaitable<QueryResult> {
    const target = this.target(session)
    if (session.inTransaction && target.tabletType !== 'MASTER') {
      throw invalid(
        `transactions are supported only for master tablet types, current type: ${target.tabletType}`)
    }
    if (kind !== 'show' && session.value.warnings.length > 0) session.set({ warnings: [] })
    switch (kind) {
      case 'select': return this.executePlanned(ctx, session, target, sql, binds)
      case 'insert': case 'replace': case 'update': case 'delete':
        return this.executeDml(ctx, session, target, sql, binds)
      case 'ddl': return executeDefinition(ctx, this, session, target, sql, binds)
      case 'begin': return nothing(this.txConn.begin(ctx, session))
      case 'commit': return nothing(this.txConn.commit(ctx, session))
      case 'rollback': return nothing(this.txConn.rollback(ctx, session))
      case 'set': return executeSet(ctx, this, session, sql)
      case 'show': return executeShow(ctx, this, session, target, sql)
      case 'use': return this.use(session, sql)
      case 'other': return executeAnyShard(ctx, this, session, target, sql, binds)
      case 'comment': return noResult
      default:
        // What does not parse says so itself.
        parseCached(sql)
        throw invalid(`unrecognized statement: ${sql}`)
    }
  }

  /** With autocommit, the statement is a transaction of its own. Source: executor.go execute. */
  private async executeDml(
    ctx: Ctx, session: SafeSession, target: SessionTarget, sql: string, binds: BindVariables,
  ): Promise<QueryResult> {
    const isOwnTransaction = session.value.autocommit && !session.inTransaction
    if (!isOwnTransaction) {
      session.setAutocommittable(false)
      return this.executePlanned(ctx, session, target, sql, binds)
    }
    this.txConn.open(session)
    session.setAutocommittable(true)
    let result: QueryResult
    try {
      result = await this.executePlanned(ctx, session, target, sql, binds)
    } catch (error) {
      const wasSent = session.isAutocommitted
      await this.txConn.rollbackQuietly(ctx, session)
      session.reset()
      // What was never committed has no effect, however unclear its failure is.
      if (error instanceof Failure && !error.definite && !wasSent) {
        throw new Failure(error.code, error.message, { ...error, definite: true })
      }
      throw error
    }
    if (session.hasNoShards) session.reset()
    else await this.txConn.commit(ctx, session)
    return result
  }

  /** Source: executor.go handleExec. */
  private async executePlanned(
    ctx: Ctx, session: SafeSession, target: SessionTarget, sql: string, given: BindVariables,
  ): Promise<QueryResult> {
    const prepared = this.planned.prepare(sql, target, given, () => sessionPlanContext(this.vschema, target))
    const { plan, literals, comments } = prepared
    let binds = isEmpty(given) ? literals : isEmpty(literals) ? given : { ...given, ...literals }
    if (!plan.needs.nothing) binds = { ...binds, ...sessionBinds(plan.needs, session) }
    const cursor = new StatementCursor(
      session, target.tabletType, comments, this.scatter, this.topology, this.nested)
    try {
      return await executePrimitive(ctx, cursor, plan.instructions, binds, true)
    } catch (error) {
      const isPartial = session.inTransaction && cursor.rollbackOnPartialExec
      if (!(error instanceof Failure) || !isPartial || !ctx.guard(partialDmlRollsBack)) throw error
      await this.txConn.rollbackQuietly(ctx, session)
      throw new Failure('ABORTED', `transaction rolled back due to partial DML execution: ${error.message}`,
        { definite: true })
    }
  }

  private readonly nested = (
    ctx: Ctx, session: SafeSession, sql: string, binds: BindVariables,
  ): Promise<QueryResult> =>
    this.execute(ctx, session, sql, binds)

  /** Source: executor.go handleUse. Whether there is such a shard is not asked. */
  private use(session: SafeSession, sql: string): QueryResult {
    const { target: text } = parseCached(sql) as Use
    const target = parseTarget(text, this.spec.defaultTabletType)
    if (target.keyspace !== '' && !this.vschema.keyspaces.has(target.keyspace)) {
      throw invalid(`invalid keyspace provided: ${target.keyspace}`)
    }
    if (session.inTransaction && target.tabletType !== 'MASTER') {
      throw invalid(`cannot change to a non-master type in the middle of a transaction: ${target.tabletType}`)
    }
    session.set({ targetString: text })
    return noResult
  }
}

/** What an ending of a transaction answers. */
async function nothing(ended: Promise<void>): Promise<QueryResult> {
  await ended
  return noResult
}

function preview(sql: string): PreviewKind {
  let kind = previews.get(sql)
  if (kind === undefined) {
    kind = previewKind(sql)
    if (previews.size >= previewsMax) previews.clear()
    previews.set(sql, kind)
  }
  return kind
}

function isEmpty(binds: BindVariables): boolean {
  for (const _ in binds) return false
  return true
}

/** Source: executor.go addNeededBindVars. */
function sessionBinds(needs: PlanNeeds, { value }: SafeSession): BindVariables {
  const binds: Record<string, BindVariable> = {}
  if (needs.database) binds['__vtdbname'] = { type: 'VARBINARY', value: value.targetString }
  if (needs.lastInsertId) binds['__lastInsertId'] = { type: 'UINT64', value: value.lastInsertId }
  if (needs.foundRows) binds['__vtfrows'] = { type: 'INT64', value: value.foundRows }
  for (const name of needs.userVariables) {
    binds[`__vtudv${name}`] = Object.hasOwn(value.userDefinedVariables, name)
      ? value.userDefinedVariables[name]!
      : { type: 'NULL_TYPE', value: null }
  }
  return binds
}

const invalid = (message: string) => new Failure('INVALID_ARGUMENT', message, { definite: true })
