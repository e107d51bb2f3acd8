import { MysqlConnection } from '../../../mysql/index.ts'
import { type Ctx, Failure, type Task } from '../../../sim/index.ts'

/**
 * One lock on all tables, held by a connection of its own until it is released, or too old. Source:
 * rpc_lock_tables.go.
 */
export class TableLocks {
  private held: { readonly connection: MysqlConnection; readonly expiry: Task } | null = null
  private taking = false

  constructor(
    private readonly address: string, private readonly database: string, private readonly timeoutMs: number,
  ) {}

  async lock(ctx: Ctx): Promise<void> {
    if (this.held !== null || this.taking) throw failed('tables already locked on this tablet')
    this.taking = true
    try {
      const connection = await MysqlConnection.connect(ctx, this.address, 'dba', this.database)
      await connection.execute(ctx, 'FLUSH TABLES WITH READ LOCK')
      ctx.log('I', 'rpc_lock_tables.go:63', '[lock_tables] Tables locked')
      const expiry = ctx.spawn('lock-tables-timeout', async inner => {
        await inner.sleep(this.timeoutMs)
        if (this.held?.connection !== connection) return
        inner.log('E', 'rpc_lock_tables.go:80',
          'table lock timed out and released the lock - something went wrong')
        await this.release(inner)
      }, { daemon: true })
      this.held = { connection, expiry }
    } finally {
      this.taking = false
    }
  }

  async unlock(ctx: Ctx): Promise<void> {
    if (this.held === null) throw failed('tables were not locked')
    this.held.expiry.cancel()
    await this.release(ctx)
  }

  private async release(ctx: Ctx): Promise<void> {
    const { connection } = this.held!
    this.held = null
    await connection.execute(ctx, 'UNLOCK TABLES')
    await connection.close(ctx)
  }
}

const failed = (message: string): Failure => new Failure('UNKNOWN', message, { definite: true })
