import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { Simulation, type Ctx } from '../../../src/sim/index.ts'
import { inWorld } from '../../support/world.ts'

const busy = (steps: number) => async (ctx: Ctx): Promise<void> => { for (let i = 0; i < steps; i++) await ctx.sleep(1) }

describe('a run and its host', () => {
  test('a long run lets the host have its turn, and comes to the same end', async () => {
    let turns = 0
    let on = true
    const count = (): void => { turns++; if (on) setImmediate(count) }
    setImmediate(count)
    const { run } = await inWorld(busy(20_000))
    on = false
    expect(run.outcome).toBe('done')
    expect(turns).toBeGreaterThan(10)
    expect((await inWorld(busy(20_000))).run.hash).toBe(run.hash)
  })

  test('a foreign promise is still noticed after a turn of the host', async () => {
    const { run } = await inWorld(async ctx => { await busy(3000)(ctx); await readFile('/etc/hostname') })
    expect(run).toMatchObject({ outcome: 'leak', nowMs: 3000 })
  })

  test('runs that are started together take turns', async () => {
    const runs = await Promise.all([inWorld(busy(3000)), inWorld(busy(10)), inWorld(busy(5000))])
    expect(runs.map(({ run }) => [run.outcome, run.nowMs])).toEqual([['done', 3000], ['done', 10], ['done', 5000]])
  })

  test('a world can be paused at an event, looked at, acted on and resumed', async () => {
    const simulation = new Simulation({ trace: true })
    simulation.process('app', 'host', async () => {})
    simulation.spawn('app', 'worker', async ctx => { for (let i = 0; i < 10; i++) { await ctx.sleep(1); ctx.emit('app/step', { i }) } })
    let paused: Promise<void> | undefined
    simulation.subscribe(['app/step'], ({ data }) => { if ((data as { i: number }).i === 4) paused = simulation.pause() })
    const ended = simulation.run()
    while (paused === undefined) await readFile('/etc/hostname')
    await paused
    expect(simulation.nowMs).toBe(5)
    await readFile('/etc/hostname')
    simulation.spawn('app', 'late', async ctx => { await ctx.sleep(20) })
    simulation.resume()
    expect(await ended).toMatchObject({ outcome: 'done', nowMs: 25 })
  })

  test('between events anything may crash', async () => {
    const { run } = await inWorld(async ctx => {
      simulation!.process('victim', 'host', async c => { c.emit('victim/here'); await c.sleep(1); c.emit('victim/gone') })
      await ctx.sleep(5)
    }, {}, world => {
      simulation = world
      world.subscribe(['victim/here'], () => world.afterEvent(() => world.crash('victim')))
    })
    const kinds = [...run.trace].map(({ kind }) => kind)
    expect(kinds).toContain('process/crash')
    expect(kinds).not.toContain('victim/gone')
  })

  test('a world can be stopped', async () => {
    const { run } = await inWorld(async ctx => { simulation!.subscribe(['x'], () => simulation!.stop('seen enough')); await ctx.sleep(3); ctx.emit('x'); await ctx.sleep(3) }, {}, world => { simulation = world })
    expect(run).toMatchObject({ outcome: 'stopped', error: 'seen enough', nowMs: 3 })
  })
  let simulation: Simulation | undefined
})
