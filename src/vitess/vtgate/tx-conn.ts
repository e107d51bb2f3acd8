import { declarePausePoint, Failure, type Ctx } from '../../sim/index.ts'
import type { ShardSession, TransactionMode } from '../wire/index.ts'
import { aggregateFailures } from './aggregate-failures.ts'
import type { QueryGateway } from './gateway/query-gateway.ts'
import type { SafeSession } from './safe-session.ts'

declarePausePoint('vtgate-commit/between-shards', 'a transaction over several shards is committed in one of them, and not yet in the next')

/** Begins, commits and rolls back what is open on the shards. Source: go/vt/vtgate/tx_conn.go. */
export class TxConn {
  constructor(private readonly gateway: QueryGateway, readonly mode: TransactionMode) {}

  /** Opens nothing yet: that is left to the first statement on each shard. Source: Begin. */
  async begin(ctx: Ctx, session: SafeSession): Promise<void> {
    if (session.inTransaction) await this.commit(ctx, session)
    this.open(session)
  }

  /** As {@link begin}, for a session without a transaction: there is nothing to wait for. */
  open(session: SafeSession): void {
    const asked = session.value.transactionMode
    if (asked === 'TWOPC' && this.mode !== 'TWOPC') throw disallowed('TWOPC', this.mode)
    if (asked === 'MULTI' && this.mode === 'SINGLE') throw disallowed('MULTI', this.mode)
    session.begin()
  }

  /**
   * PRE at once, then the shards of the transaction one after the other in the order in which they were
   * opened, then POST. If a shard fails, those before it stay committed: a multi-shard commit is not atomic.
   * Source: Commit, commitNormal.
   */
  async commit(ctx: Ctx, session: SafeSession): Promise<void> {
    if (!session.inTransaction || session.hasNoShards) {
      session.reset()
      return
    }
    try {
      await this.commitAll(ctx, session)
    } finally {
      session.reset()
    }
  }

  private async commitAll(ctx: Ctx, session: SafeSession): Promise<void> {
    const { preSessions, shardSessions, postSessions } = session.value
    const early = preSessions.length === 0 ? none
      : await this.forEach(ctx, preSessions, (inner, shard) => this.commitShard(inner, shard))
    if (early.length > 0) {
      session.set({ preSessions: [] })
      await this.release(ctx, session)
      throw aggregateFailures(early)
    }
    for (const [i, shard] of shardSessions.entries()) {
      if (i > 0) await ctx.point('vtgate-commit/between-shards', { target: shard.target })
      try {
        await this.commitShard(ctx, shard)
      } catch (error) {
        session.set({ preSessions: [], shardSessions: shardSessions.slice(i + 1) })
        await this.release(ctx, session)
        // Something stays, if a shard was committed before.
        if (error instanceof Failure && error.definite && i + preSessions.length > 0) {
          throw new Failure(error.code, error.message, { ...error, definite: false })
        }
        throw error
      }
    }
    if (postSessions.length === 0) return
    const late = await this.forEach(ctx, postSessions, (inner, shard) => this.commitShard(inner, shard))
    if (late.length > 0) {
      session.addWarning(1105, `post-operation transaction had an error: ${aggregateFailures(late).message}`)
    }
  }

  /** Source: Rollback. Its failure counts only for an explicit ROLLBACK. */
  async rollback(ctx: Ctx, session: SafeSession): Promise<void> {
    if (!session.inTransaction) return
    const failures = await this.release(ctx, session)
    session.reset()
    if (failures.length > 0) throw aggregateFailures(failures)
  }

  /**
   * As {@link rollback}, where nobody wants to hear of a failure: a tablet ends what is left open by itself.
   */
  async rollbackQuietly(ctx: Ctx, session: SafeSession): Promise<void> {
    try {
      await this.rollback(ctx, session)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
    }
  }

  private async release(ctx: Ctx, session: SafeSession): Promise<readonly Error[]> {
    const { preSessions, shardSessions, postSessions } = session.value
    return this.forEach(ctx, [...preSessions, ...shardSessions, ...postSessions],
      (inner, shard) => this.gateway.rollback(inner, shard.target, shard.transactionId))
  }

  private commitShard(ctx: Ctx, shard: ShardSession): PromiseLike<null> {
    return this.gateway.commit(ctx, shard.target, shard.transactionId)
  }

  /** All at once; every failure is collected, none stops the others. */
  private async forEach(
    ctx: Ctx, sessions: readonly ShardSession[], action: (ctx: Ctx, session: ShardSession) =>
      PromiseLike<null>,
  ): Promise<readonly Error[]> {
    const failures: Error[] = []
    const one = async (inner: Ctx, session: ShardSession): Promise<void> => {
      try {
        await action(inner, session)
      } catch (error) {
        if (!(error instanceof Failure)) throw error
        failures.push(error)
      }
    }
    if (sessions.length === 1) await one(ctx, sessions[0]!)
    else if (sessions.length > 1) await ctx.all(
      sessions.map((session) => (inner: Ctx) => one(inner, session)))
    return failures
  }
}

const none: readonly Error[] = Object.freeze([])

function disallowed(asked: 'TWOPC' | 'MULTI', mode: TransactionMode): Failure {
  return new Failure('FAILED_PRECONDITION',
    `requested transaction mode ${asked} disallowed: vtgate must be started with `
    + `--transaction_mode=${asked}${asked === 'MULTI' ? ' (or TWOPC)' : ''}. `
    + `Current transaction mode: ${mode}`, { definite: true })
}
