import type { LogEntry, RunLog } from '../run-log.ts'
import type { Strategy } from '../strategy.ts'

/** A strategy that also tells which entries of its log found no event or choice of their name. */
export interface Replay extends Strategy {
  /** In the order of the log; empty after a faithful replay. */
  unused(): readonly LogEntry[]
  /** How many they are. */
  stale(): number
}

/**
 * Feeds a log back; what it does not mention is dull. Promises: in the same world, the very same run. In
 * one that has changed, the entries that still find their event apply, and `unused` tells the others.
 */
export function replay(log: RunLog): Replay {
  const postponed = new Map<string, number>()
  const answers = new Map<string, number>()
  for (const entry of log.entries) {
    if (entry.type === 'postponed') postponed.set(`${entry.event}#${entry.nth}`, entry.byUs)
    else answers.set(`${entry.label}#${entry.nth}`, entry.answer)
  }
  const take = (from: Map<string, number>, key: string): number => {
    const value = from.get(key) ?? 0
    from.delete(key)
    return value
  }
  return {
    name: 'replay',
    stale: () => postponed.size + answers.size,
    unused: () => log.entries.filter(entry => entry.type === 'postponed'
      ? postponed.has(`${entry.event}#${entry.nth}`) : answers.has(`${entry.label}#${entry.nth}`)),
    choose: (label, nth, n) => answers.size === 0 ? 0 : Math.min(take(answers, `${label}#${nth}`), n - 1),
    schedule(ready, n) {
      let index = 0
      for (let i = 0; i < n; i++) {
        const event = ready[i]!
        if (event.priority < 0) {
          const byUs = postponed.size === 0 ? 0 : take(postponed, `${event.id}#${event.nth}`)
          event.priority = event.at + byUs
        }
        if (event.priority < ready[index]!.priority) index = i
      }
      return index
    },
  }
}
