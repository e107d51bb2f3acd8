import { describe, expect, test } from 'vitest'
import { client, lan, overrideProfile, profiles, service, streaming, unary, type Window } from '../../../src/sim/index.ts'
import { inWorld, valueInWorld } from '../../support/world.ts'

const Clock = service('ProfiledClock', { tick: unary<object, null>(), tock: unary<object, null>(), ticks: streaming<object, null>() })
const clock = client(Clock, 'clock')

/** The times at which the request arrives and the reply is back, in a dull run. */
async function travel(method: 'tick' | 'tock', windows: Record<string, Window>): Promise<number[]> {
  const times: number[] = []
  await valueInWorld(async ctx => {
    const start = ctx.nowUs
    await clock[method](ctx, {})
    times.push(ctx.nowUs - start - times[0]!)
  }, { profile: overrideProfile(lan, 'test', windows) }, simulation => {
    simulation.process('clock', 'host', async ctx => {
      const now = async (c: typeof ctx): Promise<null> => { times.push(c.nowUs); return null }
      ctx.process.serve(Clock, { tick: now, tock: now, ticks: async () => {} })
    })
  })
  return times
}

describe('a profile', () => {
  test('is asked for the method, then the service, then rpc; a reply has keys of its own', async () => {
    expect(await travel('tick', {})).toEqual([100, 100])
    expect(await travel('tick', { rpc: [7, 9] })).toEqual([7, 7])
    expect(await travel('tick', { ProfiledClock: [5, 9] })).toEqual([5, 5])
    const both: Record<string, Window> = { 'ProfiledClock': [5, 9], 'ProfiledClock.tick': [3, 9], 'ProfiledClock.tick/reply': [4, 4], 'ProfiledClock/reply': [6, 6] }
    expect(await travel('tick', both)).toEqual([3, 4])
    expect(await travel('tock', both)).toEqual([5, 6])
  })

  test('windows are sane in all that are built in', () => {
    for (const { windows } of profiles.values()) {
      for (const [key, [min, max]] of Object.entries(windows)) expect([key, Number.isInteger(min) && min > 0 && min <= max && Number.isInteger(max)]).toEqual([key, true])
    }
    expect([...profiles.keys()]).toEqual(['lan', 'wan', 'laptop'])
  })

  test('that lacks a cost is a bug of ours', async () => {
    const { run } = await inWorld(async ctx => { await ctx.spend('no.such-cost') })
    expect(run).toMatchObject({ outcome: 'bug', error: { message: 'profile lan has no window for no.such-cost' } })
  })
})
