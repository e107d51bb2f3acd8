import { describe, expect, test } from 'vitest'
import { Failure, runProcedure, type SimulationOptions, type Step, type TraceEvent } from '../../../src/sim/index.ts'
import { failureOf, inWorld } from '../../support/world.ts'

type State = { log: string[]; failAt?: string; undoFailsAt?: string }
const NAMES = ['one', 'two', 'three'] as const

function steps(pointOfNoReturn?: string): Step<State>[] {
  return NAMES.map(name => ({
    name, says: state => `does ${name} with ${state.log.length}`, because: 'a test', ifSkipped: `no ${name}`, source: 'go/vt/test.go test',
    ...(name === pointOfNoReturn ? { pointOfNoReturn: true as const } : {}),
    run: async (ctx, state) => {
      state.log.push(name)
      await ctx.sleep(1)
      if (state.failAt === name) throw new Failure('ABORTED', `${name} failed`)
    },
    undo: async (ctx, state) => {
      await ctx.sleep(1)
      if (state.undoFailsAt === name) throw new Failure('UNAVAILABLE', `undo of ${name} failed`)
      state.log.push(`undo ${name}`)
    },
    standIn: async (_ctx, state) => { state.log.push(`instead of ${name}`) },
  }))
}

async function check(state: Partial<State>, noReturn: string | undefined, options: SimulationOptions = {}): Promise<{ log: string[]; code: string; events: string[]; all: TraceEvent[] }> {
  const full: State = { log: [], ...state }
  const { run, value } = await inWorld(ctx => failureOf(() => runProcedure(ctx, { name: 'test-procedure', steps: steps(noReturn) }, full)), options)
  expect(run.error).toBeUndefined()
  const all = [...run.trace]
  const events = all.filter(({ kind }) => kind.startsWith('step/')).map(({ kind, data }) => `${kind.slice(5)} ${(data as { step: string }).step}`)
  return { log: full.log, code: value, events, all }
}

describe('a procedure', () => {
  test('runs its steps in order, with a pause point before and after each', async () => {
    const { log, code, events, all } = await check({}, undefined)
    expect([log, code]).toEqual([['one', 'two', 'three'], 'no failure'])
    expect(events).toEqual(['begin one', 'end one', 'begin two', 'end two', 'begin three', 'end three'])
    expect(all.filter(({ kind }) => kind === 'point').map(({ note }) => note)).toEqual(
      NAMES.flatMap(name => [`test-procedure/before-${name}`, `test-procedure/after-${name}`]))
    expect(all.find(({ kind }) => kind === 'step/begin')).toMatchObject(
      { data: { procedure: 'test-procedure', step: 'one', says: 'does one with 0', because: 'a test', ifSkipped: 'no one', source: 'go/vt/test.go test' } })
  })

  test('undoes what was begun, last first, when a step fails', async () => {
    const { log, code, events } = await check({ failAt: 'two' }, undefined)
    expect(log).toEqual(['one', 'two', 'undo two', 'undo one'])
    expect(code).toBe('ABORTED definite')
    expect(events).toEqual(['begin one', 'end one', 'begin two', 'failed two', 'undone two', 'undone one'])
  })

  test('goes on undoing when one undo fails, and throws the first failure', async () => {
    const { log, code, events } = await check({ failAt: 'three', undoFailsAt: 'two' }, undefined)
    expect(log).toEqual(['one', 'two', 'three', 'undo three', 'undo one'])
    expect(code).toBe('ABORTED definite')
    expect(events).toContain('undo-failed two')
  })

  test('undoes nothing from before a point of no return that was passed', async () => {
    expect((await check({ failAt: 'three' }, 'two')).log).toEqual(['one', 'two', 'three', 'undo three'])
    expect((await check({ failAt: 'two' }, 'two')).log).toEqual(['one', 'two', 'undo two', 'undo one'])
  })

  test('leaves out what the world skips, with a stand-in', async () => {
    const { log, events } = await check({}, undefined, { skip: new Set(['test-procedure/two', 'other/one']) })
    expect(log).toEqual(['one', 'instead of two', 'three'])
    expect(events).toContain('skipped two')
  })
})

test('undo runs although the caller was cancelled', async () => {
  const state: State = { log: [] }
  await inWorld(async ctx => {
    const task = ctx.spawn('procedure', c => runProcedure(c, { name: 'test-procedure', steps: steps() }, state))
    await ctx.sleep(0.5)
    task.cancel()
    await failureOf(() => task.join(ctx))
  })
  expect(state.log).toEqual(['one', 'undo one'])
})
