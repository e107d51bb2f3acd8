import { describe, expect, test } from 'vitest'
import { random, type Ctx, type Simulation } from '../../../../src/sim/index.ts'
import {
  defaultHealthCheck, gatewayHealthCheck, HealthCheck, TabletPicker, TabletStatsCache, TopologyWatcher,
  type TabletStats,
} from '../../../../src/vitess/discovery/index.ts'
import { createTablet, deleteTablet, type TopoClient } from '../../../../src/vitess/topo/index.ts'
import type { Tablet, TabletType } from '../../../../src/vitess/wire/index.ts'
import { addFakeTablet, fakeTablet, tellFake } from '../../../support/fake-tablet.ts'
import { createShards, inTopology, logTexts, messageOf } from '../../../support/topo-world.ts'

const master = fakeTablet(200, 'MASTER')
const replica = fakeTablet(201, 'REPLICA')
const rdonly = fakeTablet(202, 'RDONLY')
const all = [master, replica, rdonly]

interface Bench {
  ctx: Ctx
  topo: TopoClient
  simulation: Simulation
  healthCheck: HealthCheck
  cache: TabletStatsCache
  reports: TabletStats[]
}

/** Three healthy tablets of customer/0, all of them under a health check as vtgate has it. */
function withTablets<T>(body: (bench: Bench) => Promise<T>, options = {}) {
  return inTopology(async (ctx, topo, simulation) => {
    await createShards(ctx, topo, 'customer', '0')
    const healthCheck = new HealthCheck(gatewayHealthCheck)
    const reports: TabletStats[] = []
    healthCheck.addListener((_, stats) => reports.push(stats))
    const cache = new TabletStatsCache(healthCheck, 'zone1')
    for (const tablet of all) healthCheck.addTablet(ctx, tablet)
    await cache.waitForHealthyTablets(ctx, all.map(targetOf))
    return body({ ctx, topo, simulation, healthCheck, cache, reports })
  }, {
    options,
    setUp: (simulation) => {
      for (const tablet of all) addFakeTablet(
        simulation, tablet, { masterSinceS: tablet === master ? 100 : 0 }
      )
    },
  })
}

const targetOf = (tablet: Tablet) => ({ keyspace: 'customer', shard: tablet.shard, tabletType: tablet.type })
const uids = (stats: readonly TabletStats[]): number[] => stats.map(({ tablet }) => tablet.alias.uid)
const healthyUids = (cache: TabletStatsCache, type: TabletType): number[] =>
  uids(cache.healthyTabletStats('customer', '0', type))

describe('the health check', () => {
  test('reports a change of type as the end of the old and the beginning of the new, with the line of the article', async () => {
    const world = await withTablets(async ({ ctx, cache, reports }) => {
      reports.length = 0
      await tellFake(ctx, rdonly, { tabletType: 'DRAINED' })
      await ctx.sleep(10)
      return { reports: reports.map(({ target, up }) => `${target.tabletType} ${up}`), rdonly: healthyUids(
        cache, 'RDONLY'
      ), drained: healthyUids(cache, 'DRAINED') }
    })
    expect(world.value).toEqual({ reports: ['RDONLY false', 'DRAINED true'], rdonly: [], drained: [202] })
    expect(logTexts(world.simulation))
      .toContain('HealthCheckUpdate(Type Change): zone1-0000000202, tablet: zone1-202 (localhost), ' +
      'target customer/0 (RDONLY) => customer/0 (DRAINED), reparent time: 0')
  })

  test('takes a tablet that crashes for not serving, tries again more and more seldom, and finds it back', async () => {
    const { value } = await withTablets(async ({ ctx, simulation, healthCheck, cache, reports }) => {
      reports.length = 0
      simulation.crash('vttablet zone1-201')
      await ctx.sleep(1_000)
      const attempts = reports.length
      const down = { healthy: healthyUids(
        cache, 'REPLICA'
      ), connection: healthCheck.connection('vttablet zone1-201') }
      simulation.restart('vttablet zone1-201')
      await ctx.sleep(5_000)
      return { attempts, down, up: healthyUids(cache, 'REPLICA') }
    })
    expect(value.down).toEqual({ healthy: [], connection: null })
    expect(value.up).toEqual([201])
    expect(value.attempts).toBeLessThan(12)
  })

  test('takes a tablet that is silent for a minute for not serving', async () => {
    const { value, simulation } = await withTablets(async ({ ctx, simulation: world, cache }) => {
      world.cut('vttablet zone1-201', 'app', 'hang')
      await ctx.sleep(59_000)
      const before = healthyUids(cache, 'REPLICA')
      await ctx.sleep(2_000)
      return [before, healthyUids(cache, 'REPLICA')]
    })
    expect(value).toEqual([[201], []])
    expect(logTexts(simulation).some((text) => text.includes('healthcheck timed out'))).toBe(true)
  })

  test('treats a health error as not serving', async () => {
    const { value } = await withTablets(async ({ ctx, cache, reports }) => {
      await tellFake(ctx, replica, { healthError: 'replication is not running' })
      await ctx.sleep(10)
      return { last: reports.at(-1)?.lastError?.message, healthy: healthyUids(cache, 'REPLICA') }
    })
    expect(value).toEqual({ last: 'vttablet error: replication is not running', healthy: [] })
  })

  test('forgets a tablet that is removed', async () => {
    const { value } = await withTablets(async ({ ctx, healthCheck, cache }) => {
      healthCheck.removeTablet(ctx, replica)
      await ctx.sleep(10)
      return [uids(healthCheck.all()), uids(cache.tabletStats('customer', '0', 'REPLICA'))]
    })
    expect(value).toEqual([[200, 202], []])
  })
})

describe('the cache', () => {
  test('keeps a master that does not serve: queries still go to it', async () => {
    const { value } = await withTablets(async ({ ctx, cache }) => {
      await tellFake(ctx, master, { serving: false })
      await tellFake(ctx, replica, { serving: false })
      await ctx.sleep(10)
      return [healthyUids(cache, 'MASTER'), healthyUids(cache, 'REPLICA')]
    })
    expect(value).toEqual([[200], []])
  })

  test('of two masters keeps the one of the newer term', async () => {
    const { value } = await withTablets(async ({ ctx, cache }) => {
      await tellFake(ctx, replica, { tabletType: 'MASTER', masterSinceS: 200 })
      await ctx.sleep(10)
      const after = healthyUids(cache, 'MASTER')
      await tellFake(ctx, master, { lagS: 1 })
      await ctx.sleep(10)
      return [after, healthyUids(cache, 'MASTER'), uids(cache.tabletStats('customer', '0', 'MASTER'))]
    })
    expect(value).toEqual([[201], [201], [200, 201]])
  })
})

describe('watchers', () => {
  const watching = (kind: 'cell' | 'shard') => withTablets(async ({ ctx, topo }) => {
    const healthCheck = new HealthCheck(defaultHealthCheck)
    const watcher = kind === 'cell'
      ? TopologyWatcher.ofCell(ctx, topo, healthCheck, 'zone1', 60_000)
      : TopologyWatcher.ofShard(ctx, topo, healthCheck, 'zone1', 'customer', '0', 60_000)
    await watcher.waitForInitialTopology(ctx)
    const none = uids(healthCheck.all())
    await createTablet(ctx, topo, master)
    await createTablet(ctx, topo, replica)
    await ctx.sleep(59_000)
    const notYet = uids(healthCheck.all())
    await ctx.sleep(2_000)
    const both = uids(healthCheck.all())
    await deleteTablet(ctx, topo, replica)
    await ctx.sleep(60_000)
    return [none, notYet, both, uids(healthCheck.all())]
  })

  test.each(
    ['cell', 'shard'] as const
  )('of a %s see new and deleted tablets at the next refresh', async (kind) => {
    expect((await watching(kind)).value).toEqual([[], [], [200, 201], [200]])
  })

  test('keep what they know while the topology is down', async () => {
    const { value } = await withTablets(async ({ ctx, topo, simulation }) => {
      const healthCheck = new HealthCheck(defaultHealthCheck)
      await createTablet(ctx, topo, master)
      const watcher = TopologyWatcher.ofCell(ctx, topo, healthCheck, 'zone1', 60_000)
      await watcher.waitForInitialTopology(ctx)
      simulation.crash('topo zone1')
      await ctx.sleep(200_000)
      return uids(healthCheck.all())
    })
    expect(value).toEqual([200])
  })
})

describe('the tablet picker', () => {
  const pick = (prepare: (ctx: Ctx) => Promise<void>, options = {}) => withTablets(async ({ ctx, topo }) => {
    const second = fakeTablet(203, 'REPLICA')
    for (const tablet of [...all, second]) await createTablet(ctx, topo, tablet)
    await prepare(ctx)
    const picker = new TabletPicker(
      ctx, topo, { cell: 'zone1', keyspace: 'customer', shard: '0', tabletTypes: ['REPLICA'] }
    )
    try {
      return (await picker.pickForStreaming(ctx)).alias.uid
    } finally {
      picker.close(ctx)
    }
  }, options)

  test('takes a replica that does not serve, but none that lags', async () => {
    expect((await pick((ctx) => tellFake(ctx, replica, { serving: false }))).value).toBe(201)
  })

  test('waits for a tablet to appear', async () => {
    const { value } = await withTablets(async ({ ctx, topo }) => {
      const picker = new TabletPicker(
        ctx, topo, { cell: 'zone1', keyspace: 'customer', shard: '0', tabletTypes: ['REPLICA'] }
      )
      const waited = await messageOf(() => ctx.timeout(10_000, (inner) => picker.pickForStreaming(inner)))
      await createTablet(ctx, topo, replica)
      return [waited, (await picker.pickForStreaming(ctx)).alias.uid]
    })
    expect(value).toEqual(['context deadline exceeded', 201])
  })

  test('waits while the only one lags', async () => {
    const { value } = await withTablets(async ({ ctx, topo }) => {
      await tellFake(ctx, replica, { lagS: 31 })
      await createTablet(ctx, topo, replica)
      const picker = new TabletPicker(
        ctx, topo, { cell: 'zone1', keyspace: 'customer', shard: '0', tabletTypes: ['REPLICA'] }
      )
      const waited = await messageOf(() => ctx.timeout(10_000, (inner) => picker.pickForStreaming(inner)))
      await tellFake(ctx, replica, { lagS: 30 })
      return [waited, (await picker.pickForStreaming(ctx)).alias.uid]
    })
    expect(value).toEqual(['context deadline exceeded', 201])
  })
})

test('the same seed gives the same run', async () => {
  const hash = async () => (await withTablets(async ({ ctx }) => {
    await tellFake(ctx, rdonly, { tabletType: 'DRAINED' })
    await ctx.sleep(100)
  }, { strategy: random(5) })).run.hash
  expect(await hash()).toBe(await hash())
})
