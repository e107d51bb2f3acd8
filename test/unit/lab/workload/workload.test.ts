import { describe, expect, test } from 'vitest'
import type { Attempt } from '../../../../src/lab/check/index.ts'
import { countAttempts, dullWorkload, Workload } from '../../../../src/lab/workload/index.ts'
import { lan, Simulation } from '../../../../src/sim/index.ts'
import { VtgateService, type ExecuteReply } from '../../../../src/vitess/wire/index.ts'

type Answer = Omit<ExecuteReply, 'session'>
const written = (insertId: number): Answer => ({ result: Object.freeze({ fields: [], rows: [], rowsAffected: 1, insertId }) })
const refused: Answer = { error: { code: 'FAILED_PRECONDITION', message: 'operation not allowed in state NOT_SERVING', definite: true } }
const lost: Answer = { error: { code: 'UNAVAILABLE', message: 'connection reset', definite: false } }

/** What clients record in `seconds` with a vtgate that answers so, by the statement and how many it has had. */
async function record(answer: (sql: string, nth: number) => Answer, seconds = 20, seed = 0): Promise<readonly Attempt[]> {
  const simulation = new Simulation({ profile: lan, seed: undefined })
  let count = 0
  simulation.process('vtgate-1', 'host', async ctx => {
    ctx.process.serve(VtgateService, {
      execute: async (_, { session, sql }) => ({ session, ...answer(sql, ++count) }),
      streamExecute: async () => {},
    })
  })
  const workload = new Workload(simulation, ['vtgate-1'], dullWorkload, seed)
  simulation.process('operator', 'host', async () => {})
  simulation.spawn('operator', 'main', async ctx => {
    workload.start()
    await ctx.sleep(seconds * 1000)
    for (const task of workload.stop()) await task.join(ctx)
  })
  const run = await simulation.run()
  expect(run.error).toBeUndefined()
  return workload.recorder.history
}

describe('clients', () => {
  test('send about 9 operations a second, of every kind', async () => {
    const history = await record((_, nth) => written(1000 + 10 * nth), 40)
    expect(history.length).toBeGreaterThan(288)
    expect(history.length).toBeLessThan(432)
    expect([...new Set(history.map(attempt => attempt.operation))].sort())
      .toEqual(['delete', 'insert', 'multi-insert', 'point-read', 'scatter-read', 'transaction', 'update'])
    expect(countAttempts(history)).toEqual({ sent: history.length, acked: history.length, failed: 0, unknown: 0 })
  })

  test('never write the same mark twice', async () => {
    const history = await record((_, nth) => (nth % 3 === 0 ? refused : written(1000 + 10 * nth)))
    const marks = history.flatMap(attempt => attempt.writes.map(write => write.mark)).filter(mark => mark !== '')
    expect(new Set(marks).size).toBe(marks.length)
  })

  test('learn the keys of a multi-row insert from the first one', async () => {
    const history = await record((_, nth) => written(1000 + 10 * nth))
    const multi = history.find(attempt => attempt.operation === 'multi-insert')!
    const first = Number(multi.sequenceKeys[0]!.value)
    expect(multi.writes.map(write => write.row)).toEqual(multi.writes.map((_, index) => `customer/${first + index}`))
  })

  test('try again what was refused, and give up some time', async () => {
    const history = await record(() => refused, 10)
    expect(history.every(attempt => attempt.outcome === 'fail')).toBe(true)
    const [first] = history
    expect(history.filter(attempt => attempt.client === first!.client).length).toBeGreaterThan(8)
  })

  test('do not repeat a write of which they do not know the outcome', async () => {
    const history = await record(sql => (/^(insert|update|delete)/.test(sql) ? lost : written(0)))
    const writes = history.filter(attempt => ['insert', 'update', 'delete', 'multi-insert'].includes(attempt.operation))
    expect(writes.every(attempt => attempt.outcome === 'unknown')).toBe(true)
    expect(new Set(writes.flatMap(attempt => attempt.writes.map(write => write.mark))).size)
      .toBe(writes.flatMap(attempt => attempt.writes).length)
  })

  test('know that a transaction did nothing until they asked for its commit', async () => {
    const outcomes = (failing: string) => record(sql => (sql.startsWith(failing) ? lost : written(1000)))
      .then(history => new Set(history.filter(attempt => attempt.operation === 'transaction').map(attempt => attempt.outcome)))
    expect(await outcomes('insert into corder')).toEqual(new Set(['fail']))
    expect(await outcomes('commit')).toEqual(new Set(['unknown']))
  })

  test('an update that found no row is no write', async () => {
    const history = await record(sql => (sql.startsWith('update') ? { result: Object.freeze({ fields: [], rows: [], rowsAffected: 0, insertId: 0 }) } : written(1000)))
    expect(history.filter(attempt => attempt.operation === 'update').flatMap(attempt => attempt.writes)).toEqual([])
  })

  test('do the same with the same seed, and something else with another', async () => {
    const sqls = async (seed: number) => (await record((_, nth) => written(1000 + 10 * nth), 5, seed)).map(attempt => `${attempt.startUs} ${attempt.sql}`)
    expect(await sqls(1)).toEqual(await sqls(1))
    expect(await sqls(1)).not.toEqual(await sqls(2))
  })
})
