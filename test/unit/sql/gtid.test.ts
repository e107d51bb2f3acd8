import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FilePosGtidSet, MariadbGtidSet } from '../../../src/sql/gtid-other-flavors.ts'
import { Gtid, GtidError, GtidSet, parseSid } from '../../../src/sql/gtid.ts'
import { GrowingGtidSet } from '../../../src/sql/growing-gtid-set.ts'
import { Position } from '../../../src/sql/position.ts'

type SetArgument = string | null | { flavor: string } | Record<string, [number, number][]>
interface Vector {
  id: string
  op: string
  args: SetArgument[]
  want?: unknown
  error?: string
  error_match?: string
  years: number[]
}

const vectors: Vector[] = JSON.parse(readFileSync('test/vectors/gtids.json', 'utf8'))

function set(argument: SetArgument): GtidSet {
  if (typeof argument === 'string') return GtidSet.parse(argument)
  return GtidSet.of(new Map(Object.entries(argument as Record<string, [number, number][]>)))
}

const isOther = (argument: SetArgument) => typeof argument === 'object' && argument !== null && 'flavor' in argument
const text = (argument: SetArgument) => argument as string
const other = MariadbGtidSet.parse('1-2-3')

const operations = new Map<string, (args: SetArgument[]) => unknown>([
  ['parse_set', ([a]) => {
    const parsed = set(a!)
    return { text: parsed.toString(), intervals: Object.fromEntries(parsed.sids().map((s) => [s, parsed.intervals(s)])) }
  }],
  ['set_string', ([a]) => set(a!).toString()],
  ['contains', ([a, b]) => set(a!).contains(isOther(b!) ? other : set(b!))],
  ['contains_gtid', ([a, b]) => set(a!).has(Gtid.parse(text(b!)))],
  ['equal', ([a, b]) => (isOther(a!) ? other : set(a!)).equals(isOther(b!) ? other : set(b!))],
  ['add_gtid', ([a, b]) => (isOther(b!) ? set(a!) : set(a!).addText(text(b!))).toString()],
  ['union', ([a, b]) => set(a!).union(set(b!)).toString()],
  ['difference', ([a, b]) => set(a!).subtract(set(b!)).toString()],
  ['subtract', ([a, b]) => set(a!).subtract(set(b!)).toString()],
  ['last', ([a]) => { const s = set(a!); const sid = s.sids().at(-1); return sid === undefined ? '' : `${sid}:${s.last(sid)}` }],
  ['parse_gtid', ([a]) => Gtid.parse(text(a!)).toString()],
  ['parse_sid', ([a]) => parseSid(text(a!))],
  ['encode_gtid', ([flavor, gtid]) => `${text(flavor!)}/${text(gtid!)}`],
  ['mariadb_parse_gtid', ([a]) => MariadbGtidSet.parse(text(a!)).toString()],
  ['mariadb_parse_set', ([a]) => MariadbGtidSet.parse(text(a!)).toString()],
  ['mariadb_set_string', ([a]) => MariadbGtidSet.parse(text(a!)).toString()],
  ['mariadb_contains', ([a, b]) => b === null || MariadbGtidSet.parse(text(a!)).contains(isOther(b!) ? GtidSet.empty : MariadbGtidSet.parse(text(b!)))],
  ['mariadb_contains_gtid', ([a, b]) => b === null || MariadbGtidSet.parse(text(a!)).contains(isOther(b!) ? GtidSet.empty : MariadbGtidSet.parse(text(b!)))],
  ['mariadb_equal', ([a, b]) => b !== null && MariadbGtidSet.parse(text(a!)).equals(isOther(b!) ? GtidSet.empty : MariadbGtidSet.parse(text(b!)))],
  ['mariadb_add_gtid', ([a, b]) => { const s = MariadbGtidSet.parse(text(a!)); return (b === null || isOther(b!) ? s : s.addText(text(b!))).toString() }],
  ['mariadb_union', ([a, b]) => MariadbGtidSet.parse(text(a!)).union(MariadbGtidSet.parse(text(b!))).toString()],
  ['filepos_contains_gtid', ([a, b]) => FilePosGtidSet.parse(text(a!)).contains(FilePosGtidSet.parse(text(b!)))],
  ['position_at_least', ([a, b]) => Position.decode(text(a!)).atLeast(Position.decode(text(b!)))],
  ['position_equal', ([a, b]) => Position.decode(text(a!)).equals(Position.decode(text(b!)))],
  ['position_string', ([a]) => Position.decode(text(a!)).toString()],
  ['position_is_zero', ([a]) => Position.decode(text(a!)).isZero],
  ['encode_position', ([a]) => Position.decode(text(a!)).encode()],
])

describe("Vitess's own vectors", () => {
  // Vitess of April 2020 is the model; what only came later (set arithmetic) is taken from 2023.
  const later = new Set(['union', 'difference', 'subtract', 'last', 'mariadb_union'])
  const ours = vectors.filter((v) => (v.years.includes(2020) || later.has(v.op)) && operations.has(v.op))
  for (const vector of ours) {
    it(`${vector.id} ${vector.op} ${JSON.stringify(vector.args)}`, () => {
      const run = operations.get(vector.op)!
      if (vector.error !== undefined) expect(() => run(vector.args)).toThrow(vector.error || GtidError)
      else expect(run(vector.args)).toEqual(vector.want)
    })
  }
})

describe('GtidSet', () => {
  const sid = '00010203-0405-0607-0809-0a0b0c0d0e0f'
  const other = '10010203-0405-0607-0809-0a0b0c0d0e0f'
  const numbers = fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { maxLength: 30 })
  const made = (list: number[], of = sid) => list.reduce((s, n) => s.addSequence(of, n), GtidSet.empty)
  const all = (set: GtidSet) => set.intervals(sid).flatMap(([a, b]) => Array.from({ length: b - a + 1 }, (_, i) => a + i))
  const ascending = (list: number[]) => [...list].sort((a, b) => a - b)

  it('holds what was added, in any order, as few intervals', () => {
    fc.assert(fc.property(numbers, (list) => {
      const set = made(list)
      expect(all(set)).toEqual(ascending(list))
      expect(set.count()).toBe(list.length)
      expect(GtidSet.parse(set.toString()).equals(set)).toBe(true)
      const intervals = set.intervals(sid)
      for (let i = 1; i < intervals.length; i++) expect(intervals[i]![0]).toBeGreaterThan(intervals[i - 1]![1] + 1)
    }))
  })

  it('unites, subtracts and contains as sets of numbers do', () => {
    fc.assert(fc.property(numbers, numbers, (a, b) => {
      expect(all(made(a).union(made(b)))).toEqual(ascending([...new Set([...a, ...b])]))
      expect(all(made(a).subtract(made(b)))).toEqual(ascending(a.filter((n) => !b.includes(n))))
      expect(made(a).contains(made(b))).toBe(b.every((n) => a.includes(n)))
    }))
  })

  it('keeps servers apart and prints them in order', () => {
    const set = made([1, 2], other).union(made([5]))
    expect(set.toString()).toBe(`${sid}:5,${other}:1-2`)
    expect(set.last(other)).toBe(2)
  })

  it('says what is wrong in the words of Vitess', () => {
    expect(() => GtidSet.parse('x')).toThrow('invalid MySQL 5.6 GTID set ("x"): expected uuid:interval')
    expect(() => GtidSet.parse(`${sid}:1-2-3`)).toThrow('invalid interval ("1-2-3"): expected start-end or single number')
    expect(() => GtidSet.parse(`${sid}:0`)).toThrow('invalid interval ("0"): start must be > 0')
    expect(() => Position.decode('abc')).toThrow('parse error: unknown GTIDSet flavor ""')
  })
})

it('a set that grows in place is what adding one by one gives', () => {
  const sids = [1, 2, 3].map((n) => `0000000${n}-0000-0000-0000-000000000000`)
  const gtid = fc.record({ sid: fc.constantFrom(...sids), sequence: fc.integer({ min: 1, max: 12 }) })
  fc.assert(fc.property(fc.array(gtid), fc.array(gtid), fc.nat(), (first, then, looks) => {
    let plain = GtidSet.empty
    for (const { sid, sequence } of first) plain = plain.addSequence(sid, sequence)
    const growing = new GrowingGtidSet()
    growing.set = plain
    then.forEach(({ sid, sequence }, i) => {
      expect(growing.has(new Gtid(sid, sequence))).toBe(plain.hasSequence(sid, sequence))
      plain = plain.addSequence(sid, sequence)
      growing.add(new Gtid(sid, sequence))
      expect(growing.last(sid)).toBe(plain.last(sid))
      // Looking at it in between changes nothing.
      if ((looks >> (i % 31)) % 2 === 1) expect(growing.set.toString()).toBe(plain.toString())
    })
    expect(growing.set.toString()).toBe(plain.toString())
  }))
})
