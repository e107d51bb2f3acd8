import { type Ctx, type Sink, Signal } from '../../sim/index.ts'
import { GtidSet } from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { BinlogDumpRequest, BinlogTransaction } from '../protocol.ts'
import type { BinaryLog } from './binary-log.ts'
import type { SemiSync } from './semi-sync.ts'

/** The most transactions that one message carries to a reader who lags. */
const transactionsMax = 64

/** The dump threads of a master: one for each reader of its binlog. */
export class BinlogDumps {
  /** Who reads, in order of arrival: SHOW SLAVE HOSTS. */
  readonly readers: BinlogDumpRequest[] = []
  private readonly log: BinaryLog
  private readonly serverUuid: string
  private readonly semiSync: SemiSync
  private readonly grown = new Signal('binlog growth')

  constructor(log: BinaryLog, serverUuid: string, semiSync: SemiSync) {
    this.log = log
    this.serverUuid = serverUuid
    this.semiSync = semiSync
  }

  /** The log has grown, or was reset. */
  notify(ctx: Ctx): void {
    if (this.grown.waiting > 0) this.grown.notify(ctx)
  }

  /** Serves one reader until it hangs up. The first item is empty: the connection stands. */
  async serve(ctx: Ctx, request: BinlogDumpRequest, out: Sink<readonly BinlogTransaction[]>): Promise<void> {
    const { log } = this
    const seen = GtidSet.parse(request.gtidSet)
    const { generation } = log
    let next = log.start(seen, this.serverUuid)
    this.readers.push(request)
    if (request.semiSync) this.semiSync.replicas.add(request.replica)
    try {
      await out.send(ctx, [])
      for (;;) {
        if (log.generation !== generation || !log.has(next)) {
          throw mysqlError(1236, 'Could not find first log file name in binary log index file')
        }
        const batch = log.read(next, seen, transactionsMax)
        next = batch.next
        if (batch.transactions.length > 0) await out.send(ctx, Object.freeze(batch.transactions))
        else await this.grown.wait(ctx)
      }
    } finally {
      this.readers.splice(this.readers.indexOf(request), 1)
      if (request.semiSync) this.semiSync.replicas.delete(request.replica)
    }
  }
}
