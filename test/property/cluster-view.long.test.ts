/**
 * Goal: a moment of a run is the same however one comes to it, and what a view says is what the world holds. Method: views
 * around each keyframe are compared with a fold from the first event; recorded runs are taken in in pieces of drawn sizes and
 * looked at while they grow; the last view is compared with the disks of the servers.
 */
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { viewRows, viewTables } from '../../src/lab/cluster/index.ts'
import { parseScenario, runScenario, type Scenario, type ScenarioRun } from '../../src/lab/scenario/index.ts'
import { ServerDisk } from '../../src/mysql/index.ts'
import type { Simulation } from '../../src/sim/index.ts'
import { CommitTimes } from '../../src/ui/cluster-view/commit-times.ts'
import { describe as describeFacts } from '../../src/ui/cluster-view/describe.ts'
import { factsOf, foldEvent } from '../../src/ui/cluster-view/fold-event.ts'
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

/** As `expect`, which takes its time to find a difference, and finds none in most. */
function expectSame(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toEqual(expected)
}

describe.each(files)('%s', file => {
  test('around each keyframe a moment is the fold of all events up to it', { timeout: 60_000 }, async () => {
    const { scenario, run: { run: { trace } } } = await record(file)
    const { cluster } = scenario.frontMatter
    const timeline = createTimeline(trace, cluster)
    while (timeline.extend(1000));
    const commits = new CommitTimes()
    let facts = factsOf(cluster)
    expect(timeline.at(0)).toEqual(describeFacts(facts, 0, 0, commits))
    for (const event of trace) {
      facts = foldEvent(facts, event)
      if (event.kind === 'mysql/commit') commits.add(event)
      if ([0, 1, 2, 3, 4, 255].includes(event.seq % 256)) {
        expectSame(timeline.at(event.seq), describeFacts(facts, event.seq, event.timeUs, commits))
      }
    }
  })

  test('it does not matter in what pieces a run is taken in, and in what order it is looked at', { timeout: 60_000 }, async () => {
    const { scenario, run: { run: { trace } } } = await record(file)
    const whole = createTimeline(trace, scenario.frontMatter.cluster)
    whole.extend(trace.length)
    fc.assert(fc.property(
      fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 8 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 6 }),
      (pieces, places) => {
        const growing = createTimeline(trace, scenario.frontMatter.cluster)
        const seen: ClusterView[] = []
        for (const piece of pieces) {
          growing.extend(piece)
          for (const place of places) seen.push(growing.at(Math.floor(place * growing.length)))
        }
        // What was given out did not change when the run went on.
        for (const view of seen) expectSame(view, whole.at(view.seq))
        expect(growing.markers).toEqual(whole.markers.filter(({ seq }) => seq <= growing.length))
      },
    ), { numRuns: 8 })
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
