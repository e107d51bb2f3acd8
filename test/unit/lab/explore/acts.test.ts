import { describe, expect, it } from 'vitest'
import { client, service, unary, type Ctx, type Process, type Simulation } from '../../../../src/sim/index.ts'
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
