import { describe, expect, test } from 'vitest'
import type { Ctx } from '../../../../src/sim/index.ts'
import {
  addSrvKeyspacePartitions, deleteSrvKeyspacePartitions, getShard, getShardServingCells, getShardServingTypes,
  getSrvKeyspace, migrateServedType, orderAndCheckPartitions, rebuildKeyspace, saveRoutingRules, saveVSchema,
  rebuildSrvVSchema, getSrvVSchema, shardIsServing, srvKeyspaceGetPartition, updateDisableQueryService,
  updateShardFields, withKeyspaceLock, withTabletControl, newTabletControl, type ShardInfo, type TopoClient,
  type TopoLock,
} from '../../../../src/vitess/topo/index.ts'
import type { ServedType, SrvKeyspace } from '../../../../src/vitess/wire/index.ts'
import { createShards, messageOf, valueInTopology } from '../../../support/topo-world.ts'

/** A split of customer/0, prepared up to the cutover; `body` runs under the keyspace's lock. */
async function duringSplit<T>(
  body: (ctx: Ctx, topo: TopoClient, lock: TopoLock, shards: {
    zero: ShardInfo
    halves: ShardInfo[]
  }) => Promise<T>,
  cells: readonly string[] = ['zone1'],
): Promise<T> {
  return valueInTopology(async (ctx, topo) => {
    await createShards(ctx, topo, 'customer', '0', '-80', '80-')
    await rebuildKeyspace(ctx, topo, 'customer', [])
    const zero = await getShard(ctx, topo, 'customer', '0')
    const halves = [await getShard(
      ctx, topo, 'customer', '-80'
    ), await getShard(ctx, topo, 'customer', '80-')]
    return withKeyspaceLock(ctx, topo, 'customer', 'test', (lock) => body(ctx, topo, lock, { zero, halves }))
  }, { cells })
}

const routed = (record: SrvKeyspace, type: ServedType): string[] =>
  srvKeyspaceGetPartition(record, type)!.shardReferences.map(({ name }) => name)
const controls = (record: SrvKeyspace, type: ServedType): string[] =>
  srvKeyspaceGetPartition(record, type)!.shardTabletControls.map(({ name, queryServiceDisabled }) =>
    `${name} ${queryServiceDisabled}`)

describe('a migration', () => {
  test('moves one type in the record, and leaves a control for each shard', async () => {
    const record = await duringSplit(async (ctx, topo, lock, { zero, halves }) => {
      await updateDisableQueryService(ctx, topo, lock, 'customer', [zero], 'RDONLY', [], true)
      await updateDisableQueryService(ctx, topo, lock, 'customer', halves, 'RDONLY', [], false)
      await migrateServedType(ctx, topo, lock, 'customer', halves, [zero], 'RDONLY', [])
      return getSrvKeyspace(ctx, topo, 'zone1', 'customer')
    })
    expect(routed(record, 'RDONLY')).toEqual(['-80', '80-'])
    expect(routed(record, 'REPLICA')).toEqual(['0'])
    expect(controls(record, 'RDONLY')).toEqual(['0 true', '-80 false', '80- false'])
    expect(controls(record, 'MASTER')).toEqual([])
  })

  test('of MASTER wipes the controls of every type', async () => {
    const record = await duringSplit(async (ctx, topo, lock, { zero, halves }) => {
      for (const type of ['RDONLY', 'REPLICA', 'MASTER'] as const) {
        await updateDisableQueryService(ctx, topo, lock, 'customer', [zero], type, [], true)
        await migrateServedType(ctx, topo, lock, 'customer', halves, [zero], type, [])
      }
      return getSrvKeyspace(ctx, topo, 'zone1', 'customer')
    })
    expect(record.partitions.map(({ servedType }) =>
      [servedType, routed(record, servedType), controls(record, servedType)])).toEqual([
      ['MASTER', ['-80', '80-'], []], ['REPLICA', ['-80', '80-'], []], ['RDONLY', ['-80', '80-'], []],
    ])
  })

  test('done twice changes nothing, and can be reversed', async () => {
    const { once, twice, back } = await duringSplit(async (ctx, topo, lock, { zero, halves }) => {
      const read = () => getSrvKeyspace(ctx, topo, 'zone1', 'customer')
      await migrateServedType(ctx, topo, lock, 'customer', halves, [zero], 'REPLICA', [])
      const once = await read()
      await migrateServedType(ctx, topo, lock, 'customer', halves, [zero], 'REPLICA', [])
      const twice = await read()
      await migrateServedType(ctx, topo, lock, 'customer', [zero], halves, 'REPLICA', [])
      return { once, twice, back: routed(await read(), 'REPLICA') }
    })
    expect(twice).toEqual(once)
    expect(back).toEqual(['0'])
  })

  test('in one cell leaves the others alone', async () => {
    const found = await duringSplit(async (ctx, topo, lock, { zero, halves }) => {
      await migrateServedType(ctx, topo, lock, 'customer', halves, [zero], 'RDONLY', ['zone2'])
      return [
        routed(await getSrvKeyspace(ctx, topo, 'zone1', 'customer'), 'RDONLY'),
        routed(await getSrvKeyspace(ctx, topo, 'zone2', 'customer'), 'RDONLY'),
        await getShardServingCells(ctx, topo, halves[0]!), await getShardServingTypes(ctx, topo, halves[0]!),
      ]
    }, ['zone1', 'zone2'])
    expect(found).toEqual([['0'], ['-80', '80-'], ['zone2'], ['RDONLY']])
  })

  test('to half of the ids is refused', async () => {
    const message = await duringSplit((ctx, topo, lock, { zero, halves }) =>
      messageOf(() => migrateServedType(ctx, topo, lock, 'customer', [halves[0]!], [zero], 'RDONLY', [])))
    expect(message).toBe(
      'partial result: keyspace partition for RDONLY in cell zone1 does not end with max key'
    )
  })

  test.each([
    ['frozen', newTabletControl('MASTER', { frozen: true }),
      'migrate has gone past the point of no return, cannot re-enable serving for customer/0'],
    ['with tables taken away', newTabletControl('MASTER', { blacklistedTables: ['t'] }),
      'cannot safely alter DisableQueryService as BlacklistedTables is set for shard customer/0'],
  ])('re-enabling a shard %s is refused', async (_, control, message) => {
    const found = await duringSplit(async (ctx, topo, lock) => {
      const zero = await updateShardFields(ctx, topo, 'customer', '0', (record) =>
        withTabletControl(record, 'MASTER', control))
      return messageOf(() =>
        updateDisableQueryService(ctx, topo, lock, 'customer', [zero!], 'MASTER', [], false))
    })
    expect(found).toBe(message)
  })

  test('needs the lock', async () => {
    const found = await duringSplit((ctx, topo, _, { zero }) =>
      messageOf(() => updateDisableQueryService(ctx, topo, null, 'customer', [zero], 'MASTER', [], true)))
    expect(found).toBe('keyspace customer is not locked (no locksInfo)')
  })
})

test('RebuildKeyspaceGraph is refused while a migration is going on', async () => {
  const message = await valueInTopology(async (ctx, topo) => {
    await createShards(ctx, topo, 'customer', '0', '-80', '80-')
    await rebuildKeyspace(ctx, topo, 'customer', [])
    const zero = await getShard(ctx, topo, 'customer', '0')
    await withKeyspaceLock(ctx, topo, 'customer', 'x', (lock) =>
      updateDisableQueryService(ctx, topo, lock, 'customer', [zero], 'RDONLY', [], true))
    return messageOf(() => rebuildKeyspace(ctx, topo, 'customer', []))
  })
  expect(
    message
  ).toBe("can't rebuild serving keyspace while a migration is on going. TabletControls is set for partition " +
    'served_type:RDONLY shard_references:<name:"0" > shard_tablet_controls:<name:"0" query_service_disabled:true > ')
})

test('UpdateSrvKeyspacePartition adds and removes single shards, unchecked', async () => {
  const [added, removed] = await duringSplit(async (ctx, topo, lock, { zero, halves }) => {
    await addSrvKeyspacePartitions(ctx, topo, lock, 'customer', [halves[0]!], 'REPLICA', [])
    const added = routed(await getSrvKeyspace(ctx, topo, 'zone1', 'customer'), 'REPLICA')
    await deleteSrvKeyspacePartitions(ctx, topo, lock, 'customer', [zero], 'REPLICA', [])
    return [added, routed(await getSrvKeyspace(ctx, topo, 'zone1', 'customer'), 'REPLICA')]
  })
  expect([added, removed]).toEqual([['0', '-80'], ['-80']])
})

describe('the order check', () => {
  const graph = (...ranges: ([string, string] | null)[]): SrvKeyspace => ({
    partitions: [{
      servedType: 'MASTER', shardTabletControls: [],
      shardReferences: ranges.map((range, i) =>
        ({ name: `s${i}`, keyRange: range === null ? null : { start: range[0], end: range[1] } })),
    }],
    shardingColumnName: '', shardingColumnType: '', servedFrom: [],
  })

  test.each([
    [[['80', ''], ['', '80']], 's1 s0'],
    [[null], 's0'],
    [[null, null], 's0 s1'],
    [[['', '']], 's0'],
    [[['40', '']], 'keyspace partition for MASTER in cell zone1 does not start with min key'],
    [[['', '40']], 'keyspace partition for MASTER in cell zone1 does not end with max key'],
    [[
      ['', '40'], ['80', ''],
    ], 'non-contiguous KeyRange values for MASTER in cell zone1 at shard 0 to 1: 40 != 80'],
    [[
      ['', '80'], ['40', ''],
    ], 'non-contiguous KeyRange values for MASTER in cell zone1 at shard 0 to 1: 80 != 40'],
    [[null, ['80', '']], 'shards with inconsistent KeyRanges for MASTER in cell zone1. ' +
      'shards: name:"s0" , name:"s1" key_range:<start:"\\200" > '],
    [[], 'runtime error: index out of range [0] with length 0'],
  ] as [([string, string] | null)[], string][])('%j: %s', async (ranges, expected) => {
    const message = await messageOf(async () => {
      throw new Error(orderAndCheckPartitions(
        'zone1', graph(...ranges)
      ).partitions[0]!.shardReferences.map((s) => s.name).join(' '))
    })
    expect(message).toBe(expected)
  })

  test('the ranges of 0 and - are the same', () => {
    expect(shardIsServing(graph(null), { start: '', end: '' })).toBe(true)
    expect(shardIsServing(graph(['', '80'], ['80', '']), null)).toBe(false)
  })
})

test('the SrvVSchema collects every keyspace and the routing rules', async () => {
  const srv = await valueInTopology(async (ctx, topo) => {
    await createShards(ctx, topo, 'customer', '0')
    await createShards(ctx, topo, 'commerce', '0')
    await saveVSchema(ctx, topo, 'customer', { sharded: true, vindexes: { hash: { type: 'hash' } } })
    await saveRoutingRules(ctx, topo, [{ from_table: 'c', to_tables: ['customer.c'] }])
    await rebuildSrvVSchema(ctx, topo, [])
    return getSrvVSchema(ctx, topo, 'zone1')
  })
  expect(srv).toEqual({
    keyspaces: { customer: { sharded: true, vindexes: { hash: { type: 'hash' } } } },
    routing_rules: { rules: [{ from_table: 'c', to_tables: ['customer.c'] }] },
  })
})
