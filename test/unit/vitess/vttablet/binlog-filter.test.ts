import { describe, expect, test } from 'vitest'
import type { BinlogEvent } from '../../../../src/mysql/index.ts'
import { buildKeyspaceSchema } from '../../../../src/vitess/keys/index.ts'
import type { Row } from '../../../../src/sql/index.ts'
import { BinlogStreamer, keyRangeFilter, tablesFilter, type BinlogFilter } from '../../../../src/vitess/vttablet/binlog/binlog-streamer.ts'
import { rowResolver } from '../../../../src/vitess/vttablet/binlog/keyspace-id-resolver.ts'
import type { SchemaEngine } from '../../../../src/vitess/vttablet/tabletserver/schema-engine.ts'
import type { TableSchema } from '../../../../src/vitess/vttablet/tabletserver/schema-reader.ts'
import { valueInWorld } from '../../../support/world.ts'

const customer: TableSchema = {
  name: 'customer', type: 'BASE TABLE', comment: '', primaryKeyColumns: ['customer_id'], dataLengthBytes: 0, rowCount: 0,
  fields: [{ name: 'customer_id', type: 'INT64' }, { name: 'email', type: 'VARBINARY' }],
}
const other: TableSchema = { ...customer, name: 'order' }
const schema = { table: (name: string) => [customer, other].find(table => table.name === name) } as SchemaEngine
const vschema = buildKeyspaceSchema({
  sharded: true, vindexes: { hash: { type: 'hash' } }, tables: { customer: { column_vindexes: [{ column: 'customer_id', name: 'hash' }] } },
}, 'customer')

const rows = (change: 'insert' | 'update' | 'delete', before: Row | null, after: Row | null, table = 'customer', database = 'vt_customer'): BinlogEvent =>
  ({ kind: 'rows', database, table, change, ...before === null ? {} : { before }, ...after === null ? {} : { after } })

/** The statements that are left of one transaction, without their SET TIMESTAMP. */
async function left(filter: BinlogFilter, ...events: BinlogEvent[]): Promise<string[]> {
  const streamer = new BinlogStreamer(schema, 'vt_customer', filter)
  const text = await valueInWorld(async ctx => {
    await ctx.sleep(1)
    return streamer.convert(ctx, { gtid: 'u:7', timestampS: 100, database: 'vt_customer', events })
  })
  expect(text).toMatchObject({ gtid: 'MySQL56/u:7', timestampS: 100 })
  if (text.statements.length > 0) expect(text.statements[0]).toEqual({ category: 'SET', sql: 'SET TIMESTAMP=100' })
  return text.statements.slice(1).map(statement => statement.sql)
}
const byRange = (start: string, end: string) => keyRangeFilter({ start, end }, table => rowResolver(vschema, table))
const [low, high, everything] = [byRange('', '80'), byRange('80', ''), byRange('', '')]

describe('a stream of a key range', () => {
  // Customers 1, 2, 3, 5 live in -80, customer 4 in 80-.
  test('has the rows that belong to it, as SQL with every column', async () => {
    const events = [
      rows('insert', null, [1, "o'x"]), rows('update', [4, null], [4, 'b']), rows('delete', [2, 'c'], null), rows('insert', null, [3, '\x80']),
    ]
    expect(await left(low, ...events)).toEqual([
      "INSERT INTO customer SET customer_id=1, email='o\\'x'", "DELETE FROM customer WHERE customer_id=2 AND email='c'",
      "INSERT INTO customer SET customer_id=3, email=X'80'",
    ])
    expect(await left(high, ...events)).toEqual(["UPDATE customer SET customer_id=4, email='b' WHERE customer_id=4 AND email IS NULL"])
    expect(await left(everything, ...events)).toHaveLength(4)
  })

  test('has a transaction of which nothing belongs to it, empty', async () => {
    expect(await left(high, rows('insert', null, [1, 'a']))).toEqual([])
  })

  test('loses an update that moves a row to another range: the new range alone gets it', async () => {
    const moved = rows('update', [1, 'a'], [4, 'a'])
    expect(await left(low, moved)).toEqual([])
    expect(await left(high, moved)).toEqual(["UPDATE customer SET customer_id=4, email='a' WHERE customer_id=1 AND email='a'"])
  })

  test('has a row without keyspace id only if it starts at the beginning', async () => {
    const unmappable = rows('insert', null, [null, 'a'])
    expect(await left(low, unmappable)).toEqual(["INSERT INTO customer SET customer_id=NULL, email='a'"])
    expect(await left(high, unmappable)).toEqual([])
  })

  test('drops schema changes and other databases', async () => {
    expect(await left(everything, { kind: 'ddl', database: 'vt_customer', sql: 'create table x(a int)' },
      rows('insert', null, [1], 'vreplication', '_vt'))).toEqual([])
  })

  test.each([
    ['a table that the tablet does not know', rows('insert', null, [1, 'a'], 'unknown'), 'unknown table unknown in schema'],
    ['a table without a vindex, though it may be of no interest', rows('insert', null, [1, 'a'], 'order'),
      'cannot find column to use to find keyspace_id for table order'],
    ['a row with more columns than the tablet knows of', rows('insert', null, [1, 'a', 2]),
      'cannot determine table columns for customer: event has 3 columns, current schema has 2: [customer_id email]'],
  ])('breaks at %s', async (_, event, message) => {
    await expect(left(low, event)).rejects.toThrow(message)
  })
})

test('a stream of tables needs no vindex', async () => {
  expect(await left(tablesFilter(['order']), rows('insert', null, [1, 'a'], 'order'), rows('insert', null, [1, 'a'])))
    .toEqual(["INSERT INTO `order` SET customer_id=1, email='a'"])
})
