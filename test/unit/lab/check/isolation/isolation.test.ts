import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkIsolation, isolationLevels, strongestLevel, weakestLevelWithout,
  type AnomalyName, type IsolationLevel, type ListOperation, type ListTransaction,
} from '../../../../../src/lab/check/index.ts'
import { Rng } from '../../../../../src/sim/index.ts'
import { listTransactions } from '../../../../support/histories.ts'

/** `ok x+1 y=1,2`: appends 1 to x, reads 1 and 2 in y. `@10-20` when, `c2:` by whom; else all at once, each by its own client. */
function history(...lines: string[]): ListTransaction[] {
  return lines.map((line, id) => {
    const [, client, outcome, start, end, rest] = /^(?:(c\d+): )?(ok|fail|unknown)(?: @(\d+)-(\d+))? (.*)$/.exec(line)!
    const operations = rest!.split(' ').map((text): ListOperation => {
      const [key, what] = text.split(/[+=]/) as [string, string]
      return text.includes('+') ? { kind: 'append', key, element: what }
        : { kind: 'read', key, found: what === '?' ? null : what === '' ? [] : what.split(',') }
    })
    return {
      id, client: client ?? `own-${id}`, outcome: outcome as ListTransaction['outcome'], operations,
      startUs: Number(start ?? 0), endUs: Number(end ?? 1_000),
    }
  })
}

const named = (level: IsolationLevel, transactions: ListTransaction[]): string[] => {
  const result = checkIsolation(transactions, { level })
  return result.verdict === 'violated' ? result.anomalies.map(({ name }) => name) : [result.verdict]
}

describe('anomalies', () => {
  test.each<[AnomalyName, string[]]>([
    ['unwritten-element', ['ok x=7']],
    ['duplicate-element', ['ok x+1', 'ok x=1,1']],
    ['incompatible-order', ['ok x+1', 'ok x+2', 'ok x=1,2', 'ok x=2']],
    ['lost-append', ['ok @0-5 x+1', 'ok @6-9 x=']],
    ['internal', ['ok x+1 x=', 'ok x=1']],
    ['fuzzy-read', ['ok x= x=1', 'ok x+1']],
    ['G1a', ['fail x+1', 'ok x=1']],
    ['G1b', ['ok x+1 x+2', 'ok x=1', 'ok x=1,2']],
    ['dirty-update', ['fail x+1', 'ok x+2', 'unknown x=1,2', 'ok x=1,2']],
    ['G0', ['ok x+1 y+1', 'ok x+2 y+2', 'ok x=1,2 y=2,1']],
    ['G1c', ['ok x+1 y=2', 'ok y+2 x=1']],
    ['G-single', ['ok x+1 y+1', 'ok x= y=1', 'ok x=1']],
    ['G-nonadjacent', ['ok x+1', 'ok x=1 y=', 'ok y+1', 'ok y=1 x=']],
    ['G2', ['ok x= y+1', 'ok y= x+1', 'ok x=1 y=1']],
    ['cycle-session', ['c1: ok @0-1 x+1', 'c1: ok @0-1 x=', 'ok x=1']],
    ['cycle-realtime', ['ok @0-1 x+1', 'ok @4-5 y+1', 'ok @2-3 y=1 x=1', 'ok @6-7 y=1']],
  ])('%s', (name, lines) => {
    const transactions = history(...lines)
    const level = weakestLevelWithout(name)
    expect(named(level, transactions)).toContain(name)
    // One level below it is allowed.
    const below = isolationLevels[isolationLevels.indexOf(level) - 1]
    if (below !== undefined) expect(named(below, transactions)).toEqual(['ok'])
  })

  test('a cycle tells who depends on whom', () => {
    expect(checkIsolation(history('ok x= y+1', 'ok y= x+1', 'ok x=1 y=1'), { level: 'serializable' })).toEqual({
      verdict: 'violated',
      anomalies: [{ name: 'G2', says: 'T0 read x before T1 appended to it; T1 read y before T0 appended to it', transactions: [0, 1] }],
    })
  })

  test.each<[string, string[]]>([
    ['reads in the order of the appends', ['ok @0-1 x+1', 'ok @2-3 x=1 x+2 x=1,2', 'ok @4-5 x=1,2']],
    ['appends of unknown outcome that come, and that do not', ['unknown x+1', 'unknown x+2', 'ok @2-3 x=1']],
    ['what a transaction that was rolled back read', ['ok @0-1 x+1', 'fail @2-3 x=9']],
    ['reads of which nobody knows what they found', ['ok @0-1 x+1', 'ok @2-3 x=?']],
    ['nothing', []],
  ])('%s: none', (_name, lines) => {
    expect(named('strict-serializable', history(...lines))).toEqual(['ok'])
  })

  test('an element that is appended twice cannot be told from itself', () => {
    expect(named('read-committed', history('ok x+1', 'ok x+1'))).toEqual(['unknown'])
  })
})

test('the strongest level that a history keeps', () => {
  expect(strongestLevel(history('ok x= y+1', 'ok y= x+1', 'ok x=1 y=1'))).toBe('snapshot-isolation')
  expect(strongestLevel(history('fail x+1', 'ok x=1'))).toBe(null)
  expect(strongestLevel(history('ok @0-1 x+1', 'ok @2-3 x=1'))).toBe('strict-serializable')
})

/** Whether some order of the transactions, the last one staying last, gives every read. */
function isSerializable(transactions: readonly ListTransaction[]): boolean {
  const last = transactions.at(-1)!
  const extend = (state: ReadonlyMap<string, string>, left: readonly ListTransaction[]): boolean => left.length === 0
    ? apply(state, last) !== null
    : left.some(transaction => {
        const after = apply(state, transaction)
        return after !== null && extend(after, left.filter(other => other !== transaction))
      })
  return extend(new Map(), transactions.slice(0, -1))
}

function apply(state: ReadonlyMap<string, string>, { operations }: ListTransaction): Map<string, string> | null {
  const after = new Map(state)
  for (const operation of operations) {
    const list = after.get(operation.key) ?? ''
    if (operation.kind === 'append') after.set(operation.key, `${list},${operation.element}`)
    else if (operation.found!.map(element => `,${element}`).join('') !== list) return null
  }
  return after
}

describe('the check', () => {
  test('agrees with brute force on small histories that end with a read of everything', () => {
    const keys = ['x', 'y']
    let accepted = 0
    let rejected = 0
    const drawnOperation = fc.tuple(fc.constantFrom(...keys), fc.boolean(), fc.nat(3))
    fc.assert(fc.property(fc.array(fc.array(drawnOperation, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 5 }), fc.nat(), (drawn, shuffle) => {
      // The order of each list is any; a read finds a part of it from the beginning, whose length is any too.
      let element = 0
      const appends = drawn.map(operations => operations.map(([key, isAppend]) => (isAppend ? { key, element: String(++element) } : null)))
      const rng = new Rng(shuffle)
      const orders = new Map(keys.map(key => {
        const own = appends.flat().flatMap(append => (append?.key === key ? [append.element] : []))
        if (rng.below(3) === 0) own.sort(() => rng.below(3) - 1)
        return [key, own]
      }))
      const transactions = [...drawn, null].map((operations, id): ListTransaction => ({
        id, client: `c${id}`, outcome: 'ok', startUs: operations === null ? 100 : 0, endUs: operations === null ? 101 : 10,
        operations: operations === null ? keys.map(key => ({ kind: 'read', key, found: orders.get(key)! }))
          : operations.map(([key, , length], at): ListOperation => {
              const append = appends[id]![at]
              return append === null || append === undefined ? { kind: 'read', key, found: orders.get(key)!.slice(0, length) } : { kind: 'append', ...append }
            }),
      }))
      const expected = isSerializable(transactions)
      if (expected) accepted++
      else rejected++
      expect(checkIsolation(transactions, { level: 'serializable' }).verdict).toBe(expected ? 'ok' : 'violated')
    }), { numRuns: 3_000, seed: 20_200_401 })
    expect(Math.min(accepted, rejected)).toBeGreaterThan(300)
  })

  test('accepts generated histories at every level, and finds what is planted in them', () => {
    for (let seed = 0; seed < 30; seed++) {
      const transactions = listTransactions(new Rng(seed), 400, { clients: 5, lists: 4, appendsMax: 12 })
      expect(named('strict-serializable', transactions)).toEqual(['ok'])
      const rng = new Rng(seed + 1_000)
      const victim = transactions.filter(({ outcome, operations }) => outcome === 'ok' && operations.some(({ kind }) => kind === 'append'))[rng.below(100)]!
      // An acknowledged append that was rolled back, and one that is lost where it was read.
      const rolledBack = transactions.map(transaction => transaction === victim ? { ...transaction, outcome: 'fail' as const } : transaction)
      const isRead = transactions.some(({ id, operations }) => id !== victim.id && operations.some(operation => operation.kind === 'read'
        && operation.found!.some(element => victim.operations.some(other => other.kind === 'append' && other.element === element))))
      expect(named('read-committed', rolledBack).includes('G1a')).toBe(isRead)
      const stale = transactions.findLast(({ outcome, operations }) => outcome === 'ok' && operations[0]!.kind === 'read' && operations[0]!.found!.length > 2)!
      const older = transactions.map(transaction => transaction === stale ? {
        ...transaction, operations: [{ ...stale.operations[0]!, found: [] } as ListOperation],
      } : transaction)
      expect(named('strict-serializable', older)).not.toEqual(['ok'])
    }
  })

  test('says unknown at once when there is too much to look at', () => {
    const transactions = listTransactions(new Rng(1), 2_000)
    expect(checkIsolation(transactions, { level: 'serializable', workMax: 1_000 })).toMatchObject({ verdict: 'unknown', why: expect.stringContaining('more than 1000') })
  })

  test('says unknown rather than name a cycle wrongly', () => {
    // A long chain of reads, from whose end many pairs of anti-dependencies lead back: whether one alone does needs a search.
    const many = Array.from({ length: 60 }, (_, index) => index)
    const lines = [
      `ok c0+1 ${many.map(n => `z${n}+1`).join(' ')}`, ...many.map(n => `ok c${n}=1 c${n + 1}+1`),
      `ok c60=1 ${many.map(n => `y${n}=`).join(' ')}`, ...many.map(n => `ok y${n}+1 z${n}=`),
      `ok ${many.map(n => `y${n}=1 z${n}=1`).join(' ')}`,
    ]
    expect(named('serializable', history(...lines))).toEqual(['G2'])
    expect(named('snapshot-isolation', history(...lines))).toEqual(['ok'])
    expect(checkIsolation(history(...lines), { level: 'snapshot-isolation', workMax: 1_500 })).toEqual({ verdict: 'unknown', why: 'a cycle could not be named within 1500 edges' })
  })
})
