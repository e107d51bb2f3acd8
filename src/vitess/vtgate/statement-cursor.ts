import type { Ctx } from '../../sim/index.ts'
import type { BindVariables, MarginComments, QueryResult } from '../../sql/index.ts'
import type { CommitOrder, Destination, TypedValue } from '../keys/index.ts'
import type { TabletType, Target } from '../wire/index.ts'
import { aggregateFailures } from './aggregate-failures.ts'
import type { EngineCursor, ScatterResult, ShardQuery } from './engine/cursor.ts'
import { SafeSession } from './safe-session.ts'
import { maxMemoryRows, type ScatterConn } from './scatter-conn.ts'
import type { Awaitable, ResolvedShard, TopologyView } from './srvtopo/topology-view.ts'

/** What a statement of a lookup vindex is executed by: the vtgate that it is in. */
export type NestedExecution = (ctx: Ctx, session: SafeSession, sql: string, binds: BindVariables) =>
  Promise<QueryResult>

/** Executes one statement of one session on behalf of its plan. Source: go/vt/vtgate/vcursor_impl.go. */
export class StatementCursor implements EngineCursor {
  readonly maxMemoryRows = maxMemoryRows
  /** Some part of the statement has been done: if another fails, the transaction cannot go on. */
  rollbackOnPartialExec = false

  constructor(
    private readonly session: SafeSession, private readonly tabletType: TabletType,
      private readonly comments: MarginComments,
    private readonly scatter: ScatterConn, private readonly topology: TopologyView,
      private readonly nested: NestedExecution,
  ) {}

  resolveDestinations(
    ctx: Ctx, keyspace: string, destinations: readonly Destination[],
  ): Awaitable<readonly ResolvedShard[]> {
    return this.topology.resolveDestinations(ctx, keyspace, this.tabletType, destinations)
  }

  executeMultiShard(
    ctx: Ctx, queries: readonly ShardQuery[], rollbackOnError: boolean, autocommit: boolean,
  ): Promise<ScatterResult> {
    const { leading, trailing } = this.comments
    const commented = leading === '' && trailing === '' ? queries
      : queries.map((query) => this.commented(query))
    const scattered = this.scatter.executeMultiShard(ctx, commented, this.session, autocommit)
    return rollbackOnError ? this.noticePartial(scattered, queries.length) : scattered
  }

  /** A statement that reached some shards only has been executed in part as well. */
  private async noticePartial(scattered: Promise<ScatterResult>, asked: number): Promise<ScatterResult> {
    const done = await scattered
    if (done.failures.length < asked) this.rollbackOnPartialExec = true
    return done
  }

  async executeStandalone(ctx: Ctx, query: ShardQuery): Promise<QueryResult> {
    const alone = SafeSession.autocommit(this.session.value)
    const { result, failures } = await this.scatter.executeMultiShard(
      ctx, [this.commented(query)], alone, false)
    if (failures.length > 0) throw aggregateFailures(failures)
    return result
  }

  private commented(query: ShardQuery): ShardQuery {
    const { leading, trailing } = this.comments
    return leading === '' && trailing === '' ? query : { ...query, sql: leading + query.sql + trailing }
  }

  autocommitApproval(): boolean { return this.session.autocommitApproval() }

  addWarning(code: number, message: string): void { this.session.addWarning(code, message) }

  mapped(ctx: Ctx, vindex: string, values: readonly TypedValue[], destinations: readonly Destination[]): void {
    ctx.emit('vtgate/mapped', { vindex, values, destinations })
  }

  routed(ctx: Ctx, opcode: string, keyspace: string, shards: readonly { readonly target: Target }[]): void {
    ctx.emit('vtgate/routed', {
      opcode, keyspace, tabletType: this.tabletType, shards: shards.map(({ target }) => target.shard),
    })
  }

  /**
   * A lookup's statement is one of the same session, in the transaction that its order says. Source:
   * vcursor_impl.go Execute.
   */
  async execute(
    ctx: Ctx, query: string, binds: BindVariables, order: CommitOrder, isDml: boolean,
  ): Promise<QueryResult> {
    const text = this.comments.leading + query + this.comments.trailing
    if (order === 'autocommit') {
      return this.nested(ctx, SafeSession.autocommit(this.session.value), text, binds)
    }
    this.session.commitOrder = order
    try {
      const result = await this.nested(ctx, this.session, text, binds)
      if (isDml) this.rollbackOnPartialExec = true
      return result
    } finally {
      this.session.commitOrder = 'normal'
    }
  }

  async executeKeyspaceId(
    ctx: Ctx, keyspace: string, keyspaceId: string, query: string, binds: BindVariables, isDml: boolean,
  ): Promise<QueryResult> {
    const shards = await this.resolveDestinations(ctx, keyspace, [{ kind: 'keyspace-id', keyspaceId }])
    const queries = shards.map(({ target }) => ({ target, sql: query, bindVariables: binds }))
    const { result, failures } = await this.executeMultiShard(ctx, queries, isDml, false)
    if (failures.length > 0) throw aggregateFailures(failures)
    return result
  }
}
