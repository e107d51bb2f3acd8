import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Ctx, Queue } from '../../../../src/sim/index.ts'
import type { Row } from '../../../../src/sql/index.ts'
import { cloneTable } from '../../../../src/vitess/vtworker/clone-table.ts'
import { cloneCounters, diffTypes, RowAggregator } from '../../../../src/vitess/vtworker/row-aggregator.ts'
import { RowDiffer } from '../../../../src/vitess/vtworker/row-differ.ts'
import type { RowReader } from '../../../../src/vitess/vtworker/row-reader.ts'
import type { RowRouter } from '../../../../src/vitess/vtworker/row-router.ts'

const table = cloneTable({
  name: 't', columns: ['msg', 'id'], primaryKeyColumns: ['id'], columnTypes: ['VARCHAR', 'INT64'], schema: '',
    type: 'BASE TABLE', dataLengthBytes: 0, rowCount: 0,
})
const fields = [{ name: 'id', type: 'INT64' as const }, { name: 'msg', type: 'VARCHAR' as const }]

const reader = (rows: readonly Row[]): RowReader => {
  let at = 0
  const row = (): Row | undefined => at < rows.length ? rows[at++] : undefined
  return { fields, row, next: async () => row() ?? null, takeCount: () => 0, close: () => {} }
}

/** Rows whose message starts with `l` belong to shard 0, others to shard 1. */
const router = { route: (row: Row) => String(row[1]).startsWith('l') ? 0 : 1 } as RowRouter

async function diff(source: readonly Row[], destination: readonly Row[], maxRows = 100) {
  const statements: string[] = []
  const counters = cloneCounters()
  const channel = (shard: number) =>
    ({ put: async (_ctx: Ctx, sql: string) => { statements.push(`${shard}: ${sql}`) } }) as unknown as Queue<string>
  const of = { insert: counters.inserts, update: counters.updates, delete: counters.deletes }
  const aggregators = [0, 1].map(shard => diffTypes.map(type => new RowAggregator(type, table, { maxRows, maxSize: 1 << 20 },
    channel(shard), of[type], `vt_ks${shard}`)))
  await new RowDiffer({ table, source: reader(source), destination: reader(destination), router, aggregators, counters,
    processed: () => {} }).diff(null as never)
  const count = (counter: Map<string, number>): number => counter.get('t') ?? 0
  return { statements, counts: [count(counters.inserts), count(counters.updates), count(counters.deletes),
    count(counters.equalRows)] }
}

describe('what differs is repaired', () => {
  test.each([
    ['missing rows are inserted, several at once', [[1, 'l1'], [2, 'l2'], [3, 'r3']], [],
      ["0: INSERT INTO `vt_ks0`.`t` (`id`, `msg`) VALUES (1,'l1'),(2,'l2')", "1: INSERT INTO `vt_ks1`.`t`"
        + " (`id`, `msg`) VALUES (3,'r3')"]],
    ['rows too many are deleted', [], [[1, 'l1'], [2, 'l2']], ['0: DELETE FROM `vt_ks0`.`t` WHERE (`id`=1) OR (`id`=2)']],
    ['a changed row is updated', [[1, 'l1']], [[1, 'lx']], ["0: UPDATE `vt_ks0`.`t` SET `msg`='l1' WHERE `id`=1"]],
    ['a row that belongs elsewhere now is moved', [[1, 'r1']], [[1, 'l1']],
      ['0: DELETE FROM `vt_ks0`.`t` WHERE (`id`=1)', "1: INSERT INTO `vt_ks1`.`t` (`id`, `msg`) VALUES (1,'r1')"]],
    ['equal rows are left alone', [[1, 'l1'], [2, 'r2']], [[1, 'l1'], [2, 'r2']], []],
    ['rows on either side are found in between', [[1, 'l'], [3, 'l']], [[2, 'l'], [3, 'l']],
      ["0: INSERT INTO `vt_ks0`.`t` (`id`, `msg`) VALUES (1,'l')", '0: DELETE FROM `vt_ks0`.`t` WHERE (`id`=2)']],
  ] as [string, Row[], Row[], string[]][])('%s', async (_name, source, destination, statements) => {
    expect((await diff(source, destination)).statements).toEqual(statements)
  })
})

test('inserts, updates, deletes and equal rows are counted', async () => {
  expect((await diff([[1, 'l'], [2, 'lx'], [3, 'r']], [[2, 'l'], [3, 'r'], [4, 'r']])).counts).toEqual([1, 1, 1, 1])
})

test('a statement holds at most so many rows', async () => {
  const rows: Row[] = [1, 2, 3, 4, 5].map(id => [id, 'l'])
  expect((await diff(rows, [], 2)).statements).toHaveLength(3)
})

test('whatever the sides are, the destination ends up with the rows of the source, except those that lay in a wrong shard',
  async () => {
  const rows = fc.uniqueArray(fc.tuple(fc.nat(30), fc.constantFrom('l', 'lx', 'r', 'rx')), { selector: ([id]) => id })
    .map(list => list.toSorted(([a], [b]) => a - b) as [number, string][])
  await fc.assert(fc.asyncProperty(rows, rows, async (source, destination) => {
    const { statements } = await diff(source, destination)
    const found = new Map(destination)
    // Deletes first: with several writers the order is open, and a move is a delete and an insert of the same key.
    for (const sql of statements.filter(text => text.includes('DELETE'))) for (const [,
      id] of sql.matchAll(/`id`=(\d+)/g)) found.delete(Number(id))
    for (const sql of statements.filter(text => text.includes('INSERT'))) for (const [, id,
      msg] of sql.matchAll(/\((\d+),'(\w+)'\)/g)) found.set(Number(id), msg!)
    for (const sql of statements.filter(text => text.includes('UPDATE'))) for (const [, msg,
      id] of sql.matchAll(/'(\w+)' WHERE `id`=(\d+)/g)) found.set(Number(id), msg!)
    expect([...found].sort(([a], [b]) => a - b)).toEqual(source)
  }))
})
