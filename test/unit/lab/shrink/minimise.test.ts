import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { leaveOutAll, lower, sweep, type Part } from '../../../../src/lab/shrink/minimise.ts'

/** Lists from which `holds` allows to leave things out. */
function lists(all: readonly (readonly number[])[], holds: (kept: readonly (readonly number[])[]) => boolean) {
  const kept = [...all]
  const count = { questions: 0 }
  const parts = all.map((_, index): Part => ({
    length: () => kept[index]!.length,
    sweep: async size => void await sweep(kept[index]!, size, async rest => {
      count.questions++
      const isEnough = holds(kept.map((list, at) => at === index ? rest : list))
      if (isEnough) kept[index] = rest
      return isEnough
    }),
  }))
  return { kept, count, parts }
}

const items = fc.uniqueArray(fc.nat(200), { maxLength: 40 })

describe('what is needed of several lists', () => {
  it('is what has to be there, in its order, when nothing else matters', async () => {
    await fc.assert(fc.asyncProperty(items, items, fc.array(fc.nat(200), { maxLength: 4 }), async (one, other, wanted) => {
      const needed = (list: readonly number[]): number[] => list.filter(item => wanted.includes(item))
      const { kept, parts } = lists([one, other], ([a, b]) =>
        needed(one).every(item => a!.includes(item)) && needed(other).every(item => b!.includes(item)))
      expect(await leaveOutAll(parts, () => false)).toBe(true)
      expect(kept).toEqual([needed(one), needed(other)])
    }))
  })

  it('fails without any one of its items, whatever decides', async () => {
    await fc.assert(fc.asyncProperty(items, items, fc.nat(), async (one, other, salt) => {
      const hash = (list: readonly number[]): number => list.reduce((sum, item) => Math.imul(sum ^ item, 0x9e3779b1) >>> 1, salt)
      const holds = ([a, b]: readonly (readonly number[])[]): boolean =>
        a!.length + b!.length === one.length + other.length || (hash(a!) ^ hash(b!)) % 3 === 0
      const { kept, parts } = lists([one, other], holds)
      await leaveOutAll(parts, () => false)
      expect(holds(kept)).toBe(true)
      for (const [index, list] of kept.entries()) for (const left of list) {
        expect(holds(kept.map((each, at) => at === index ? each.filter(item => item !== left) : each))).toBe(false)
      }
    }))
  })

  it.each([[1000, 1, 40], [1000, 3, 110], [1000, 12, 330]])('of %i items, %i needed: at most %i questions', async (size, needed, most) => {
    const all = Array.from({ length: size }, (_, index) => index)
    const wanted = Array.from({ length: needed }, (_, index) => Math.floor((index + 0.5) * size / needed))
    const { kept, count, parts } = lists([all], ([rest]) => wanted.every(item => rest!.includes(item)))
    await leaveOutAll(parts, () => false)
    expect(kept).toEqual([wanted])
    expect(count.questions).toBeLessThanOrEqual(most)
  })

  it('goes once something of another list has gone', async () => {
    // The first list is needed as long as there is anything of the second one.
    const { kept, parts } = lists([[1, 2, 3], [4, 5, 6]], ([a, b]) => a!.length === 3 || b!.length === 0)
    await leaveOutAll(parts, () => false)
    expect(kept).toEqual([[], []])
  })

  it('is not known when somebody has said that it is over', async () => {
    let asked = 0
    const { parts } = lists([[1, 2, 3, 4], [5, 6]], () => ++asked < 0)
    expect(await leaveOutAll(parts, () => asked >= 2)).toBe(false)
  })
})

it('finds the smallest number that holds, by halving', async () => {
  await fc.assert(fc.asyncProperty(fc.nat(1000), fc.nat(1000), async (a, b) => {
    const [least, value] = a < b ? [a, b] : [b, a]
    expect(await lower(value, async smaller => smaller >= least)).toBe(least)
  }))
})
