import type { MysqlConnection } from '../../../mysql/index.ts'
import { type Ctx, Failure, Signal } from '../../../sim/index.ts'
import { type ConnectionPool, leavesInDoubt } from './connection-pool.ts'

/** How an open transaction ended, as the message of a later use of its id says it. */
export type Conclusion =
  | 'transaction committed' | 'transaction rolled back' | 'exceeded timeout: 30s' | 'closed'

/** One open transaction: a connection that nobody else gets. */
export class OpenTransaction {
  /** What it is doing, '' when nothing: only one at a time may use it. */
  purpose = ''
  readonly startUnixMs: number
  constructor(readonly id: number, readonly connection: MysqlConnection, ctx: Ctx,
    readonly readOnly: boolean) {
    this.startUnixMs = ctx.unixMs
  }
}

/**
 * The open transactions of a tablet by id. Ids start from the clock and increase, so that none is used again
 * after a restart. (Vitess counts from nanoseconds; a number of JavaScript has room for microseconds.)
 * Source: go/vt/vttablet/tabletserver/tx_pool.go, go/pools/numbered.go.
 */
export class TransactionPool {
  private readonly open = new Map<number, OpenTransaction>()
  private readonly ended = new Map<number, { readonly unixMs: number; readonly conclusion: Conclusion }>()
  private readonly emptied = new Signal('no open transaction')
  private lastId = 0
  private killing = false
  private waitingForEmpty = 0

  constructor(private readonly pool: ConnectionPool, private readonly timeoutMs: number) {}

  /** Starts a transaction by `statement`. */
  async begin(ctx: Ctx, statement: string, readOnly: boolean): Promise<OpenTransaction> {
    return (await this.beginWith(ctx, readOnly,
      async connection => { await connection.execute(ctx, statement) })).transaction
  }

  /** Starts a transaction by `first`, which may do the first work as well. */
  async beginWith<T>(
    ctx: Ctx, readOnly: boolean, first: (connection: MysqlConnection) => Promise<T>,
  ): Promise<{ transaction: OpenTransaction; first: T }> {
    const connection = await this.pool.take(ctx)
    let result: T
    try {
      result = await first(connection)
    } catch (error) {
      await this.pool.release(ctx, connection, error)
      throw error
    }
    this.lastId = Math.max(this.lastId + 1, ctx.unixMs * 1000)
    const transaction = new OpenTransaction(this.lastId, connection, ctx, readOnly)
    this.open.set(transaction.id, transaction)
    this.watch(ctx)
    return { transaction, first: result }
  }

  /** The transaction, for this one purpose; `release` it afterwards. */
  take(id: number, purpose: string): OpenTransaction {
    const transaction = this.open.get(id)
    if (transaction === undefined) throw aborted(`transaction ${id}: ${this.endText(id)}`)
    if (transaction.purpose !== '') throw aborted(`transaction ${id}: in use: ${transaction.purpose}`)
    transaction.purpose = purpose
    return transaction
  }

  release(transaction: OpenTransaction): void {
    transaction.purpose = ''
  }

  /** Ends the transaction by `commit`, `rollback`, or '' after its connection was lost. */
  async conclude(
    ctx: Ctx, transaction: OpenTransaction, conclusion: Conclusion, statement: string,
  ): Promise<void> {
    this.forget(ctx, transaction, conclusion)
    const { connection } = transaction
    if (statement === '') return this.pool.discard(ctx, connection)
    try {
      await connection.execute(ctx, statement)
    } catch (error) {
      // A refused COMMIT (read only, say) leaves the transaction open in mysqld: only closing the connection
      // ends it.
      if (leavesInDoubt(error) || statement === 'commit') await this.pool.discard(ctx, connection)
      else this.pool.give(ctx, connection)
      throw error
    }
    this.pool.give(ctx, connection)
  }

  /** Waits until no transaction is open; `onlyWriting`: those that only read may stay. */
  async waitForEmpty(ctx: Ctx, onlyWriting: boolean): Promise<void> {
    this.waitingForEmpty++
    try {
      while ([...this.open.values()].some(transaction => !onlyWriting
        || !transaction.readOnly)) await this.emptied.wait(ctx)
    } finally {
      this.waitingForEmpty--
    }
  }

  private forget(ctx: Ctx, transaction: OpenTransaction, conclusion: Conclusion): void {
    if (!this.open.delete(transaction.id)) return
    this.ended.set(transaction.id, { unixMs: ctx.unixMs, conclusion })
    if (this.ended.size > 1000) this.ended.delete(this.ended.keys().next().value!)
    if (this.waitingForEmpty > 0) this.emptied.notify(ctx)
  }

  private endText(id: number): string {
    const end = this.ended.get(id)
    return end === undefined ? 'not found' : `ended at ${goTime(end.unixMs)} (${end.conclusion})`
  }

  /**
   * The transaction killer: one task while there are transactions, none else. It looks every tenth of the
   * timeout.
   */
  private watch(ctx: Ctx): void {
    if (this.killing) return
    this.killing = true
    ctx.spawn('tx-killer', async inner => {
      while (this.open.size > 0) {
        await inner.sleep(this.timeoutMs / 10)
        const expired = [...this.open.values()].filter(({ startUnixMs }) =>
          inner.unixMs - startUnixMs >= this.timeoutMs)
        for (const transaction of expired) {
          inner.log('W', 'tx_pool.go:170',
            `killing transaction (exceeded timeout: ${this.timeoutMs / 1000}s): ${transaction.id}`)
          await this.kill(inner, transaction)
        }
      }
      this.killing = false
    }, { daemon: true })
  }

  private async kill(ctx: Ctx, transaction: OpenTransaction): Promise<void> {
    if (!this.open.has(transaction.id)) return
    try {
      await this.conclude(ctx, transaction, 'exceeded timeout: 30s', '')
    } catch (error) {
      if (!(error instanceof Failure)) throw error
    }
  }
}

const aborted = (message: string): Failure => new Failure('ABORTED', message, { definite: true })

/** `2020-04-28 12:00:00.000 UTC`. */
function goTime(unixMs: number): string {
  const days = Math.floor(unixMs / 86_400_000)
  const ms = unixMs - days * 86_400_000
  const two = (n: number): string => String(n).padStart(2, '0')
  const { year, month, day } = civil(days)
  const clock = `${two(Math.floor(ms / 3_600_000))}:${two(Math.floor(ms / 60_000) % 60)}:${two(Math.floor(ms / 1000) % 60)}`
  return `${year}-${two(month)}-${two(day)} ${clock}.${String(ms % 1000).padStart(3, '0')} UTC`
}

/** Days since 1970 as a date of the proleptic Gregorian calendar (Howard Hinnant's `civil_from_days`). */
function civil(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524)
    - Math.floor(dayOfEra / 146_096)) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  }
}
