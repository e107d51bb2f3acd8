import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bootMysqld, loadRelationalEngine, MysqlConnection } from '../../src/mysql/index.ts'
import { Failure, type Ctx } from '../../src/sim/index.ts'
import { valueText, type BindVariables, type QueryResult } from '../../src/sql/index.ts'
import { hashKeyspaceId, type SrvVSchemaJson } from '../../src/vitess/keys/index.ts'
import { Executor } from '../../src/vitess/vtgate/executor.ts'
import type { QueryGateway } from '../../src/vitess/vtgate/gateway/query-gateway.ts'
import { SafeSession } from '../../src/vitess/vtgate/safe-session.ts'
import { emptySession, type Query, type Session, type Target } from '../../src/vitess/wire/index.ts'
import { FakeTopology } from '../unit/vitess/vtgate/fake-shards.ts'
import { inWorld } from '../support/world.ts'

/**
 * The dumb twin of vtgate is one MySQL that has all the rows. Whatever vtgate is able to plan has to give the
 * same rows; what it cannot do, it has to refuse.
 */
const vschema: SrvVSchemaJson = {
  keyspaces: {
    commerce: { tables: { product: {} } },
    customer: {
      sharded: true, vindexes: { hash: { type: 'hash' } },
      tables: {
        customer: { column_vindexes: [{ column: 'customer_id', name: 'hash' }] },
        corder: { column_vindexes: [{ column: 'customer_id', name: 'hash' }] },
      },
    },
  },
}
const schema = [
  'create table customer (customer_id bigint, name varbinary(16), score bigint, primary key (customer_id))',
  'create table corder (order_id bigint, customer_id bigint, sku varbinary(16), price bigint, primary key (order_id))',
  'create table product (sku varbinary(16), price bigint, primary key (sku))',
]

const small = fc.integer({ min: 0, max: 6 })
const word = fc.constantFrom('a', 'b', 'c')
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { freq: 5 })
const quoted = (value: number | string | null) =>
  (value === null ? 'null' : typeof value === 'number' ? value : `'${value}'`)

const tables = fc.record({
  customer: fc.uniqueArray(fc.tuple(small, orNull(word), orNull(small)),
    { maxLength: 7, selector: ([id]) => id }),
  corder: fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 20 }), small, orNull(word), orNull(small)),
    { maxLength: 12, selector: ([id]) => id }),
  product: fc.uniqueArray(fc.tuple(word, small), { maxLength: 3, selector: ([sku]) => sku }),
})

type Rows = typeof tables extends fc.Arbitrary<infer T> ? T : never

const comparison = (columns: readonly string[]) => fc.oneof(
  fc.tuple(fc.constantFrom(...columns), fc.constantFrom('=', '<', '>=', '!='), small).map(
    ([c, o, n]) => `${c} ${o} ${n}`),
  fc.tuple(fc.constantFrom(...columns), fc.array(small, { minLength: 1, maxLength: 3 })).map(
    ([c, list]) => `${c} in (${list.join()})`),
  fc.constantFrom(...columns).map((column) => `${column} is null`),
)
const where = (columns: readonly string[]) =>
  fc.array(comparison(columns), { maxLength: 2 }).map(
    (all) => (all.length === 0 ? '' : ` where ${all.join(' and ')}`))
const limit = fc.constantFrom('', ' limit 3', ' limit 2, 3')

/** Queries whose answer does not depend on an order that nobody asked for. */
const query = fc.oneof(
  where(['customer_id', 'score']).map((w) => `select customer_id, name, score from customer${w}`),
  fc.tuple(where(['customer_id', 'price', 'order_id']), fc.constantFrom('asc', 'desc'), limit)
    .map(([w, way, l]) => `select order_id, price from corder${w} order by order_id ${way}${l}`),
  where(['customer_id', 'price']).map(
    (w) => `select count(*), count(price), sum(price), min(price), max(sku) from corder${w}`),
  fc.tuple(where(['price', 'customer_id']), limit)
    .map(([w, l]) => `select sku, count(*), sum(price) from corder${w} group by sku order by sku${l}`),
  fc.tuple(where(['price']), fc.constantFrom('customer_id', 'price'))
    .map(([w, c]) => `select ${c}, count(distinct sku) as n from corder${w} group by ${c} order by n desc, ${c}`),
  fc.constantFrom('sku', 'price', 'sku, price').map((c) => `select distinct ${c} from corder order by ${c}`),
  where(['c.customer_id', 'o.price', 'c.score'])
    .map((w) => `select c.name, o.order_id from customer c join corder o on c.customer_id = o.customer_id${w}`),
  where(['c.score', 'o.price']).map(
    (w) => `select c.customer_id, o.order_id from customer c join corder o on c.score = o.price${w}`),
  where(['c.score']).map((w) =>
    `select c.customer_id, o.order_id from customer c left join corder o on c.score = o.price${w}`),
  where(['o.price', 'o.customer_id'])
    .map((w) => `select o.order_id, p.price from corder o join product p on p.sku = o.sku${w} order by o.order_id`),
  where(['score']).map((w) => `select name from customer where customer_id in (select price from product)${w.replace('where', 'and')}`),
  fc.constant('select order_id from corder where price > (select min(price) from product)'),
  fc.constant('select customer_id from customer where exists (select 1 from product) and score not in (select price from product)'),
  fc.constant('select t.customer_id from (select customer_id, score from customer where score > 2) as t where t.customer_id < 5'),
  small.map((id) => `select customer_id from customer where customer_id = ${id} union select order_id from corder where customer_id = ${id}`),
)

const shardOf = (id: number): string => (hashKeyspaceId(id) < '80' ? '-80' : '80-')

/** Shards that are databases of their own, without tablets. */
class Databases implements QueryGateway {
  constructor(private readonly connections: ReadonlyMap<string, MysqlConnection>) {}
  execute(ctx: Ctx, target: Target, sql: string, binds: BindVariables): Promise<QueryResult> {
    return this.connections.get(`${target.keyspace}/${target.shard}`)!.execute(ctx, sql, binds)
  }
  async executeBatch(ctx: Ctx, target: Target, queries: readonly Query[]): Promise<readonly QueryResult[]> {
    return [await this.execute(ctx, target, queries[0]!.sql, queries[0]!.bindVariables)]
  }
  async beginExecute(): Promise<never> { throw new Error('reads only') }
  async begin(): Promise<never> { throw new Error('reads only') }
  async commit(): Promise<null> { return null }
  async rollback(): Promise<null> { return null }
  async streamExecute(): Promise<never> { throw new Error('not used') }
  tabletHealth() { return [] }
}

const shards = ['whole', 'commerce/0', 'customer/-80', 'customer/80-']

async function connections(ctx: Ctx): Promise<Map<string, MysqlConnection>> {
  const all = new Map<string, MysqlConnection>()
  for (const shard of shards) {
    const server = await MysqlConnection.connect(ctx, `mysqld ${shard}`, 'dba', '')
    await server.execute(ctx, 'create database d')
    const connection = await MysqlConnection.connect(ctx, `mysqld ${shard}`, 'dba', 'd')
    for (const sql of schema) await connection.execute(ctx, sql)
    all.set(shard, connection)
  }
  return all
}

async function fill(
  ctx: Ctx, all: ReadonlyMap<string, MysqlConnection>, rows: Rows,
): Promise<void> {
  for (const shard of shards) for (const table of ['customer', 'corder', 'product']) await all.get(
    shard)!.execute(ctx, `delete from ${table}`)
  const insert = async (table: string, row: readonly (number | string | null)[], shard: string) => {
    const sql = `insert into ${table} values (${row.map(quoted).join()})`
    await all.get('whole')!.execute(ctx, sql)
    await all.get(shard)!.execute(ctx, sql)
  }
  for (const row of rows.customer) await insert('customer', row, `customer/${shardOf(row[0])}`)
  for (const row of rows.corder) await insert('corder', row, `customer/${shardOf(row[1])}`)
  for (const row of rows.product) await insert('product', row, 'commerce/0')
}

/** Rows as texts; in order only where the query asks for one. */
function shown({ rows }: QueryResult, sql: string): readonly string[] {
  const texts = rows.map((row) => row.map(valueText).join(' | '))
  return sql.includes('order by') ? texts : texts.sort()
}

test('a sharded database answers as one that is whole, or refuses', async () => {
  await loadRelationalEngine()
  let answered = 0
  let refusals = 0
  const { run } = await inWorld(async (ctx) => {
    const all = await connections(ctx)
    const topology = new FakeTopology()
    const executor = new Executor(new Databases(all), topology,
      { defaultTabletType: 'MASTER', transactionMode: 'MULTI', files: new Map() })
    executor.saveVSchema(vschema)
    for (const [rows, queries] of fc.sample(
      fc.tuple(tables, fc.array(query, { minLength: 25, maxLength: 25 })), { numRuns: 15, seed: 20200428 })) {
      await fill(ctx, all, rows)
      for (const sql of queries) {
        const session: Session = { ...emptySession, targetString: '' }
        let result: QueryResult
        try {
          result = await executor.execute(ctx, new SafeSession(session), sql, {})
        } catch (error) {
          if (!(error instanceof Failure) || !/^(unsupported|generating|in-memory)/.test(error.message)) {
            throw error
          }
          refusals += 1
          continue
        }
        answered += 1
        const wanted = await all.get('whole')!.execute(ctx, sql)
        expect(shown(result, sql), `${sql} with ${JSON.stringify(rows)}`).toEqual(shown(wanted, sql))
      }
    }
  }, { trace: false, hash: 'off', maxSteps: 5_000_000 } as never, (simulation) => {
    shards.forEach((shard, i) => simulation.process(`mysqld ${shard}`, `host-${i}`,
      bootMysqld({ address: `mysqld ${shard}`, serverUuid: `00000000-0000-0000-0000-00000000000${i}`,
        serverId: i + 1 })))
  })
  if (run.outcome !== 'done') throw run.error
  expect(answered).toBeGreaterThan(300)
  expect(refusals).toBeLessThan(answered / 5)
}, 120_000)
