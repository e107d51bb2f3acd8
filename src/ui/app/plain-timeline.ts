import type { Trace } from '../../sim/index.ts'
import type { ClusterView, Timeline } from '../cluster-view/index.ts'

export function plainTimeline(trace: Trace): Timeline {
  let length = 0
  return {
    trace, markers: [],
    get length() { return length },
    get endUs() { return length === 0 ? 0 : trace.get(length).timeUs },
    extend(maxEvents) { length = Math.min(trace.length, length + maxEvents); return length < trace.length },
    at(seq) {
      return {
        seq, timeUs: seq === 0 ? 0 : trace.get(seq).timeUs, keyspaces: new Map(), tablets: new Map(), streams: new Map(),
        gates: new Map(), routes: new Map(), locks: new Map(), procedures: [], faults: new Map(), processes: new Map(),
        clients: { sent: 0, acked: 0, refused: 0, unknown: 0, buffered: 0, lastError: '' },
        console: { command: '', commandSeq: 0, isRunning: false, heading: '', prose: '', proseSeq: 0 },
      } as unknown as ClusterView
    },
    seqAt(timeUs) {
      let low = 0, high = length
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if (trace.get(middle).timeUs <= timeUs) low = middle
        else high = middle - 1
      }
      return low
    },
  }
}
