import { Failure } from '../../sim/index.ts'
import type { BindVariable, BindVariables } from '../../sql/index.ts'
import type { CommitOrder } from '../keys/index.ts'
import type { ExecuteOptions, Session, ShardSession, Target, TransactionMode } from '../wire/index.ts'

type SessionList = 'shardSessions' | 'preSessions' | 'postSessions'

/**
 * The session of a client while one of its statements is executed. The client gets a new value back only if
 * something has changed. Source: go/vt/vtgate/safe_session.go.
 */
export class SafeSession {
  /** A shard has given up its part of the transaction: the others have to as well. */
  mustRollback = false
  commitOrder: Exclude<CommitOrder, 'autocommit'> = 'normal'
  private autocommitState: 'not-autocommittable' | 'autocommittable' | 'autocommitted' = 'not-autocommittable'

  constructor(public value: Session) {}

  /** One that commits each statement by itself, whatever the client's does. Source: NewAutocommitSession. */
  static autocommit(of: Session): SafeSession {
    return new SafeSession(renewed(of, {
      inTransaction: false, autocommit: true, shardSessions: none, preSessions: none, postSessions: none,
    }))
  }

  get inTransaction(): boolean { return this.value.inTransaction }

  set(change: Partial<Session>): void { this.value = renewed(this.value, change) }

  /** A transaction has begun, with nothing open yet. */
  begin(): void { this.value = renewed(this.value, { inTransaction: true }) }

  /** Nothing is open on any shard. */
  get hasNoShards(): boolean {
    const { shardSessions, preSessions, postSessions } = this.value
    return shardSessions.length + preSessions.length + postSessions.length === 0
  }

  /** What a statement leaves behind for the functions of the next. */
  remember(foundRows: number, lastInsertId: number | bigint): void {
    const { value } = this
    if (value.foundRows === foundRows && value.lastInsertId === lastInsertId) return
    this.value = renewed(value, { foundRows, lastInsertId })
  }

  /** The transaction that is open on a shard, or 0. Source: Find. */
  find(target: Target): number {
    for (const session of this.value[this.list()]) {
      const its = session.target
      if (its.shard === target.shard && its.keyspace === target.keyspace
        && its.tabletType === target.tabletType) {
        return session.transactionId
      }
    }
    return 0
  }

  private list(): SessionList {
    return this.commitOrder === 'normal' ? 'shardSessions' : this.commitOrder === 'pre' ? 'preSessions'
      : 'postSessions'
  }

  /** Notes a transaction that was opened; always, so that it can be rolled back. Source: Append. */
  append(session: ShardSession, mode: TransactionMode): void {
    const list = this.list()
    this.set({ [list]: [...this.value[list], session] })
    if (list !== 'shardSessions' || !this.isSingle(mode) || this.value.shardSessions.length <= 1) return
    this.mustRollback = true
    const shards = this.value.shardSessions.map(
      ({ target }) => `${target.keyspace}.${target.shard}.${target.tabletType.toLowerCase()}`)
    throw new Failure('INVALID_ARGUMENT', `multi-db transaction attempted: [${shards.join(' ')}]`,
      { definite: true })
  }

  private isSingle(mode: TransactionMode): boolean {
    const own = this.value.transactionMode
    return (own === 'UNSPECIFIED' ? mode : own) === 'SINGLE'
  }

  setAutocommittable(isOn: boolean): void {
    if (this.autocommitState !== 'autocommitted') {
      this.autocommitState = isOn ? 'autocommittable' : 'not-autocommittable'
    }
  }

  /** True if the statement may commit on the tablet at once: it is its own transaction, and has none open. */
  autocommitApproval(): boolean {
    if (this.autocommitState === 'autocommittable' && this.value.shardSessions.length === 0) {
      this.autocommitState = 'autocommitted'
    }
    return this.autocommitState === 'autocommitted'
  }

  /** A tablet was told to commit the statement by itself. */
  get isAutocommitted(): boolean { return this.autocommitState === 'autocommitted' }

  /** After a commit or rollback. Source: Reset. */
  reset(): void {
    this.mustRollback = false
    this.commitOrder = 'normal'
    this.autocommitState = 'not-autocommittable'
    const { value } = this
    if (!value.inTransaction && this.hasNoShards) return
    this.value = renewed(value, {
      inTransaction: false, shardSessions: none, preSessions: none, postSessions: none,
    })
  }

  addWarning(code: number, message: string): void {
    this.set({ warnings: [...this.value.warnings, { code, message }] })
  }

  setOptions(options: ExecuteOptions): void { this.set({ options: { ...this.value.options, ...options } }) }

  setUserVariable(name: string, value: BindVariable): void {
    const userDefinedVariables: BindVariables = { ...this.value.userDefinedVariables, [name]: value }
    this.set({ userDefinedVariables })
  }
}

const none: readonly never[] = Object.freeze([])

/** `{ ...of, ...change }`, field by field: V8 copies a frozen object, or one of many shapes, in several times the time. */
function renewed(of: Session, change: Partial<Session>): Session {
  return {
    inTransaction: change.inTransaction ?? of.inTransaction,
    autocommit: change.autocommit ?? of.autocommit,
    targetString: change.targetString ?? of.targetString,
    transactionMode: change.transactionMode ?? of.transactionMode,
    shardSessions: change.shardSessions ?? of.shardSessions,
    preSessions: change.preSessions ?? of.preSessions,
    postSessions: change.postSessions ?? of.postSessions,
    options: change.options ?? of.options,
    lastInsertId: change.lastInsertId ?? of.lastInsertId,
    foundRows: change.foundRows ?? of.foundRows,
    warnings: change.warnings ?? of.warnings,
    userDefinedVariables: change.userDefinedVariables ?? of.userDefinedVariables,
  }
}
