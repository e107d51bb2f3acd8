import { describe, expect, test } from 'vitest'
import type { Ctx, Simulation } from '../../../../../src/sim/index.ts'
import { allShards, type Destination } from '../../../../../src/vitess/keys/index.ts'
import {
  deleteSrvKeyspace, getShard, migrateServedType, rebuildKeyspace, saveVSchema, updateSrvKeyspace,
  rebuildSrvVSchema, srvKeyspacePath, withKeyspaceLock, type TopoClient,
} from '../../../../../src/vitess/topo/index.ts'
import { CellTopology } from '../../../../../src/vitess/vtgate/srvtopo/index.ts'
import type { SrvKeyspace, SrvVSchema } from '../../../../../src/vitess/wire/index.ts'
import { createShards, inTopology, logTexts, messageOf } from '../../../../support/topo-world.ts'

/** Keyspace customer, served by shard 0, with its two halves made but not served. */
function withView<T>(
  body: (ctx: Ctx, view: CellTopology, topo: TopoClient, simulation: Simulation) => Promise<T>,
) {
  return inTopology(async (ctx, topo, simulation) => {
    await createShards(ctx, topo, 'customer', '0', '-80', '80-')
    await rebuildKeyspace(ctx, topo, 'customer', [])
    return body(ctx, new CellTopology(topo, 'zone1'), topo, simulation)
  })
}

/** What MigrateServedTypes does last: routes masters to the halves. */
async function switchToHalves(ctx: Ctx, topo: TopoClient): Promise<void> {
  const [zero, ...halves] = await ctx.all(['0', '-80', '80-'].map((name) =>
    (inner: Ctx) => getShard(inner, topo, 'customer', name)))
  await withKeyspaceLock(ctx, topo, 'customer', 'switch', (lock) =>
    migrateServedType(ctx, topo, lock, 'customer', halves, [zero!], 'MASTER', []))
}

const id = (keyspaceId: string): Destination => ({ kind: 'keyspace-id', keyspaceId })

async function resolve(ctx: Ctx, view: CellTopology, ...destinations: Destination[]): Promise<string[]> {
  const resolved = await view.resolveDestinations(ctx, 'customer', 'MASTER', destinations)
  return resolved.map(({ target, destinations: at }) => `${target.shard} <- ${at.join()}`)
}

describe('resolving', () => {
  test('follows the watch: before and after a switch', async () => {
    const { value } = await withView(async (ctx, view, topo) => {
      const before = await resolve(ctx, view, id('16'), id('d2'), id('17'))
      await switchToHalves(ctx, topo)
      await ctx.sleep(10)
      return [before, await resolve(
        ctx, view, id('16'), id('d2'), id('17')
      ), await resolve(ctx, view, allShards)]
    })
    expect(value).toEqual([['0 <- 0,1,2'], ['-80 <- 0,2', '80- <- 1'], ['-80 <- 0', '80- <- 0']])
  })

  test('with a running watch costs no event and no time, and gives the same target each time', async () => {
    const { value } = await withView(async (ctx, view, _, simulation) => {
      await resolve(ctx, view, id('16'))
      const before = { events: simulation.trace.length, us: ctx.nowUs }
      const [first] = await view.resolveDestinations(ctx, 'customer', 'MASTER', [id('16')])
      const [second] = await view.resolveDestinations(ctx, 'customer', 'MASTER', [id('17')])
      return [
        simulation.trace.length - before.events, ctx.nowUs - before.us, first!.target === second!.target,
      ]
    })
    expect(value).toEqual([0, 0, true])
  })

  test('an explicit shard is not checked, but the type must be served', async () => {
    const { value } = await withView(async (ctx, view) => [
      await resolve(ctx, view, { kind: 'shard', shard: '-80' }),
      await messageOf(() =>
        view.resolveDestinations(ctx, 'customer', 'DRAINED', [{ kind: 'shard', shard: '0' }])),
      await messageOf(() => view.resolveDestinations(ctx, 'nobody', 'MASTER', [allShards])),
    ])
    expect(value).toEqual([
      ['-80 <- 0'], 'No partition found for tabletType drained in keyspace customer',
      "keyspace nobody fetch error: node doesn't exist: keyspaces/nobody/SrvKeyspace",
    ])
  })

  test('a type that another keyspace serves goes there', async () => {
    const { value } = await withView(async (ctx, view, topo) => {
      const empty: SrvKeyspace = {
        partitions: [], shardingColumnName: '', shardingColumnType: '',
        servedFrom: [{ tabletType: 'MASTER', keyspace: 'customer' }],
      }
      await updateSrvKeyspace(ctx, topo, 'zone1', 'orders', empty)
      return view.resolveDestinations(ctx, 'orders', 'MASTER', [allShards])
    })
    expect(value).toEqual([{
      target: { keyspace: 'customer', shard: '0', tabletType: 'MASTER' }, destinations: [0],
    }])
  })
})

describe('the cache of SrvKeyspace', () => {
  const ask = (ctx: Ctx, view: CellTopology) => messageOf(() => view.getSrvKeyspace(ctx, 'customer'))

  test('is good for a second after its watch broke, and then not', async () => {
    const { value, simulation } = await withView(async (ctx, view, _, world) => {
      await view.getSrvKeyspace(ctx, 'customer')
      world.crash('topo zone1')
      await ctx.sleep(900)
      const still = await ask(ctx, view)
      await ctx.sleep(300)
      const expired = await ask(ctx, view)
      world.restart('topo zone1')
      const tooSoon = await ask(ctx, view)
      await ctx.sleep(1_100)
      return [still, expired, tooSoon, await ask(ctx, view)]
    })
    expect(value[0]).toBe('no failure')
    expect(value[1]).toContain('keyspace customer fetch error: all SubConns are in TransientFailure')
    expect(value[2]).toBe(value[1])
    expect(value[3]).toBe('no failure')
    expect(logTexts(simulation)).toContain('WatchSrvKeyspace clearing cached entry for zone1/customer')
  })

  test('has no limit of age while the watch says nothing: a silent partition', async () => {
    const { value } = await withView(async (ctx, view, topo, world) => {
      await resolve(ctx, view, id('16'))
      world.cut('topo zone1', 'app', 'hang')
      ctx.spawn('switch', (inner) => switchToHalves(inner, topo), { daemon: true })
      await ctx.sleep(5_000)
      return resolve(ctx, view, id('16'))
    })
    expect(value).toEqual(['0 <- 0'])
  })

  test('forgets a record that was deleted', async () => {
    const { value } = await withView(async (ctx, view, topo) => {
      await view.getSrvKeyspace(ctx, 'customer')
      await deleteSrvKeyspace(ctx, topo, 'zone1', 'customer')
      await ctx.sleep(10)
      return ask(ctx, view)
    })
    expect(
      value
    ).toBe(`keyspace customer fetch error: WatchSrvKeyspace failed for zone1/customer: node doesn't exist: ${
      srvKeyspacePath('customer')}`)
  })

  test('many who ask at first share one watch', async () => {
    const { value } = await withView(async (ctx, view, _, simulation) => {
      const start = simulation.trace.length
      await ctx.all(Array.from({ length: 5 }, () => (inner: Ctx) => view.getSrvKeyspace(inner, 'customer')))
      let requests = 0
      for (let seq = start + 1; seq <= simulation.trace.length; seq += 1) {
        if (simulation.trace.get(seq).kind === 'rpc/request') requests += 1
      }
      return requests
    })
    expect(value).toBe(1)
  })
})

test('names of keyspaces are read again when they are older than a second', async () => {
  const { value } = await withView(async (ctx, view, topo) => {
    const first = await view.getSrvKeyspaceNames(ctx)
    await createShards(ctx, topo, 'commerce', '0')
    await rebuildKeyspace(ctx, topo, 'commerce', [])
    const cached = await view.getSrvKeyspaceNames(ctx)
    await ctx.sleep(1_100)
    return [first, cached, await view.getSrvKeyspaceNames(ctx)]
  })
  expect(value).toEqual([['customer'], ['customer'], ['commerce', 'customer']])
})

test('the SrvVSchema is brought at once, at each change, and again after its server was gone', async () => {
  const { value } = await withView(async (ctx, view, topo, simulation) => {
    const seen: string[] = []
    view.watchSrvVSchema(ctx, (vschema: SrvVSchema | null) => {
      seen.push(vschema === null ? 'none' : JSON.stringify(vschema.keyspaces))
    })
    await ctx.sleep(10)
    await rebuildSrvVSchema(ctx, topo, [])
    await ctx.sleep(5_100)
    simulation.crash('topo zone1')
    simulation.restart('topo zone1')
    await simulation.find('topo zone1')!.untilReady(ctx)
    await saveVSchema(ctx, topo, 'customer', { sharded: true })
    await rebuildSrvVSchema(ctx, topo, [])
    await ctx.sleep(5_100)
    return seen
  })
  expect(value).toEqual(['none', '{}', '{"customer":{"sharded":true}}'])
})
