import type { MysqlConnection } from '../../../mysql/index.ts'
import { client, type Ctx, declarePausePoint, Failure } from '../../../sim/index.ts'
import { Gtid, Position, type QueryResult } from '../../../sql/index.ts'
import { keyRangeString } from '../../keys/index.ts'
import {
  type BinlogSource, type BinlogTransactionText, type StreamState, type Tablet, tabletAliasString,
    UpdateStream, vttabletAddress,
} from '../../wire/index.ts'
import { decodePosition } from '../decode-position.ts'
import { serverCharset } from '../binlog/update-stream-server.ts'
import { positionWithRows } from '../guards.ts'
import { duringQuery } from '../tabletmanager/execute-fetch.ts'
import { leavesInDoubt } from '../tabletserver/connection-pool.ts'
import type { StreamStats } from './stream-stats.ts'
import { setStreamState, streamById, streamRows, updateStreamPosition } from './vreplication-table.ts'

declarePausePoint('vreplication/between-rows-and-position', 'the rows of a transaction are written, the position of the stream is not')

export interface PlayerSpec {
  readonly id: number
  readonly workflow: string
  readonly source: BinlogSource
  readonly tables: readonly string[]
  /** Where the stream is read. */
  readonly tablet: Tablet
  /** Who applies it, for the trace. */
  readonly target: string
  readonly connection: MysqlConnection
  readonly stats: StreamStats
}

const deadlockRetryMs = 1_000
/** From here on a rate is no limit. */
const noRate = 2 ** 62

/**
 * Applies the SQL of an UpdateStream: each transaction of the source in one transaction of its own, together
 * with the position after it. So nothing is applied twice, and nothing left out, wherever it breaks off.
 * Source: go/vt/binlog/binlogplayer/binlog_player.go BinlogPlayer.
 */
export class BinlogPlayer {
  private position = Position.zero
  private stopPosition = Position.zero
  private delayMs = 0
  private readonly keyRangeText: string | null

  constructor(private readonly spec: PlayerSpec) {
    const { keyRange } = spec.source
    this.keyRangeText = keyRange === null ? null : keyRangeString(keyRange)
  }

  /** Returns when the stream is to stop; a failure has been written to its row. Source: ApplyBinlogEvents. */
  async apply(ctx: Ctx): Promise<void> {
    await this.setState(ctx, 'Running', '')
    try {
      await this.applyEvents(ctx)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      if (ctx.canceled === null) await this.setState(ctx, 'Error', error.message)
      throw error
    }
  }

  private async applyEvents(ctx: Ctx): Promise<void> {
    const { id, source, tables, tablet } = this.spec
    await this.readSettings(ctx)
    const what = tables.length > 0
      ? `tables [${tables.join(' ')}]` : `keyrange '${keyRangeString(source.keyRange)}'`
    ctx.log('I', 'binlog_player.go:256',
      `BinlogPlayer client ${id} for ${what} starting @ '${this.position}', `
      + `server: ${tabletAliasString(tablet.alias)}`)
    if (await this.isAtStop(ctx)) return
    const server = client(UpdateStream, vttabletAddress(tablet.alias))
    const position = this.position.encode()
    const stream = tables.length > 0 ? server.streamTables(ctx, { position, tables, charset: serverCharset })
      : server.streamKeyRange(ctx, { position, keyRange: source.keyRange, charset: serverCharset })
    try {
      for await (const transactions of stream) {
        for (const transaction of transactions) {
          if (ctx.canceled !== null) throw ctx.canceled
          if (await this.play(ctx, transaction)) return
        }
      }
    } catch (error) {
      if (!(error instanceof Failure) || error instanceof PlayFailure) throw error
      throw failed(`error receiving binlog event ${error.message}`)
    }
    throw failed('error receiving binlog event EOF')
  }

  private async readSettings(ctx: Ctx): Promise<void> {
    const { id, connection } = this.spec
    const [row] = streamRows(await connection.execute(ctx, streamById(id)))
    if (row === undefined) throw failed(`checkpoint information not available in db for ${id}`)
    this.position = decodePosition(row.pos)
    this.stopPosition = decodePosition(row.stopPos)
    this.delayMs = row.maxTps >= noRate ? 0 : 1000 / row.maxTps
    this.spec.stats.position = row.pos
  }

  private async isAtStop(ctx: Ctx): Promise<boolean> {
    const { position, stopPosition } = this
    if (stopPosition.isZero) return false
    if (position.equals(stopPosition)) {
      return this.stop(ctx,
        `not starting BinlogPlayer, we're already at the desired position ${stopPosition}`)
    }
    if (position.atLeast(stopPosition)) {
      return this.stop(ctx, `starting point ${position} greater than stopping point ${stopPosition}`)
    }
    ctx.log('I', 'binlog_player.go:287', `Will stop player when reaching ${stopPosition}`)
    return false
  }

  private async stop(ctx: Ctx, message: string): Promise<true> {
    ctx.log('I', 'binlog_player.go:280', message)
    await this.setState(ctx, 'Stopped', message)
    return true
  }

  /** Applies one transaction, as often as a deadlock demands; true if the stream has reached its end. */
  private async play(ctx: Ctx, transaction: BinlogTransactionText): Promise<boolean> {
    if (this.delayMs > 0) await ctx.sleep(this.delayMs)
    while (!await this.processTransaction(ctx, transaction)) {
      ctx.log('I', 'binlog_player.go:360', `Retrying txn in ${deadlockRetryMs / 1000}s.`)
      await ctx.sleep(deadlockRetryMs)
    }
    if (this.stopPosition.isZero || !this.position.atLeast(this.stopPosition)) return false
    return this.stop(ctx, 'Reached stopping position, done playing logs')
  }

  /** False after a deadlock. What has been begun is finished, also when the stream is being stopped. */
  private async processTransaction(ctx: Ctx, transaction: BinlogTransactionText): Promise<boolean> {
    const { id, connection, stats } = this.spec
    const next = this.position.append(Gtid.parse(transaction.gtid.slice(transaction.gtid.indexOf('/') + 1)))
    const pos = next.encode()
    const nowS = Math.floor(ctx.unixMs / 1000)
    const inner = ctx.background()
    let results: readonly QueryResult[]
    try {
      const rows = [{ sql: 'begin' }, ...transaction.statements.map(({ sql }) => ({ sql }))]
      const position = updateStreamPosition(id, pos, nowS, transaction.timestampS)
      if (!ctx.guard(positionWithRows)) {
        await connection.executeBatch(inner, [...rows, { sql: 'commit' }])
        await ctx.point('vreplication/between-rows-and-position')
        rows.splice(1)
      }
      results = await connection.executeBatch(inner, [...rows, position, { sql: 'commit' }])
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      if (!leavesInDoubt(error)) await connection.execute(inner, 'rollback')
      if (error.errno === 1213) {
        ctx.log('I', 'binlog_player.go:455', `Deadlock: ${error.message}`)
        return false
      }
      ctx.log('I', 'binlog_player.go:341', `transaction failed: ${error.message}`)
      for (const { sql } of transaction.statements) ctx.log('I', 'binlog_player.go:343',
        `statement: ${JSON.stringify(sql)}`)
      throw new PlayFailure(`error in processing binlog event ${duringQuery(error, 'a transaction of the stream').message}`)
    }
    const affected = results.at(-2)!.rowsAffected
    if (affected !== 1) throw new PlayFailure(`cannot update vreplication table, affected ${affected} rows`)
    this.position = next
    stats.saved(pos, nowS, transaction.timestampS)
    this.emitPosition(ctx, transaction, pos)
    return true
  }

  private emitPosition(ctx: Ctx, transaction: BinlogTransactionText, pos: string): void {
    const { id, workflow, source, target } = this.spec
    ctx.emit('vreplication/position', {
      target, id, workflow, sourceKeyspace: source.keyspace, sourceShard: source.shard,
      keyRange: this.keyRangeText, pos, gtid: transaction.gtid, statements: transaction.statements.length,
    })
  }

  private async setState(ctx: Ctx, state: StreamState, message: string): Promise<void> {
    const { id, connection, stats } = this.spec
    const { sql, bindVariables } = setStreamState(id, state, message)
    try {
      // To be cut off here could let this write come after that of whoever stops the stream.
      await connection.execute(ctx.background(), sql, bindVariables)
      stats.state = state
      ctx.emit('vreplication/state',
        { target: this.spec.target, id, workflow: this.spec.workflow, state, message })
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      ctx.log('E', 'binlog_player.go:185', `Error writing ${state} state: ${error.message}`)
    }
  }
}

/** A transaction could not be applied, as against one that could not be read. */
class PlayFailure extends Failure {
  constructor(message: string) { super('UNKNOWN', message, { definite: true }) }
}

const failed = (message: string): Failure => new Failure('UNKNOWN', message, { definite: true })
