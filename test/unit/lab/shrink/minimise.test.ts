import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lower, minimise } from '../../../../src/lab/shrink/minimise.ts'

describe('what is needed of a list', () => {
  const items = fc.uniqueArray(fc.nat(200), { maxLength: 60 })

  it('is what has to be there, in its order, when nothing else matters', async () => {
    await fc.assert(fc.asyncProperty(items, fc.array(fc.nat(200), { maxLength: 4 }), async (all, wanted) => {
      const needed = all.filter(item => wanted.includes(item))
      const kept = await minimise(all, async rest => needed.every(item => rest.includes(item)))
      expect(kept).toEqual(needed)
    }))
  })

  it('fails without any one of its items, whatever decides', async () => {
    await fc.assert(fc.asyncProperty(items, fc.nat(), async (all, salt) => {
      const holds = (rest: readonly number[]): boolean =>
        rest.length === all.length || rest.reduce((hash, item) => Math.imul(hash ^ item, 0x9e3779b1) >>> 1, salt) % 3 === 0
      const kept = await minimise(all, async rest => holds(rest))
      expect(holds(kept)).toBe(true)
      if (kept.length > 1) for (const left of kept) expect(holds(kept.filter(item => item !== left))).toBe(false)
    }))
  })

  it.each([[1000, 1, 22], [1000, 3, 70], [1000, 12, 220]])('of %i items, %i needed: at most %i questions', async (count, needed, most) => {
    let questions = 0
    const all = Array.from({ length: count }, (_, index) => index)
    const wanted = Array.from({ length: needed }, (_, index) => Math.floor((index + 0.5) * count / needed))
    await minimise(all, async rest => {
      questions++
      return wanted.every(item => rest.includes(item))
    })
    expect(questions).toBeLessThanOrEqual(most)
  })

  it('is asked about once when nothing is needed', async () => {
    let questions = 0
    expect(await minimise([1, 2, 3], async () => ++questions > 0)).toEqual([])
    expect(questions).toBe(1)
  })
})

it('finds the smallest number that holds, by halving', async () => {
  await fc.assert(fc.asyncProperty(fc.nat(1000), fc.nat(1000), async (a, b) => {
    const [least, value] = a < b ? [a, b] : [b, a]
    expect(await lower(value, async smaller => smaller >= least)).toBe(least)
  }))
})
