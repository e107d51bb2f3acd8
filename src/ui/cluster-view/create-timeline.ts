import type { ClusterSpec } from '../../lab/cluster/index.ts'
import type { Trace, TraceEvent } from '../../sim/index.ts'
import type { ClusterView } from './cluster-view.ts'
import { CommitTimes } from './commit-times.ts'
import { describe } from './describe.ts'
import type { Facts } from './facts.ts'
import { factsOf, foldEvent, isTelling } from './fold-event.ts'
import { markerOf, type Marker } from './marker.ts'
import type { Timeline } from './timeline.ts'

/** Events from one keyframe to the next. Facts share what has not changed, so a keyframe costs little. */
const keyframeEvery = 256
/** Screens look at the moment of the cursor again and again. */
const viewsKept = 8

/** A run that can be looked at in any moment. Nothing is taken in yet: call `extend`. */
export function createTimeline(trace: Trace, cluster: ClusterSpec): Timeline {
  return new FoldedTimeline(trace, cluster)
}

class FoldedTimeline implements Timeline {
  length = 0
  readonly markers: Marker[] = []
  private readonly commits = new CommitTimes()
  /** Facts after event 0, 256, 512 … */
  private readonly keyframes: Facts[] = []
  private facts: Facts
  private readonly views = new Map<number, ClusterView>()
  /** Processes that were stopped on purpose: their end is no fault. */
  private readonly stopped = new Set<string>()

  constructor(readonly trace: Trace, cluster: ClusterSpec) {
    this.facts = factsOf(cluster)
    this.keyframes.push(this.facts)
  }

  extend(maxEvents: number): boolean {
    const end = Math.min(this.trace.length, this.length + maxEvents)
    for (let seq = this.length + 1; seq <= end; seq++) this.take(seq)
    return this.length < this.trace.length
  }

  get endUs(): number {
    return this.length === 0 ? 0 : this.trace.get(this.length).timeUs
  }

  at(seq: number): ClusterView {
    const wanted = Math.max(0, Math.min(seq, this.length))
    let view = this.views.get(wanted)
    if (view === undefined) {
      if (this.views.size >= viewsKept) this.views.delete(this.views.keys().next().value!)
      this.views.set(wanted, view = this.describe(wanted))
    }
    return view
  }

  seqAt(timeUs: number): number {
    let low = 0
    let high = this.length
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.trace.get(middle).timeUs <= timeUs) low = middle
      else high = middle - 1
    }
    return low
  }

  private describe(wanted: number): ClusterView {
    const frame = Math.floor(wanted / keyframeEvery)
    let facts = this.keyframes[frame]!
    for (let seq = frame * keyframeEvery + 1; seq <= wanted; seq++) {
      if (isTelling(this.trace.kindAt(seq))) facts = foldEvent(facts, this.trace.get(seq))
    }
    const timeUs = wanted === 0 ? 0 : this.trace.get(wanted).timeUs
    return describe(facts, wanted, timeUs, this.commits)
  }

  private take(seq: number): void {
    if (isTelling(this.trace.kindAt(seq))) this.learn(this.trace.get(seq))
    this.length = seq
    if (seq % keyframeEvery === 0) this.keyframes.push(this.facts)
  }

  private learn(event: TraceEvent): void {
    this.facts = foldEvent(this.facts, event)
    if (event.kind === 'mysql/commit') this.commits.add(event)
    if (event.kind === 'process/stop') this.stopped.add(event.process)
    const isOnPurpose = event.kind === 'process/crash' && this.stopped.delete(event.process)
    const marker = isOnPurpose ? null : markerOf(event)
    if (marker === null || isMirrored(marker, this.markers.at(-1))) return
    this.markers.push(marker)
  }
}

/** Whether it tells of the way back what the one before told of the way there. */
function isMirrored({ title, timeUs }: Marker, before: Marker | undefined): boolean {
  if (before?.timeUs !== timeUs) return false
  for (const [shape, mirror] of mirrors) {
    const [, from, to] = shape.exec(title) ?? []
    if (from !== undefined && to !== undefined && before.title === mirror(to, from)) return true
  }
  return false
}

const mirrors: readonly (readonly [shape: RegExp, title: (from: string, to: string) => string])[] = [
  [/^nothing passes from (.*) to (.*)$/, (from, to) => `nothing passes from ${from} to ${to}`],
  [/^(.*) reaches (.*) again$/, (from, to) => `${from} reaches ${to} again`],
]
