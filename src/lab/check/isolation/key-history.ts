import type { ListTransaction } from './transaction.ts'

/** What a history says of one list: who appended what, and in which order, by the longest read. */
export class KeyHistory {
  /** The longest list that a committed transaction read. */
  order: readonly string[] = []
  /** Who read it: an index of a transaction. */
  reader = -1
  /** When the last committed transaction that read it began. */
  lastReadUs = -Infinity
  /** Who appended each element of `order`; -1: nobody. */
  writers = new Int32Array(0)
  /** Where `order` first has what was rolled back; Infinity: nowhere. */
  firstAborted = Infinity
  /** By element: twice the index of its transaction, and 1 if that appended nothing more to this list. */
  private readonly appends = new Map<string, number>()
  private lastElement = ''

  /** `index`: the place of the key among all keys. */
  constructor(readonly key: string, readonly index: number) {}

  /** Whether the element is new to this list. Transactions come one after the other. */
  append(transaction: number, element: string): boolean {
    if (this.appends.has(element)) return false
    const last = this.appends.get(this.lastElement)
    if (last === transaction * 2 + 1) this.appends.set(this.lastElement, transaction * 2)
    this.appends.set(element, transaction * 2 + 1)
    this.lastElement = element
    return true
  }

  /** The index of the transaction that appended it; -1: none. */
  writerOf(element: string): number {
    const append = this.appends.get(element)
    return append === undefined ? -1 : append >> 1
  }

  /** Whether its transaction appended something after it. */
  isIntermediate(element: string): boolean {
    const append = this.appends.get(element)
    return append !== undefined && append % 2 === 0
  }

  read(reader: number, found: readonly string[], startUs: number): void {
    if (found.length > this.order.length) {
      this.order = found
      this.reader = reader
    }
    if (startUs > this.lastReadUs) this.lastReadUs = startUs
  }

  /** To be called when all has been read. */
  close(transactions: readonly ListTransaction[]): void {
    this.writers = Int32Array.from(this.order, element => this.writerOf(element))
    const aborted = this.writers.findIndex(writer => writer >= 0 && transactions[writer]!.outcome === 'fail')
    if (aborted !== -1) this.firstAborted = aborted
  }

  elements(): IterableIterator<string> {
    return this.appends.keys()
  }
}

/** Of each key, in the order in which they come up; a text says why there is nothing to be decided. */
export function keyHistories(transactions: readonly ListTransaction[]): Map<string, KeyHistory> | string {
  const keys = new Map<string, KeyHistory>()
  for (let at = 0; at < transactions.length; at++) {
    const { operations, outcome, startUs } = transactions[at]!
    for (const operation of operations) {
      let history = keys.get(operation.key)
      if (history === undefined) keys.set(operation.key, history = new KeyHistory(operation.key, keys.size))
      if (operation.kind === 'read') {
        if (outcome === 'ok' && operation.found !== null) history.read(at, operation.found, startUs)
      } else if (!history.append(at, operation.element)) {
        return `${operation.element} is appended to ${operation.key} more than once`
      }
    }
  }
  for (const history of keys.values()) history.close(transactions)
  return keys
}
