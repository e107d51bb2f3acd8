import { readFileSync } from 'node:fs'
import { parseScenario } from '../../src/lab/scenario/index.ts'
import { Trace } from '../../src/sim/index.ts'
import { kindId } from '../../src/sim/kinds.ts'
import { createTimeline, type ClusterView, type Timeline } from '../../src/ui/cluster-view/index.ts'

const file = 'scenarios/customer-split.md'
const { cluster } = parseScenario(file, readFileSync(file, 'utf8')).frontMatter

/** An event by hand: kind, process, data, note, virtual milliseconds (the one before's, if left out). */
export type ToldEvent = readonly [kind: string, process: string, data?: object | string, note?: string, ms?: number]

/** A trace of events by hand. All are of one task of their process. */
export function toldTrace(events: readonly ToldEvent[]): Trace {
  const trace = new Trace(true)
  let timeMs = 0
  for (const [kind, process, data, note = '', ms = timeMs] of events) {
    timeMs = ms
    let id = trace.processes.indexOf(process)
    if (id < 0) id = trace.processes.push(process) - 1
    trace.add(timeMs * 1000, kindId(kind), id, 'task', note, 0, data, 0)
  }
  return trace
}

/** The timeline of events by hand, in the cluster of the customer split. */
export function toldTimeline(...events: readonly ToldEvent[]): Timeline {
  const timeline = createTimeline(toldTrace(events), cluster)
  timeline.extend(events.length)
  return timeline
}

/** The cluster after these events. */
export function toldView(...events: readonly ToldEvent[]): ClusterView {
  return toldTimeline(...events).at(events.length)
}

