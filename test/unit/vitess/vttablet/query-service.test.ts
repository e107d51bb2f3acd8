import { describe, expect, test } from 'vitest'
import type { Ctx } from '../../../../src/sim/index.ts'
import { ask, inTabletWorld, initShard, manager, queryService } from '../../../support/tablet-world.ts'
import { messageOf } from '../../../support/topo-world.ts'
import { setUpSequence } from './sequence-table.ts'

const shard = { uid: 100, keyspace: 'commerce', shard: '0' }
const master = ask(shard)

/** A world with one master, which has table `product` of two rows. */
async function withMaster<T>(body: (ctx: Ctx) => Promise<T>): Promise<T> {
  const { value } = await inTabletWorld([shard], async ctx => {
    await initShard(ctx, 100)
    const ddl = { dbName: 'vt_commerce', maxRows: 0, disableBinlogs: false, reloadSchema: true }
    await manager(100).executeFetchAsDba(ctx, { ...ddl, sql: 'create table product(sku varbinary(128) primary key, price bigint)' })
    await master.execute(ctx, "insert into product values ('a', 1), ('b', 2)")
    return body(ctx)
  })
  return value
}
const prices = async (ctx: Ctx): Promise<unknown[]> =>
  (await master.execute(ctx, 'select price from product order by sku')).rows.map(row => row[0])

describe('a transaction', () => {
  test('is seen by nobody before it is committed', async () => {
    expect(await withMaster(async ctx => {
      const id = await master.begin(ctx)
      await master.execute(ctx, "update product set price = 5 where sku = 'a'", {}, id)
      const before = await prices(ctx)
      await master.commit(ctx, id)
      return [before, await prices(ctx)]
    })).toEqual([[1, 2], [5, 2]])
  })

  test('is forgotten after a rollback, and its id says so', async () => {
    expect(await withMaster(async ctx => {
      const id = await master.begin(ctx)
      await master.execute(ctx, "update product set price = 5 where sku = 'a'", {}, id)
      await master.rollback(ctx, id)
      const message = await messageOf(() => master.commit(ctx, id))
      return [await prices(ctx), message.replace(String(id), 'N').replace(/at [-\d]+ [:\d.]+/, 'at T')]
    })).toEqual([[1, 2], 'transaction N: ended at T UTC (transaction rolled back) (CallerID: userData1)'])
  })

  test('that nobody knows', async () => {
    expect(await withMaster(ctx => messageOf(() => master.commit(ctx, 7)))).toBe('transaction 7: not found (CallerID: userData1)')
  })

  test('is killed when it is too old', async () => {
    expect(await withMaster(async ctx => {
      const id = await master.begin(ctx)
      await master.execute(ctx, "update product set price = 5 where sku = 'a'", {}, id)
      await ctx.sleep(40_000)
      const message = await messageOf(() => master.commit(ctx, id))
      return [await prices(ctx), message.includes('(exceeded timeout: 30s)')]
    })).toEqual([[1, 2], true])
  })

  test('stays open after a statement that failed, and is begun together with its first', async () => {
    expect(await withMaster(async ctx => {
      const { target } = master
      const begun = await queryService(100).beginExecute(ctx, { target, sql: "insert into product values ('a', 1)", bindVariables: {} })
      await master.execute(ctx, "insert into product values ('c', 3)", {}, begun.transactionId)
      await master.commit(ctx, begun.transactionId)
      return [begun.error?.message, await prices(ctx)]
    })).toEqual([
      'Duplicate entry \'a\' for key \'PRIMARY\' (errno 1062) (sqlstate 23000) (CallerID: userData1): '
        + 'Sql: "insert into product values (\'a\', 1)", BindVars: {}',
      [1, 2, 3],
    ])
  })

  test('of several statements sent together is whole or not at all', async () => {
    expect(await withMaster(async ctx => {
      const batch = (...list: string[]) => queryService(100).executeBatch(ctx, {
        target: master.target, asTransaction: true, transactionId: 0, queries: list.map(sql => ({ sql, bindVariables: {} })),
      })
      const refused = await messageOf(() => batch("update product set price = 9 where sku = 'a'", "insert into product values ('b', 2)"))
      const between = await prices(ctx)
      await batch("update product set price = 9 where sku = 'a'", "insert into product values ('c', 3)")
      return [refused.slice(0, 36), between, await prices(ctx)]
    })).toEqual(["Duplicate entry 'b' for key 'PRIMARY'".slice(0, 36), [1, 2], [9, 2, 3]])
  })

  test('is waited for when the tablet is shut down; others are refused meanwhile', async () => {
    expect(await withMaster(async ctx => {
      const id = await master.begin(ctx)
      const demoted = ctx.spawn('demote', inner => manager(100).demoteMaster(inner, {}))
      await ctx.sleep(100)
      const refused = [await messageOf(() => master.begin(ctx)), await messageOf(() => master.execute(ctx, 'select 1 from dual'))]
      await master.execute(ctx, "update product set price = 5 where sku = 'a'", {}, id)
      await master.commit(ctx, id)
      await demoted.join(ctx)
      return [...refused, await messageOf(() => prices(ctx))]
    })).toEqual([
      'operation not allowed in state SHUTTING_DOWN', 'operation not allowed in state SHUTTING_DOWN', 'operation not allowed in state NOT_SERVING',
    ])
  })
})

describe('a statement', () => {
  test('by itself costs one round trip to mysqld and no other event', async () => {
    const { simulation } = await inTabletWorld([shard], async (ctx, world) => {
      await initShard(ctx, 100)
      await master.execute(ctx, 'select 1 from dual')
      const before = world.trace.length
      await master.execute(ctx, 'select 1 from dual')
      ctx.emit('test/count', { events: world.trace.length - before })
    })
    const counted = []
    for (let seq = 1; seq <= simulation.trace.length; seq++) {
      const event = simulation.trace.get(seq)
      if (event.kind === 'test/count') counted.push(event.data)
    }
    // Request and reply of the client, request and reply of the tablet.
    expect(counted).toEqual([{ events: 4 }])
  })

  test.each([
    ['select * from nothing', /^Table 'vt_commerce.nothing' doesn't exist \(errno 1146\) \(sqlstate 42S02\) \(CallerID: userData1\): Sql: /],
    ['select * from product for update', /^SelectLock disallowed outside transaction \(CallerID: userData1\)$/],
    ['select next 1 values from product', /^product is not a sequence/],
    ['selec', /^syntax error at position 6 near 'selec'/],
  ])('%s fails', async (sql, message) => {
    expect(await withMaster(ctx => messageOf(() => master.execute(ctx, sql)))).toMatch(message)
  })

  test('that changes too many rows is undone', async () => {
    expect(await withMaster(async ctx => {
      for (let i = 0; i < 11; i++) {
        const rows = Array.from({ length: 1000 }, (_, k) => `('x${i}-${k}', 0)`)
        await master.execute(ctx, `insert into product values ${rows.join(', ')}`)
      }
      const message = await messageOf(() => master.execute(ctx, 'update product set price = 1 where price = 0'))
      const count = (await master.execute(ctx, 'select count(*) from product where price = 0')).rows
      return [message.slice(0, 75), count, (await messageOf(() => master.execute(ctx, 'select * from product'))).slice(0, 75)]
    })).toEqual([
      'caller id: userData1: row count exceeded 10000 (errno 10001) (sqlstate HY00', [[11_000]],
      'caller id: userData1: row count exceeded 10000 (errno 10001) (sqlstate HY00',
    ])
  })

  // One runs by itself; the other may change too many rows, so it gets a transaction.
  describe.each([
    ['for one row', "update product set price = 7 where sku = 'a'", "update product set sku = 'b' where sku = 'a'"],
    ['for all rows', 'update product set price = 7', "update product set sku = 'b'"],
  ])('%s', (_what, good, bad) => {
    test('leaves its connection to others, whether it fails or not', async () => {
      expect(await withMaster(async ctx => {
        const messages = new Set<string>()
        for (let i = 0; i < 40; i++) messages.add((await messageOf(() => master.execute(ctx, bad))).slice(0, 37))
        for (let i = 0; i < 40; i++) await master.execute(ctx, good)
        return [...messages, (await prices(ctx))[0]]
      })).toEqual(["Duplicate entry 'b' for key 'PRIMARY'", 7])
    })

    test('that nobody waits for any more takes its connection with it', async () => {
      expect(await withMaster(async ctx => {
        const connectionOf = async (id: number): Promise<unknown> => (await master.execute(ctx, 'select connection_id()', {}, id)).rows[0]![0]
        const locker = await master.begin(ctx)
        await master.execute(ctx, "update product set price = 5 where sku = 'a'", {}, locker)
        const other = await master.begin(ctx)
        const idle = await connectionOf(other)
        await master.rollback(ctx, other)
        const given = await messageOf(() => ctx.timeout(1000, inner => master.execute(inner, good)))
        await master.commit(ctx, locker)
        const next = [await master.begin(ctx), await master.begin(ctx)]
        return [given, await connectionOf(next[0]!) === idle || await connectionOf(next[1]!) === idle, await prices(ctx)]
      })).toEqual(['context deadline exceeded', false, [5, 2]])
    })
  })

  test('of a stream brings its fields first', async () => {
    expect(await withMaster(async ctx => {
      const items: unknown[] = []
      const request = { target: master.target, sql: 'select sku from product', bindVariables: {}, transactionId: 0 }
      for await (const { fields, rows } of queryService(100).streamExecute(ctx, request)) items.push([fields.map(field => field.name), rows])
      return items
    })).toEqual([[['sku'], []], [[], [['a'], ['b']]]])
  })
})

test('a sequence gives values that a new master does not give again', async () => {
  const { value } = await inTabletWorld([shard, { ...shard, uid: 101 }], async ctx => {
    await initShard(ctx, 100, 101)
    await setUpSequence(ctx, 100)
    const next = async (uid: number): Promise<unknown> =>
      (await ask({ ...shard, uid }).execute(ctx, 'select next 2 values from customer_seq')).rows[0]![0]
    const first = [await next(100), await next(100)]
    await ctx.sleep(6000)
    const position = await manager(100).demoteMaster(ctx, {})
    await manager(101).promoteSlaveWhenCaughtUp(ctx, { position })
    await manager(101).reloadSchema(ctx, { waitPosition: '' })
    return [...first, await next(101)]
  })
  expect(value).toEqual([1000, 1002, 1100])
})
