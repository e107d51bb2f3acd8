import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { beginning, isSmaller, smallerLogs, type Decision, type SmallerLog } from '../../../src/property/smaller-logs.ts'

const answer = (label: string, value: number): Decision => ({ type: 'answer', label, nth: 1, answer: value })
const delay = (event: string, byUs: number): Decision => ({ type: 'postponed', event, nth: 1, byUs })
const sent = (number: number): Decision => ({ type: 'sent', operation: { client: 'client-1', number, atUs: number * 1000 } })

/** Goes on with the first smaller log for which `fails` holds, as fast-check does, until there is none. */
function shrunk(entries: readonly Decision[], fails: (entries: readonly Decision[]) => boolean): { entries: readonly Decision[]; tries: number } {
  let standing: SmallerLog = { entries, place: beginning }
  for (let tries = 0; ;) {
    let next: SmallerLog | undefined
    for (const found of smallerLogs(standing.entries, standing.place)) {
      tries++
      if (!fails(found.entries)) continue
      next = found
      break
    }
    if (next === undefined) return { entries: standing.entries, tries }
    standing = next
  }
}

const decisions = fc.uniqueArray(fc.oneof(
  fc.nat(60).map(n => answer(`a-${n}`, 1 + n % 7)), fc.nat(60).map(n => delay(`e-${n}`, 1 + n * 900)), fc.nat(60).map(sent),
), { maxLength: 40, selector: entry => JSON.stringify(entry) })

describe('smaller logs', () => {
  it('are smaller, each of them', () => {
    fc.assert(fc.property(decisions, entries => {
      for (const found of smallerLogs(entries)) expect(isSmaller(found.entries, entries)).toBe(true)
    }), { numRuns: 50 })
  })

  it('lead to what is needed and nothing else, whatever that is', () => {
    fc.assert(fc.property(decisions, fc.nat(), fc.nat(), (entries, a, b) => {
      const needed = entries.filter((_, index) => index % 7 === a % 7 && index % 3 === b % 3)
      const nameOf = (entry: Decision): string => JSON.stringify(entry, (key, value: unknown) => key === 'answer' || key === 'byUs' ? 0 : value)
      const names = needed.map(nameOf)
      const { entries: least } = shrunk(entries, found => names.every(name => found.some(entry => nameOf(entry) === name)))
      expect(least.map(nameOf)).toEqual(names)
      for (const entry of least) {
        if (entry.type === 'answer') expect(entry.answer).toBe(1)
        if (entry.type === 'postponed') expect(entry.byUs).toBeLessThanOrEqual(1000)
      }
    }), { numRuns: 50 })
  })

  it('try the whole schedule first, then chunks: a hundred needless orders cost one try', () => {
    const orders = Array.from({ length: 100 }, (_, n) => delay(`e-${n}`, 5))
    const fault = answer('fault', 1)
    const { entries, tries } = shrunk([...orders, fault], found => found.includes(fault))
    expect(entries).toEqual([fault])
    expect(tries).toBeLessThan(10)
    expect(smallerLogs([...orders, fault]).next().value!.entries).toEqual([fault])
  })

  it('go round again when something has become needless on the way', () => {
    const [mended, cause, broken, effect] = ['mended', 'cause', 'broken', 'effect'].map(label => answer(label, 1)) as [Decision, Decision, Decision, Decision]
    // What is broken has to be mended, or nothing can be said of the run; and it stands behind.
    const { entries } = shrunk([mended, cause, broken, effect], found =>
      found.includes(cause) && found.includes(effect) && (!found.includes(broken) || found.includes(mended)))
    expect(entries).toEqual([cause, effect])
  })

  it('find one order among a thousand in few tries', () => {
    const orders = Array.from({ length: 1000 }, (_, n) => delay(`e-${n}`, 5))
    const { entries, tries } = shrunk(orders, found => found.includes(orders[617]!))
    expect(entries).toEqual([orders[617]])
    expect(tries).toBeLessThan(40)
  })
})
