import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { reconnoitre } from '../../../../src/lab/explore/index.ts'
import { parseScenario, pausePointLines, pointMistake, stepMistake } from '../../../../src/lab/scenario/index.ts'
import { pausePoints } from '../../../../src/sim/index.ts'
import { sourcesBelow } from '../../../tidy/sources.ts'

const split = parseScenario('scenarios/customer-split.md', readFileSync('scenarios/customer-split.md', 'utf8'))
const sources = sourcesBelow('src/vitess')

describe('what is known before anything runs', () => {
  test('has every pause point that tasks come to while a shard is split', async () => {
    const names = pausePoints().map(({ name }) => name)
    const { points } = await reconnoitre(split)
    expect(points.length).toBeGreaterThan(100)
    expect([...new Set(points.map(({ point }) => point))].filter(point => !names.includes(point))).toEqual([])
  })

  test('has every pause point that stands in the sources', () => {
    const named = sources.flatMap(({ text }) => [...text.matchAll(/\.point\(([^,)]+)/g)].map(([, name]) => name!))
    expect(named.length).toBeGreaterThan(3)
    const known = pausePoints().map(({ name }) => `'${name}'`)
    expect(named.filter(name => !known.includes(name))).toEqual([])
  })

  test('has every procedure: it is defined at the top of a module, or its steps are declared', () => {
    const run = sources.flatMap(({ path, text }) => [...text.matchAll(/\brunProcedure\([^,]+,\s*(\{[^}]*\}|\w+)/g)]
      .map(([, what]) => ({ path, what: what!, text })))
    expect(run.length).toBeGreaterThan(7)
    const unknown = run.filter(({ what, text }) => what.startsWith('{') ? !text.includes('declareSteps(')
      : !sources.some(source => source.text.includes(`const ${what} = defineProcedure<`)) && !text.includes(`${what}: Procedure<`))
    expect(unknown.map(({ path, what }) => `${path}: ${what}`)).toEqual([])
  })

  test('stands in the list of points, each once', () => {
    const lines = pausePointLines()
    for (const { name } of pausePoints()) expect(lines.filter(line => line.trim().split(':')[0] === name)).toHaveLength(1)
  })
})

describe('a name that there is not', () => {
  test.each([
    ['migrate-served-types-master/before-freezze', 'migrate-served-types-master/before-freeze'],
    ['freeze', 'migrate-served-types-master/before-freeze'],
    ['after-freeze', 'migrate-served-types-master/after-freeze'],
    ['split-clone/after-chunks', 'split-clone/after-chunk'],
    ['between-shards', 'vtgate-commit/between-shards'],
  ])('of a pause point: %s is near to %s', (name, near) => {
    expect(pointMistake(name)).toMatchObject({ message: `there is no pause point \`${name}\``, hint: `did you mean \`${near}\`?` })
    expect(pointMistake(near)).toBeNull()
  })

  test('of a pause point, near to none: says where they are', () => {
    expect(pointMistake('the-end-of-all-things')!.hint).toContain('`vtsim list --points`')
  })

  test.each([
    ['wait-for-catchup', 'wait-for-catch-up'],
    ['split-clone/offlne-clone', 'split-clone/offline-clone'],
    ['remove-tag-drain-reason', 'remove-tag-drain_reason'],
  ])('of a step: %s is near to %s', (name, near) => {
    expect(stepMistake(name)!.hint).toBe(`did you mean \`${near}\`?`)
    expect(stepMistake(near)).toBeNull()
  })

  test('of a step, near to none: says how they are named', () => {
    expect(stepMistake('no-such-thing-at-all')!.hint).toContain('migrate-served-types-master/wait-for-catch-up')
  })
})
