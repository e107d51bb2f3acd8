import { describe, expect, it } from 'vitest'
import { client, service, Signal, streaming, unary, type Ctx, type Process, type Simulation } from '../../../../src/sim/index.ts'
import { act, type Damage } from '../../../../src/lab/explore/acts.ts'
import type { FaultName } from '../../../../src/lab/explore/index.ts'
import { valueInWorld } from '../../../support/world.ts'

const Echo = service('Echo', { say: unary<object, null>() })

/** Breaks something of server `a`, lets `then` happen, and answers whether somebody has felt it. */
function felt(fault: FaultName, then: (ctx: Ctx, simulation: Simulation) => PromiseLike<unknown>): Promise<boolean> {
  let world!: Simulation
  return valueInWorld(async ctx => {
    const windows = { 'mysql.commit': [100, 200] as const }
    const servers: readonly Process[] = [world.find('a')!]
    const damage: Damage = act(fault, {
      simulation: world, windows, ctx, servers: () => servers, ask: () => 0, commits: () => 0,
      crash: process => world.crash(process.name), crashHost: host => world.crashHost(host),
    }, 100)!
    try {
      await then(ctx, world)
    } catch { /* It is what the fault is for. */ }
    const took = damage.took()
    damage.mend()
    return took
  }, {}, simulation => {
    world = simulation
    simulation.process('a', 'host-a', async boot => boot.process.serve(Echo, { say: async () => null }))
    simulation.process('b', 'host-b', async () => {})
  })
}

const speak = (ctx: Ctx): PromiseLike<unknown> => ctx.timeout(50, inner => client(Echo, 'a').say(inner, {}))
const keepSilent = (ctx: Ctx): PromiseLike<unknown> => ctx.sleep(50)

describe('a fault that nobody felt did not take effect', () => {
  it.each<FaultName>(['partition', 'one-way', 'held', 'stall'])('%s', async fault => {
    // One way only: what `a` says is lost, and it says something only when it is asked.
    expect(await felt(fault, speak)).toBe(true)
    expect(await felt(fault, keepSilent)).toBe(false)
  })

  it('slow-commit, without a commit', async () => expect(await felt('slow-commit', keepSilent)).toBe(false))
  it('a crash is always felt', async () => expect(await felt('crash', keepSilent)).toBe(true))
})

describe('what a watcher hears', () => {
  it.each<FaultName>(['late-watch', 'lost-watch'])('%s meets somebody who watches', fault => {
    let world!: Simulation
    return valueInWorld(async ctx => {
      await ctx.sleep(10)
      const hands = {
        simulation: world, windows: {}, ctx, servers: () => [...world.processes()], ask: () => 0, commits: () => 0,
        crash: () => {}, crashHost: () => {},
      }
      expect(act(fault, hands, 100)?.target).toBe('topo zone1 > vtgate-2')
      world.crash('vtgate-2')
      expect(act(fault, hands, 100)).toBeNull()
    }, {}, simulation => {
      world = simulation
      const Topo = service('TopoServer', { watch: streaming<object, null>() })
      simulation.process('topo global', 'host-1', async () => {})
      simulation.process('topo zone1', 'host-2', async boot => boot.process.serve(Topo, {
        watch: ctx => new Signal('never').wait(ctx),
      }))
      simulation.process('vtgate-1', 'host-3', async () => {})
      simulation.process('vtgate-2', 'host-4', async boot => {
        boot.spawn('watch', async ctx => {
          for await (const _node of client(Topo, 'topo zone1').watch(ctx, {})) { /* Nothing changes. */ }
        }, { daemon: true })
      })
    })
  })
})
