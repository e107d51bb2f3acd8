import { describe, expect, test } from 'vitest'
import type { QueryResult } from '../../../../src/sql/index.ts'
import { mysqlError, mysqlTable, mysqlVertical } from '../../../../src/lab/scenario/mysql-table.ts'

function result(names: string, types: string, ...rows: QueryResult['rows'][number][]): QueryResult {
  const kinds = types.split(' ') as never[]
  return { fields: names.split(' ').map((name, index) => ({ name, type: kinds[index]! })), rows, rowsAffected: 0, insertId: 0 }
}

const check = (lines: string[], expected: string): void => expect(lines.join('\n')).toBe(expected)

describe('tables are those of the mysql client', () => {
  test('numbers go right, text goes left, headers go left', () => {
    check(mysqlTable(result('sku price', 'VARBINARY INT64', ['SKU-1001', 100], ['SKU-1002', 30]), 4), [
      '+----------+-------+',
      '| sku      | price |',
      '+----------+-------+',
      '| SKU-1001 |   100 |',
      '| SKU-1002 |    30 |',
      '+----------+-------+',
      '2 rows in set (0.00 sec)',
      '',
    ].join('\n'))
  })

  test('one row, NULL, decimals, wide letters', () => {
    check(mysqlTable(result('a b', 'DECIMAL VARCHAR', [{ decimal: -150n, scale: 2 }, null], [null, '分片']), 1234), [
      '+-------+------+',
      '| a     | b    |',
      '+-------+------+',
      '| -1.50 | NULL |',
      '|  NULL | 分片 |',
      '+-------+------+',
      '2 rows in set (1.23 sec)',
      '',
    ].join('\n'))
    expect(mysqlTable(result('a', 'INT64', [1]), 0)).toContain('1 row in set (0.00 sec)')
  })

  test('nothing to show', () => {
    check(mysqlTable(result('a', 'INT64'), 0), 'Empty set (0.00 sec)\n')
    check(mysqlTable({ fields: [], rows: [], rowsAffected: 1, insertId: 7 }, 12), 'Query OK, 1 row affected (0.01 sec)\n')
    check(mysqlTable({ fields: [], rows: [], rowsAffected: 0, insertId: 0 }, 0), 'Query OK, 0 rows affected (0.00 sec)\n')
  })

  test('\\G prints a column a line', () => {
    check(mysqlVertical(result('id stop_pos', 'INT32 VARBINARY', [1, null], [2, 'x']), 0), [
      '*************************** 1. row ***************************',
      '      id: 1',
      'stop_pos: NULL',
      '*************************** 2. row ***************************',
      '      id: 2',
      'stop_pos: x',
      '2 rows in set (0.00 sec)',
      '',
    ].join('\n'))
  })

  test('errors', () => {
    expect(mysqlError({ errno: 1146, sqlState: '42S02', message: "Table 'a.b' doesn't exist" }))
      .toBe("ERROR 1146 (42S02): Table 'a.b' doesn't exist")
  })
})
