/** What every lesson must have, and that each shows the same under other schedules. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { compareOutput, parseScenario, runScenario, type Scenario } from '../src/lab/scenario/index.ts'
import { isWholeSuite } from './support/whole-suite.ts'

const folder = join(fileURLToPath(import.meta.url), '..', '..', 'scenarios', 'lessons')
const files = readdirSync(folder).sort()
const lessons: readonly (readonly [string, Scenario])[] = ['../customer-split.md', ...files].map(
  name => [name, parseScenario(`scenarios/lessons/${name}`, readFileSync(join(folder, name), 'utf8'))]
)
const seeds = Array.from({ length: isWholeSuite ? 3 : 1 }, (_, index) => index + 1)

describe('the course', () => {
  test('begins with a split, and has ten lessons, numbered in their order', () => {
    expect(lessons.map(([, { frontMatter }]) => frontMatter.lesson)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    expect(files.map(name => Number(name.slice(0, 2)))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  test('is listed in that order', () => {
    const readme = readFileSync(join(folder, '..', 'README.md'), 'utf8')
    const listed = [...readme.matchAll(/\(lessons\/([\w-]+\.md)\)/g)].map(match => match[1])
    expect(listed).toEqual(files)
    for (const [, { frontMatter }] of lessons.slice(1)) expect(readme).toContain(frontMatter.question)
  })
})

describe.each(lessons)('%s', (_name, lesson) => {
  const { frontMatter, blocks } = lesson

  test('takes three to six minutes, and ends with its rule in one sentence', () => {
    expect(frontMatter.minutes).toBeGreaterThanOrEqual(3)
    expect(frontMatter.minutes).toBeLessThanOrEqual(6)
    expect(frontMatter.rule).toMatch(/^[A-Z][^.]*\.$/)
    expect(frontMatter.question).toMatch(/\?$/)
    const last = blocks.at(-1)!
    const said = last.kind === 'prose' ? last.text.replace(/\s+/g, ' ').replace('**The rule:** ', '') : ''
    expect(said.toLowerCase()).toBe(frontMatter.rule.toLowerCase())
  })

  test('asks before it shows', () => {
    const asked = blocks.flatMap((block, index) => (block.kind === 'ask' ? [index] : []))
    expect(asked.length).toBeGreaterThan(0)
    for (const index of asked) {
      expect(blocks[index]).toMatchObject({ options: expect.arrayContaining([expect.objectContaining({ isRight: true })]) })
      expect(blocks[index + 1]!.kind).toBe('console')
    }
  })
})

// What the clients of the first one write is not the same under two seeds.
describe.each(lessons.slice(1))('%s', (_name, lesson) => {
  const { frontMatter } = lesson

  test.each(seeds)('shows the same with seed %i', async seed => {
    const { run, outputs, checks } = await runScenario(lesson, { seed })
    expect(run.error).toBeUndefined()
    const differences = [...outputs].flatMap(([entry, lines]) => {
      const difference = compareOutput(entry.output.filter(isEvidence), lines.filter(isEvidence))
      return difference === null ? [] : [{ line: entry.firstLine, ...difference }]
    })
    expect(differences).toEqual([])
    for (const { name, verdict } of checks) {
      const expected = frontMatter.expectViolationOf.includes(name) ? 'violated' : 'ok'
      expect({ name, ...verdict }).toMatchObject({ verdict: expected })
    }
    for (const [ms, end] of outagesIn([...outputs.values()].at(-1)!)) {
      if (end === 'old') expect(ms).toBeGreaterThan(500)
      else expect(ms).toBeLessThan(100)
    }
  })
})

/** What servers say while they work in parallel comes in any order. */
function isEvidence(line: string): boolean {
  return !/^[IW]\d{4} /.test(line)
}

function outagesIn(lines: readonly string[]): (readonly [number, string])[] {
  return lines.flatMap(line => {
    const [, ms, end] = /stopped for ([\d.]+) ms, then the (old|new) shard/.exec(line) ?? []
    return ms === undefined ? [] : [[Number(ms), end!] as const]
  })
}
