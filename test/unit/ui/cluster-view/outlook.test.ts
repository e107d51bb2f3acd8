import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseScenario, runScenario } from '../../../../src/lab/scenario/index.ts'
import {
  createTimeline, outlookOf, servingOf, violationMarkers, violationsOf, type Timeline,
} from '../../../../src/ui/cluster-view/index.ts'
import { toldTimeline, type ToldEvent } from '../../../support/told-trace.ts'

let timeline: Timeline

beforeAll(async () => {
  const file = 'scenarios/customer-split.md'
  const scenario = parseScenario(file, readFileSync(file, 'utf8'))
  const { run: { trace } } = await runScenario(scenario, { trace: true })
  timeline = createTimeline(trace, scenario.frontMatter.cluster)
  timeline.extend(trace.length)
}, 60_000)

/** The event of the nth marker with this title. */
const place = (title: string): number => timeline.markers.find(marker => marker.title === title)!.seq
const endOf = (name: string, subject: string): number =>
  timeline.at(timeline.length).finished.find(one => one.name === name && one.subject === subject)!.seq

describe('the way of a split', () => {
  test.each<[what: string, at: () => number, next: string | null, isSafe?: string, because?: string]>([
    ['while there is one shard', () => place('Two new shards'), null],
    ['when tablets are up', () => place('InitShardMaster customer/-80') - 1, 'InitShardMaster customer/-80', 'yes'],
    ['with one master', () => endOf('init-shard-master', 'customer/-80'), 'InitShardMaster customer/80-', 'yes'],
    ['with both', () => endOf('init-shard-master', 'customer/80-'), 'CopySchemaShard customer/0 customer/-80', 'yes'],
    ['with empty tables', () => place('SplitClone customer/0') - 1, 'SplitClone customer/0', 'yes'],
    ['with rows and streams', () => endOf('split-clone', 'customer/0'), 'SplitDiff customer/-80', 'yes'],
    ['compared once', () => endOf('split-diff', 'customer/-80'), 'SplitDiff customer/80-', 'yes'],
    ['compared', () => place('Cutover: reads first'), 'MigrateServedTypes customer/0 rdonly', 'yes'],
    ['rdonly moved', () => endOf('migrate-served-types', 'customer/0 RDONLY'), 'MigrateServedTypes customer/0 replica', 'yes'],
    ['reads moved', () => endOf('migrate-served-types', 'customer/0 REPLICA'), 'MigrateServedTypes customer/0 master', 'yes'],
    ['streams behind', () => place('MigrateServedTypes customer/0 MASTER') - 1, 'MigrateServedTypes customer/0 master', 'wait', '4 transactions'],
    ['writes moved', () => endOf('migrate-served-types-master', 'customer/0 MASTER'), 'DeleteShard customer/0', 'yes'],
    ['the old shard is gone', () => timeline.length, null],
  ])('%s', (_, at, next, isSafe, because = '') => {
    const outlook = outlookOf(timeline.at(at()), 'customer')
    if (next === null) return expect(outlook).toBeNull()
    expect(outlook).toMatchObject({ next, isSafe })
    expect(outlook!.because).toContain(because)
  })
})

test('what is routed and what serves are two things: in the cutover nobody takes writes', () => {
  const { from, to } = { from: place('migrate-served-types-master/gather-positions'), to: place('migrate-served-types-master/switch-routing') }
  for (let seq = from; seq < to; seq += 10) {
    const view = timeline.at(seq)
    const [source, ...targets] = view.keyspaces.get('customer')!.shards
    expect(source).toMatchObject({ name: 'customer/0', role: 'source' })
    expect(servingOf(view, source!, 'MASTER')).toMatchObject({ routed: 'all', serving: [] })
    for (const target of targets) expect(servingOf(view, target, 'MASTER').routed).toBe('none')
  }
})

test('a stream that does not run speaks against going on', () => {
  const at = endOf('migrate-served-types', 'customer/0 REPLICA')
  const view = timeline.at(at)
  const [key, stream] = [...view.streams][0]!
  const stopped = { ...view, streams: new Map(view.streams).set(key, { ...stream, state: 'Error', message: 'no such table' }) }
  expect(outlookOf(stopped, 'customer')).toEqual({
    next: 'MigrateServedTypes customer/0 master', isSafe: 'no', because: 'the stream 0 → -80 is Error: no such table',
  })
})

test('a vtgate that has not heard yet speaks against deleting', () => {
  const view = timeline.at(endOf('migrate-served-types-master', 'customer/0 MASTER'))
  const [name, gate] = [...view.gates][1]!
  const deaf = { ...gate, routes: new Map(gate.routes).set('customer MASTER', ['0']) }
  expect(outlookOf({ ...view, gates: new Map(view.gates).set(name, deaf) }, 'customer')).toEqual({
    next: 'DeleteShard customer/0', isSafe: 'wait', because: 'vtgate-2 still sends MASTER to 0',
  })
})

describe('places to jump to', () => {
  test('are in order, and at events that are there', () => {
    const seqs = timeline.markers.map(({ seq }) => seq)
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b))
    for (const { seq, timeUs } of timeline.markers) expect(timeline.trace.get(seq).timeUs).toBe(timeUs)
  })
  test.each<[event: ToldEvent, kind: string, title: string, short: string]>([
    [['scenario/heading', 'operator', { text: '## Two new shards' }], 'phase', 'Two new shards', ''],
    [['scenario/ask', 'operator', { question: 'Why?' }], 'ask', 'Why?', ''],
    [['procedure/begin', 'vtctld', { procedure: 'migrate-served-types-master', subject: 'customer/0 MASTER', steps: [] }],
      'phase', 'MigrateServedTypes customer/0 MASTER', 'MASTER'],
    [['procedure/begin', 'vtctld', { procedure: 'init-shard-master', subject: 'customer/-80', steps: [] }],
      'phase', 'InitShardMaster customer/-80', 'InitShardMaster'],
    [['process/crash', 'mysqld zone1-300'], 'fault', 'mysqld zone1-300 is down', ''],
    [['process/boot', 'mysqld zone1-300', { host: 'h', life: 2 }], 'fault', 'mysqld zone1-300 is up again', ''],
    [['step/skipped', 'vtctld', { procedure: 'p', step: 's' }], 'fault', 'left out: p/s', ''],
    [['reader/decided', 'operator', { nth: 0, kind: 'line', text: 'vtsim crash vtgate-1' }], 'decision', 'vtsim crash vtgate-1', ''],
    [['client/refused', 'client-1', { error: 'no', outcome: 'fail' }], 'error', 'client-1: no', ''],
  ])('%s', (event, kind, title, short) => {
    expect(toldTimeline(event).markers).toMatchObject([{ seq: 1, kind, title, short }])
  })
  test('what a check found is where it says; what it found at the end is at the end', () => {
    const checks = [{ name: 'c', verdict: { verdict: 'violated' as const, evidence: [
      { says: 'at the end', data: null, timeUs: null }, { says: 'early', data: null, timeUs: timeline.trace.get(500).timeUs },
    ] } }]
    expect(violationsOf(timeline, checks).map(({ says }) => says)).toEqual(['early', 'at the end'])
    const [early, late] = violationMarkers(timeline, checks)
    expect(early!.seq).toBeGreaterThanOrEqual(500)
    expect(timeline.trace.get(early!.seq).timeUs).toBe(timeline.trace.get(500).timeUs)
    expect(late!.seq).toBe(timeline.length)
  })
})
