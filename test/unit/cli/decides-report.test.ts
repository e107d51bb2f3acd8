import { beforeAll, describe, expect, test } from 'vitest'
import { decidesLines, jsonDecides, withPair } from '../../../src/cli/decides-report.ts'
import { defineScenario } from '../../../src/lab/scenario/index.ts'
import type { DecidingPair, Shrunk, Trial, WhatDecides } from '../../../src/lab/shrink/index.ts'
import { client, service, Simulation, unary, type RunLog } from '../../../src/sim/index.ts'
import { spaceTimeRows } from '../../../src/ui/export/index.ts'
import { storyOf, type Story } from '../../../src/ui/story/index.ts'

const server = service('Server', { mark: unary<string, string>() })
const scenario = defineScenario({ name: 's', commands: [], workload: null })
const late: RunLog = { version: 1, entries: [{ type: 'postponed', event: 'vtgate-1/call/rpc/request', nth: 1, byUs: 900 }] }
let small: Trial
let pair: DecidingPair
let story: Story

/** Two ask a server, the first of them sooner: in which order they come to it is what decides. */
beforeAll(async () => {
  const simulation = new Simulation({ trace: true })
  simulation.process('topo global', 'host-topo', async ctx => {
    ctx.process.serve(server, { mark: async (_ctx, text) => text })
  })
  for (const [name, ms] of [['vtgate-1', 1], ['vtgate-2', 3]] as const) {
    simulation.process(name, `host-${name}`)
    simulation.spawn(name, 'call', async ctx => {
      await ctx.sleep(ms)
      await client(server, 'topo global').mark(ctx, name)
    })
  }
  const run = await simulation.run()
  const asked = [...run.trace.events()].filter(({ kind, process }) => kind === 'rpc/request' && process === 'topo global')
  small = { run: { log: late }, result: { run } } as unknown as Trial
  story = storyOf(run.trace, scenario.frontMatter.cluster)
  pair = { failing: small, first: asked[0]!.seq, second: asked[1]!.seq, passing: small }
})

const shrunk = (): Shrunk => ({ identity: { check: 'acked-writes-survive', anomaly: 'lost' }, trial: small }) as unknown as Shrunk
const decides = (more: Partial<WhatDecides> = {}): WhatDecides =>
  ({ failsWhenDull: false, orders: { tried: 0, failed: 0 }, without: null, isOver: false, pair, ...more })

describe('two events whose order decides', () => {
  test('are told with their times, where they come up, who has sent them and what led to them', () => {
    const lines = decidesLines(shrunk(), decides(), scenario, [])
    expect(lines[0]).toBe('what decides: these two the other way round, and acked-writes-survive holds')
    const [a, b] = ['A', 'B'].map(letter => lines.findIndex(line => line.startsWith(`  ${letter}  `)))
    expect(lines[a!]).toMatch(/^ {2}A {2}0\.001\d{3} s topo global \[/)
    expect(lines[a! + 1]).toMatch(/^ {5}.* from vtgate-1/)
    expect(lines[b!]).toMatch(/^ {2}B {2}0\.003\d{3} s topo global \[/)
    expect(lines[b! + 1]).toMatch(/^ {5}.* from vtgate-2/)
  })

  test('in another run than the small one: how many events came late in it is told', () => {
    const other = { ...pair, failing: { ...small } }
    expect(decidesLines(shrunk(), decides({ pair: other }), scenario, [])[1]).toBe('  where 1 other event came late')
    expect(decidesLines(shrunk(), decides(), scenario, [])[1]).toMatch(/^ {2}A /)
  })

  test('of a run that fails in the plain order too', () => {
    expect(decidesLines(shrunk(), decides({ failsWhenDull: true }), scenario, [])[0])
      .toBe('what decides: it fails in the plain order; but these two the other way round, and acked-writes-survive holds')
  })

  test('have a row each in the diagram, marked A and B, in their places among the others', () => {
    const rows = spaceTimeRows(small.result.run.trace, story, pair.second, 20, 20)
    const shown = withPair(rows, pair, story)
    expect(shown.filter(({ text }) => /^[AB] /.test(text)).map(({ seq, text }) => [seq, text[0]])).toEqual([[pair.first, 'A'], [pair.second, 'B']])
    expect(shown.map(({ seq }) => seq)).toEqual([...new Set([...rows.map(({ seq }) => seq), pair.first, pair.second])].sort((x, y) => x - y))
    expect(withPair([], pair, story).map(({ text }) => text[0])).toEqual(['A', 'B'])
  })

  test('are told to a program with the numbers of their events', () => {
    expect(jsonDecides(decides(), scenario)).toMatchObject({
      failsWhenDull: false, pair: { events: [{ seq: pair.first, process: 'topo global' }, { seq: pair.second }], lateEvents: 1 },
    })
  })
})
