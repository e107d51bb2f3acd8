import { describe, expect, test } from 'vitest'
import {
  Failure, random, type Ctx, type Simulation, type SimulationOptions,
} from '../../../../../src/sim/index.ts'
import { createTablet, rebuildKeyspace } from '../../../../../src/vitess/topo/index.ts'
import { defaultBuffer, type BufferSpec } from '../../../../../src/vitess/vtgate/buffer/index.ts'
import { DiscoveryGateway } from '../../../../../src/vitess/vtgate/gateway/index.ts'
import { CellTopology } from '../../../../../src/vitess/vtgate/srvtopo/index.ts'
import type { Tablet, TabletType, Target } from '../../../../../src/vitess/wire/index.ts'
import { addFakeTablet, fakeTablet, okResult, seenByFake, tellFake } from '../../../../support/fake-tablet.ts'
import { createShards, inTopology, messageOf } from '../../../../support/topo-world.ts'

const master = fakeTablet(200, 'MASTER')
const replica = fakeTablet(201, 'REPLICA')
const replica2 = fakeTablet(202, 'REPLICA')
const rdonly = fakeTablet(203, 'RDONLY')
const all = [master, replica, replica2, rdonly]

const target = (tabletType: TabletType): Target => ({ keyspace: 'customer', shard: '0', tabletType })
const refused = 'operation not allowed in state NOT_SERVING'

interface Bench { ctx: Ctx; gateway: DiscoveryGateway; simulation: Simulation }

/** A gateway that knows customer/0 with a master, two replicas and an rdonly. */
function withGateway<T>(
  body: (bench: Bench) => Promise<T>,
  { buffer, options }: { buffer?: BufferSpec; options?: SimulationOptions } = {},
) {
  return inTopology(async (ctx, topo, simulation) => {
    await createShards(ctx, topo, 'customer', '0')
    for (const tablet of all) await createTablet(ctx, topo, tablet)
    await rebuildKeyspace(ctx, topo, 'customer', [])
    const view = new CellTopology(topo, 'zone1')
    const gateway = new DiscoveryGateway(ctx, topo, view, { cell: 'zone1', cellsToWatch: ['zone1'], buffer })
    await gateway.waitForTablets(ctx, ['MASTER', 'REPLICA', 'RDONLY'])
    await ctx.sleep(10)
    return body({ ctx, gateway, simulation })
  }, {
    options,
    setUp: (simulation) => {
      for (const tablet of all) addFakeTablet(
        simulation, tablet, { masterSinceS: tablet === master ? 100 : 0 }
      )
    },
  })
}

const execute = ({ ctx, gateway }: Bench, type: TabletType, transactionId = 0, sql = 'select 1') =>
  gateway.execute(ctx, target(type), sql, {}, transactionId, {})

/** Code, definiteness and text of what `body` fails with. */
async function failure(body: () => PromiseLike<unknown>): Promise<string> {
  try {
    await body()
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return `${error.code}${error.definite ? '' : ' (indefinite)'} ${error.message}`
  }
  return 'no failure'
}

async function seen(ctx: Ctx, ...tablets: Tablet[]): Promise<number[]> {
  const counts: number[] = []
  for (const tablet of tablets) counts.push((await seenByFake(ctx, tablet)).length)
  return counts
}

describe('a query', () => {
  test('costs its RPC and nothing else', async () => {
    const { value } = await withGateway(async (bench) => {
      const before = bench.simulation.trace.length
      await execute(bench, 'MASTER')
      const kinds: string[] = []
      for (let seq = before +
        1; seq <= bench.simulation.trace.length; seq += 1) kinds.push(bench.simulation.trace.get(seq).kind)
      return kinds
    })
    expect(value).toEqual(['rpc/request', 'rpc/reply'])
  })

  test('goes to any healthy replica', async () => {
    const counts = new Set<string>()
    for (let seed = 1; seed <= 10; seed += 1) {
      const { value } = await withGateway(async (bench) => {
        await execute(bench, 'REPLICA')
        return seen(bench.ctx, replica, replica2)
      }, { options: { strategy: random(seed) } })
      counts.add(value.join())
    }
    expect([...counts].sort()).toEqual(['0,1', '1,0'])
  })

  test('to a master that does not serve fails with its refusal, tried once', async () => {
    const { value } = await withGateway(async (bench) => {
      await tellFake(bench.ctx, master, { serving: false, refusal: refused })
      await bench.ctx.sleep(10)
      return [await failure(() => execute(bench, 'MASTER')), await seen(bench.ctx, master)]
    })
    expect(
      value
    ).toEqual(['FAILED_PRECONDITION target: customer.0.master, used tablet: zone1-200 (localhost): ' +
      `vttablet: rpc error: code = FailedPrecondition desc = ${refused}`, [1]])
  })

  test('that a replica refuses is answered by the other', async () => {
    const { value } = await withGateway(async (bench) => {
      await tellFake(bench.ctx, replica, { refusal: refused })
      for (let i = 0; i < 4; i += 1) expect(await execute(bench, 'REPLICA')).toEqual(okResult)
      return seen(bench.ctx, replica2)
    })
    expect(value).toEqual([4])
  })

  test('in a transaction is never tried on another tablet', async () => {
    const { value } = await withGateway(async (bench) => {
      for (const tablet of [replica, replica2]) await tellFake(bench.ctx, tablet, { refusal: refused })
      const message = await failure(() => execute(bench, 'REPLICA', 5))
      const counts = await seen(bench.ctx, replica, replica2)
      return [message.includes(refused), counts[0]! + counts[1]!]
    })
    expect(value).toEqual([true, 1])
  })

  test('to a shard without tablets fails at once', async () => {
    const { value } = await withGateway(({ ctx, gateway }) => failure(() =>
      gateway.execute(ctx, {
        keyspace: 'customer', shard: '-80', tabletType: 'MASTER',
      }, 'select 1', {}, 0, {})))
    expect(value).toBe('UNAVAILABLE target: customer.-80.master: no valid tablet')
  })

  test('whose tablet crashes meanwhile is indefinite', async () => {
    const { value } = await withGateway(async (bench) => {
      await tellFake(bench.ctx, master, { queryMs: 100 })
      const query = bench.ctx.spawn('query', (inner) =>
        failure(() => execute({ ...bench, ctx: inner }, 'MASTER')))
      await bench.ctx.sleep(50)
      bench.simulation.crash('vttablet zone1-200')
      return query.join(bench.ctx)
    })
    expect(
      value
    ).toBe('UNAVAILABLE (indefinite) target: customer.0.master, used tablet: zone1-200 (localhost): ' +
      'vttablet: rpc error: code = Unavailable desc = transport is closing')
  })
})

describe('the other calls', () => {
  test('begin, commit, rollback, batch and streams reach the tablet', async () => {
    const chunks: unknown[] = []
    const { value } = await withGateway(async ({ ctx, gateway }) => [
      await gateway.begin(ctx, target('MASTER'), {}),
      await gateway.beginExecute(ctx, target('MASTER'), 'insert', {}, {}),
      await gateway.executeBatch(ctx, target('MASTER'), [{ sql: 'a', bindVariables: {} }], true, 0, {}),
      await gateway.commit(ctx, target('MASTER'), 7),
      await gateway.rollback(ctx, target('MASTER'), 7),
      await gateway.streamExecute(
        ctx, target('RDONLY'), 'select', {}, 0, {}, async (_, chunk) => { chunks.push(chunk) }
      ),
    ])
    const alias = { cell: 'zone1', uid: 200 }
    expect(value).toEqual([
      { transactionId: 7, alias }, { transactionId: 7, alias, result: okResult }, [okResult], null, null,
      undefined,
    ])
    expect(chunks).toEqual([okResult, okResult])
  })

  test('a stream that has brought rows is not begun again', async () => {
    const { value } = await withGateway(async ({ ctx, gateway }) => {
      for (const tablet of [replica, replica2]) await tellFake(ctx, tablet, { refusal: refused })
      await messageOf(() =>
        gateway.streamExecute(ctx, target('REPLICA'), 'select', {}, 0, {}, async () => undefined))
      const counts = await seen(ctx, replica, replica2)
      return counts[0]! + counts[1]!
    })
    expect(value).toBe(1)
  })

  test('SHOW VITESS_TABLETS sees all of them, in order', async () => {
    const { value } = await withGateway(async ({ gateway }) =>
      gateway.tabletHealth().map(({ alias, isServing }) => [alias.uid, isServing]))
    expect(value).toEqual([[200, true], [201, true], [202, true], [203, true]])
  })
})

describe('with the buffer on', () => {
  const buffer: BufferSpec = { ...defaultBuffer, enabled: true }

  test('a reparent within the window is not seen by the client', async () => {
    const { value } = await withGateway(async (bench) => {
      const { ctx } = bench
      await tellFake(ctx, master, { serving: false, refusal: refused })
      ctx.spawn('reparent', async (inner) => {
        await inner.sleep(3_000)
        await tellFake(inner, replica, { tabletType: 'MASTER', masterSinceS: 200 })
      })
      const start = ctx.nowMs
      const result = await execute(bench, 'MASTER')
      return [result, Math.round((ctx.nowMs - start) / 1_000), await seen(ctx, replica)]
    }, { buffer })
    expect(value).toEqual([okResult, 3, [1]])
  })

  test('a migration only delays the error by the window', async () => {
    const { value } = await withGateway(async (bench) => {
      await tellFake(bench.ctx, master, { serving: false, refusal: refused })
      const start = bench.ctx.nowMs
      const message = await failure(() => execute(bench, 'MASTER'))
      return [message.includes(refused), Math.round((bench.ctx.nowMs - start) / 1_000)]
    }, { buffer })
    expect(value).toEqual([true, 10])
  })
})
