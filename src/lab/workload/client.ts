import { Failure, Rng, type Ctx } from '../../sim/index.ts'
import type { QueryResult } from '../../sql/index.ts'
import type { Attempt, ListOperation, RowRead } from '../check/index.ts'
import type { HistoryRecorder } from './history-recorder.ts'
import type { KeptOperation } from './kept-operation.ts'
import {
  buildListTransaction, buildOperation, drawKind, elementsOf, operationKinds, type Operation,
  type PlannedWrite,
} from './operations.ts'
import { VtgateConnection } from '../cluster/index.ts'
import type { WorkloadSpec } from './workload-spec.ts'

/** A client gives up on an operation after so many refusals, and on an answer after so long. */
const attemptsMax = 8
const retryDelayMs = 100
const answerTimeoutMs = 10_000

/** The number of the first operation, and of the first mark, since the workload was started for the `round`th time. */
export function firstOf(round: number): number {
  return 1 + (round - 1) * 100_000
}

export interface ClientSpec {
  readonly name: string
  /** Counts from 0. */
  readonly index: number
  readonly vtgate: string
  readonly workload: WorkloadSpec
  readonly seed: number
  /** Which start of the workload this is, from 1: no mark comes twice. */
  readonly round: number
  /** The operations that it sends, in order; null: one after the other until it is stopped. */
  readonly kept: readonly KeptOperation[] | null
}

/** What a client has come to: another one goes on from there, with operations and marks that nobody has had. */
export interface ClientState {
  /** Of the last operation that was drawn. */
  readonly number: number
  readonly serial: number
  readonly customers: readonly number[]
  readonly orders: readonly { readonly orderId: number; readonly customerId: number }[]
}

/**
 * A decent application: it sends one operation after the other, tries a refused one again, and never repeats
 * a write of which it does not know whether it was done. Every attempt goes into the history.
 */
export class WorkloadClient {
  private readonly rng: Rng
  private readonly known: { customers: number[]; orders: { orderId: number; customerId: number }[] }
  private serial: number
  /** Of the last operation that was drawn. */
  private number: number

  constructor(
    private readonly spec: ClientSpec, private readonly recorder: HistoryRecorder,
    private readonly isStopped: () => boolean, from: ClientState | null = null,
  ) {
    this.rng = new Rng(Math.imul(spec.seed + 1, 0x9e3779b1) ^ (spec.index + 1) ^ (spec.round << 8))
    this.serial = this.number = firstOf(spec.round) - 1
    this.known = {
      customers: Array.from({ length: spec.workload.customers }, (_, index) => index + 1), orders: [],
    }
    if (from === null) return
    for (; this.number < from.number; this.number++) this.passOver()
    this.serial = from.serial
    this.known = { customers: [...from.customers], orders: [...from.orders] }
  }

  get state(): ClientState {
    const { number, serial, known: { customers, orders } } = this
    return { number, serial, customers: [...customers], orders: [...orders] }
  }

  /** Works until it is told to stop, or has sent all that it may. */
  async run(ctx: Ctx): Promise<void> {
    if (this.spec.kept !== null) return this.runKept(ctx, this.spec.kept)
    while (!this.isStopped()) {
      const pauseMs = this.drawPauseMs()
      const atUs = Math.round(ctx.nowUs + pauseMs * 1000)
      await ctx.sleep(pauseMs)
      if (!this.isStopped()) await this.operate(ctx, atUs, this.draw(ctx))
    }
  }

  /** What is left out is drawn too: so the others are what they would have been. */
  private async runKept(ctx: Ctx, kept: readonly KeptOperation[]): Promise<void> {
    for (const { number, atUs } of kept) {
      let drawn: Drawn | null = null
      while (this.number < number) {
        this.drawPauseMs()
        drawn = this.draw(ctx)
      }
      if (drawn === null) continue
      if (ctx.nowUs < atUs) await ctx.sleep((atUs - ctx.nowUs) / 1000)
      if (this.isStopped()) return
      await this.operate(ctx, atUs, drawn)
    }
  }

  private drawPauseMs(): number {
    const meanMs = (1000 * this.spec.workload.clients) / this.spec.workload.ratePerS
    return Math.round(meanMs * (0.5 + this.rng.next()) * 1000) / 1000
  }

  private draw(ctx: Ctx): Drawn {
    this.number++
    return { build: this.drawOperation(ctx), seed: this.rng.below(2 ** 31) }
  }

  /** As if one more operation had been drawn, of which nobody is asked anything. */
  private passOver(): void {
    this.drawPauseMs()
    if (this.spec.workload.lists === 0) drawKind(this.rng)
    this.rng.below(2 ** 31)
  }

  private async operate(ctx: Ctx, atUs: number, { build, seed }: Drawn): Promise<void> {
    this.recorder.beginOperation(this.spec.name, this.number, atUs)
    for (let attempt = 1; attempt <= attemptsMax; attempt++) {
      const operation = build(new Rng(seed))
      if (await this.attempt(ctx, operation) !== 'fail' || this.isStopped()) return
      await ctx.sleep(retryDelayMs)
    }
  }

  private drawOperation(ctx: Ctx): (rng: Rng) => Operation {
    const { lists } = this.spec.workload
    const nextMark = (): number => this.nextMark()
    if (lists > 0) return rng => buildListTransaction(rng, lists, nextMark)
    const drawn = drawKind(this.rng)
    const kind = operationKinds[
      (drawn + ctx.choose('operation', operationKinds.length, 0.1)) % operationKinds.length
    ]!
    return rng => buildOperation(kind, rng, this.known, nextMark)
  }

  /** Marks are numbers that tell the client and the write. */
  private nextMark(): number {
    return (this.spec.index + 1) * 1_000_000 + ++this.serial
  }

  private async attempt(ctx: Ctx, operation: Operation): Promise<Attempt['outcome']> {
    const { statements } = operation
    const sql = statements.length === 1 ? statements[0]!.sql
      : statements.map(statement => statement.sql).join('; ')
    const planned = statements.length === 1 ? statements[0]!.writes
      : statements.flatMap(statement => statement.writes)
    const lists = statements.flatMap(({ list }) => list ?? [])
    const id = this.recorder.begin({
      client: this.spec.name, vtgate: this.spec.vtgate, operation: operation.kind, target: operation.target,
      sql, startUs: ctx.nowUs, writes: planned, lists,
    })
    ctx.emit('client/sent', { attempt: id, operation: operation.kind, sql })
    const progress: Progress = { results: [], isCommitting: !isTransaction(operation) }
    try {
      await ctx.timeout(answerTimeoutMs, inner => this.send(inner, operation, progress))
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      // Before COMMIT is sent a transaction has done nothing, whatever happened.
      const outcome = error.definite || !progress.isCommitting ? 'fail' : 'unknown'
      this.recorder.end(id, {
        endUs: ctx.nowUs, outcome, error: error.message, writes: planned, reads: [], lists, sequenceKeys: [],
      })
      ctx.emit(
        'client/refused',
        { attempt: id, operation: operation.kind, outcome, code: error.code, error: error.message },
      )
      return outcome
    }
    const written = this.learn(operation, progress.results)
    this.recorder.end(id, { endUs: ctx.nowUs, outcome: 'ok', error: '', ...written })
    ctx.emit('client/acked', { attempt: id, operation: operation.kind })
    return 'ok'
  }

  private async send(ctx: Ctx, operation: Operation, progress: Progress): Promise<void> {
    const connection = new VtgateConnection(this.spec.vtgate, operation.target)
    if (!isTransaction(operation)) {
      const statement = operation.statements[0]!
      progress.results.push(await connection.execute(ctx, statement.sql, statement.bindVariables))
      return
    }
    await connection.execute(ctx, 'begin')
    try {
      for (const { sql, bindVariables } of operation.statements) progress.results.push(
        await connection.execute(ctx, sql, bindVariables)
      )
    } catch (error) {
      if (!(error instanceof Failure) || ctx.canceled !== null) throw error
      await rollback(ctx, connection)
      throw error
    }
    progress.isCommitting = true
    await connection.execute(ctx, 'commit')
  }

  /** What was written, by the answers: keys from sequences, and whether an update found its row. */
  private learn(
    operation: Operation, results: readonly QueryResult[],
  ): Pick<Attempt, 'writes' | 'reads' | 'lists' | 'sequenceKeys'> {
    const writes: PlannedWrite[] = []
    const reads: RowRead[] = []
    const lists: ListOperation[] = []
    const sequenceKeys: { sequence: string; value: string }[] = []
    operation.statements.forEach((statement, statementIndex) => {
      const result = results[statementIndex]!
      const { list } = statement
      if (statement.reads !== undefined) reads.push(...statement.reads(result.rows))
      if (list?.kind === 'read') lists.push({ ...list, found: elementsOf(result.rows) })
      else if (list !== undefined) lists.push(list)
      statement.writes.forEach((write, index) => {
        if (write.change !== 'insert') {
          // None may also be the answer to a message that came twice: it does not say that no row is there.
          if (result.rowsAffected > 0) writes.push(write)
          if (write.change === 'delete') this.forgetOrder(write.row!)
          return
        }
        // A sequence gives the rows of one statement numbers in a row, and the answer tells the first.
        const key = Number(result.insertId) + index
        sequenceKeys.push(
          { sequence: write.table === 'customer' ? 'customer_seq' : 'order_seq', value: String(key) }
        )
        writes.push({ ...write, row: `${write.table}/${key}` })
        if (write.table === 'customer') this.known.customers.push(key)
        else this.known.orders.push({ orderId: key, customerId: write.customerId! })
      })
    })
    return { writes, reads, lists, sequenceKeys }
  }

  private forgetOrder(row: string): void {
    const { orders } = this.known
    const index = orders.findIndex(order => `corder/${order.orderId}` === row)
    if (index >= 0) orders.splice(index, 1)
  }
}

/** An operation before it is known which rows there are. */
interface Drawn { readonly build: (rng: Rng) => Operation; readonly seed: number }

const isTransaction = ({ kind }: Operation): boolean => kind === 'transaction' || kind === 'list-transaction'

interface Progress { readonly results: QueryResult[]; isCommitting: boolean }

/** The answer does not matter: the transaction will not be committed by anybody. */
async function rollback(ctx: Ctx, connection: VtgateConnection): Promise<void> {
  try {
    await connection.execute(ctx, 'rollback')
  } catch (error) {
    if (!(error instanceof Failure)) throw error
  }
}
