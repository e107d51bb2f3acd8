import type { Kernel } from './kernel.ts'
import * as sentinel from './sentinel.ts'

/** After so many events the loop lets the host have its turn: a millisecond or two, some ten while code is cold. */
const EVENTS_PER_TURN = 64

/** When a run has the thread, and when its host does: in between, and while the run is paused. */
export class Turns {
  /** The run waits for the host, or for `resume`. */
  resting = false
  private paused = false
  private events = 0
  private listeners: readonly (() => void)[] | null = null
  /** Told at each turn of the host. */
  hosts: readonly (() => void)[] | null = null

  constructor(private readonly kernel: Kernel) {}

  /** Whether the loop has to rest before the next event. */
  isOver(): boolean {
    return ++this.events >= EVENTS_PER_TURN || this.paused
  }

  rest(): void {
    this.events = 0
    this.resting = true
    sentinel.leave(this.kernel)
    this.tell()
    if (this.hosts !== null) for (const tell of this.hosts) tell()
    // A resting loop may be resumed by the host before its turn comes: then there is nothing left to do.
    sentinel.nextTurn(() => { if (!this.paused) this.goOn() })
  }

  pause(): Promise<void> {
    this.paused = true
    if (this.kernel.stopped || this.resting) return Promise.resolve()
    return new Promise(resolve => { this.listeners = [...this.listeners ?? [], resolve] })
  }

  resume(): void {
    this.paused = false
    this.goOn()
  }

  begin(): void {
    sentinel.enter(this.kernel, () => this.kernel.advance())
  }

  end(): void {
    sentinel.leave(this.kernel)
    this.tell()
  }

  private goOn(): void {
    if (!this.resting || this.kernel.stopped) return
    this.resting = false
    this.begin()
  }

  private tell(): void {
    const { listeners } = this
    this.listeners = null
    if (listeners !== null) for (const tell of listeners) tell()
  }
}
