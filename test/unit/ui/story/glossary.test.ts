import { describe, expect, test } from 'vitest'
import { findTerms, glossary, names, termsIn, todayOf } from '../../../../src/ui/story/index.ts'
import { toldSplit } from '../../../support/told-run.ts'

const split = await toldSplit()

describe('the glossary', () => {
  test('is in the order of the alphabet, each word once', () => {
    const words = glossary.map(({ name }) => name.toLowerCase())
    expect(words).toEqual([...new Set(words)].sort())
    expect(words.length).toBeGreaterThanOrEqual(25)
  })

  test('refers only to words that it has, and none to itself', () => {
    const known = new Set(glossary.map(({ name }) => name))
    for (const { name, see } of glossary) {
      expect(see.filter(word => !known.has(word)), name).toEqual([])
      expect(see).not.toContain(name)
    }
  })

  test.each([
    ['drain', 'DRAINED'], ['gtid', 'GTID'], ['serving graph', 'serving graph'], ['SrvKeyspace', 'serving graph'],
    ['point of no return', 'freeze'], ['encrypted', 'hash'],
  ])('finds %s under %s', (words, name) => {
    expect(findTerms(words)[0]!.name).toBe(name)
  })

  test('knows the words that a text needs, in any number, and not parts of other words', () => {
    const words = termsIn('Both tablets are shards apart; a keyspace id is hashed.').map(({ name }) => name)
    expect(words).toEqual(expect.arrayContaining(['tablet', 'shard', 'keyspace id']))
    expect(words).not.toContain('hash')
  })

  test('explains most of what the steps of a split say', () => {
    const steps = split.story.told.filter(({ weight }) => weight === 'step')
    const without = steps.filter(({ text }) => termsIn(text).length === 0).map(({ text }) => text)
    expect(without.length).toBeLessThan(steps.length / 4)
  })
})

describe('the names of today', () => {
  test('are known for every procedure of a split', () => {
    const procedures = new Set([...split.trace].filter(({ kind }) => kind === 'procedure/begin')
      .map(({ data }) => (data as { procedure: string }).procedure))
    expect([...procedures].filter(procedure => todayOf(procedure, '') === null)).toEqual([])
  })

  test('name the function for a step of the cutover', () => {
    expect(todayOf('migrate-served-types-master', 'wait-for-catch-up')).toMatch(/SwitchTraffic --tablet-types primary, in waitForCatchup\.$/)
    expect(todayOf('unheard-of', 'x')).toBeNull()
  })

  test('differ from those of then', () => {
    for (const { then, today } of names) expect(then).not.toBe(today)
  })
})
