import { type Ctx, Failure, type Task } from '../../sim/index.ts'
import type { GtidSet } from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { MysqlServer } from '../server/mysql-server.ts'
import { ReceiverThread } from './receiver-thread.ts'
import { ApplierThread } from './applier-thread.ts'

export type SlaveThread = 'io_thread' | 'sql_thread'

export interface ThreadError {
  readonly errno: number
  readonly message: string
}

export const noError: ThreadError = Object.freeze({ errno: 0, message: '' })

/** A server as the replica of another: the IO thread fetches, the SQL thread applies. */
export class Replica {
  readonly receiver: ReceiverThread
  readonly applier: ApplierThread
  private readonly server: MysqlServer
  private receiverTask: Task<void> | null = null
  private applierTask: Task<void> | null = null

  constructor(server: MysqlServer) {
    this.server = server
    this.applier = new ApplierThread(server)
    this.receiver = new ReceiverThread(server, this.applier)
  }

  /**
   * START SLAVE. A thread that runs already is left alone. `until` stops the SQL thread, and only that, after (or before)
   * these transactions. Error 1200 if no master was named.
   */
  start(ctx: Ctx, threads: readonly SlaveThread[], until: { set: GtidSet; isBefore: boolean } | null): void {
    if (!this.server.disk.master.isConfigured) {
      throw mysqlError(1200, 'The server is not configured as slave; fix in config file or with CHANGE MASTER TO')
    }
    if (includes(threads, 'sql_thread') && !this.applier.isRunning) {
      this.applier.begin(until)
      this.applierTask = ctx.spawn('slave_sql', (own) => this.applier.run(own), { daemon: true })
    }
    if (includes(threads, 'io_thread') && this.receiver.state === 'No') {
      this.receiver.begin()
      this.receiverTask = ctx.spawn('slave_io', (own) => this.receiver.run(own), { daemon: true })
    }
  }

  /** STOP SLAVE: returns when the threads have stopped. */
  async stop(ctx: Ctx, threads: readonly SlaveThread[]): Promise<void> {
    if (includes(threads, 'io_thread')) {
      const task = this.receiverTask
      this.receiverTask = null
      await end(ctx, task)
    }
    if (includes(threads, 'sql_thread')) {
      const task = this.applierTask
      this.applierTask = null
      await end(ctx, task)
    }
  }

  get isRunning(): boolean {
    return this.receiver.state !== 'No' || this.applier.isRunning
  }

  /** RESET SLAVE: forgets what was fetched and not applied. */
  reset(): void {
    this.applier.reset()
    this.receiver.reset()
  }

  /** Seconds_Behind_Master: the age of what is being applied; null when nobody can tell. */
  secondsBehind(ctx: Ctx): number | null {
    if (!this.applier.isRunning) return null
    const next = this.applier.nextTransaction
    if (next === null) return this.receiver.state === 'Yes' ? 0 : null
    return Math.max(0, Math.floor(ctx.unixMs / 1000) - next.timestampS)
  }
}

/** No thread named means both. */
function includes(threads: readonly SlaveThread[], thread: SlaveThread): boolean {
  return threads.length === 0 || threads.includes(thread)
}

async function end(ctx: Ctx, task: Task<void> | null): Promise<void> {
  if (task === null || task.over) return
  task.cancel()
  try {
    await task.join(ctx)
  } catch (error) {
    // A thread that was cancelled before it began to run.
    if (!(error instanceof Failure) || ctx.canceled !== null) throw error
  }
}
