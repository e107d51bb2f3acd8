import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Row, TypeName, Value } from '../../../../src/sql/index.ts'
import { cloneTable, type CloneTable } from '../../../../src/vitess/vtworker/clone-table.ts'
import { checkMergeableKey, compareRows, firstDifference } from '../../../../src/vitess/vtworker/compare-rows.ts'
import { readerQuery } from '../../../../src/vitess/vtworker/reader-query.ts'
import { ResultMerger, type RowReader } from '../../../../src/vitess/vtworker/row-reader.ts'
import { sqlEncoder } from '../../../../src/vitess/vtworker/sql-text.ts'

interface Vector { readonly op: string; readonly name?: string; readonly args: any; readonly want: any; readonly years: readonly number[] }
const vectors = JSON.parse(readFileSync(new URL('../../../vectors/workflows.json', import.meta.url), 'utf8')) as Vector[]
const of = (op: string): [string, Vector][] => vectors.filter(vector => vector.op === op && vector.years.includes(2020))
  .map(vector => [vector.name ?? JSON.stringify(vector.args), vector])

const table = (name: string, columns: readonly string[], primaryKeyColumns: readonly string[],
  types?: readonly TypeName[]): CloneTable => cloneTable({
  name, columns, primaryKeyColumns, columnTypes: types ?? columns.map(() => 'INT64' as const), schema: '', type: 'BASE TABLE',
    dataLengthBytes: 0, rowCount: 0,
})

describe('the query of a reader', () => {
  test.each(of('worker_generate_query'))('%s', (_name, { args: [args], want }) => {
    const value = (typed: { value: string } | null): Value => typed === null ? null : Number(typed.value)
    const chunk = { start: value(args.start), end: value(args.end), number: 1, total: 1 }
    const lastRow = (args.last_row as { value: string }[] | null)?.map(value) ?? null
    expect(readerQuery(table(args.table, args.columns, args.primary_key), chunk, lastRow)).toBe(want)
  })
})

describe('columns with the primary key first', () => {
  test.each(of('worker_ordered_columns'))('%s', (_name, { args: [args], want }) => {
    expect(table('t', args.columns, args.primary_key).columns).toEqual(want)
  })
})

describe('the order of rows', () => {
  test.each(of('worker_compare_rows'))('%s', (_name, { args: [types, left, right], want }) => {
    const fields = (types as string[]).map(type => ({ name: 'a', type: type.toUpperCase() as TypeName }))
    const row = (values: string[]): Row => values.map((text, i) => /INT/.test(fields[i]!.type) ? asInteger(text)
      : fields[i]!.type.startsWith('FLOAT') ? Number(text) : text)
    expect(compareRows(fields, fields.length, row(left), row(right))).toBe(want)
  })

  test('a column of bytes decides even if it is equal, so that the rest of the key is not looked at: as in Vitess', () => {
    const fields = [{ name: 'a', type: 'VARBINARY' as const }, { name: 'b', type: 'INT64' as const }]
    expect(compareRows(fields, 2, ['x', 1], ['x', 2])).toBe(0)
  })

  test('NULL cannot be compared', () => {
    expect(() => compareRows([{ name: 'a', type: 'INT64' }], 1, [null], [1])).toThrow('unsupported type <nil>')
  })
})
const asInteger = (text: string): number | bigint => Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text)

test.each([
  [[1, 'a', null], [1, 'a', null], -1],
  [[1, 'a'], [1, 'b'], 1],
  [[{ decimal: 150n, scale: 2 }], [{ decimal: 150n, scale: 2 }], -1],
  [[{ decimal: 150n, scale: 2 }], [{ decimal: 15n, scale: 1 }], 0],
] as [Row, Row, number][])('rows %s and %s first differ at %s', (left, right, expected) => {
  expect(firstDifference(left, right)).toBe(expected)
})

describe('a value as SQL', () => {
  test.each([
    ['INT64', 5, '5'], ['INT64', -9007199254740993n, '-9007199254740993'], ['VARCHAR', null, 'null'],
      ['VARCHAR', "it's", "'it\\'s'"],
    ['VARCHAR', 'é', "'é'"], ['VARBINARY', 'abc', "'abc'"], ['VARBINARY', '\xc3\xa9', "X'c3a9'"],
      ['DECIMAL', { decimal: -150n, scale: 2 }, '-1.50'],
    ['FLOAT64', 1e21, '1e21'], ['BIT', '\x05', "b'00000101'"], ['DATETIME', '2020-04-28 12:00:00', "'2020-04-28 12:00:00'"],
  ] as [TypeName, Value, string][])('%s %s is %s', (type, value, text) => {
    expect(sqlEncoder(type)(value)).toBe(text)
  })
})

describe('a merger', () => {
  const fields = [{ name: 'id', type: 'INT64' as const }, { name: 'from', type: 'VARCHAR' as const }]
  /** Gives some rows at once, the others only when it is waited for. */
  const reader = (name: string, ids: readonly number[], atOnce = 0): RowReader => {
    let at = 0
    const give = (): Row => [ids[at++]!, name]
    return { fields, row: () => at > 0 && at <= atOnce && at < ids.length ? give() : undefined, next: async () => at < ids.length
      ? give() : null, takeCount: () => 0, close: () => {} }
  }
  const all = async (merger: ResultMerger): Promise<string[]> => {
    const rows: string[] = []
    for (;;) {
      const row = merger.row() ?? await merger.next(null as never)
      if (row === null) return rows
      rows.push(row.join(''))
    }
  }

  test('gives the rows of all in the order of the key, equal ones in the order of their readers', async () => {
    expect(await all(new ResultMerger([reader('a', [1, 4, 6], 3), reader('b', [2, 3, 6]), reader('c', [])], 1))).toEqual(['1a',
      '2b', '3b', '4a', '6a', '6b'])
  })

  test('refuses keys of text, whose order here is not that of MySQL', () => {
    expect(() => checkMergeableKey([{ name: 'a', type: 'VARCHAR' }], 1)).toThrow('invalid PK types for ResultMerger.'
      + ' Use the vtworker LegacySplitClone command instead. unsupported type: VARCHAR cannot compare fields with this type')
    expect(() => checkMergeableKey([{ name: 'a', type: 'VARBINARY' }, { name: 'b', type: 'VARCHAR' }], 1)).not.toThrow()
  })
})
