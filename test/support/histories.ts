import type { Rng } from '../../src/sim/index.ts'
import type {
  ListOperation, ListTransaction, Operation, RegisterInput, RegisterOutput,
} from '../../src/lab/check/index.ts'

export type RegisterOperation = Operation<RegisterInput, RegisterOutput>

export interface HistoryShape {
  readonly operations: number
  readonly clients: number
  readonly keys: number
  /** How many in a hundred have no answer. */
  readonly unknownPercent: number
}

/**
 * A history of registers that is linearizable: each operation takes effect at a moment between its call and its
 * answer. Clients work one operation after the other; one whose answer never came goes on.
 */
export function registerHistory(rng: Rng, { operations, clients, keys, unknownPercent }: HistoryShape): RegisterOperation[] {
  const planned = Array.from({ length: operations }, (_, id) => ({ id, client: id % clients }))
  const freeAt = new Int32Array(clients)
  const timed = planned.map(({ id, client }) => {
    const callUs = freeAt[client]! + 1 + rng.below(20)
    const tookUs = 2 + rng.below(60)
    const isUnknown = rng.below(100) < unknownPercent
    // What is not answered may take effect much later, or never.
    const effectUs = isUnknown ? callUs + 1 + rng.below(400) : callUs + 1 + rng.below(tookUs - 1)
    freeAt[client] = callUs + tookUs
    const key = `k${rng.below(keys)}`
    const drawn = rng.below(10)
    const input: RegisterInput = drawn < 5 ? { kind: 'read', key }
      : drawn < 8 ? { kind: 'write', key, value: `v${id}` }
        : { kind: 'cas', key, expected: null, value: `v${id}` }
    return { id, input, callUs, returnUs: isUnknown ? Infinity : callUs + tookUs, effectUs, isLost: isUnknown && rng.below(2) === 0 }
  })
  const held = new Map<string, string | null>()
  const answers = new Map<number, { input: RegisterInput; output: RegisterOutput }>()
  for (const { id, input, isLost } of timed.toSorted((a, b) => a.effectUs - b.effectUs || a.id - b.id)) {
    const value = held.get(input.key) ?? null
    if (input.kind === 'read') answers.set(id, { input, output: value })
    else if (input.kind === 'write') {
      answers.set(id, { input, output: true })
      if (!isLost) held.set(input.key, input.value)
    } else {
      // Half of them expect what is there.
      const expected = rng.below(2) === 0 ? value : 'nothing'
      answers.set(id, { input: { ...input, expected }, output: expected === value })
      if (!isLost && expected === value) held.set(input.key, input.value)
    }
  }
  return timed.map(({ id, callUs, returnUs }) => {
    const { input, output } = answers.get(id)!
    return { id, input, output: returnUs === Infinity ? undefined : output, callUs, returnUs }
  })
}

/** The same with one read that answers what had been overwritten before it began; null if there is no place for it. */
export function withStaleRead(history: readonly RegisterOperation[]): RegisterOperation[] | null {
  for (const read of history.toReversed()) {
    if (read.input.kind !== 'read' || read.output === undefined) continue
    const done = history.filter(({ input, output, returnUs }) =>
      input.kind === 'write' && input.key === read.input.key && output !== undefined && returnUs < read.callUs)
    const last = done.toSorted((a, b) => a.callUs - b.callUs).at(-1)
    const old = done.find(({ returnUs }) => last !== undefined && returnUs < last.callUs)
    if (old?.input.kind !== 'write') continue
    const stale = old.input.value
    // A cas may have brought nothing back: values are unique.
    return history.map(operation => operation === read ? { ...read, output: stale } : operation)
  }
  return null
}

/**
 * Transactions on lists that are serializable in real time: each happens at one moment of its own. Some are
 * rolled back. A list takes `appendsMax` elements, then another one takes its place.
 */
export function listTransactions(rng: Rng, count: number, { clients = 10, lists = 20, appendsMax = 32 } = {}): ListTransaction[] {
  const held = new Map<string, readonly string[]>()
  const current = Array.from({ length: lists }, (_, index) => index)
  let lastList = lists
  let element = 0
  return Array.from({ length: count }, (_, id) => {
    const outcome = rng.below(50) === 0 ? 'fail' as const : 'ok' as const
    const own = new Map<string, readonly string[]>()
    const operations = Array.from({ length: 1 + rng.below(4) }, (): ListOperation => {
      const drawn = rng.below(lists)
      const key = `l${current[drawn]!}`
      const list = own.get(key) ?? held.get(key) ?? []
      if (list.length >= appendsMax) current[drawn] = lastList++
      if (rng.below(2) === 0) return { kind: 'read', key, found: list }
      const appended = String(++element)
      own.set(key, [...list, appended])
      return { kind: 'append', key, element: appended }
    })
    if (outcome === 'ok') for (const [key, list] of own) held.set(key, list)
    // The moment is id * 10; transactions of one client do not overlap.
    const reach = clients * 5 - 1
    return {
      id, client: `c${id % clients}`, startUs: id * 10 - rng.below(reach), endUs: id * 10 + rng.below(reach),
      outcome, operations: outcome === 'ok' ? operations : operations.filter(({ kind }) => kind === 'append'),
    }
  })
}
