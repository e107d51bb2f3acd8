import type { Trace } from '../../sim/index.ts'
import { topologyImage, type ClusterSpec } from '../../lab/cluster/index.ts'
import type { SrvKeyspace } from '../../vitess/wire/index.ts'
import { Memory } from './memory.ts'
import type { Sentence } from './sentence.ts'
import { machineryKinds, sentence, tell } from './tell.ts'

/** A sentence and the event that it tells. */
export interface Told extends Sentence { readonly seq: number; readonly timeUs: number; readonly kind: string }

/**
 * All that a run tells, in order. It grows with its trace: `extend` takes in what is new. Sentences depend on
 * the events up to their own alone, so what was told never changes.
 */
export class Story {
  /** Events taken in so far. */
  length = 0
  /** Everything but machinery, in order of `seq`. */
  readonly told: Told[] = []
  private readonly memory = new Memory()
  private readonly followers = new Map<number, number[]>()

  /** `cluster`: what there is before the first event. */
  constructor(readonly trace: Trace, cluster: ClusterSpec) {
    for (const [cell, records] of topologyImage(cluster, 0)) {
      for (const [path, value] of records) this.memory.records.set(`${cell} ${path}`, { value, seq: 0 })
      for (const { name } of cluster.keyspaces) {
        const graph = records.get(`keyspaces/${name}/SrvKeyspace`)
        if (graph === undefined) continue
        for (const gate of cluster.vtgates.filter(one => one.cell === cell)) {
          this.memory.heard.set(`${gate.name} ${name}`, { value: graph as SrvKeyspace, seq: 0 })
        }
      }
    }
  }

  /** Takes in at most so many new events. Returns whether there are more. */
  extend(eventsMax = Infinity): boolean {
    const end = Math.min(this.trace.length, this.length + eventsMax)
    for (let seq = this.length + 1; seq <= end; seq++) {
      if (machineryKinds.has(this.trace.kindAt(seq))) continue
      const event = this.trace.get(seq)
      const words = tell(event, this.memory)
      this.told.push({ ...words, seq, timeUs: event.timeUs, kind: event.kind })
      if (words.because > 0) this.follow(words.because, seq)
    }
    this.length = end
    return end < this.trace.length
  }

  /** Index in `told` of the last sentence at or before this event; -1: there is none. */
  indexAt(seq: number): number {
    let low = 0
    let high = this.told.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.told[middle]!.seq <= seq) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  /** Any event in words; the machinery is told when it is asked for. */
  at(seq: number): Told {
    const known = this.told[this.indexAt(seq)]
    if (known?.seq === seq) return known
    const event = this.trace.get(seq)
    return { ...sentence(event), seq, timeUs: event.timeUs, kind: event.kind }
  }

  /** Events that came out as they did because of this one, beyond who called whom. */
  followersOf(seq: number): readonly number[] {
    return this.followers.get(seq) ?? []
  }

  private follow(because: number, seq: number): void {
    const known = this.followers.get(because)
    if (known === undefined) this.followers.set(because, [seq])
    else known.push(seq)
  }
}
