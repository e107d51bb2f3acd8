import type { Anomaly, AnomalyName } from './anomaly.ts'
import type { KeyHistory } from './key-history.ts'
import type { ListTransaction } from './transaction.ts'

/** What is wrong with single lists and single transactions, before any of them is compared with others. */
export function directAnomalies(
  transactions: readonly ListTransaction[], keys: ReadonlyMap<string, KeyHistory>,
): Anomaly[] {
  const found = new DirectAnomalies(transactions)
  for (const history of keys.values()) found.ofList(history)
  for (let at = 0; at < transactions.length; at++) {
    if (transactions[at]!.outcome === 'ok') found.ofReads(at, keys)
  }
  return found.anomalies
}

class DirectAnomalies {
  readonly anomalies: Anomaly[] = []
  /** Of the transaction that is looked at: by key what it read last, and what it appended since. */
  private readonly own = new Map<string, { known: readonly string[] | null; appended: string[] }>()

  constructor(private readonly transactions: readonly ListTransaction[]) {}

  /** The longest read of a list, and what should be in it. */
  ofList(history: KeyHistory): void {
    const { key, order, reader, writers } = history
    const seen = new Set<string>()
    let aborted = -1
    for (let at = 0; at < order.length; at++) {
      const element = order[at]!
      const writer = writers[at]!
      if (seen.has(element)) this.report('duplicate-element', `${key} holds ${element} twice`, reader, writer)
      seen.add(element)
      // With another transaction between them it would be a cycle.
      const before = at > 0 && writer >= 0 && writers[at - 1] === writer ? order[at - 1]! : element
      if (!this.isInOrder(writer, key, before, element)) {
        const says = `${key} holds ${element} after ${before}, unlike its transaction`
        this.report('incompatible-order', says, writer)
      }
      if (writer === -1) {
        this.report('unwritten-element', `${key} holds ${element}, which nobody appended`, reader)
        continue
      }
      if (this.transactions[writer]!.outcome === 'fail') aborted = writer
      else if (aborted !== -1) {
        const says = `${key}: ${element} was appended after what had been rolled back`
        this.report('dirty-update', says, writer, aborted)
        aborted = -1
      }
    }
    for (const element of history.elements()) {
      if (seen.has(element)) continue
      const writer = history.writerOf(element)
      const { outcome, endUs } = this.transactions[writer]!
      if (outcome !== 'ok' || history.lastReadUs <= endUs) continue
      const says = `${element} was appended to ${key}, and a later read does not find it`
      this.report('lost-append', says, writer)
    }
  }

  /** Whether a transaction appended the one before the other. */
  private isInOrder(writer: number, key: string, before: string, after: string): boolean {
    if (before === after) return true
    const appended = this.transactions[writer]!.operations.flatMap(operation =>
      (operation.kind === 'append' && operation.key === key ? [operation.element] : []))
    return appended.indexOf(before) <= appended.indexOf(after)
  }

  /** The reads of one committed transaction. */
  ofReads(index: number, keys: ReadonlyMap<string, KeyHistory>): void {
    const { operations } = this.transactions[index]!
    this.own.clear()
    for (const operation of operations) {
      const { key } = operation
      let list = this.own.get(key)
      if (list === undefined && operations.length > 1) this.own.set(key, list = { known: null, appended: [] })
      if (operation.kind === 'append') {
        const { element } = operation
        list?.appended.push(element)
        if (list?.known?.includes(element) !== true) continue
        this.report('internal', `${key} is read with ${element} before that is appended`, index)
        continue
      }
      const { found } = operation
      if (found === null) continue
      const history = keys.get(key)!
      const isInOrder = isPrefix(found, history.order)
      if (!isInOrder) {
        const [one, other] = [show(found), show(history.order)]
        this.report('incompatible-order', `${key} is read as ${one} and as ${other}`, index, history.reader)
      }
      if (!isInOrder || found.length > history.firstAborted) this.ofAborted(index, history, found)
      this.ofLast(index, history, found)
      if (list === undefined) continue
      if (!endsWith(found, list.appended)) {
        const says = `${key} is read as ${show(found)} after its own ${show(list.appended)}`
        this.report('internal', says, index)
      } else if (list.known !== null && !isSame(found, list.known, list.appended)) this.report(
        'fuzzy-read', `${key} is read as ${show(list.known)}, then as ${show(found)}`, index,
      )
      list.known = found
      list.appended = []
    }
  }

  private ofAborted(index: number, history: KeyHistory, found: readonly string[]): void {
    const { key } = history
    for (const element of found) {
      const writer = history.writerOf(element)
      if (writer === -1 || this.transactions[writer]!.outcome !== 'fail') continue
      this.report('G1a', `${element} in ${key} is read, but its transaction was rolled back`, index, writer)
      return
    }
  }

  /** Whether a read ends in the middle of what another transaction appended. */
  private ofLast(index: number, history: KeyHistory, found: readonly string[]): void {
    const last = found.at(-1)
    if (last === undefined || !history.isIntermediate(last)) return
    const writer = history.writerOf(last)
    if (writer === index) return
    const says = `${history.key} is read up to ${last}, and its transaction appended more`
    this.report('G1b', says, index, writer)
  }

  private report(name: AnomalyName, says: string, ...indexes: readonly number[]): void {
    const named = indexes.filter(index => index >= 0).map(index => this.transactions[index]!.id)
    this.anomalies.push({ name, says, transactions: [...new Set(named)] })
  }
}

function isPrefix(list: readonly string[], longer: readonly string[]): boolean {
  if (list === longer) return true
  if (list.length > longer.length) return false
  // The end differs sooner than the beginning.
  for (let at = list.length - 1; at >= 0; at--) if (list[at] !== longer[at]) return false
  return true
}

function endsWith(list: readonly string[], end: readonly string[]): boolean {
  const from = list.length - end.length
  return from >= 0 && end.every((element, at) => list[from + at] === element)
}

function isSame(list: readonly string[], known: readonly string[], appended: readonly string[]): boolean {
  return list.length === known.length + appended.length && isPrefix(known, list)
}

const shownMax = 12

function show(list: readonly string[]): string {
  return list.length <= shownMax ? `[${list.join(' ')}]` : `[${list.slice(0, shownMax).join(' ')} …]`
}
