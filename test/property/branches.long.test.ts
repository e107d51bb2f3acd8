import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planAfter, startBranch, type Branch, type RunPlan } from '../../src/lab/branch/index.ts'
import { parseScenario, runScenario } from '../../src/lab/scenario/index.ts'
import { replay, type Trace } from '../../src/sim/index.ts'

const scenario = parseScenario('t.md', [
  '---', 'vtsim: 1', 'title: t', 'workload: default', '---', '```console', '$ vtsim run-for 2s',
  '$ vtctlclient -server localhost:15999 PlannedReparentShard -keyspace_shard=customer/0 -new_master=zone1-201',
  '$ vtsim run-for 1s', '```',
].join('\n'))
const RUNS = 20

async function finished(plan: RunPlan): Promise<Branch> {
  const branch = startBranch(scenario, { plan, name: 'b', parent: null, decision: '', onGrown: () => {} })
  while (branch.isRunning) await new Promise(resolve => { setTimeout(resolve, 1) })
  return branch
}

/** What a reader may do, without the moment. */
const deed = fc.oneof(
  fc.constantFrom('vtctld', 'vtgate-1', 'vttablet zone1-200', 'mysqld zone1-201', 'host-zone1-202', 'topo zone1')
    .map(name => ({ kind: 'line', text: `vtsim crash ${name}` }) as const),
  fc.constantFrom('vttablet zone1-200', 'vtgate-2', 'vtctld').map(name => ({ kind: 'line', text: `vtsim partition ${name} topo` }) as const),
  fc.constantFrom('mysqld zone1-200', 'vtgate-1').map(name => ({ kind: 'line', text: `vtsim stall ${name} 700ms` }) as const),
  fc.constantFrom('update customer set email = \'x\' where customer_id = 1', 'begin', 'select 1', 'this is no SQL')
    .map(text => ({ kind: 'sql', target: 'customer', text }) as const),
  fc.nat(1000).map(seed => ({ kind: 'seed', seed }) as const),
  fc.constantFrom('set-read-only', 'planned-reparent-shard/demote-master').map(step => ({ kind: 'skip', step }) as const),
  fc.constantFrom('tablet-requests-end-before-it-stops', 'no-such-guard').map(guard => ({ kind: 'guard-off', guard }) as const),
)
/** Decisions one after the other, each in the past or the future of the last, as parts of the run. */
const story = fc.record({
  seed: fc.option(fc.nat(100_000), { nil: undefined }),
  decisions: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), deed), { minLength: 1, maxLength: 3 }),
})

/** The first event at which what two runs tell differs; one of them may just be longer. */
function firstDifferentLine(a: Trace, b: Trace): number {
  const both = Math.min(a.length, b.length)
  for (let seq = 1; seq <= both; seq++) if (a.format(seq) !== b.format(seq)) return seq
  return both + 1
}

test(`up to its decision a branch has the events of its parent, and its plan gives it again (${RUNS} stories)`, async () => {
  await fc.assert(fc.asyncProperty(story, async ({ seed, decisions }) => {
    let parent = await finished({ seed, skip: [], interventions: [] })
    for (const [part, what] of decisions) {
      const after = Math.floor(parent.trace.length * part)
      const plan = planAfter(parent.plan, after, [{ ...what, after }])
      const branch = await finished(plan)
      const first = firstDifferentLine(parent.trace, branch.trace)
      expect(first).toBeGreaterThan(after)
      expect(branch.trace.get(first)).toMatchObject({ kind: 'reader/decided', data: { nth: plan.interventions.length - 1 } })
      expect(branch.result!.notMade).toEqual([])
      parent = branch
    }
    const { run } = parent.result!
    expect((await finished(parent.plan)).result!.run.hash).toBe(run.hash)
    const { skip, interventions } = parent.plan
    const again = await runScenario(scenario, { seed, skip, interventions, strategy: replay(run.log()) })
    expect(again.run.hash).toBe(run.hash)
  }), { numRuns: RUNS, seed: 20200402 })
}, 300_000)
