import { describe, expect, it } from 'vitest'
import { defineScenario, explore } from '../../../src/library/index.ts'
import { blindCutover, waitForCatchUp } from '../../support/blind-cutover.ts'

const few = { clients: 1, ratePerS: 6, customers: 5, lists: 0 }
const quiet = defineScenario({ name: 'quiet', commands: ['vtsim run-for 2s'], workload: few })

describe('a campaign in this thread', () => {
  it('makes as many runs as it is told, and says what fired and what did not', async () => {
    const seen: number[] = []
    const { schedules, findings, fired, gaps } = await explore(quiet, {
      schedules: 3, strategy: 'random', faults: ['slow', 'lock-expiry'], onRun: ({ plan }) => void seen.push(plan.index),
    })
    expect({ schedules, findings, seen }).toEqual({ schedules: 3, findings: [], seen: [0, 1, 2] })
    expect([...fired.map(([fault]) => fault), ...gaps].sort()).toEqual(['lock-expiry', 'slow'])
  })

  it('says the same each time, and something else for another seed', async () => {
    const hashes = async (seed: number): Promise<string[]> => {
      const found: string[] = []
      await explore(quiet, { schedules: 1, strategy: 'random', seed, onRun: ({ hash }) => void found.push(hash) })
      return found
    }
    const first = await hashes(1)
    expect(await hashes(1)).toEqual(first)
    expect(await hashes(2)).not.toEqual(first)
  })

  it('ends when it is told to, and at the first that was found', async () => {
    expect((await explore(quiet, { schedules: 9, onRun: () => false })).schedules).toBe(1)
    const { schedules, findings } = await explore(blindCutover, {
      schedules: 9, strategy: 'random', faults: [], skip: [waitForCatchUp], seed: 1,
    })
    expect(findings).toHaveLength(1)
    expect(schedules).toBe(findings[0]!.first.plan.index + 1)
  })

  it.each([
    [{ faults: ['nope'] }, 'there is no fault `nope`'], [{ strategy: 'randm' }, 'there is no strategy `randm`'],
    [{ skip: ['nope'] }, 'there is no step `nope`'],
    [{ skip: ['offline-clone'] }, 'no step offline-clone comes up in this scenario'],
  ])('refuses %j before the first run', async (options, message) => {
    await expect(explore(quiet, { ...options, onRun: () => { throw new Error('a run was made') } } as never)).rejects.toThrow(message)
  })
})
