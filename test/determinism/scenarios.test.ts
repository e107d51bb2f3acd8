/**
 * Goal: nothing but the seed decides what happens. Method: each scenario is run twice with the same seed, and its hash covers
 * every event and everything that messages carry. If two runs differ, the first different event is named.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseScenario, runScenario, type ScenarioRun } from '../../src/lab/scenario/index.ts'
import { describeDifference } from '../../src/sim/index.ts'
import { isWholeSuite } from '../support/whole-suite.ts'

const all = readdirSync('scenarios', { recursive: true, encoding: 'utf8' })
  .filter(name => name.endsWith('.md') && !name.endsWith('README.md')).map(name => `scenarios/${name}`).sort()
/** Clones, migrations, a reparent, lookups, crashes: what the others have too. */
const few = ['customer-split', 'crashes/clone-topology', 'crashes/cutover-vtctld', 'explore/emergency', 'explore/lookup'].map(name => `scenarios/${name}.md`)

test('the few are there', () => expect(all).toEqual(expect.arrayContaining(few)))

test.each(isWholeSuite ? all : few)('%s runs the same way twice', async file => {
  const scenario = parseScenario(file, readFileSync(file, 'utf8'))
  const once = (): Promise<ScenarioRun> => runScenario(scenario, { seed: 7, trace: true, hash: 'payload' })
  const [first, second] = [await once(), await once()]
  expect(describeDifference(first.run.trace, second.run.trace)).toBeNull()
  expect(second.run.hash).toBe(first.run.hash)
  expect(first.run.error).toBeUndefined()
})

test('another seed is another run', async () => {
  const scenario = parseScenario('scenarios/customer-split.md', readFileSync('scenarios/customer-split.md', 'utf8'))
  const hashes = [await runScenario(scenario, { seed: 1, trace: false }), await runScenario(scenario, { seed: 2, trace: false })].map(({ run }) => run.hash)
  expect(new Set(hashes).size).toBe(2)
})
