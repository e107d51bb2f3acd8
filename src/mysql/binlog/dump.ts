import { type Ctx, type Sink, Signal } from '../../sim/index.ts'
import { GtidSet } from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { BinlogDumpRequest, BinlogTransaction } from '../protocol.ts'
import type { BinaryLog } from './binary-log.ts'
import type { SemiSync } from './semi-sync.ts'

/** The most transactions that one message carries to a reader who lags. */
const transactionsMax = 64

/** One reader of the binlog, and how far he has got. */
interface Reader {
  readonly request: BinlogDumpRequest
  readonly out: Sink<readonly BinlogTransaction[], string>
  readonly seen: GtidSet
  readonly generation: number
  next: number
  /** He has all there is: what comes is sent to him at once. */
  isIdle: boolean
  readonly wake: Signal
}

/** The dump threads of a master: one for each reader of its binlog. */
export class BinlogDumps {
  private readonly readers: Reader[] = []
  private readonly log: BinaryLog
  private readonly serverUuid: string
  private readonly semiSync: SemiSync

  constructor(log: BinaryLog, serverUuid: string, semiSync: SemiSync) {
    this.log = log
    this.serverUuid = serverUuid
    this.semiSync = semiSync
  }

  /** Who reads, in order of arrival. */
  get requests(): readonly BinlogDumpRequest[] {
    return this.readers.map((reader) => reader.request)
  }

  /** The log has grown, or was reset. Sends what is new; a reader's own thread is woken only where that is not possible. */
  notify(ctx: Ctx): void {
    for (const reader of this.readers) {
      if (reader.isIdle && !this.sendNew(reader)) reader.wake.notify(ctx)
    }
  }

  /** Serves one reader until it hangs up. The first item is empty: the connection stands. */
  async serve(ctx: Ctx, request: BinlogDumpRequest, out: Reader['out']): Promise<void> {
    const { log } = this
    const seen = GtidSet.parse(request.gtidSet)
    const reader: Reader = {
      request, out, seen, generation: log.generation, next: log.start(seen, this.serverUuid), isIdle: false,
      wake: new Signal('binlog growth'),
    }
    this.readers.push(reader)
    if (request.semiSync) {
      this.semiSync.replicas.add(request.replica)
      this.semiSync.connected(ctx, log, seen)
      out.onMessage = (gtid) => this.semiSync.acknowledge(ctx, log.indexOf(gtid), log.end)
    }
    try {
      await out.send(ctx, [])
      for (;;) {
        this.check(reader)
        const batch = log.read(reader.next, seen, transactionsMax)
        reader.next = batch.next
        if (batch.transactions.length > 0) {
          await out.send(ctx, Object.freeze(batch.transactions))
        } else {
          reader.isIdle = true
          await reader.wake.wait(ctx)
          reader.isIdle = false
        }
      }
    } finally {
      this.readers.splice(this.readers.indexOf(reader), 1)
      if (request.semiSync) this.semiSync.replicas.delete(request.replica)
    }
  }

  /** False if the reader's thread has to do it: there is no room, or the log is not what he was reading. */
  private sendNew(reader: Reader): boolean {
    const { log } = this
    if (log.generation !== reader.generation || !log.has(reader.next)) return false
    const { transactions, next } = log.read(reader.next, reader.seen, transactionsMax)
    if (transactions.length > 0 && !reader.out.trySend(Object.freeze(transactions))) return false
    reader.next = next
    return true
  }

  /** Error 1236 after a RESET MASTER, or when what comes next was purged. */
  private check(reader: Reader): void {
    const { log } = this
    if (log.generation === reader.generation && log.has(reader.next)) return
    throw mysqlError(1236, 'Could not find first log file name in binary log index file')
  }
}
