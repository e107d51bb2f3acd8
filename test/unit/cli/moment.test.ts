import { describe, expect, test } from 'vitest'
import { parseMoment, seqOf, timeOf } from '../../../src/cli/moment.ts'
import { Simulation } from '../../../src/sim/index.ts'

const simulation = new Simulation({ trace: true })
simulation.process('a', 'host-a')
simulation.spawn('a', 'work', async ctx => {
  for (let i = 0; i < 3; i++) {
    await ctx.sleep(1000)
    ctx.emit('tick', { i })
  }
})
const { trace } = await simulation.run()
const last = trace.length

describe('a moment', () => {
  test('is an event, or seconds: then the last event that had happened', () => {
    const ticks = [...trace.events()].filter(({ kind }) => kind === 'tick')
    const { seq, timeUs } = ticks[1]!
    expect(timeOf(parseMoment('--at', `#${seq}`), trace)).toBe(timeUs)
    expect(seqOf(parseMoment('--at', `#${seq}`), trace)).toBe(seq)
    const after = parseMoment('--at', `${(timeUs + 1) / 1e6}s`)
    expect(timeOf(after, trace)).toBe(timeUs + 1)
    expect(trace.get(seqOf(after, trace)).timeUs).toBe(timeUs)
    expect(seqOf(parseMoment('--at', '999'), trace)).toBe(last)
  })

  test.each(['noon', '#0', '#', '-1', '#1.5', ''])('%j is none', text => {
    expect(() => parseMoment('--at', text)).toThrow(`--at ${text} is no moment`)
  })

  test('of an event that the run does not have is none', () => {
    expect(() => timeOf({ seq: last + 1 }, trace)).toThrow(`there is no event #${last + 1} in this run of ${last} events`)
    expect(() => seqOf({ seq: last + 1 }, trace)).toThrow('there is no event')
  })
})
