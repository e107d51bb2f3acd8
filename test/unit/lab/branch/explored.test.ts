import { describe, expect, test } from 'vitest'
import { startBranch, runCommandLine, planAfter, probe, type Branch, type RunPlan } from '../../../../src/lab/branch/index.ts'
import { exploreOne, quiet } from '../../../../src/lab/explore/index.ts'
import { parseScenario } from '../../../../src/lab/scenario/index.ts'

const scenario = parseScenario('t.md', [
  '---', 'vtsim: 1', 'title: t', 'workload: default', '---', '```console', '$ vtsim run-for 4s', '```',
].join('\n'))
const faults = { ...quiet, kinds: ['crash', 'slow', 'one-way'] as const, waves: 4, gapMs: 500, lastsMs: 500, waveChance: 1, messageChance: 0.02 }
const found = await exploreOne(
  scenario, { index: 3, seed: 9, strategy: { kind: 'random', seed: 5 }, faults }, { keepLog: true },
)
const plan: RunPlan = { seed: 9, skip: [], interventions: [], explored: { file: 'found/it is.run', log: found.log!, faults, kept: null } }

async function finished(of: RunPlan): Promise<Branch> {
  const branch = startBranch(scenario, { plan: of, name: 'b', parent: null, decision: '', onGrown: () => {} })
  while (branch.isRunning) await new Promise(resolve => { setTimeout(resolve, 1) })
  expect(branch.problem).toBeNull()
  return branch
}

describe('what an exploration has found', () => {
  test('is run again as a branch, event by event', async () => {
    const branch = await finished(plan)
    expect(branch.result!.run.hash).toBe(found.hash)
    expect([...branch.trace.events()].some(({ kind }) => kind === 'nemesis/act')).toBe(true)
  })

  test('has futures of its own: what is decided in it shares its past', async () => {
    const main = await finished(plan)
    const after = Math.floor(main.trace.length / 2)
    const other = await finished(planAfter(plan, after, [{ kind: 'line', after, text: 'vtsim crash vtgate-1' }]))
    const past = (branch: Branch) => [...branch.trace.events()].slice(0, after)
    expect(past(other)).toEqual(past(main))
    expect(other.result!.run.hash).not.toBe(main.result!.run.hash)
  })

  test('answers questions', async () => {
    const reply = await probe(scenario, plan, { kind: 'sql', after: 2000, target: 'customer', text: 'select count(*) from customer' })
    expect(reply?.lines.join(' ')).toContain('count(*)')
  })

  test('is named by its file', () => {
    expect(runCommandLine('play', 't.md', plan, 'vtsim')).toBe("vtsim play 'found/it is.run'")
    expect(runCommandLine('run', 't.md', plan, 'vtsim')).toBe("vtsim replay 'found/it is.run'")
  })
})
