import { assert } from '../../base/index.ts'
import { Gtid, GrowingGtidSet, GtidSet } from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { BinlogTransaction } from '../protocol.ts'

/**
 * The binary log of one server, on its disk, with the books of MySQL's GTIDs.
 *
 *     purged ⊆ executed ⊆ purged ∪ log          the log holds what is prepared, too
 */
export class BinaryLog {
  /** What was executed and is not in the log any more: `gtid_purged`. */
  purged = GtidSet.empty
  /** Of the files: `vt-0000000200-bin`. */
  baseName: string
  /** Counts RESET MASTERs: whoever reads the log must not go on reading after one. */
  generation = 0
  private readonly done = new GrowingGtidSet()
  private transactions: BinlogTransaction[] = []
  private gtids: Gtid[] = []
  /** How many transactions were there before the first of `transactions`. */
  private offset = 0
  private files: { readonly number: number; readonly start: number }[] = [{ number: 1, start: 0 }]
  private lastSequence = 0

  constructor(baseName: string) {
    this.baseName = baseName
  }

  /** What is committed here: `gtid_executed`. */
  get executed(): GtidSet {
    return this.done.set
  }

  hasExecuted(gtid: Gtid): boolean {
    return this.done.has(gtid)
  }

  /** The end of the log: the index of the next transaction. */
  get end(): number {
    return this.offset + this.transactions.length
  }

  /** The next GTID of this server, which nobody has. */
  nextGtid(serverUuid: string): Gtid {
    this.lastSequence = Math.max(this.lastSequence, this.done.last(serverUuid)) + 1
    return new Gtid(serverUuid, this.lastSequence)
  }

  /** Writes a transaction, committed or only prepared; gives its index. */
  append(gtid: Gtid, transaction: BinlogTransaction): number {
    this.transactions.push(transaction)
    this.gtids.push(gtid)
    return this.end - 1
  }

  /** The transaction is committed in the engine. */
  markExecuted(gtid: Gtid): void {
    this.done.add(gtid)
  }

  /** Up to `max` transactions from index `from` on that are not in `seen`, and the index after the last one looked at. */
  read(from: number, seen: GtidSet, max: number): { readonly transactions: BinlogTransaction[]; readonly next: number } {
    assert(from >= this.offset, 'what is read must not have been purged')
    const found: BinlogTransaction[] = []
    let i = from - this.offset
    for (; i < this.transactions.length && found.length < max; i++) {
      if (!seen.has(this.gtids[i]!)) found.push(this.transactions[i]!)
    }
    return { transactions: found, next: i + this.offset }
  }

  /** The index of the first transaction from index `from` on that is not in `seen`. */
  firstMissing(from: number, seen: GtidSet): number {
    let i = Math.max(from, this.offset)
    while (i < this.end && seen.has(this.gtids[i - this.offset]!)) i++
    return i
  }

  /** Where a reader who has `seen` begins. Error 1236 if he lacks what is gone, or has what this server never wrote. */
  start(seen: GtidSet, serverUuid: string): number {
    if (!seen.contains(this.purged)) {
      throw mysqlError(
        1236, 'The slave is connecting using CHANGE MASTER TO MASTER_AUTO_POSITION = 1, but the master has purged '
          + 'binary logs containing GTIDs that the slave requires.',
      )
    }
    if (seen.last(serverUuid) > Math.max(this.lastSequence, this.done.last(serverUuid))) {
      throw mysqlError(
        1236, "Slave has more GTIDs than the master has, using the master's SERVER_UUID. This may indicate that the "
          + 'end of the binary log was truncated or that the last binary log file was lost, e.g., after a power or '
          + 'disk failure when sync_binlog != 1. The master may or may not have rolled back transactions that were '
          + 'already replicated to the slave. Suggest to replicate any transactions that master has rolled back from '
          + 'slave to master, and/or commit empty transactions on master to account for transactions that have been '
          + 'committed on master but are not included in GTID_EXECUTED.',
      )
    }
    // Most readers have all but the end of the log.
    let i = this.transactions.length
    if (seen.contains(this.executed)) while (i > 0 && !seen.has(this.gtids[i - 1]!)) i--
    else i = 0
    return i + this.offset
  }

  /** The index of a transaction, looked for from the end; -1 if it is not in the log. */
  indexOf(gtid: string): number {
    for (let i = this.transactions.length - 1; i >= 0; i--) {
      if (this.transactions[i]!.gtid === gtid) return i + this.offset
    }
    return -1
  }

  /** RESET MASTER: nothing was ever executed here. */
  reset(): void {
    this.done.set = GtidSet.empty
    this.purged = GtidSet.empty
    this.transactions = []
    this.gtids = []
    this.offset = 0
    this.files = [{ number: 1, start: 0 }]
    this.lastSequence = 0
    this.generation++
  }

  /** SET GLOBAL gtid_purged. Error 1840 unless nothing was executed yet. */
  setPurged(set: GtidSet): void {
    if (!this.executed.isEmpty) {
      throw mysqlError(1840, '@@GLOBAL.GTID_PURGED can only be set when @@GLOBAL.GTID_EXECUTED is empty.')
    }
    this.purged = set
    this.done.set = set
  }

  /** FLUSH BINARY LOGS: begins a new file. */
  rotate(): void {
    this.files.push({ number: this.files.at(-1)!.number + 1, start: this.end })
  }

  /** PURGE BINARY LOGS TO: forgets all files before the named one. */
  purgeTo(file: string): void {
    const at = this.files.findIndex((each) => this.fileName(each.number) === file)
    if (at < 0) throw mysqlError(1373, 'Target log not found in binlog index')
    const keepFrom = this.files[at]!.start
    for (const gtid of this.gtids.slice(0, keepFrom - this.offset)) this.purged = this.purged.add(gtid)
    this.transactions = this.transactions.slice(keepFrom - this.offset)
    this.gtids = this.gtids.slice(keepFrom - this.offset)
    this.offset = keepFrom
    this.files = this.files.slice(at)
  }

  /** Whether index `from` is still there to be read. */
  has(from: number): boolean {
    return from >= this.offset
  }

  /** Names and sizes of the files; a transaction counts as 500 bytes. */
  fileList(): readonly { readonly name: string; readonly size: number }[] {
    return this.files.map(({ number, start }, i) => {
      const end = this.files[i + 1]?.start ?? this.end
      return { name: this.fileName(number), size: 154 + (end - start) * 500 }
    })
  }

  /** Becomes a copy of another log. */
  copyFrom(other: BinaryLog): void {
    this.done.set = other.executed
    this.purged = other.purged
    this.generation = other.generation
    this.baseName = other.baseName
    this.transactions = other.transactions.slice()
    this.gtids = other.gtids.slice()
    this.offset = other.offset
    this.files = other.files.slice()
    this.lastSequence = other.lastSequence
  }

  private fileName(number: number): string {
    return `${this.baseName}.${String(number).padStart(6, '0')}`
  }
}
