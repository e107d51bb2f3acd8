import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { random } from '../../../../src/sim/index.ts'
import { SequenceCache, type SequenceStore } from '../../../../src/vitess/vttablet/tabletserver/sequence.ts'
import { inWorld, valueInWorld } from '../../../support/world.ts'

/** A sequence row in memory, which takes a millisecond to change. */
class Row implements SequenceStore {
  constructor(public nextId: number, readonly cache: number, readonly isThere = true) {}
  async update(ctx: Parameters<SequenceStore['update']>[0], _table: string, change: Parameters<SequenceStore['update']>[2]): Promise<void> {
    await ctx.sleep(1)
    this.nextId = change(this.isThere ? [[this.nextId, this.cache]] : [])
  }
}

describe('a sequence', () => {
  const values = (row: Row, ...counts: number[]) => valueInWorld(async ctx => {
    const cache = new SequenceCache(row)
    const got: number[] = []
    for (const count of counts) got.push(await cache.nextValue(ctx, 's', count))
    return got
  })

  test.each<[string, number, number, number[], number[], number]>([
    ['reserves a block', 1, 100, [1, 1, 1], [1, 2, 3], 101],
    ['of the local example begins at 1000', 1000, 100, [2, 1], [1000, 1002], 1100],
    ['spans a boundary without a hole', 1, 100, [98, 5], [1, 99], 201],
    ['jumps by whole blocks', 1, 10, [25], [1], 31],
  ])('%s', async (_, nextId, cache, counts, expected, stored) => {
    const row = new Row(nextId, cache)
    expect(await values(row, ...counts)).toEqual(expected)
    expect(row.nextId).toBe(stored)
  })

  test('goes on behind what somebody else has reserved', async () => {
    const row = new Row(1, 10)
    const got = await valueInWorld(async ctx => {
      const cache = new SequenceCache(row)
      await cache.nextValue(ctx, 's', 9)
      row.nextId = 51
      return [await cache.nextValue(ctx, 's', 3), await cache.nextValue(ctx, 's', 1)]
    })
    expect(got).toEqual([51, 54])
  })

  test('does not go back when the row does', async () => {
    const row = new Row(1, 10)
    const got = await valueInWorld(async ctx => {
      const cache = new SequenceCache(row)
      await cache.nextValue(ctx, 's', 9)
      row.nextId = 5
      return cache.nextValue(ctx, 's', 5)
    })
    expect(got).toBe(11)
  })

  test.each<[string, Row, number, string]>([
    ['no row', new Row(1, 10, false), 1, 'unexpected rows from reading sequence s (possible mis-route): 0'],
    ['no cache', new Row(1, 0), 1, 'invalid cache value for sequence s: 0'],
    ['nothing asked for', new Row(1, 10), 0, 'invalid increment for sequence s: 0'],
  ])('%s is an error', async (_, row, count, message) => {
    const { value } = await inWorld(async ctx => {
      try {
        return await new SequenceCache(row).nextValue(ctx, 's', count)
      } catch (error) {
        return (error as Error).message
      }
    })
    expect(value).toBe(message)
  })

  test('gives no value twice, whoever asks, whatever is forgotten', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 20 }), fc.integer({ min: 1, max: 9 }), fc.integer(),
      async (counts, cacheSize, seed) => {
        const got = await valueInWorld(async ctx => {
          const cache = new SequenceCache(new Row(1, cacheSize))
          const lists = await ctx.all(counts.map((count, i) => async inner => {
            await inner.sleep(i % 3)
            if (i % 7 === 6) cache.clear()
            const first = await cache.nextValue(inner, 's', count)
            return Array.from({ length: count }, (_, k) => first + k)
          }))
          return lists.flat()
        }, { strategy: random(seed) })
        expect(new Set(got).size).toBe(got.length)
      }), { numRuns: 50 })
  })
})
