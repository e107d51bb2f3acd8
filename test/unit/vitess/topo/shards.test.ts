import { describe, expect, test } from 'vitest'
import type { Failure} from '../../../../src/sim/index.ts';
import { random, type Ctx } from '../../../../src/sim/index.ts'
import {
  checkKeyspaceLocked, createKeyspace, createShard, createTablet, deleteTablet, findOverlappingShards,
  getOrCreateShard, getShard, getShardReplication, getTablet, getTabletMapForShard, getVSchema, getSrvVSchema,
  isTrivialTypeChange, lockKeyspace, newKeyspace, newTablet, rebuildKeyspace, sourceShardAdd,
  sourceShardDelete, unlock, updateShardFields, updateSourceBlacklistedTables, updateTabletFields,
  withKeyspaceLock, withShardLock, type TopoClient,
} from '../../../../src/vitess/topo/index.ts'
import type { SourceShard, TabletAlias } from '../../../../src/vitess/wire/index.ts'
import {
  createShards, inTopology, logTexts, messageOf, valueInTopology,
} from '../../../support/topo-world.ts'

const source: SourceShard = { uid: 1, keyspace: 'customer', shard: '0', keyRange: null, tables: [] }
const alias = (uid: number, cell = 'zone1'): TabletAlias => ({ cell, uid })
const replica = (uid: number, shard = '0', cell = 'zone1') =>
  newTablet({ alias: alias(uid, cell), keyspace: 'customer', shard, type: 'REPLICA' })

describe('a new shard', () => {
  const serving = (...shards: string[]) => valueInTopology(async (ctx, topo) => {
    await createShards(ctx, topo, 'customer', ...shards)
    const infos = []
    for (const shard of shards) infos.push(await getShard(ctx, topo, 'customer', shard.toLowerCase()))
    return infos.filter(({ record }) => record.isMasterServing).map(({ shardName }) => shardName)
  })

  test.each([
    [['0', '-80', '80-'], ['0']],
    [['-80', '80-', '0'], ['-80', '80-']],
    [['-80', '80-', '-40'], ['-80', '80-']],
    // Bounds are not normalised: the id 80 is below 8000.
    [['-8000', '80-C0'], ['-8000']],
  ])('made in the order %j: serving are %j', async (shards, expected) => {
    expect(await serving(...shards)).toEqual(expected)
  })

  test.each([
    ['-80-', "invalid shardId, can only contain one '-': -80-"],
    ['80-40', 'out of order keys: 80 is not strictly smaller than 40'],
    ['0', 'node already exists: keyspaces/customer/shards/0/Shard'],
  ])('%s is refused: %s', async (shard, message) => {
    expect(await valueInTopology(async (ctx, topo) => {
      await createShards(ctx, topo, 'customer', '0')
      return messageOf(() => createShard(ctx, topo, 'customer', shard))
    })).toBe(message)
  })

  test('is made with its keyspace and VSchema when a tablet asks for it, by two tablets at once too', async () => {
    const found = await valueInTopology(async (ctx, topo) => {
      const ask = (inner: Ctx) => getOrCreateShard(inner, topo, 'customer', '0')
      const [first, second] = await ctx.all([ask, ask])
      return {
        shards: [first.shardName, second.shardName],
        vschema: await getVSchema(ctx, topo, 'customer'), srv: await getSrvVSchema(ctx, topo, 'zone1'),
      }
    })
    expect(found).toEqual({ shards: ['0', '0'], vschema: {}, srv: { keyspaces: { customer: {} } } })
  })
})

describe('source shards', () => {
  test('are added and deleted by uid, under the lock', async () => {
    const world = await inTopology(async (ctx, topo) => {
      await createShards(ctx, topo, 'customer', '0', '-80')
      await sourceShardAdd(ctx, topo, 'customer', '-80', source)
      const twice = await messageOf(() => sourceShardAdd(ctx, topo, 'customer', '-80', source))
      const other = await messageOf(() => sourceShardDelete(ctx, topo, 'customer', '-80', 7))
      const before = (await getShard(ctx, topo, 'customer', '-80')).record.sourceShards
      await sourceShardDelete(ctx, topo, 'customer', '-80', 1)
      return { twice, other, before, after: (await getShard(
        ctx, topo, 'customer', '-80'
      )).record.sourceShards }
    })
    expect(world.value).toEqual({
      twice: 'uid 1 is already in use', other: 'no SourceShard with uid 7', before: [source], after: [],
    })
    expect(logTexts(world.simulation)).toContain(
      'Unlocking keyspace customer for action SourceShardAdd(1) with error uid 1 is already in use')
  })

  test('two at once are both there', async () => {
    const shards = await valueInTopology(async (ctx, topo) => {
      await createShards(ctx, topo, 'customer', '-80')
      const add = (uid: number) =>
        (inner: Ctx) => updateShardFields(inner, topo, 'customer', '-80', (record) =>
        ({ ...record, sourceShards: [...record.sourceShards, { ...source, uid }] }))
      await ctx.all([add(1), add(2)])
      return (await getShard(ctx, topo, 'customer', '-80')).record.sourceShards.length
    })
    expect(shards).toBe(2)
  })
})

describe('locks', () => {
  test('say what Vitess says, "Locking" before the wait', async () => {
    const world = await inTopology(async (ctx, topo) => {
      await createShards(ctx, topo, 'customer', '-80', '80-')
      const add = (shard: string) => (inner: Ctx) => sourceShardAdd(inner, topo, 'customer', shard, source)
      await ctx.all([add('-80'), add('80-')])
    })
    expect(logTexts(world.simulation).slice(-4)).toEqual([
      'Locking keyspace customer for action SourceShardAdd(1)',
      'Locking keyspace customer for action SourceShardAdd(1)',
      'Unlocking keyspace customer for successful action SourceShardAdd(1)',
      'Unlocking keyspace customer for successful action SourceShardAdd(1)',
    ])
  })

  test.each([
    ['a keyspace that is not there', (ctx: Ctx, topo: TopoClient) => lockKeyspace(ctx, topo, 'nobody', 'x'),
      "node doesn't exist: keyspaces/nobody"],
    ['a lock that another command holds for longer than 30s', async (ctx: Ctx, topo: TopoClient) => {
      await lockKeyspace(ctx, topo, 'customer', 'first')
      await lockKeyspace(ctx, topo, 'customer', 'second')
    }, 'deadline exceeded: keyspaces/customer'],
    ['unlocking twice', async (ctx: Ctx, topo: TopoClient) => {
      const lock = await lockKeyspace(ctx, topo, 'customer', 'x')
      await unlock(ctx, topo, lock)
      await unlock(ctx, topo, lock)
    }, 'trying to unlock keyspace customer multiple times'],
    ['no lock at all', async () =>
      checkKeyspaceLocked(null, 'customer'), 'keyspace customer is not locked (no locksInfo)'],
    ['the lock of another keyspace', (ctx: Ctx, topo: TopoClient) =>
      withKeyspaceLock(ctx, topo, 'customer', 'x', async (lock) => checkKeyspaceLocked(lock, 'commerce')),
    'keyspace commerce is not locked (no lockInfo in map)'],
  ])('%s', async (_, body, message) => {
    const found = await valueInTopology(async (ctx, topo) => {
      await createShards(ctx, topo, 'customer', '0')
      return messageOf(() => body(ctx, topo))
    })
    expect(found).toBe(message)
  })

  test('are kept alive through an action that takes minutes', async () => {
    const { value, simulation } = await inTopology(async (ctx, topo) => {
      await createShards(ctx, topo, 'customer', '0')
      await withKeyspaceLock(ctx, topo, 'customer', 'long', () =>
        ctx.sleep(300_000) as unknown as Promise<void>)
      return 'done'
    })
    expect(value).toBe('done')
    expect(logTexts(simulation).at(-1)).toBe('Unlocking keyspace customer for successful action long')
  })

  test('without the keep-alive vanish after 30s, and the action fails at its end', async () => {
    const message = await valueInTopology(async (ctx, topo) => {
      await createShards(ctx, topo, 'customer', '0')
      return messageOf(() =>
        withKeyspaceLock(ctx, topo, 'customer', 'long', () => ctx.sleep(31_000) as unknown as Promise<void>))
    }, { options: { guardsOff: new Set(['topo-lock-keep-alive']) } })
    expect(message).toMatch(/^node doesn't exist: lock/)
  })

  test('are given back when the action was cancelled', async () => {
    const message = await valueInTopology(async (ctx, topo) => {
      await createShards(ctx, topo, 'customer', '0')
      await messageOf(() => ctx.timeout(1_000, (inner) =>
        withKeyspaceLock(inner, topo, 'customer', 'slow', () =>
          inner.sleep(60_000) as unknown as Promise<void>)))
      const start = ctx.nowMs
      await unlock(ctx, topo, await lockKeyspace(ctx, topo, 'customer', 'next'))
      return ctx.nowMs - start < 10
    })
    expect(message).toBe(true)
  })

  test('of a keyspace and of its shard are independent', async () => {
    await valueInTopology(async (ctx, topo) => {
      await createShards(ctx, topo, 'customer', '0')
      await withKeyspaceLock(ctx, topo, 'customer', 'a', () =>
        withShardLock(ctx, topo, 'customer', '0', 'b', async () => undefined))
    })
  })
})

describe('tablets', () => {
  test('are on their shard\'s list until they are deleted', async () => {
    const found = await valueInTopology(async (ctx, topo) => {
      await createShards(ctx, topo, 'customer', '0')
      for (const uid of [202, 200, 201]) await createTablet(ctx, topo, replica(uid))
      await updateShardFields(ctx, topo, 'customer', '0', (record) =>
        ({ ...record, masterAlias: alias(200) }))
      const listed = [...(await getTabletMapForShard(ctx, topo, 'customer', '0')).tablets.keys()]
      await deleteTablet(ctx, topo, replica(201))
      return {
        listed,
        left: (await getShardReplication(ctx, topo, 'zone1', 'customer', '0')).nodes.map(({ uid }) => uid),
        record: await messageOf(() => getTablet(ctx, topo, alias(201))),
      }
    })
    expect(found).toEqual({
      listed: ['zone1-0000000200', 'zone1-0000000201', 'zone1-0000000202'], left: [202, 200],
      record: "node doesn't exist: tablets/zone1-0000000201/Tablet",
    })
  })

  test('of a cell that is down are missing, and the result says that it is partial', async () => {
    const found = await valueInTopology(async (ctx, topo, simulation) => {
      await createShards(ctx, topo, 'customer', '0')
      await createTablet(ctx, topo, replica(200))
      await createTablet(ctx, topo, replica(300, '0', 'zone2'))
      simulation.crash('topo zone2')
      const { tablets, partial } = await getTabletMapForShard(ctx, topo, 'customer', '0')
      return { tablets: [...tablets.keys()], partial: partial?.message }
    }, { cells: ['zone1', 'zone2'] })
    expect(found).toEqual({ tablets: ['zone1-0000000200'], partial: 'partial result: 0' })
  })

  test('an update that is not needed writes nothing', async () => {
    const versions = await valueInTopology(async (ctx, topo) => {
      await createShards(ctx, topo, 'customer', '0')
      await createTablet(ctx, topo, replica(200))
      const before = (await getTablet(ctx, topo, alias(200))).version
      expect(await updateTabletFields(ctx, topo, alias(200), () => null)).toBeNull()
      const same = (await getTablet(ctx, topo, alias(200))).version
      await updateTabletFields(ctx, topo, alias(200), (tablet) =>
        ({ ...tablet, tags: { drain_reason: 'Used by vtworker' } }))
      return [same === before, (await getTablet(ctx, topo, alias(200))).record.tags]
    })
    expect(versions).toEqual([true, { drain_reason: 'Used by vtworker' }])
  })

  test.each([
    ['REPLICA', 'RDONLY', true], ['RDONLY', 'DRAINED', true], ['DRAINED', 'DRAINED', true],
    ['RESTORE', 'SPARE', true], ['MASTER', 'REPLICA', false], ['REPLICA', 'MASTER', false],
    ['RESTORE', 'REPLICA', false],
  ] as const)('ChangeSlaveType %s -> %s: %s', (from, to, allowed) => {
    expect(isTrivialTypeChange(from, to)).toBe(allowed)
  })
})

describe('overlapping shards', () => {
  const sides = (shards: string[], options = {}) => valueInTopology(async (ctx, topo) => {
    await createShards(ctx, topo, 'customer', ...shards)
    const groups = await findOverlappingShards(ctx, topo, 'customer')
    return groups.map(({ left, right }) =>
      `${left.map((s) => s.shardName).join(' ')} | ${right.map((s) => s.shardName).join(' ')}`)
  }, { options })

  test('the dull run has the sides of the article', async () => {
    expect(await sides(['0', '-80', '80-'])).toEqual(['-80 80- | 0'])
  })

  test('which side is left is chance', async () => {
    const seen = new Set<string>()
    for (let seed = 1; seed <= 20; seed += 1) seen.add(
      (await sides(['0', '-80', '80-'], { strategy: random(seed) }))[0]!
    )
    expect([...seen].sort()).toEqual(['-80 80- | 0', '0 | -80 80-'])
  })
})

describe('tables taken from tablets', () => {
  const change = { tabletType: 'MASTER', cells: [], remove: false, tables: ['customer'] } as const

  test('one list of tables at a time; to take it back removes the control', async () => {
    const { added, clash, removed } = await valueInTopology(async (ctx, topo) => {
      await createKeyspace(ctx, topo, 'commerce', newKeyspace())
      await createShard(ctx, topo, 'commerce', '0')
      const shard = await getShard(ctx, topo, 'commerce', '0')
      const record = updateSourceBlacklistedTables(ctx, shard, change)
      const info = { ...shard, record }
      return {
        added: record.tabletControls,
        clash: await messageOf(async () =>
          updateSourceBlacklistedTables(ctx, info, { ...change, tables: ['corder'] })),
        removed: updateSourceBlacklistedTables(ctx, info, { ...change, remove: true }).tabletControls,
      }
    })
    expect(added).toEqual([{
      tabletType: 'MASTER', cells: [], blacklistedTables: ['customer'], frozen: false,
    }])
    expect(clash).toBe(
      'trying to use two different sets of blacklisted tables for shard commerce/0: [customer] and [corder]'
    )
    expect(removed).toEqual([])
  })
})

test('RebuildKeyspace of a keyspace whose shards leave a hole fails and writes nothing', async () => {
  const message = await valueInTopology(async (ctx, topo) => {
    await createShards(ctx, topo, 'customer', '-40', '80-')
    return messageOf(() => rebuildKeyspace(ctx, topo, 'customer', []))
  })
  expect(message).toBe('non-contiguous KeyRange values for MASTER in cell zone1 at shard 0 to 1: 40 != 80')
})

test('a failure of the topology is a Failure with a code', async () => {
  const code = await valueInTopology(async (ctx, topo) => {
    try { await getShard(ctx, topo, 'x', '0') } catch (error) { return (error as Failure).code }
    return null
  })
  expect(code).toBe('NOT_FOUND')
})
