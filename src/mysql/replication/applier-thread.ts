import { assert } from '../../base/index.ts'
import { type Ctx, Failure, Signal } from '../../sim/index.ts'
import type { Gtid, GtidSet } from '../../sql/index.ts'
import type { BinlogTransaction } from '../protocol.ts'
import { applyDefinition } from '../statements/definitions.ts'
import type { MysqlServer } from '../server/mysql-server.ts'
import { isDeadlock } from '../server/commit.ts'
import { LockConflict, LockOwner } from '../transaction/lock-owner.ts'
import { Transaction } from '../transaction/transaction.ts'
import { applyRow, type ApplyTarget } from './apply-rows.ts'
import { noError, type ThreadError } from './replica.ts'

interface Relayed {
  readonly gtid: Gtid
  readonly transaction: BinlogTransaction
}

/**
 * The SQL thread: applies the relay log, in order. Its work is done at once by whoever brings it (`work`), as long as
 * nothing stands in the way; the thread itself steps in when it must wait, for a lock or for MASTER_DELAY.
 */
export class ApplierThread {
  /** `Slave_SQL_Running`. */
  isRunning = false
  lastError: ThreadError = noError
  private readonly server: MysqlServer
  private readonly owner = new LockOwner('slave_sql')
  private readonly relayGrown = new Signal('relay log')
  private queue: Relayed[] = []
  private done = 0
  private isIdle = false
  private until: { readonly set: GtidSet; readonly isBefore: boolean } | null = null

  constructor(server: MysqlServer) {
    this.server = server
  }

  /** The oldest transaction that is fetched and not applied. */
  get nextTransaction(): BinlogTransaction | null {
    return this.queue[this.done]?.transaction ?? null
  }

  /** Transactions that are fetched and not applied. */
  get waiting(): number {
    return this.queue.length - this.done
  }

  /** As SHOW SLAVE STATUS names it. */
  get untilCondition(): string {
    if (this.until === null) return 'None'
    return this.until.isBefore ? 'SQL_BEFORE_GTIDS' : 'SQL_AFTER_GTIDS'
  }

  begin(until: { readonly set: GtidSet; readonly isBefore: boolean } | null): void {
    this.isRunning = true
    this.lastError = noError
    this.until = until
    this.server.locks.owners.add(this.owner)
  }

  /** Adds to the relay log. */
  relay(gtid: Gtid, transaction: BinlogTransaction): void {
    this.queue.push({ gtid, transaction })
  }

  /** There is something new in the relay log. */
  work(ctx: Ctx): void {
    if (!this.isRunning || !this.isIdle) return
    if (this.server.disk.master.delayS > 0 || this.drain(ctx) !== null || !this.isRunning) this.relayGrown.notify(ctx)
  }

  async run(ctx: Ctx): Promise<void> {
    try {
      while (this.isRunning) {
        const next = this.nextTransaction
        if (next === null && !this.isDone()) {
          this.isIdle = true
          await this.relayGrown.wait(ctx)
          this.isIdle = false
          continue
        }
        if (next !== null) await this.delay(ctx, next)
        const conflict = this.drain(ctx)
        if (conflict !== null) await this.waitForLock(ctx, conflict)
      }
    } catch (error) {
      if (!(error instanceof Failure) || ctx.canceled === null) throw error
    } finally {
      this.isIdle = false
      this.isRunning = false
      this.server.locks.owners.delete(this.owner)
      this.server.positionWaits.fail(ctx)
    }
  }

  reset(): void {
    this.queue = []
    this.done = 0
  }

  private async delay(ctx: Ctx, next: BinlogTransaction): Promise<void> {
    const { delayS } = this.server.disk.master
    const waitMs = (next.timestampS + delayS) * 1000 - ctx.unixMs
    if (delayS > 0 && waitMs > 0) await ctx.sleep(waitMs)
  }

  /** As slave_transaction_retries: a lock that is not given, or a deadlock, is tried again. */
  private async waitForLock(ctx: Ctx, conflict: LockConflict): Promise<void> {
    try {
      await this.server.locks.wait(ctx, this.owner, conflict.holder, 50_000)
    } catch (error) {
      if (!isDeadlock(error) && !(error instanceof Failure && error.errno === 1205)) throw error
    }
  }

  /** Applies all that can be applied now. Gives the lock that stands in the way, if one does. */
  private drain(ctx: Ctx): LockConflict | null {
    const { server } = this
    let batch = new Transaction(server.databases)
    const first = this.done
    const target: ApplyTarget = {
      databases: server.databases, locks: server.locks, owner: this.owner, isAlone: server.locks.isAlone(this.owner),
    }
    let conflict: LockConflict | null = null
    while (this.isRunning && conflict === null && this.done < this.queue.length) {
      const relayed = this.queue[this.done]!
      if (this.isUntil(relayed.gtid)) break
      const mark = batch.mark()
      try {
        if (!server.disk.log.hasExecuted(relayed.gtid)) batch = this.apply(target, batch, relayed)
        this.done++
      } catch (error) {
        batch.rollbackTo(mark)
        if (error instanceof LockConflict) conflict = error
        else if (error instanceof Failure) this.stopWith(error)
        else throw error
      }
    }
    batch.apply()
    server.locks.release(ctx, this.owner)
    this.finish(ctx, first)
    return conflict
  }

  /** Applies one transaction into the batch; gives the batch for the next. The replica keeps the master's GTID. */
  private apply(target: ApplyTarget, batch: Transaction, { gtid, transaction }: Relayed): Transaction {
    const { log } = this.server.disk
    let current = batch
    for (const event of transaction.events) {
      if (event.kind === 'rows') {
        applyRow(target, current, event)
      } else {
        assert(transaction.events.length === 1, 'a definition is a transaction of its own')
        current.apply()
        applyDefinition(this.server, this.owner, event.database, event.sql)
        current = new Transaction(this.server.databases)
      }
    }
    log.append(gtid, transaction)
    log.markExecuted(gtid)
    return current
  }

  private isUntil(gtid: Gtid): boolean {
    const { until } = this
    if (until === null) return false
    if (until.isBefore ? !until.set.has(gtid) : !this.isDone()) return false
    this.isRunning = false
    return true
  }

  private isDone(): boolean {
    const { until } = this
    return until !== null && !until.isBefore && this.server.disk.log.executed.contains(until.set)
  }

  private stopWith(failure: Failure): void {
    this.isRunning = false
    this.lastError = { errno: failure.errno ?? 1105, message: failure.message }
  }

  private finish(ctx: Ctx, first: number): void {
    const count = this.done - first
    if (count > 0) {
      // What is applied as it comes can be seen by its arrival.
      if (!this.isIdle) ctx.emit('mysql/apply', { count, gtid: this.queue[this.done - 1]!.transaction.gtid })
      this.server.dumps.notify(ctx)
      this.server.positionReached(ctx)
    }
    if (this.isDone()) this.isRunning = false
    if (this.done === this.queue.length) this.reset()
  }
}
