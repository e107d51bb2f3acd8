import { client, type Ctx, Failure } from '../../sim/index.ts'
import { Gtid, GrowingGtidSet, GtidSet } from '../../sql/index.ts'
import { type BinlogTransaction, Mysqld } from '../protocol.ts'
import type { MysqlServer } from '../server/mysql-server.ts'
import type { ApplierThread } from './applier-thread.ts'
import { noError, type ThreadError } from './replica.ts'

/** Messages of the master that may be on their way: its network buffers hold many. */
const unreadMax = 64

/** The IO thread: reads the master's binlog into the relay log, and tries again when the connection breaks. */
export class ReceiverThread {
  /** `Slave_IO_Running`. */
  state: 'No' | 'Connecting' | 'Yes' = 'No'
  lastError: ThreadError = noError
  private readonly fetched = new GrowingGtidSet()
  /** Whether the master of this connection gets acknowledgements. */
  isSemiSync = false
  private readonly server: MysqlServer
  private readonly applier: ApplierThread

  constructor(server: MysqlServer, applier: ApplierThread) {
    this.server = server
    this.applier = applier
  }

  /** `Retrieved_Gtid_Set`: what was fetched since the last RESET SLAVE or start of the server. */
  get retrieved(): GtidSet {
    return this.fetched.set
  }

  begin(): void {
    this.state = 'Connecting'
    this.lastError = noError
  }

  async run(ctx: Ctx): Promise<void> {
    const { master } = this.server.disk
    try {
      for (let retries = 1; ; retries++) {
        const failure = await this.follow(ctx)
        if (ctx.canceled !== null) return
        this.state = 'Connecting'
        if (failure?.errno === 1236) {
          this.lastError = {
            errno: 1236,
            message: `Got fatal error 1236 from master when reading data from binary log: '${failure.message}'`,
          }
          return
        }
        this.lastError = {
          errno: 2003,
          message: `error reconnecting to master '${master.user}@${master.host}:${master.port}' - `
            + `retry-time: ${master.connectRetryS}  retries: ${retries}`,
        }
        await ctx.sleep(master.connectRetryS * 1000)
      }
    } catch (error) {
      if (!(error instanceof Failure) || ctx.canceled === null) throw error
    } finally {
      this.state = 'No'
      this.isSemiSync = false
    }
  }

  reset(): void {
    this.fetched.set = GtidSet.empty
  }

  /** Reads from one connection until it breaks; says why it did. */
  private async follow(ctx: Ctx): Promise<Failure | null> {
    const { server } = this
    const master = client(Mysqld, server.disk.master.host)
    const replica = server.spec.address
    this.isSemiSync = server.isOn('rpl_semi_sync_slave_enabled')
    const gtidSet = server.disk.log.executed.union(this.retrieved).toString()
    try {
      const dump = master.binlogDump(ctx, { gtidSet, semiSync: this.isSemiSync, replica }, unreadMax)
      for await (const batch of dump) {
        this.state = 'Yes'
        this.lastError = noError
        if (batch.length === 0) continue
        this.receive(ctx, batch)
        if (this.isSemiSync) dump.tell(batch[batch.length - 1]!.gtid)
      }
      return null
    } catch (error) {
      if (error instanceof Failure) return error
      throw error
    }
  }

  private receive(ctx: Ctx, batch: readonly BinlogTransaction[]): void {
    for (const transaction of batch) {
      const gtid = Gtid.parse(transaction.gtid)
      this.fetched.add(gtid)
      this.applier.relay(gtid, transaction)
    }
    this.applier.work(ctx)
    // Most is applied as it comes.
    const { waiting } = this.applier
    if (waiting > 0) ctx.emit('mysql/relayed', { waiting })
  }
}
