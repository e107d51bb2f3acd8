import { type Ctx, Failure, type Simulation } from '../../../../src/sim/index.ts'
import { type Tablet, tabletHost, TabletManager, vttabletAddress } from '../../../../src/vitess/wire/index.ts'

/** Answers by method; those not named answer null. A Failure is thrown. */
export type Answers = { readonly [method: string]: (request: any) => unknown }

/** A vttablet that notes what it is asked and answers as told. */
export function addAnsweringTablet(simulation: Simulation, tablet: Tablet, calls: string[], answers: Answers = {}): void {
  simulation.process(vttabletAddress(tablet.alias), tabletHost(tablet.alias), async boot => {
    let nextUid = 1
    const defaults: Answers = {
      masterPosition: () => `MySQL56/00000000-0000-0000-0000-000000000${tablet.alias.uid}:1-17`,
      initMaster: () => `MySQL56/00000000-0000-0000-0000-000000000${tablet.alias.uid}:1-3`,
      vReplicationExec: request => ({ fields: [], rows: [], rowsAffected: 1, insertId: /^insert/.test(request.query) ? nextUid++
        : 0 }),
    }
    boot.process.serve(TabletManager, new Proxy({}, {
      get: (_target, method: string) => async (_ctx: Ctx, request: any) => {
        calls.push(`${tablet.alias.uid} ${method}${request.query === undefined ? '' : ` ${request.query}`}`)
        const answer = (answers[method] ?? defaults[method])?.(request) ?? null
        if (answer instanceof Failure) throw answer
        return answer
      },
    }) as never)
  })
}
