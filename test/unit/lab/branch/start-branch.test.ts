import { describe, expect, test } from 'vitest'
import {
  plainPlan, planAfter, startBranch, type Branch, type Intervention, type RunPlan,
} from '../../../../src/lab/branch/index.ts'
import { parseScenario } from '../../../../src/lab/scenario/index.ts'

const scenario = parseScenario('t.md', [
  '---', 'vtsim: 1', 'title: t', 'workload: default', '---',
  '```console', '$ vtsim run-for 4s', '$ vtctlclient -server localhost:15999 GetShard customer/0', '```',
].join('\n'))

/** Waits for the run of a plan to end. */
async function finished(plan: RunPlan, parent: Branch['parent'] = null): Promise<Branch> {
  let ended = (): void => {}
  const end = new Promise<void>(resolve => { ended = resolve })
  const branch = startBranch(scenario, {
    plan, name: 'b', parent, decision: '', onGrown: () => { if (!branch.isRunning) ended() },
  })
  await end
  expect(branch.problem).toBeNull()
  return branch
}

const main = await finished(plainPlan)
const after = Math.floor(main.trace.length / 2)
const decide = (...interventions: Intervention[]): RunPlan => planAfter(plainPlan, after, interventions)

describe('a branch', () => {
  test('grows while the caller keeps the thread', async () => {
    const lengths: number[] = []
    const branch: Branch = startBranch(scenario, {
      plan: plainPlan, name: 'main', parent: null, decision: '', onGrown: () => lengths.push(branch.trace.length),
    })
    expect(branch.isRunning).toBe(true)
    expect(branch.trace.length).toBe(0)
    while (branch.isRunning) await new Promise(resolve => { setTimeout(resolve, 1) })
    expect(lengths.length).toBeGreaterThan(1)
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b))
    expect(branch.result!.run.hash).toBe(main.result!.run.hash)
  })

  test.each<[string, Intervention]>([
    ['a crash', { kind: 'line', after, text: 'vtsim crash vttablet zone1-200' }],
    ['a write', { kind: 'sql', after, target: 'customer', text: "update customer set email = 'x' where customer_id = 4" }],
    ['another schedule', { kind: 'seed', after, seed: 5 }],
    ['a pick', { kind: 'pick', after, event: 'client-1/x/rpc/request', nth: 1 }],
    ['a step left out', { kind: 'skip', after, step: 'wait-for-catch-up' }],
    ['a guard', { kind: 'guard-off', after, guard: 'stream-position-with-rows' }],
  ])('%s shares the past and has another future', async (_, intervention) => {
    const branch = await finished(decide(intervention), { name: 'main', after })
    const decided = [...branch.trace.events(after)].find(({ kind }) => kind === 'reader/decided')!
    expect((decided.data as { kind: string }).kind).toBe(intervention.kind)
    for (let seq = 1; seq < decided.seq; seq++) expect(branch.trace.format(seq)).toBe(main.trace.format(seq))
    expect(decided.seq - after).toBeLessThan(10)
    const doesSomething = ['line', 'sql', 'seed'].includes(intervention.kind)
    expect(branch.result!.run.hash !== main.result!.run.hash).toBe(doesSomething)
  })

  test('run by the same plan again is the same branch', async () => {
    const plan = decide({ kind: 'line', after, text: 'vtsim crash vttablet zone1-200' })
    expect((await finished(plan)).result!.run.hash).toBe((await finished(plan)).result!.run.hash)
  })

  test('has the answers of the reader\'s lines', async () => {
    const { replies, trace } = await finished(decide(
      { kind: 'sql', after, target: 'customer', text: 'select email from customer where customer_id = 4;' },
      { kind: 'sql', after, target: 'zone1-201', text: 'select count(*) from customer where customer_id <= 5;' },
      { kind: 'line', after, text: 'vtctlclient -server localhost:15999 GetKeyspaces' },
      { kind: 'line', after, text: 'vtsim crush vtgate-1' },
    ))
    expect(replies.get(0)!.lines.slice(3, 4)).toEqual(['| dan@domain.com |'])
    expect(replies.get(1)!.lines.slice(3, 4)).toEqual(['|        5 |'])
    expect(replies.get(2)!.lines).toEqual(['commerce', 'customer'])
    expect(replies.get(3)).toMatchObject({ isWell: false, lines: ['vtsim has no verb `crush`', 'hint: did you mean `crash`?'] })
    expect(trace.get(replies.get(0)!.ended!).kind).toBe('reader/ended')
  })

  test.each([undefined, 3])('what a reader does comes before all else that is ready (seed %s)', async seed => {
    for (const part of [0.4, 0.5, 0.6]) {
      const when = Math.floor(main.trace.length * part)
      const text = 'vtsim stall vtgate-2 1s'
      const { trace } = await finished({ seed, skip: [], interventions: [{ kind: 'line', after: when, text }] })
      const decided = [...trace.events(when)].find(({ kind }) => kind === 'reader/decided')!.seq
      expect([1, 2, 3].map(by => trace.get(decided + by).kind)).toEqual(['task/start', 'process/stall', 'reader/ended'])
    }
  })

  test('the operator does not crash while typing', async () => {
    const { replies } = await finished(decide({ kind: 'line', after, text: 'vtsim crash host-operator' }))
    expect(replies.get(0)).toMatchObject({ isWell: false, lines: ['the operator is who types this', 'hint: crash one of the servers'] })
  })

  test('tells what could not be made', async () => {
    const late: Intervention = { kind: 'skip', after: 10_000_000, step: 'wait-for-catch-up' }
    const pick: Intervention = { kind: 'pick', after, event: 'nobody/at/all', nth: 1 }
    expect((await finished(decide(pick, late))).result!.notMade).toEqual([pick, late])
  })
})
