import type { Simulation } from '../../sim/index.ts'
import type { Reply } from './branch.ts'
import { routingKinds, routingText } from './routing.ts'

/** Gathers what the reader's lines and statements answer, as the run tells it. */
export function gatherReplies(simulation: Simulation): ReadonlyMap<number, Reply> {
  const replies = new Map<number, Reply>()
  simulation.subscribe(['reader/decided', 'reader/output', 'reader/ended'], ({ kind, seq, data }) => {
    const { nth, line = '', isWell = true } = data as { nth: number; line?: string; isWell?: boolean }
    const reply = replies.get(nth) ?? { begun: seq, ended: null, lines: [], routing: '', isWell: true }
    if (kind === 'reader/output') replies.set(nth, { ...reply, lines: [...reply.lines, line] })
    else replies.set(nth, kind === 'reader/ended' ? { ...reply, ended: seq, isWell } : reply)
  })
  simulation.subscribe(routingKinds, event => {
    const nth = Number(/<reader-(\d+)>/.exec(event.task)?.[1] ?? -1)
    const reply = replies.get(nth)
    if (reply !== undefined) replies.set(nth, { ...reply, routing: `${reply.routing} ${routingText(event)}`.trim() })
  })
  return replies
}
