import { assert } from '../../../base/index.ts'
import { MysqlConnection, type MysqlUser } from '../../../mysql/index.ts'
import { type Ctx, Failure, Signal } from '../../../sim/index.ts'

export interface PoolSpec {
  readonly name: string
  readonly address: string
  readonly user: MysqlUser
  readonly database: string
  readonly capacity: number
  /** How long to wait for a connection when all are taken; null: as long as the caller may. */
  readonly timeoutMs: number | null
  /** What the caller then gets to read. */
  readonly exhausted: string
  /** An idle connection turns out to be broken: its mysqld has gone, or has been started anew. */
  readonly onLost?: (ctx: Ctx) => void
}

/**
 * Connections to mysqld, opened when first needed and used again, first come first served. Taking one that is
 * free costs no event of the simulation. Source: go/vt/vttablet/tabletserver/connpool/pool.go,
 * go/pools/resource_pool.go.
 */
export class ConnectionPool {
  private readonly idle: MysqlConnection[] = []
  private readonly waiters: Waiter[] = []
  private open = 0
  /** Broken connections that are here no more. */
  private lost = 0

  constructor(private readonly spec: PoolSpec) {}

  /** A connection that nobody else has. Fails with RESOURCE_EXHAUSTED, or as connecting does. */
  async take(ctx: Ctx): Promise<MysqlConnection> {
    const free = this.takeIdle(ctx)
    if (free !== null) return free
    if (this.open >= this.spec.capacity) {
      const handed = await this.wait(ctx)
      if (handed !== null) return handed
    } else {
      this.open++
    }
    try {
      return await MysqlConnection.connect(ctx, this.spec.address, this.spec.user, this.spec.database)
    } catch (error) {
      this.leaveSlot(ctx)
      throw error
    }
  }

  give(ctx: Ctx, connection: MysqlConnection): void {
    const waiter = this.waiters.shift()
    if (waiter === undefined) this.idle.push(connection)
    else waiter.grant(ctx, connection)
  }

  /** For a connection of which nobody knows what it still does: mysqld rolls it back. */
  async discard(ctx: Ctx, connection: MysqlConnection): Promise<void> {
    this.leaveSlot(ctx)
    await connection.close(ctx.background())
  }

  /** Gives the connection back, or throws it away if what it did leaves it in doubt. */
  async release(ctx: Ctx, connection: MysqlConnection, error: unknown): Promise<void> {
    if (error instanceof Failure && error.code === 'UNAVAILABLE') this.lost++
    if (leavesInDoubt(error)) await this.discard(ctx, connection)
    else this.give(ctx, connection)
  }

  /** Runs `body` with a connection that is then given back. */
  async with<T>(ctx: Ctx, body: (connection: MysqlConnection) => PromiseLike<T>): Promise<T> {
    const connection = this.takeIdle(ctx) ?? await this.take(ctx)
    let result: T
    try {
      result = await body(connection)
    } catch (error) {
      await this.release(ctx, connection, error)
      throw error
    }
    this.give(ctx, connection)
    return result
  }

  /** How many connections were ever found broken, or are and wait to be found. Asking costs nothing. */
  get losses(): number {
    return this.lost + this.idle.filter(connection => !connection.isOpen).length
  }

  /** A connection that is free at once; null if `take` would have to open one, or to wait. */
  takeIdle(ctx: Ctx): MysqlConnection | null {
    for (let free = this.idle.pop(); free !== undefined; free = this.idle.pop()) {
      if (free.isOpen) return free
      this.open--
      this.lost++
      this.spec.onLost?.(ctx)
    }
    return null
  }

  /** Forgets every idle connection: their mysqld has gone. */
  clear(): void {
    this.lost = this.losses
    this.open -= this.idle.length
    this.idle.length = 0
  }

  /** A slot is free again: whoever waits may open a connection in it. */
  private leaveSlot(ctx: Ctx): void {
    const waiter = this.waiters.shift()
    if (waiter === undefined) this.open--
    else waiter.grant(ctx, null)
    assert(this.open >= this.idle.length, 'a pool never has more idle connections than open ones')
  }

  /** A connection, or null for the right to open one. */
  private async wait(ctx: Ctx): Promise<MysqlConnection | null> {
    const waiter = new Waiter(this.spec.name)
    this.waiters.push(waiter)
    const { timeoutMs } = this.spec
    try {
      if (timeoutMs === null) await waiter.signal.wait(ctx)
      else await ctx.timeout(timeoutMs, inner => waiter.signal.wait(inner))
    } catch (error) {
      const at = this.waiters.indexOf(waiter)
      if (at >= 0) this.waiters.splice(at, 1)
      // Granted in the same instant in which the wait ended: pass it on.
      else if (waiter.connection === null) this.leaveSlot(ctx)
      else this.give(ctx, waiter.connection)
      if (error instanceof Failure && error.code === 'DEADLINE_EXCEEDED') {
        throw new Failure('RESOURCE_EXHAUSTED', this.spec.exhausted, { definite: true })
      }
      throw error
    }
    return waiter.connection
  }
}

class Waiter {
  connection: MysqlConnection | null = null
  readonly signal: Signal
  constructor(pool: string) { this.signal = new Signal(`a connection of ${pool}`) }
  grant(ctx: Ctx, connection: MysqlConnection | null): void {
    this.connection = connection
    this.signal.notify(ctx)
  }
}

/** Nobody knows what the statement did, or still does: only closing the connection makes an end of it. */
export function leavesInDoubt(error: unknown): boolean {
  if (!(error instanceof Failure)) return true
  if (error.errno !== undefined) return error.errno >= 2000 && error.errno < 3000
  return error.code === 'UNAVAILABLE' || error.code === 'DEADLINE_EXCEEDED' || error.code === 'CANCELED'
}
