import { describe, expect, test } from 'vitest'
import {
  choicesAt, formatIntervention, parseIntervention, plainPlan, planAfter, probe, startBranch,
  type Branch, type Intervention, type RunPlan,
} from '../../../../src/lab/branch/index.ts'
import { parseScenario } from '../../../../src/lab/scenario/index.ts'

const scenario = parseScenario('t.md', [
  '---', 'vtsim: 1', 'title: t', 'workload: default', '---', '```console', '$ vtsim run-for 4s', '```',
].join('\n'))

async function finished(plan: RunPlan): Promise<Branch> {
  const branch = startBranch(scenario, { plan, name: 'b', parent: null, decision: '', onGrown: () => {} })
  while (branch.isRunning) await new Promise(resolve => { setTimeout(resolve, 1) })
  expect(branch.problem).toBeNull()
  return branch
}

const main = await finished(plainPlan)
const acked = [...main.trace].filter(({ kind }) => kind === 'client/acked').map(({ seq }) => seq)
const after = acked[4]!

describe('a probe', () => {
  test('answers with the rows of that moment, and with the way of the statement', async () => {
    const reply = await probe(scenario, plainPlan, {
      kind: 'sql', after, target: 'customer', text: 'select email from customer where customer_id = 4',
    })
    expect(reply!.lines.slice(0, 5)).toEqual([
      '+----------------+', '| email          |', '+----------------+', '| dan@domain.com |', '+----------------+',
    ])
    expect(reply!.routing).toBe('hash(4) = d2fd8867d50d2dfe → customer/0 MASTER, 1 shard (SelectEqualUnique)')
  })

  test('sees what was written on its branch, and only there', async () => {
    const write: Intervention = {
      kind: 'sql', after, target: 'customer', text: "update customer set email = 'mine' where customer_id = 4",
    }
    const ask = (plan: RunPlan, when: number) => probe(scenario, plan, {
      kind: 'sql', after: when, target: 'customer', text: 'select email from customer where customer_id = 4',
    })
    const plan = planAfter(plainPlan, after, [write])
    const branch = await finished(plan)
    expect((await ask(plan, branch.replies.get(0)!.ended!))!.lines).toContain('| mine  |')
    expect((await ask(plainPlan, branch.replies.get(0)!.ended!))!.lines.join('\n')).not.toContain('mine')
  })
})

describe('choices', () => {
  /** A moment at which more than one thing may happen. */
  async function crossroads() {
    for (let seq = after; seq < after + 200; seq += 3) {
      const choices = await choicesAt(scenario, plainPlan, seq)
      if (choices.length > 1) return { seq, choices }
    }
    throw new Error('nothing was ever to be chosen')
  }

  test('are what may happen next; the run took one of them', async () => {
    const { seq, choices } = await crossroads()
    const [next, ...others] = choices.filter(({ isNext }) => isNext)
    expect(others).toEqual([])
    const happened = [...main.trace.events(seq + 1, seq + 4)].map(({ kind, process, note }) => ({ kind, process, note }))
    const { kind, process, note } = next!.happens
    expect(happened).toContainEqual({ kind, process, note })
  })

  test('one that is picked happens first', async () => {
    const { seq, choices } = await crossroads()
    const other = choices.find(({ isNext }) => !isNext)!
    const plan = planAfter(plainPlan, seq, [{ kind: 'pick', after: seq, event: other.event, nth: other.nth }])
    const branch = await finished(plan)
    expect(branch.result!.notMade).toEqual([])
    let decided = seq
    while (branch.trace.get(decided).kind !== 'reader/decided') decided++
    const first = branch.trace.get(decided + 1)
    expect(first).toMatchObject({ kind: other.happens.kind, process: other.happens.process, note: other.happens.note })
    expect(branch.result!.run.hash).not.toBe(main.result!.run.hash)
  })
})

describe('an intervention as text', () => {
  test.each<[string, Intervention]>([
    ['#318 $ vtsim crash vttablet zone1-300', { kind: 'line', after: 318, text: 'vtsim crash vttablet zone1-300' }],
    ['#0 customer/-80@replica> select 1', { kind: 'sql', after: 0, target: 'customer/-80@replica', text: 'select 1' }],
    ['#7 > show tables', { kind: 'sql', after: 7, target: '', text: 'show tables' }],
    ['#9 customer> select 1\nfrom a > b', { kind: 'sql', after: 9, target: 'customer', text: 'select 1\nfrom a > b' }],
    ['#9 next client-1/work/rpc/request 12', { kind: 'pick', after: 9, event: 'client-1/work/rpc/request', nth: 12 }],
    ['#9 skip split-clone/offline-clone', { kind: 'skip', after: 9, step: 'split-clone/offline-clone' }],
    ['#9 seed 77', { kind: 'seed', after: 9, seed: 77 }],
    ['#9 guard-off tablet-drained-once', { kind: 'guard-off', after: 9, guard: 'tablet-drained-once' }],
  ])('%s', (text, intervention) => {
    expect(formatIntervention(intervention)).toBe(text)
    expect(parseIntervention(text)).toEqual(intervention)
  })

  test.each(['', 'vtsim crash vtgate-1', '#x $ a', '#12', '#12 frobnicate', '#1234567890123456 skip a'])('%j is none', text => {
    expect(() => parseIntervention(text)).toThrow(/is no intervention|nothing that a reader can do/)
  })
})
