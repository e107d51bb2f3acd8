import { digest, RollingHash } from './digest.ts'
import { kindHash } from './kinds.ts'
import type { PendingEvent } from './pending-event.ts'

export type HashMode = 'off' | 'steps' | 'payload'

/**
 * The identity of a run: of each event, what else was pending, which one it was and when. In mode `payload`
 * also what events carry, which is frozen on the way.
 */
export class RunHash {
  private readonly rolling = new RollingHash()
  private readonly on: boolean
  private readonly payload: boolean
  /** Of the set of pending events: an exclusive or, so that it follows additions and removals. */
  private pending = 0

  constructor(mode: HashMode) {
    this.on = mode !== 'off'
    this.payload = mode === 'payload'
  }

  /** What a row of the trace keeps. */
  get word(): number { return this.rolling.a }

  /** An event enters or leaves the agenda. */
  toggle(event: PendingEvent): void {
    if (this.on) this.pending ^= event.hash
  }

  /** An event leaves the agenda and runs. */
  run(event: PendingEvent, timeUs: number): void {
    if (!this.on) return
    const { rolling } = this
    const { hash } = event
    rolling.mix3(this.pending, hash, timeUs | 0)
    if (this.payload && event.data !== undefined) rolling.mix(digest(event.data))
    this.pending ^= hash
  }

  /** Something is recorded within the current event. */
  record(kind: number, data: unknown): void {
    if (!this.payload) return
    this.rolling.mix(kindHash(kind))
    if (data !== undefined) this.rolling.mix(digest(data))
  }

  toString(): string { return this.rolling.toString() }
}
