/**
 * Goal: a moment of a run is the same however one comes to it. Method: recorded runs are taken in in pieces of drawn sizes, and
 * looked at in a drawn order while they grow; each view must be the one of a timeline that has seen nothing but the events up to it.
 */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { viewRows, viewTables } from '../../src/lab/cluster/index.ts'
import { parseScenario, runScenario, type Scenario, type ScenarioRun } from '../../src/lab/scenario/index.ts'
import { ServerDisk } from '../../src/mysql/index.ts'
import { Trace, type Simulation } from '../../src/sim/index.ts'
import { kindId } from '../../src/sim/kinds.ts'
import { createTimeline, type ClusterView } from '../../src/ui/cluster-view/index.ts'

interface Recorded { readonly scenario: Scenario; readonly run: ScenarioRun; readonly simulation: Simulation }

const files = ['customer-split', 'crashes/cutover-vttablet', 'crashes/clone-mysqld', 'canaries/no-catch-up']
const recorded = new Map<string, Recorded>()

async function record(file: string, seed?: number): Promise<Recorded> {
  const name = `${file} ${seed}`
  const known = recorded.get(name)
  if (known !== undefined) return known
  const path = `scenarios/${file}.md`
  const scenario = parseScenario(path, readFileSync(path, 'utf8'))
  let simulation: Simulation | null = null
  const run = await runScenario(scenario, { trace: true, seed, watch: world => { simulation = world } })
  const made = { scenario, run, simulation: simulation! }
  recorded.set(name, made)
  return made
}

/** The first events of a trace, as a trace. */
function prefix(trace: Trace, length: number): Trace {
  const part = new Trace(true)
  part.processes.push(...trace.processes)
  for (const event of trace.events(1, length)) {
    part.add(
      event.timeUs, kindId(event.kind), trace.processes.indexOf(event.process), event.task, event.note, event.cause, event.data, 0,
    )
  }
  return part
}

function viewFromStart({ scenario, run }: Recorded, seq: number): ClusterView {
  const timeline = createTimeline(prefix(run.run.trace, seq), scenario.frontMatter.cluster)
  timeline.extend(seq)
  return timeline.at(seq)
}

describe.each(files)('%s', file => {
  test('a moment is the fold of the events up to it, however one comes to it', { timeout: 120_000 }, async () => {
    const made = await record(file)
    const { trace } = made.run.run
    fc.assert(fc.property(
      fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 8 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 6 }),
      (pieces, places) => {
        const timeline = createTimeline(trace, made.scenario.frontMatter.cluster)
        const seen: ClusterView[] = []
        for (const piece of [...pieces, trace.length]) {
          timeline.extend(piece)
          for (const place of places) seen.push(timeline.at(Math.floor(place * timeline.length)))
        }
        const chosen = seen[Math.floor(places[0]! * (seen.length - 1))]!
        expect(chosen).toEqual(viewFromStart(made, chosen.seq))
        // What was given out did not change meanwhile, and comes again.
        for (const view of seen) expect(timeline.at(view.seq)).toEqual(view)
      },
    ), { numRuns: 6 })
  })

  test.each([undefined, 3, 4])('with seed %s it ends as the world does', { timeout: 60_000 }, async seed => {
    const { scenario, run, simulation } = await record(file, seed)
    const timeline = createTimeline(run.run.trace, scenario.frontMatter.cluster)
    timeline.extend(run.run.trace.length)
    const view = timeline.at(timeline.length)
    for (const { name, up } of simulation.processes()) expect([name, view.processes.get(name)?.isUp]).toEqual([name, up])
    for (const tablet of view.tablets.values()) {
      const mysqld = simulation.find(`mysqld ${tablet.alias}`)!
      const database = `vt_${tablet.shard.slice(0, tablet.shard.indexOf('/'))}`
      const rows = viewTables(mysqld, database).map(table => [table.name, viewRows(mysqld, database, table.name).length])
      expect([tablet.alias, ...[...tablet.rows].sort()]).toEqual([tablet.alias, ...rows.sort()])
      const { executed } = ServerDisk.read(mysqld).log
      const positions = executed.sids().map(sid => executed.intervals(sid).map(([first, last]) =>
        (first === last ? `${first}` : `${first}-${last}`)).join(':'))
      expect([tablet.alias, positions]).toEqual([tablet.alias, expect.arrayContaining(tablet.position === '' ? [] : [tablet.position])])
      expect(tablet.position === '').toBe(executed.isEmpty)
    }
  })

  test('time and numbers of events go together', async () => {
    const { scenario, run: { run: { trace } } } = await record(file)
    const timeline = createTimeline(trace, scenario.frontMatter.cluster)
    timeline.extend(trace.length)
    fc.assert(fc.property(fc.integer({ min: 0, max: timeline.endUs }), timeUs => {
      const seq = timeline.seqAt(timeUs)
      if (seq > 0) expect(trace.get(seq).timeUs).toBeLessThanOrEqual(timeUs)
      if (seq < trace.length) expect(trace.get(seq + 1).timeUs).toBeGreaterThan(timeUs)
    }))
  })
})
