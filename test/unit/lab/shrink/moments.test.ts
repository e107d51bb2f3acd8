import { describe, expect, it } from 'vitest'
import { momentsLike } from '../../../../src/lab/shrink/moments.ts'

const steps = (...named: (readonly [string, number])[]) => named.map(([name, ms]) => ({ name, timeUs: ms * 1000 }))
const ms = (us: readonly number[]): number[] => us.map(one => one / 1000)
const span = (startMs: number, endMs: number) => ({ startUs: startMs * 1000, endUs: endMs * 1000 })

const was = steps(['clone/read', 100], ['clone/positions', 200], ['clone/done', 240])
const others = steps(['clone/read', 10], ['clone/positions', 30], ['clone/done', 34])

describe('moments at which an operation comes to its end where it did in another run', () => {
  it('begin with the same step, as far into it', () => {
    expect(ms(momentsLike(span(140, 150), was, others, 0))[0]).toBe(20)
    expect(ms(momentsLike(span(140, 220), was, others, 0))[0]).toBe(32)
  })

  it('are as much earlier as the operation takes', () => {
    expect(ms(momentsLike(span(140, 150), was, others, 3000))[0]).toBe(17)
  })

  it('are then moments within the steps over which it went on, the nearest first', () => {
    const found = ms(momentsLike(span(140, 150), was, others, 0))
    expect(found.slice(0, 3)).toEqual([20, 15, 25])
    expect(Math.min(...found)).toBe(10)
    expect(Math.max(...found)).toBe(30)
  })

  it('in a long step, are near its ends', () => {
    const found = ms(momentsLike(span(15, 20), steps(['a', 10], ['b', 30]), steps(['a', 1000], ['b', 61_000]), 0))
    for (const near of [1001, 1020, 60_980, 60_999]) expect(found).toContain(near)
  })

  it('mean the last time of a command that was typed again, unless it was an earlier one', () => {
    const again = steps(['clone/read', 100], ['clone/read', 500], ['clone/done', 600])
    const once = steps(['clone/read', 10], ['clone/done', 20])
    expect(ms(momentsLike(span(540, 550), again, once, 0))[0]).toBe(15)
    expect(ms(momentsLike(span(540, 550), again, again, 0))[0]).toBe(550)
  })

  it('are none before the first step, or where the step does not come', () => {
    expect(momentsLike(span(1, 2), was, others, 0)).toEqual([])
    expect(momentsLike(span(140, 150), was, steps(['other', 1]), 0)).toEqual([])
  })
})
