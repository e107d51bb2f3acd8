import { describe, expect, test } from 'vitest'
import { type Ctx, random, type Simulation, type SimulationOptions } from '../../../../src/sim/index.ts'
import { rebuildSrvVSchema, saveVSchema, TopoClient } from '../../../../src/vitess/topo/index.ts'
import {
  binlogSource, createVReplication, deleteVReplication, maxRateDisabled, replicationLagDisabled, startVReplication, startVReplicationUntil,
  stopVReplication, vttabletAddress,
} from '../../../../src/vitess/wire/index.ts'
import { ask, dba, inTabletWorld, initShard, manager, zone1 } from '../../../support/tablet-world.ts'
import { messageOf } from '../../../support/topo-world.ts'

const keyspace = 'customer'
const source = ask({ uid: 200, keyspace, shard: '0' })
const createCustomer = 'create table customer(customer_id bigint primary key, email varbinary(128))'

/** A shard with a master and a replica, and the masters of its two halves, with a stream to each from where the source stands. */
function withStreams<T>(body: (ctx: Ctx, simulation: Simulation) => Promise<T>, options: SimulationOptions = {}) {
  const tablets = [
    { uid: 200, keyspace, shard: '0' }, { uid: 201, keyspace, shard: '0' },
    { uid: 300, keyspace, shard: '-80' }, { uid: 301, keyspace, shard: '-80' }, { uid: 400, keyspace, shard: '80-' },
  ]
  return inTabletWorld(tablets, async (ctx, simulation) => {
    const topo = new TopoClient({ cell: 'zone1' })
    await saveVSchema(ctx, topo, keyspace, {
      sharded: true, vindexes: { hash: { type: 'hash' } }, tables: { customer: { column_vindexes: [{ column: 'customer_id', name: 'hash' }] } },
    })
    await rebuildSrvVSchema(ctx, topo, [])
    await initShard(ctx, 200, 201)
    await initShard(ctx, 300, 301)
    await initShard(ctx, 400)
    const ddl = { sql: createCustomer, dbName: 'vt_customer', maxRows: 0, disableBinlogs: false, reloadSchema: true }
    for (const uid of [200, 300, 400]) await manager(uid).executeFetchAsDba(ctx, ddl)
    await manager(201).reloadSchema(ctx, { waitPosition: await manager(200).masterPosition(ctx, {}) })
    await ctx.sleep(6000)
    const position = await manager(200).masterPosition(ctx, {})
    for (const [uid, start, end] of [[300, '', '80'], [400, '80', '']] as const) {
      const query = createVReplication({
        workflow: 'SplitClone', source: binlogSource({ keyspace, shard: '0', keyRange: { start, end } }), position, state: 'Running',
        maxTps: maxRateDisabled, maxReplicationLag: replicationLagDisabled, timeUpdatedS: 0, dbName: 'vt_customer',
      })
      expect((await manager(uid).vReplicationExec(ctx, { query })).insertId).toBe(1)
    }
    return body(ctx, simulation)
  }, options)
}

const rowsOf = async (ctx: Ctx, uid: number): Promise<unknown> =>
  (await dba(ctx, uid, 'vt_customer', 'select customer_id, email from customer order by customer_id')).rows
const stateOf = async (ctx: Ctx, uid: number): Promise<unknown> =>
  (await dba(ctx, uid, '_vt', 'select state, message from vreplication where id = 1')).rows[0]
/** Until both streams have all of the source. */
async function catchUp(ctx: Ctx, ...uids: number[]): Promise<void> {
  const position = await manager(200).masterPosition(ctx, {})
  for (const uid of uids) await ctx.timeout(30_000, inner => manager(uid).vReplicationWaitForPos(inner, { id: 1, position }))
}

test('a stream is deleted on a master that never got the table of copies', async () => {
  const { value } = await withStreams(async ctx => {
    await dba(ctx, 300, '_vt', 'drop table copy_state')
    await manager(300).vReplicationExec(ctx, { query: deleteVReplication(1) })
    return (await dba(ctx, 300, '_vt', 'select count(*) from vreplication')).rows
  })
  expect(value).toEqual([[0]])
})

test('a stream of tables brings these, whatever their keys, and nothing of others', async () => {
  const { value } = await withStreams(async ctx => {
    for (const uid of [200, 400]) {
      const ddl = { dbName: 'vt_customer', maxRows: 0, disableBinlogs: false, reloadSchema: true }
      await manager(uid).executeFetchAsDba(ctx, { ...ddl, sql: 'create table corder(order_id bigint primary key, note varchar(20))' })
    }
    await manager(201).reloadSchema(ctx, { waitPosition: await manager(200).masterPosition(ctx, {}) })
    await manager(400).vReplicationExec(ctx, { query: deleteVReplication(1) })
    await manager(400).vReplicationExec(ctx, { query: createVReplication({
      workflow: 'VerticalSplitClone', source: binlogSource({ keyspace, shard: '0', tables: ['/^cord/'] }),
      position: await manager(200).masterPosition(ctx, {}), state: 'Running', maxTps: maxRateDisabled,
      maxReplicationLag: replicationLagDisabled, timeUpdatedS: 0, dbName: 'vt_customer',
    }) })
    await source.execute(ctx, "insert into customer values (4, 'a')")
    await source.execute(ctx, "insert into corder values (1, 'b'), (2, 'déjà')")
    const position = await manager(200).masterPosition(ctx, {})
    await ctx.timeout(30_000, inner => manager(400).vReplicationWaitForPos(inner, { id: 2, position }))
    return [await rowsOf(ctx, 400), (await dba(ctx, 400, 'vt_customer', 'select * from corder order by order_id')).rows]
  })
  expect(value).toEqual([[], [[1, 'b'], [2, 'déjà']]])
})

describe('streams by key range', () => {
  test('bring each change to the half to which it belongs, and from there to its replicas', async () => {
    const { value, simulation } = await withStreams(async ctx => {
      for (let id = 1; id <= 5; id++) await source.execute(ctx, `insert into customer values (${id}, 'c${id}')`)
      await source.execute(ctx, "update customer set email = 'new' where customer_id = 2")
      await source.execute(ctx, 'delete from customer where customer_id = 3')
      await catchUp(ctx, 300, 400)
      const halves = [await rowsOf(ctx, 300), await rowsOf(ctx, 400)]
      await ctx.sleep(100)
      return [...halves, await rowsOf(ctx, 301), await stateOf(ctx, 300)]
    })
    const low = [[1, 'c1'], [2, 'new'], [5, 'c5']]
    expect(value).toEqual([low, [[4, 'c4']], low, ['Running', '']])
    const positions = new Set<string>()
    for (let seq = 1; seq <= simulation.trace.length; seq++) {
      const { kind, data } = simulation.trace.get(seq)
      if (kind === 'vreplication/position') positions.add((data as { target: string }).target)
    }
    expect([...positions].sort()).toEqual(['zone1-0000000300', 'zone1-0000000400'])
  })

  test('lose an update of the sharding column, silently', async () => {
    const { value } = await withStreams(async ctx => {
      await source.execute(ctx, "insert into customer values (1, 'a')")
      await source.execute(ctx, "update customer set customer_id = 4 where customer_id = 1")
      await catchUp(ctx, 300, 400)
      return [await rowsOf(ctx, 200), await rowsOf(ctx, 300), await rowsOf(ctx, 400)]
    })
    expect(value).toEqual([[[4, 'a']], [[1, 'a']], []])
  })

  test('do not bring changes of the schema', async () => {
    const { value } = await withStreams(async ctx => {
      await dba(ctx, 200, 'vt_customer', 'create table other(id int primary key)')
      await catchUp(ctx, 300)
      return messageOf(() => dba(ctx, 300, 'vt_customer', 'select * from other'))
    })
    expect(value).toBe("Table 'vt_customer.other' doesn't exist")
  })

  test('stop where they are told to, and go on', async () => {
    const { value } = await withStreams(async ctx => {
      const exec = (query: string) => manager(300).vReplicationExec(ctx, { query })
      await exec(stopVReplication(1, 'for split diff'))
      await source.execute(ctx, "insert into customer values (1, 'a')")
      const position = await manager(200).masterPosition(ctx, {})
      await source.execute(ctx, "insert into customer values (2, 'b')")
      const stopped = await messageOf(() => manager(300).vReplicationWaitForPos(ctx, { id: 1, position }))
      await exec(startVReplicationUntil(1, position))
      await manager(300).vReplicationWaitForPos(ctx, { id: 1, position })
      const until = [await rowsOf(ctx, 300), await stateOf(ctx, 300)]
      await exec(startVReplication(1))
      await catchUp(ctx, 300)
      const after = await rowsOf(ctx, 300)
      await exec(deleteVReplication(1))
      return { stopped, until, after, gone: await messageOf(() => manager(300).vReplicationWaitForPos(ctx, { id: 1, position })) }
    })
    expect(value.stopped).toMatch(/replication has stopped at \S+ before reaching position \S+, message: for split diff$/)
    expect(value).toMatchObject({
      until: [[[1, 'a']], ['Stopped', 'Reached stopping position, done playing logs']], after: [[1, 'a'], [2, 'b']],
      gone: 'rpc error: code = Unknown desc = TabletManager.VReplicationWaitForPos on zone1-0000000300 error: vreplication stream 1 not found',
    })
  })

  test('fail at what the target refuses, say so, and go on when it is put right', async () => {
    const { value } = await withStreams(async ctx => {
      await dba(ctx, 300, 'vt_customer', "insert into customer values (1, 'stale')")
      await source.execute(ctx, "insert into customer values (1, 'a')")
      await ctx.sleep(1000)
      const [state, message] = await stateOf(ctx, 300) as [string, string]
      await dba(ctx, 300, 'vt_customer', 'delete from customer where customer_id = 1')
      await catchUp(ctx, 300)
      return { state, message, rows: await rowsOf(ctx, 300), after: await stateOf(ctx, 300) }
    })
    expect(value.message).toMatch(/^error in processing binlog event Duplicate entry '1' for key 'PRIMARY' \(errno 1062\) \(sqlstate 23000\)/)
    expect(value).toMatchObject({ state: 'Error', rows: [[1, 'a']], after: ['Running', ''] })
  })

  test.each([
    ['the tablet that they read', vttabletAddress(zone1(201))], ['the tablet that they run in', vttabletAddress(zone1(300))],
    ['the source of the binlog', 'mysqld zone1-201'], ['the target', 'mysqld zone1-300'],
  ])('go on after a crash of %s, and neither lose nor repeat anything', async (_, victim) => {
    const { value } = await withStreams(async (ctx, simulation) => {
      for (let id = 1; id <= 3; id++) await source.execute(ctx, `insert into customer values (${id}, 'a')`)
      simulation.crash(victim)
      for (let id = 5; id <= 7; id++) await source.execute(ctx, `insert into customer values (${id}, 'a')`)
      await ctx.sleep(1000)
      simulation.restart(victim)
      await ctx.sleep(20_000)
      await catchUp(ctx, 300)
      return (await rowsOf(ctx, 300) as unknown[][]).map(row => row[0])
    })
    expect(value).toEqual([1, 2, 3, 5])
  })

  test('are resumed by a new master from the position that it has replicated', async () => {
    const { value } = await withStreams(async ctx => {
      await source.execute(ctx, "insert into customer values (1, 'a')")
      await catchUp(ctx, 300)
      const position = await manager(300).demoteMaster(ctx, {})
      await manager(301).promoteSlaveWhenCaughtUp(ctx, { position })
      await source.execute(ctx, "insert into customer values (2, 'b')")
      await ctx.sleep(12_000)
      await catchUp(ctx, 301)
      return [await rowsOf(ctx, 301), await messageOf(() => manager(300).vReplicationExec(ctx, { query: deleteVReplication(1) }))]
    })
    expect(value).toEqual([
      [[1, 'a'], [2, 'b']],
      'rpc error: code = Unknown desc = TabletManager.VReplicationExec on zone1-0000000300 error: vreplication engine is closed',
    ])
  })

  test('bring everything under any schedule', async () => {
    for (let seed = 1; seed <= 5; seed++) {
      const { value } = await withStreams(async ctx => {
        await ctx.all([1, 2, 3, 4, 5].map(id => async inner => {
          await source.execute(inner, `insert into customer values (${id}, 'a')`)
          await source.execute(inner, `update customer set email = 'b' where customer_id = ${id}`)
        }))
        await catchUp(ctx, 300, 400)
        return [await rowsOf(ctx, 300), await rowsOf(ctx, 400)]
      }, { strategy: random(seed) })
      expect(value).toEqual([[1, 2, 3, 5].map(id => [id, 'b']), [[4, 'b']]])
    }
  })

  test('apply a transaction twice after a crash, if rows and position are not committed together', async () => {
    const { value } = await withStreams(async (ctx, simulation) => {
      simulation.onPoint('vreplication/between-rows-and-position', ({ process }) => {
        if (process.name === vttabletAddress(zone1(300))) simulation.crash(process.name)
      })
      await source.execute(ctx, "insert into customer values (1, 'a')")
      await ctx.sleep(1000)
      simulation.restart(vttabletAddress(zone1(300)))
      await ctx.sleep(7000)
      return stateOf(ctx, 300)
    }, { guardsOff: new Set(['stream-position-with-rows']) })
    expect(value).toMatchObject(['Error', expect.stringMatching(/^error in processing binlog event Duplicate entry '1'/)])
  })
})
