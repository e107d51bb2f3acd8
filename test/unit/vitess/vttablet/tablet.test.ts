import { describe, expect, test } from 'vitest'
import {
  getShard, TopoClient, updateDisableQueryService, updateShardFields, updateTabletFields, withKeyspaceLock,
} from '../../../../src/vitess/topo/index.ts'
import { mysqldAddress, vttabletAddress } from '../../../../src/vitess/wire/index.ts'
import { ask, dba, inTabletWorld, initShard, manager, queryService, zone1 } from '../../../support/tablet-world.ts'
import { messageOf } from '../../../support/topo-world.ts'
import type { Ctx } from '../../../../src/sim/index.ts'

const commerce = (uid: number) => ({ uid, keyspace: 'commerce', shard: '0' })
const createProduct = 'create table product(sku varbinary(128) primary key, price bigint)'
const applySchema = (ctx: Ctx, uid: number, sql: string) =>
  manager(uid).executeFetchAsDba(ctx, { sql, dbName: 'vt_commerce', maxRows: 0, disableBinlogs: false, reloadSchema: true })

/** Whom the tablet serves: `MASTER`, or `REPLICA not serving: <why unhealthy>`. */
async function healthOf(ctx: Ctx, uid: number): Promise<string> {
  for await (const { target, serving, realtimeStats } of queryService(uid).streamHealth(ctx, {})) {
    return serving ? target.tabletType : `${target.tabletType} not serving: ${realtimeStats.healthError}`
  }
  return 'no health'
}

describe('a shard', () => {
  test('is made from three tablets; its master takes writes, its replicas have them', async () => {
    const tablets = [commerce(100), commerce(101), { ...commerce(102), initTabletType: 'RDONLY' as const }]
    const { value } = await inTabletWorld(tablets, async ctx => {
      const before = await healthOf(ctx, 101)
      await initShard(ctx, 100, 101, 102)
      await applySchema(ctx, 100, createProduct)
      const master = ask(commerce(100))
      await master.execute(ctx, "insert into product values ('SKU-1001', 100)")
      await ctx.sleep(6000)
      const replica = ask({ ...commerce(101), type: 'REPLICA' })
      return {
        before,
        master: (await master.execute(ctx, 'select * from product')).rows,
        replica: (await replica.execute(ctx, 'select * from product')).rows,
        rdonly: (await ask({ ...commerce(102), type: 'RDONLY' }).execute(ctx, 'select * from product')).rows,
        status: await manager(101).slaveStatus(ctx, {}),
        health: [await healthOf(ctx, 100), await healthOf(ctx, 101), await healthOf(ctx, 102)],
        write: await messageOf(() => replica.execute(ctx, "delete from product where sku = 'x'")),
        slaves: await manager(100).getSlaves(ctx, {}),
      }
    })
    const rows = [['SKU-1001', 100]]
    expect(value).toMatchObject({
      before: 'REPLICA not serving: no slave status', master: rows, replica: rows, rdonly: rows,
      status: { slaveIoRunning: true, slaveSqlRunning: true, secondsBehindMaster: 0, masterHost: 'mysqld zone1-100' },
      health: ['MASTER', 'REPLICA', 'RDONLY'],
    })
    expect(value.slaves).toHaveLength(2)
    expect(value.write).toMatch(/^The MySQL server is running with the --read-only option so it cannot execute this statement \(errno 1290\)/)
  })

  test('keeps its master when that is started again', async () => {
    const { value } = await inTabletWorld([commerce(100), commerce(101)], async (ctx, simulation) => {
      await initShard(ctx, 100, 101)
      await applySchema(ctx, 100, createProduct)
      for (const name of [vttabletAddress(zone1(100)), mysqldAddress(zone1(100))]) {
        simulation.crash(name)
        await ctx.sleep(100)
        simulation.restart(name)
      }
      await ctx.sleep(12_000)
      await ask(commerce(100)).execute(ctx, "insert into product values ('a', 1)")
      await ctx.sleep(6000)
      return (await ask({ ...commerce(101), type: 'REPLICA' }).execute(ctx, 'select sku from product')).rows
    })
    expect(value).toEqual([['a']])
  })

  test('has a master that is made writable again, whoever notices first that its mysqld was started anew', async () => {
    const { value } = await inTabletWorld([commerce(100), commerce(101)], async (ctx, simulation) => {
      await initShard(ctx, 100, 101)
      await applySchema(ctx, 100, createProduct)
      await ctx.sleep(6000)
      const mysqld = mysqldAddress(zone1(100))
      simulation.crash(mysqld)
      await ctx.sleep(10)
      simulation.restart(mysqld)
      await simulation.find(mysqld)!.untilReady(ctx)
      // Between two health checks somebody else takes the broken connection.
      await manager(100).masterPosition(ctx, {})
      await ctx.sleep(12_000)
      return messageOf(() => ask(commerce(100)).execute(ctx, "insert into product values ('SKU-1001', 100)"))
    })
    expect(value).not.toContain('read-only')
  })

  test('has another master after a reparent; the old one replicates from it', async () => {
    const { value } = await inTabletWorld([commerce(100), commerce(101)], async ctx => {
      await initShard(ctx, 100, 101)
      await applySchema(ctx, 100, createProduct)
      await ctx.sleep(6000)
      const position = await manager(100).demoteMaster(ctx, {})
      const refused = await messageOf(() => ask(commerce(100)).execute(ctx, 'select 1 from dual'))
      await manager(101).promoteSlaveWhenCaughtUp(ctx, { position })
      // The old one finds the newer term in the shard's record.
      await ctx.sleep(12_000)
      await ask(commerce(101)).execute(ctx, "insert into product values ('b', 2)")
      await ctx.sleep(6000)
      return { refused, rows: (await ask({ ...commerce(100), type: 'REPLICA' }).execute(ctx, 'select sku from product')).rows }
    })
    expect(value).toEqual({ refused: 'operation not allowed in state NOT_SERVING', rows: [['b']] })
  })
})

describe('a tablet', () => {
  test('acts on topology only when it is told to look, and fails open', async () => {
    const { value } = await inTabletWorld([commerce(100)], async (ctx, simulation) => {
      await initShard(ctx, 100)
      await ctx.sleep(6000)
      const topo = new TopoClient({ cell: 'zone1' })
      const health: string[] = []
      const look = async (): Promise<void> => { health.push(await healthOf(ctx, 100)) }
      await updateShardFields(ctx, topo, 'commerce', '0', record => (
        { ...record, sourceShards: [{ uid: 1, keyspace: 'a', shard: '0', keyRange: null, tables: [] }] }))
      await ctx.sleep(12_000)
      await look()
      await manager(100).refreshState(ctx, {})
      await look()
      await manager(100).runHealthCheck(ctx, {})
      await look()
      simulation.crash('topo global')
      await manager(100).refreshState(ctx, {})
      await look()
      return health
    })
    expect(value).toEqual(['MASTER', 'MASTER not serving: ', 'MASTER not serving: ', 'MASTER'])
  })

  test('that is drained is refused to a second vtworker', async () => {
    const { value } = await inTabletWorld([commerce(100), commerce(101)], async ctx => {
      await initShard(ctx, 100, 101)
      await ctx.sleep(6000)
      await manager(101).changeType(ctx, { type: 'DRAINED' })
      await manager(101).stopSlave(ctx, {})
      await ctx.sleep(20_000)
      return [
        await messageOf(() => manager(101).changeType(ctx, { type: 'DRAINED' })), await healthOf(ctx, 101),
        (await manager(101).slaveStatus(ctx, {})).slaveSqlRunning,
      ]
    })
    expect(value).toEqual([
      'rpc error: code = Unknown desc = TabletManager.ChangeType on zone1-0000000101 error: Tablet: zone1-0000000101, is already drained',
      'DRAINED', false,
    ])
  })

  test('repairs replication that nobody has stopped on purpose', async () => {
    const { value } = await inTabletWorld([commerce(100), commerce(101)], async ctx => {
      await initShard(ctx, 100, 101)
      await ctx.sleep(6000)
      await dba(ctx, 101, '', 'stop slave')
      await ctx.sleep(6000)
      const repaired = (await manager(101).slaveStatus(ctx, {})).slaveSqlRunning
      await manager(101).stopSlave(ctx, {})
      await ctx.sleep(6000)
      return [repaired, (await manager(101).slaveStatus(ctx, {})).slaveSqlRunning]
    })
    expect(value).toEqual([true, false])
  })

  test('takes what it is from its record at RefreshState', async () => {
    const { value } = await inTabletWorld([commerce(100), commerce(101)], async ctx => {
      await initShard(ctx, 100, 101)
      await ctx.sleep(6000)
      await updateTabletFields(ctx, new TopoClient({ cell: 'zone1' }), zone1(101), tablet => ({ ...tablet, type: 'SPARE' }))
      await manager(101).refreshState(ctx, {})
      return healthOf(ctx, 101)
    })
    expect(value).toBe('SPARE not serving: ')
  })

  test('shows its schema, and what a change would make of it', async () => {
    const { value } = await inTabletWorld([commerce(100)], async ctx => {
      await initShard(ctx, 100)
      await applySchema(ctx, 100, createProduct)
      const before = await manager(100).masterPosition(ctx, {})
      const [change] = await manager(100).preflightSchema(ctx, { changes: ['alter table product add column x int'] })
      return {
        schema: await manager(100).getSchema(ctx, { tables: [], excludeTables: [], includeViews: true }),
        after: change!.afterSchema.tableDefinitions[0]!.columns, isUnseen: before === await manager(100).masterPosition(ctx, {}),
      }
    })
    expect(value.schema.tableDefinitions).toMatchObject([{
      name: 'product', columns: ['sku', 'price'], columnTypes: ['VARBINARY', 'INT64'], primaryKeyColumns: ['sku'], type: 'BASE TABLE',
    }])
    expect(value.schema.tableDefinitions[0]!.schema).toMatch(/^CREATE TABLE `product`/)
    expect(value).toMatchObject({ after: ['sku', 'price', 'x'], isUnseen: true })
  })
})

describe('a guard that is off', () => {
  const withMaster = <T>(guard: string, body: (ctx: Ctx) => Promise<T>) => inTabletWorld([commerce(100)], async ctx => {
    await initShard(ctx, 100)
    await applySchema(ctx, 100, createProduct)
    return body(ctx)
  }, { guardsOff: new Set([guard]) })

  test('lets a source master go on', async () => {
    const { value } = await withMaster('tablet-obeys-disable-query-service', async ctx => {
      const topo = new TopoClient({ cell: 'zone1' })
      await withKeyspaceLock(ctx, topo, 'commerce', 'test', async lock => {
        const shard = await getShard(ctx, topo, 'commerce', '0')
        await updateDisableQueryService(ctx, topo, lock, 'commerce', [shard], 'MASTER', [], true)
      })
      await manager(100).refreshState(ctx, {})
      return healthOf(ctx, 100)
    })
    expect(value).toBe('MASTER')
  })

  test('lets a tablet stop before its transactions have ended', async () => {
    const { value } = await withMaster('tablet-requests-end-before-it-stops', async ctx => {
      await ask(commerce(100)).begin(ctx)
      const before = ctx.nowMs
      await manager(100).demoteMaster(ctx, {})
      return ctx.nowMs - before < 1000
    })
    expect(value).toBe(true)
  })
})
