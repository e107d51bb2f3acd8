import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Failure, random, type Ctx, type TraceEvent } from '../../../../src/sim/index.ts'
import { keyRangeContains } from '../../../../src/vitess/keys/index.ts'
import { orderAndCheckPartitions, TopoClient } from '../../../../src/vitess/topo/index.ts'
import type { ShardReference, SrvKeyspace } from '../../../../src/vitess/wire/index.ts'
import { valueInTopology } from '../../../support/topo-world.ts'

describe('locks, whatever happens', () => {
  interface Client { readonly startMs: number; readonly holdMs: number; readonly leaseMs: number; readonly forgets: boolean }
  const clients = fc.array(fc.record<Client>({
    startMs: fc.integer({ min: 0, max: 500 }), holdMs: fc.integer({ min: 0, max: 500 }),
    leaseMs: fc.integer({ min: 50, max: 400 }), forgets: fc.boolean(),
  }), { minLength: 1, maxLength: 6 })

  /** Takes the lock, and gives it back, too late, or not at all. */
  const run = ({ startMs, holdMs, leaseMs, forgets }: Client, name: string) => async (ctx: Ctx): Promise<void> => {
    const { global } = new TopoClient({ cell: 'zone1' })
    await ctx.sleep(startMs)
    const lockId = await global.lock(ctx, 'dir', name, leaseMs)
    await ctx.sleep(holdMs)
    if (forgets) return
    try {
      await global.unlock(ctx, lockId)
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'NOT_FOUND') throw error
    }
  }

  test('nobody gets one while another has it, and everybody gets one', async () => {
    await fc.assert(fc.asyncProperty(clients, fc.integer(), async (them, seed) => {
      let holder: unknown = null
      let granted = 0
      const watch = ({ kind, data }: TraceEvent): void => {
        const { lockId } = data as { lockId: number }
        if (kind === 'topo/locked') {
          expect(holder).toBeNull()
          holder = lockId
          granted += 1
        } else {
          expect(holder).toBe(lockId)
          holder = null
        }
      }
      await valueInTopology(async (ctx, { global }) => {
        await global.create(ctx, 'dir/file', null)
        await ctx.all(them.map((client, i) => run(client, `client ${i}`)))
      }, {
        options: { strategy: random(seed) },
        setUp: (simulation) => simulation.subscribe(['topo/locked', 'topo/unlocked', 'topo/lock-expired'], watch),
      })
      expect(granted).toBe(them.length)
    }), { numRuns: 60, seed: 1 })
  })
})

test('a watcher that stays connected sees the last value in the end, and versions only grow', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 12 }), fc.integer(), async (gapsMs, seed) => {
    const seen: { contents: unknown; version: number }[] = []
    await valueInTopology(async (ctx, { global }) => {
      await global.create(ctx, 'w', 'first')
      ctx.spawn('watcher', async (inner) => {
        for await (const node of global.watch(inner, 'w')) seen.push(node)
      }, { daemon: true })
      for (const [i, gapMs] of gapsMs.entries()) {
        await ctx.sleep(gapMs)
        await global.update(ctx, 'w', i, null)
      }
      await ctx.sleep(100)
    }, { options: { strategy: random(seed) } })
    expect(seen.at(-1)!.contents).toBe(gapsMs.length === 0 ? 'first' : gapsMs.length - 1)
    expect(seen.every(({ version }, i) => i === 0 || version > seen[i - 1]!.version)).toBe(true)
  }), { numRuns: 60, seed: 1 })
})

describe('the order check agrees with asking every id', () => {
  const bounds = ['', '20', '40', '80', 'c0']
  const range = fc.tuple(fc.constantFrom(...bounds), fc.constantFrom(...bounds))
    .filter(([start, end]) => end === '' || start < end)
    .map(([start, end]) => ({ start, end }))
  const ids = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))

  test('a partition is accepted if and only if each id has exactly one shard', () => {
    fc.assert(fc.property(fc.array(range, { minLength: 1, maxLength: 5 }), (ranges) => {
      const shardReferences: ShardReference[] = ranges.map((keyRange, i) => ({ name: `s${i}`, keyRange }))
      const record: SrvKeyspace = {
        partitions: [{ servedType: 'MASTER', shardReferences, shardTabletControls: [] }],
        shardingColumnName: '', shardingColumnType: '', servedFrom: [],
      }
      const tiles = ids.every((id) => ranges.filter((keyRange) => keyRangeContains(keyRange, id)).length === 1)
      let isAccepted = true
      try {
        orderAndCheckPartitions('zone1', record)
      } catch {
        isAccepted = false
      }
      expect(isAccepted).toBe(tiles)
    }), { seed: 1 })
  })
})
