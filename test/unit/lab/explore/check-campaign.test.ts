import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkSkip, reconnoitre } from '../../../../src/lab/explore/index.ts'
import { parseScenario } from '../../../../src/lab/scenario/index.ts'

const cutover = parseScenario('cutover.md', readFileSync('scenarios/explore/cutover.md', 'utf8'))

describe('a step may be left out', () => {
  test('that comes up in the image in which runs begin', async () => {
    const known = await reconnoitre(cutover, { command: 'migrate-served-types-master', seed: 0 })
    expect(known.points.some(({ point }) => point.startsWith('split-clone/'))).toBe(false)
    expect(() => checkSkip(['split-clone/online-clone', 'freeze'], known)).not.toThrow()
    expect(() => checkSkip(['planned-reparent-shard/catch-up'], known)).toThrow('no step planned-reparent-shard/catch-up comes up')
  })

  test.each([
    ['that comes up if what came before it has failed', ['emergency-reparent-shard/stop-replication'], 'planned-reparent-shard/catch-up'],
    ['of a procedure that begins, even if no undisturbed run comes to it', ['migrate-served-types/switch-routing'], 'migrate-served-types/wait-for-drain'],
  ])('%s', (_, steps, name) => {
    expect(() => checkSkip([name], { steps })).not.toThrow()
    expect(() => checkSkip([name], { steps: [] })).toThrow(`no step ${name} comes up in this scenario`)
  })

  test('but not one that there is not', () => {
    expect(() => checkSkip(['freezze'], { steps: ['migrate-served-types-master/freeze'] })).toThrow('there is no step `freezze`')
  })
})
