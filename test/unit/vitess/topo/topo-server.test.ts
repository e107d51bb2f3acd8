import { describe, expect, test } from 'vitest'
import type { Failure} from '../../../../src/sim/index.ts';
import { type Ctx } from '../../../../src/sim/index.ts'
import type { TopoClient } from '../../../../src/vitess/topo/index.ts'
import { messageOf, valueInTopology } from '../../../support/topo-world.ts'

describe('the tree', () => {
  test('each refusal has its text', async () => {
    const messages = await valueInTopology(async (ctx, topo) => {
      const { global } = topo
      await global.create(ctx, 'a/b', 1)
      return [
        await messageOf(() => global.get(ctx, 'a/c')),
        await messageOf(() => global.create(ctx, 'a/b', 2)),
        await messageOf(() => global.update(ctx, 'a/b', 2, 77)),
        await messageOf(() => global.update(ctx, 'a/c', 2, 77)),
        await messageOf(() => global.delete(ctx, 'a/c')),
        await messageOf(() => global.lock(ctx, 'nowhere', 'x', 1000)),
      ]
    })
    expect(messages).toEqual([
      "node doesn't exist: a/c", 'node already exists: a/b', 'bad node version: a/b',
      "node doesn't exist: a/c", "node doesn't exist: a/c", "node doesn't exist: nowhere",
    ])
  })

  test('a blind write makes the node; a versioned one needs the version', async () => {
    const result = await valueInTopology(async (ctx, { global }) => {
      const first = await global.update(ctx, 'a/b', 'one', null)
      const second = await global.update(ctx, 'a/b', 'two', first)
      return [second > first, (await global.get(
        ctx, 'a/b'
      )).record, (await global.get(ctx, 'a/b')).version === second]
    })
    expect(result).toEqual([true, 'two', true])
  })

  test('a directory lists the names below it, sorted, and no directory lists none', async () => {
    const lists = await valueInTopology(async (ctx, { global }) => {
      for (const path of [
        'k/z/Keyspace', 'k/a/Keyspace', 'k/a/shards/0/Shard', 'other',
      ]) await global.create(ctx, path, null)
      return [await global.list(ctx, 'k'), await global.list(ctx, 'k/a'), await global.list(ctx, 'nothing')]
    })
    expect(lists).toEqual([['a', 'z'], ['Keyspace', 'shards'], []])
  })

  test('survives a crash of its server', async () => {
    const found = await valueInTopology(async (ctx, { global }, simulation) => {
      const version = await global.create(ctx, 'a/b', 'kept')
      simulation.crash('topo global')
      simulation.restart('topo global')
      await simulation.find('topo global')!.untilReady(ctx)
      const node = await global.get(ctx, 'a/b')
      return { same: node.version === version, record: node.record }
    })
    expect(found).toEqual({ same: true, record: 'kept' })
  })

  test('of two writers at once one starts over, and nothing is lost', async () => {
    const sum = await valueInTopology(async (ctx, { global }) => {
      await global.create(ctx, 'counter', 0)
      const add = async (inner: Ctx) => { for (let i = 0; i < 5; i += 1) await global.modify<number>(
        inner, 'counter', (n) => n + 1
      ) }
      await ctx.all([add, add, add])
      return (await global.get(ctx, 'counter')).record
    })
    expect(sum).toBe(15)
  })
})

describe('watches', () => {
  const watched = (ctx: Ctx, topo: TopoClient, log: unknown[]) => ctx.spawn('watch', async (inner) => {
    try {
      for await (const { contents } of topo.global.watch(inner, 'w')) log.push(contents)
    } catch (error) {
      log.push((error as Failure).message)
    }
  }, { daemon: true })

  test('bring the present value, then changes, and end with the node', async () => {
    const log: unknown[] = []
    await valueInTopology(async (ctx, topo) => {
      await topo.global.create(ctx, 'w', 1)
      watched(ctx, topo, log)
      await ctx.sleep(10)
      await topo.global.update(ctx, 'w', 2, null)
      await ctx.sleep(10)
      await topo.global.delete(ctx, 'w')
      await ctx.sleep(10)
    })
    expect(log).toEqual([1, 2, "node doesn't exist: w"])
  })

  test('of what is not there fail at once', async () => {
    const log: unknown[] = []
    await valueInTopology(async (ctx, topo) => { watched(ctx, topo, log); await ctx.sleep(10) })
    expect(log).toEqual(["node doesn't exist: w"])
  })

  test('break when the server crashes', async () => {
    const log: unknown[] = []
    await valueInTopology(async (ctx, topo, simulation) => {
      await topo.global.create(ctx, 'w', 1)
      watched(ctx, topo, log)
      await ctx.sleep(10)
      simulation.crash('topo global')
      await ctx.sleep(10)
    })
    expect(log).toEqual([1, 'transport is closing'])
  })
})

describe('locks', () => {
  const holdFor = (topo: TopoClient, log: string[], name: string, ms: number) => async (ctx: Ctx) => {
    const lockId = await topo.global.lock(ctx, 'dir', name, 1000)
    log.push(`${name} at ${Math.round(ctx.nowMs)}`)
    await ctx.sleep(ms)
    await topo.global.unlock(ctx, lockId)
  }

  test('go first come, first served', async () => {
    const log: string[] = []
    await valueInTopology(async (ctx, topo) => {
      await topo.global.create(ctx, 'dir/file', null)
      const start = ctx.nowMs
      await ctx.all(['a', 'b', 'c'].map((name, i) => async (inner: Ctx) => {
        await inner.sleep(10 * i)
        await holdFor(topo, log, name, 100)(inner)
      }))
      expect(ctx.nowMs - start).toBeGreaterThan(300)
    })
    expect(log.map((line) => line[0])).toEqual(['a', 'b', 'c'])
  })

  test('expire when nobody renews the lease; the late holder is told', async () => {
    const { waitedMs, message } = await valueInTopology(async (ctx, { global }) => {
      await global.create(ctx, 'dir/file', null)
      const first = await global.lock(ctx, 'dir', 'first', 1000)
      const start = ctx.nowMs
      await global.lock(ctx, 'dir', 'second', 1000)
      return { waitedMs: ctx.nowMs - start, message: await messageOf(() => global.unlock(ctx, first)) }
    })
    expect(waitedMs).toBeGreaterThan(990)
    expect(waitedMs).toBeLessThan(1010)
    expect(message).toContain("node doesn't exist: lock")
  })

  test('expire at whatever microsecond they were taken', async () => {
    const waits = await valueInTopology(async (ctx, { global }) => {
      await global.create(ctx, 'dir/file', null)
      const found: number[] = []
      await global.lock(ctx, 'dir', 'first', 333.3)
      for (let i = 1; i <= 100; i += 1) {
        const start = ctx.nowMs
        await global.lock(ctx, 'dir', `again ${i}`, 333.3 + i / 1000)
        found.push(ctx.nowMs - start)
      }
      return found
    }, { options: { maxStepsPerInstant: 1000 } })
    expect(Math.max(...waits)).toBeLessThan(336)
  })

  test('last as long as they are renewed', async () => {
    const waitedMs = await valueInTopology(async (ctx, { global }) => {
      await global.create(ctx, 'dir/file', null)
      const first = await global.lock(ctx, 'dir', 'first', 1000)
      const start = ctx.nowMs
      await ctx.all([
        async (inner: Ctx) => { for (let i = 0; i < 3; i += 1) { await inner.sleep(
          600
        ); await global.keepAlive(inner, first) } },
        async (inner: Ctx) => { await global.lock(inner, 'dir', 'second', 1000) },
      ])
      return ctx.nowMs - start
    })
    expect(waitedMs).toBeGreaterThan(2700)
  })

  test('are still held after a restart of the server, with a full lease', async () => {
    const waitedMs = await valueInTopology(async (ctx, { global }, simulation) => {
      await global.create(ctx, 'dir/file', null)
      await global.lock(ctx, 'dir', 'first', 1000)
      await ctx.sleep(900)
      simulation.crash('topo global')
      simulation.restart('topo global')
      await simulation.find('topo global')!.untilReady(ctx)
      const start = ctx.nowMs
      await global.lock(ctx, 'dir', 'second', 1000)
      return ctx.nowMs - start
    })
    expect(waitedMs).toBeGreaterThan(990)
  })

  test('who gives up waiting leaves the queue', async () => {
    const log: string[] = []
    await valueInTopology(async (ctx, topo) => {
      await topo.global.create(ctx, 'dir/file', null)
      const first = await topo.global.lock(ctx, 'dir', 'first', 10_000)
      log.push(await messageOf(() =>
        ctx.timeout(50, (inner) => topo.global.lock(inner, 'dir', 'impatient', 1000))))
      await topo.global.unlock(ctx, first)
      await holdFor(topo, log, 'third', 1)(ctx)
    })
    expect(log[0]).toBe('context deadline exceeded')
    expect(log[1]).toMatch(/^third at/)
  })
})
