import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bootMysqld, loadRelationalEngine, MysqlConnection } from '../../src/mysql/index.ts'
import { Failure, type Ctx } from '../../src/sim/index.ts'
import { valueText, type BindVariables, type QueryResult } from '../../src/sql/index.ts'
import { hashKeyspaceId, type SrvVSchemaJson } from '../../src/vitess/keys/index.ts'
import { Executor } from '../../src/vitess/vtgate/executor.ts'
import type { BegunExecution, QueryGateway } from '../../src/vitess/vtgate/gateway/query-gateway.ts'
import { SafeSession } from '../../src/vitess/vtgate/safe-session.ts'
import { emptySession, type Query, type Session, type Target } from '../../src/vitess/wire/index.ts'
import { inWorld } from '../support/world.ts'
import { FakeTopology } from '../unit/vitess/vtgate/fake-shards.ts'

/**
 * After any writes, the shards together hold what one MySQL would hold, and each row and lookup entry is in
 * its place.
 */
const vschema: SrvVSchemaJson = {
  keyspaces: {
    commerce: { tables: { name_lookup: {} } },
    customer: {
      sharded: true,
      vindexes: {
        hash: { type: 'hash' },
        by_name: { type: 'lookup_hash', owner: 'contact',
          params: { table: 'commerce.name_lookup', from: 'name,id', to: 'user_id' } },
      },
      tables: {
        contact: { column_vindexes: [{ column: 'user_id', name: 'hash' },
          { columns: ['name', 'id'], name: 'by_name' }] },
      },
    },
  },
}
const schema = [
  'create table contact (id bigint, user_id bigint, name varbinary(16), score bigint, primary key (id))',
  'create table name_lookup (name varbinary(16), id bigint, user_id bigint unsigned, primary key (name, id))',
]

const small = fc.integer({ min: 1, max: 6 })
const word = fc.constantFrom("'a'", "'b'", "'c'")
const filter = fc.oneof(
  small.map((n) => `user_id = ${n}`), small.map((n) => `id > ${n * 3}`), word.map((w) => `name = ${w}`),
  fc.array(small, { minLength: 1, maxLength: 3 }).map((list) => `user_id in (${list.join()})`),
  fc.tuple(small, word).map(([n, w]) => `user_id = ${n} and name = ${w}`),
)
/** Ids are given out by the test, so that no insert collides. */
const statement = fc.oneof(
  { weight: 3, arbitrary: fc.array(fc.tuple(small, word, small), { minLength: 1, maxLength: 3 })
    .map((rows) => (next: () => number) => `insert into contact(id, user_id, name, score) values ${
      rows.map(([user, name, score]) => `(${next()}, ${user}, ${name}, ${score})`).join()}`) },
  { weight: 2, arbitrary: fc.tuple(filter, small).map(
    ([f, n]) => () => `update contact set score = ${n} where ${f}`) },
  { weight: 2, arbitrary: fc.tuple(filter, word).map(
    ([f, w]) => () => `update contact set name = ${w} where ${f}`) },
  { weight: 1, arbitrary: filter.map((f) => () => `delete from contact where ${f}`) },
  { weight: 1, arbitrary: fc.constantFrom('begin', 'commit', 'rollback').map((sql) => () => sql) },
)

const shards = ['commerce/0', 'customer/-80', 'customer/80-']
const open = (ctx: Ctx, name: string) => MysqlConnection.connect(ctx, `mysqld ${name}`, 'dba', 'd')

/** A connection for each transaction, as a tablet's pool has. */
class Databases implements QueryGateway {
  private readonly transactions = new Map<number, MysqlConnection>()
  private last = 0
  constructor(private readonly idle: ReadonlyMap<string, MysqlConnection>) {}

  async execute(
    ctx: Ctx, { keyspace, shard }: Target, sql: string, binds: BindVariables, id: number,
  ): Promise<QueryResult> {
    return (id === 0 ? this.idle.get(`${keyspace}/${shard}`)! : this.transactions.get(id)!).execute(
      ctx, sql, binds)
  }
  async executeBatch(ctx: Ctx, target: Target, queries: readonly Query[]): Promise<readonly QueryResult[]> {
    return [await this.execute(ctx, target, queries[0]!.sql, queries[0]!.bindVariables, 0)]
  }
  async beginExecute(ctx: Ctx, target: Target, sql: string, binds: BindVariables): Promise<BegunExecution> {
    const connection = await open(ctx, `${target.keyspace}/${target.shard}`)
    await connection.execute(ctx, 'begin')
    const transactionId = this.last += 1
    this.transactions.set(transactionId, connection)
    return { transactionId, alias: { cell: 'zone1', uid: 1 },
      result: await connection.execute(ctx, sql, binds) }
  }
  async begin(): Promise<never> { throw new Error('not used') }
  commit(ctx: Ctx, _target: Target, id: number): Promise<null> { return this.end(ctx, id, 'commit') }
  rollback(ctx: Ctx, _target: Target, id: number): Promise<null> { return this.end(ctx, id, 'rollback') }
  private async end(ctx: Ctx, id: number, how: string): Promise<null> {
    const connection = this.transactions.get(id)!
    await connection.execute(ctx, how)
    await connection.close(ctx)
    return null
  }
  async streamExecute(): Promise<never> { throw new Error('not used') }
  tabletHealth() { return [] }
}

const texts = ({ rows }: QueryResult) => rows.map((row) => row.map(valueText).join(' | '))

test('writes through vtgate leave what they would leave in one database', async () => {
  await loadRelationalEngine()
  const { run } = await inWorld(async (ctx) => {
    const idle = new Map<string, MysqlConnection>()
    for (const name of ['whole', ...shards]) {
      await (await MysqlConnection.connect(ctx, `mysqld ${name}`, 'dba', '')).execute(
        ctx, 'create database d')
      idle.set(name, await open(ctx, name))
      for (const sql of schema) await idle.get(name)!.execute(ctx, sql)
    }
    const whole = idle.get('whole')!
    const executor = new Executor(
      new Databases(idle), new FakeTopology(),
        { defaultTabletType: 'MASTER', transactionMode: 'MULTI', files: new Map() })
    executor.saveVSchema(vschema)
    let id = 0
    let session: Session = { ...emptySession, targetString: 'customer' }
    const read = async (shard: string, sql: string) => texts(await idle.get(shard)!.execute(ctx, sql))
    for (const list of fc.sample(fc.array(statement, { minLength: 12, maxLength: 12 }),
      { numRuns: 25, seed: 20200428 })) {
      for (const make of [...list, () => 'commit']) {
        const sql = make(() => id += 1)
        const safe = new SafeSession(session)
        try {
          const { rowsAffected } = await executor.execute(ctx, safe, sql, {})
          const wanted = await whole.execute(ctx, sql)
          expect(rowsAffected, sql).toBe(wanted.rowsAffected)
        } catch (error) {
          if (!(error instanceof Failure) || !error.message.startsWith('unsupported')) throw error
        }
        session = safe.value
      }
      const all = 'select id, user_id, name, score from contact'
      const left = await read('customer/-80', all)
      const right = await read('customer/80-', all)
      expect([...left, ...right].sort()).toEqual((await read('whole', all)).sort())
      const isLeft = (row: string) => hashKeyspaceId(Number(row.split(' | ')[1])) < '80'
      expect(left.every(isLeft) && !right.some(isLeft)).toBe(true)
      const lookups = await read('commerce/0', 'select name, id, user_id from name_lookup')
      expect(lookups.sort()).toEqual((await read('whole', 'select name, id, user_id from contact')).sort())
    }
  }, { trace: false, hash: 'off', maxSteps: 5_000_000 } as never, (simulation) => {
    ;['whole', ...shards].forEach((shard, i) => simulation.process(`mysqld ${shard}`, `host-${i}`,
      bootMysqld({ address: `mysqld ${shard}`, serverUuid: `00000000-0000-0000-0000-00000000000${i}`,
        serverId: i + 1 })))
  })
  if (run.outcome !== 'done') throw run.error
}, 120_000)
