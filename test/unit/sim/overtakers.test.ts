import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Overtakers, TICKS } from '../../../src/sim/overtakers.ts'
import type { PendingEvent } from '../../../src/sim/pending-event.ts'

/** An event, and the delay in ticks that it has by the definition; -1: nothing has overtaken it. */
interface Waiting { readonly at: number; readonly seq: number; late: number }

const at = fc.integer({ min: 0, max: 3 })
const of = fc.nat({ max: 9 })
const act = fc.oneof(
  { weight: 6, arbitrary: fc.record({ type: fc.constant('add' as const), at }) },
  { weight: 5, arbitrary: fc.record({ type: fc.constant('run' as const), of }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('drop' as const), of }) },
)

test('an event has the delay that puts it a tick behind all that overtook it', () => {
  let overtaken = 0
  fc.assert(fc.property(fc.array(act, { maxLength: 60, size: 'max' }), acts => {
    const overtakers = new Overtakers()
    const waiting: Waiting[] = []
    let seq = 0
    for (const { type, ...what } of acts) {
      if ('at' in what) {
        waiting.push({ at: what.at, seq: ++seq, late: -1 })
        continue
      }
      if (waiting.length === 0) continue
      const [event] = waiting.splice(what.of % waiting.length, 1) as [Waiting]
      const late = overtakers.delayOf(event as unknown as PendingEvent)
      expect(late).toBe(event.late)
      if (late >= 0) overtaken++
      if (type === 'drop') continue
      const place = event.at * TICKS + Math.max(0, late)
      overtakers.add(place, event.seq, seq)
      for (const other of waiting) {
        const ticks = place - other.at * TICKS
        if (ticks > 0 || (ticks === 0 && other.seq < event.seq)) other.late = Math.max(other.late, ticks + 1)
      }
    }
  }), { numRuns: 1000, seed: 1 })
  expect(overtaken).toBeGreaterThan(1000)
})
