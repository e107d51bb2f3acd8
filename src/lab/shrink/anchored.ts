import type { PendingEvent, RunLog, Strategy } from '../../sim/index.ts'

/**
 * When everything came up in a run that the scheduler was asked about, in microseconds: by event or label, and then by
 * number, from 1. There are gaps: what was the only ready event.
 */
export type Times = ReadonlyMap<string, readonly (number | undefined)[]>

/** How far from where it was something may come up, in another run, to be taken for the same. */
const toleranceUs = 2_000

/**
 * Feeds a log back to a run from which something was left out, and notes when everything came up. Events and
 * messages are counted by chain and by connection: where there are fewer of them, numbers mean others than they did,
 * but times mean nearly the same. So whatever comes up is taken for what came up at its time in the run of the log;
 * what carries a name of its own, as all that the nemesis decides, for what carried its number. In the very world of
 * the log: the very same run.
 */
export class Anchored implements Strategy {
  readonly name = 'anchored'
  readonly times = new Map<string, (number | undefined)[]>()
  private readonly values = new Map<string, Map<number, number>>()
  private readonly known = new Map<string, Known>()

  /** `times`: of the run of the log; without any, numbers decide. `nowUs`: the time of this run. */
  constructor({ entries }: RunLog, times: Times | null, private readonly nowUs: () => number) {
    for (const entry of entries) {
      const [name, value] = entry.type === 'postponed' ? [entry.event, entry.byUs] as const : [entry.label, entry.answer] as const
      let values = this.values.get(name)
      if (values === undefined) this.values.set(name, values = new Map())
      values.set(entry.nth, value)
      const known = times?.get(name)
      if (known !== undefined && !isNamed(name)) this.known.set(name, new Known(known))
    }
  }

  choose(label: string, nth: number, n: number): number {
    return Math.min(this.valueOf(label, nth, this.nowUs()), n - 1)
  }

  schedule(ready: readonly PendingEvent[], n: number): number {
    let index = 0
    for (let i = 0; i < n; i++) {
      const event = ready[i]!
      if (event.priority < 0) event.priority = event.at + this.valueOf(event.id, event.nth, event.at)
      if (event.priority < ready[index]!.priority) index = i
    }
    return index
  }

  private valueOf(name: string, nth: number, timeUs: number): number {
    let times = this.times.get(name)
    if (times === undefined) this.times.set(name, times = [])
    times[nth - 1] = timeUs
    const values = this.values.get(name)
    if (values === undefined) return 0
    const known = this.known.get(name)
    return values.get(known === undefined ? nth : known.numberAt(nth, timeUs)) ?? 0
  }
}

/** Whether a label and its number say what is chosen, whatever else happened before. */
function isNamed(name: string): boolean {
  return name.startsWith('nemesis/') || name.endsWith('/operation')
}

/** What came up under one name in the run of a log; each is taken for something once. */
class Known {
  private readonly left: (number | undefined)[]
  private first = 0

  constructor(times: readonly (number | undefined)[]) {
    this.left = [...times]
  }

  /** The number of what came up at this time, or next to it; 0: nothing did. */
  numberAt(nth: number, timeUs: number): number {
    const { left } = this
    if (left[nth - 1] === timeUs) return this.take(nth - 1)
    let found = -1
    let nearest = Infinity
    for (let i = this.first; i < left.length; i++) {
      const time = left[i]
      // Times of one name are all but in order.
      if (i === this.first && (time === undefined || time < timeUs - 10 * toleranceUs)) this.first++
      if (time === undefined) continue
      if (time > timeUs + 10 * toleranceUs) break
      const distance = Math.abs(time - timeUs)
      if (distance > toleranceUs || distance >= nearest) continue
      nearest = distance
      found = i
    }
    return found < 0 ? 0 : this.take(found)
  }

  private take(index: number): number {
    this.left[index] = undefined
    return index + 1
  }
}
