import { describe, expect, it } from 'vitest'
import { Failure, Simulation, type Ctx, type Run } from '../../../../src/sim/index.ts'
import { verdictOf, type CheckResult, type Evidence } from '../../../../src/lab/check/index.ts'
import { identitiesOf, identityText } from '../../../../src/lab/explore/index.ts'

async function runOf(body: (ctx: Ctx) => Promise<void>): Promise<Run> {
  const simulation = new Simulation({ maxMs: 1000 })
  simulation.process('p', 'host-p')
  simulation.spawn('p', 'main', body)
  return simulation.run()
}

const saw = (...evidence: readonly (readonly [says: string, anomaly?: string])[]): CheckResult['verdict'] =>
  verdictOf(evidence.map(([says, anomaly]): Evidence =>
    ({ says, data: null, timeUs: null, ...(anomaly === undefined ? {} : { anomaly }) })))

describe('the identity of a failure', () => {
  it.each<[string, readonly CheckResult[], readonly string[]]>([
    ['nothing, if nothing is violated', [{ name: 'a', verdict: saw() }], []],
    ['the check alone, if it knows one kind of thing', [{ name: 'a', verdict: saw(['row 1'], ['row 2']) }], ['a']],
    ['the check and its word for what it saw', [{ name: 'a', verdict: saw(['row 1', 'lost row']) }], ['a: lost row']],
    ['each kind of thing once, in the order of the checks', [
      { name: 'a', verdict: saw(['row 1', 'lost row'], ['row 2', 'old value'], ['row 3', 'lost row']) },
      { name: 'b', verdict: saw(['x']) },
    ], ['a: lost row', 'a: old value', 'b']],
  ])('is %s', async (_what, checks, expected) => {
    const run = await runOf(async () => {})
    expect(identitiesOf(run, checks).map(identityText)).toEqual(expected)
  })

  it('does not depend on how the evidence is told', async () => {
    const run = await runOf(async () => {})
    const of = (says: string): readonly string[] =>
      identitiesOf(run, [{ name: 'a', verdict: saw([says, 'lost row']) }]).map(identityText)
    expect(of('the update A7 by client-1 of customer/1 was lost')).toEqual(of('the delete by hand is gone'))
  })

  it.each<[string, (ctx: Ctx) => Promise<void>, string]>([
    ['a run that comes to no end', async ctx => { await ctx.sleep(5000) }, 'comes-to-an-end'],
    ['a failure that nobody handles', () => Promise.reject(new Failure('ABORTED', 'tablet 17')), 'run-error: ABORTED'],
    ['an error, without what differs from run to run', () => Promise.reject(new Error('row 17 of t/2 is odd')),
      'run-error: row … of … is odd'],
  ])('tells %s', async (_what, body, expected) => {
    const [identity, ...more] = identitiesOf(await runOf(body), [{ name: 'a', verdict: saw(['x']) }])
    expect(identityText(identity!)).toBe(expected)
    expect(more).toEqual([])
  })
})
