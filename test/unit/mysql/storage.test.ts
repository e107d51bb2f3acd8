import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defineTable } from '../../../src/mysql/catalog/define-table.ts'
import { createTableText } from '../../../src/mysql/catalog/create-table-text.ts'
import { OrderedMap } from '../../../src/mysql/storage/ordered-map.ts'
import { Table } from '../../../src/mysql/storage/table.ts'
import type { TableSchema } from '../../../src/mysql/storage/table-schema.ts'
import { type CreateTable, parse, type Value } from '../../../src/sql/index.ts'

function schema(sql: string): TableSchema {
  return defineTable(parse(sql) as CreateTable, 'd', { charset: 'utf8', collation: 'utf8_general_ci' })
}

function fill(sql: string, rows: readonly Value[][]): Table {
  const table = new Table(schema(sql))
  const data = table.data.copy()
  for (const row of rows) {
    const key = table.newKey(row)
    data.change(key, null, key, row)
  }
  table.data = data
  return table
}

describe('OrderedMap', () => {
  it('agrees with a sorted list, and copies do not see each other', () => {
    const command = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.boolean())
    fc.assert(fc.property(fc.array(command), fc.array(command), (first, second) => {
      const map = new OrderedMap<number>()
      const twin = new Map<number, number>()
      const apply = (m: OrderedMap<number>, t: Map<number, number>, commands: [number, boolean][]) => {
        for (const [key, put] of commands) {
          if (put) m.set(key, key), t.set(key, key)
          else m.delete(key), t.delete(key)
        }
      }
      const list = (m: OrderedMap<number>) => { const all: number[] = []; m.ascend(null, null, (v) => { all.push(v) }); return all }
      const sorted = (t: Map<number, number>) => [...t.keys()].sort((a, b) => a - b)
      apply(map, twin, first)
      const copy = map.copy()
      const before = sorted(twin)
      apply(map, twin, second)
      expect(list(map)).toEqual(sorted(twin))
      expect(list(copy)).toEqual(before)
    }))
  })

  it('shows ranges in both directions', () => {
    const ends = fc.option(fc.record({ key: fc.integer({ min: -2, max: 42 }), inclusive: fc.boolean() }), { nil: null })
    const map = new OrderedMap<number>()
    for (let i = 0; i < 40; i += 2) map.set(i, i)
    fc.assert(fc.property(ends, ends, (from, to) => {
      const wanted: number[] = []
      for (let i = 0; i < 40; i += 2) {
        const low = from === null || i > from.key || (from.inclusive && i === from.key)
        const high = to === null || i < to.key || (to.inclusive && i === to.key)
        if (low && high) wanted.push(i)
      }
      const up: number[] = []
      const down: number[] = []
      map.ascend(from, to, (v) => { up.push(v) })
      map.descend(from, to, (v) => { down.push(v) })
      expect(up).toEqual(wanted)
      expect(down).toEqual(wanted.reverse())
    }))
  })
})

describe('keys order as their values do', () => {
  const check = (type: string, values: readonly Value[]) => it(type, () => {
    const table = fill(`create table t (id int, v ${type}, key (v), primary key (id))`, values.map((v, i) => [100 - i, v]))
    const found: Value[] = []
    table.data.scan({ index: 1, from: null, to: null, descending: false }, (row) => { found.push(row[1]!) })
    expect(found).toEqual(values)
  })
  check('bigint', [null, -9223372036854775808n, -5, -1, 0, 1, 65535, 65536, 4294967295, 4294967296, 9223372036854775807n])
  check('bigint unsigned', [0, 9007199254740991, 9223372036854775808n, 18446744073709551615n])
  check('double', [-1e300, -1.5, -0.1, 0, 1e-300, 0.1, 2, 1e300])
  check('decimal(10,2)', [{ decimal: -150n, scale: 2 }, { decimal: -1n, scale: 2 }, { decimal: 0n, scale: 2 }, { decimal: 99n, scale: 2 }, { decimal: 100n, scale: 2 }])
  check('varchar(20)', ['', 'a', 'A b', 'ab', 'B', 'c\u0000', 'c\u0000a', 'z', '_'])
  check('varbinary(20)', ['', '\u0000', '\u0000\u0000', '\u0000a', 'A', 'a', '\u00ff'])
  check('time', ['-10:00:00', '-00:30:00', '00:00:01', '09:00:00', '100:00:00'])
  check("enum('z','a')", ['z', 'a'])
})

describe('a range over several columns', () => {
  const table = fill(
    'create table t (a int not null, b varchar(5) not null, c int, primary key (a, b))',
    [[1, 'x', 1], [1, 'y', 2], [2, 'w', 3], [2, 'x', 4], [3, 'a', 5]],
  )
  const scan = (from: Value[] | null, fromIn: boolean, to: Value[] | null, toIn: boolean) => {
    const found: Value[] = []
    const bound = (values: Value[] | null, inclusive: boolean) => (values === null ? null : { values, inclusive })
    table.data.scan({ index: 0, from: bound(from, fromIn), to: bound(to, toIn), descending: false }, (row) => { found.push(row[2]!) })
    return found
  }
  it('of a prefix', () => expect(scan([2], true, [2], true)).toEqual([3, 4]))
  it('after a prefix', () => expect(scan([1], false, null, true)).toEqual([3, 4, 5]))
  it('before a prefix', () => expect(scan(null, true, [2], false)).toEqual([1, 2]))
  it('within a prefix', () => expect(scan([2, 'W'], false, [2], true)).toEqual([4]))
})

describe('unique keys', () => {
  const table = fill('create table t (id int not null, u int, unique key (u), primary key (id))', [[1, 10], [2, null], [3, null]])
  const conflict = (row: Value[]) => table.data.conflict(row, table.newKey(row), null)?.index ?? null
  it('are looked at in order', () => expect(conflict([1, 10])).toBe(0))
  it('find the other row', () => expect(conflict([5, 10])).toBe(1))
  it('do not care for NULL', () => expect(conflict([5, null])).toBe(null))
})

describe('SHOW CREATE TABLE', () => {
  const shown = (sql: string, next = 1) => createTableText(schema(sql), next).split('\n')
  it('adds what MySQL adds', () => {
    expect(shown(`create table customer(customer_id bigint not null auto_increment, email varbinary(128),
      primary key(customer_id)) ENGINE=InnoDB`, 6)).toEqual([
      'CREATE TABLE `customer` (',
      '  `customer_id` bigint(20) NOT NULL AUTO_INCREMENT,',
      '  `email` varbinary(128) DEFAULT NULL,',
      '  PRIMARY KEY (`customer_id`)',
      ') ENGINE=InnoDB AUTO_INCREMENT=6 DEFAULT CHARSET=utf8',
    ])
  })
  it('prints types, defaults, keys and comments', () => {
    expect(shown(`create table t (a int unsigned default 5, b varchar(10) collate utf8_bin not null, c timestamp null,
      d decimal(10,2) default 1.5, e enum('x','y') default 'x', f text, g datetime default current_timestamp on update current_timestamp,
      h tinyint(1) comment 'it''s', unique (b), key k (a, f(10))) comment='vitess_sequence'`)).toEqual([
      'CREATE TABLE `t` (',
      '  `a` int(10) unsigned DEFAULT \'5\',',
      '  `b` varchar(10) COLLATE utf8_bin NOT NULL,',
      '  `c` timestamp NULL DEFAULT NULL,',
      '  `d` decimal(10,2) DEFAULT \'1.5\',',
      "  `e` enum('x','y') DEFAULT 'x',",
      '  `f` text,',
      '  `g` datetime DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,',
      "  `h` tinyint(1) DEFAULT NULL COMMENT 'it''s',",
      '  UNIQUE KEY `b` (`b`),',
      '  KEY `k` (`a`,`f`(10))',
      ") ENGINE=InnoDB DEFAULT CHARSET=utf8 COMMENT='vitess_sequence'",
    ])
  })
  it('gives the same schema when it is read again', () => {
    const first = schema('create table t (a int primary key, b varchar(3), index (b))')
    expect(schema(createTableText(first, 1))).toBe(first)
  })
})
