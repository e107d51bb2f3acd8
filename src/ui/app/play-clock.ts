import type { AppClock } from './host.ts'
import type { Store } from './store.ts'

/** Thirty times a second. */
const frameMs = 33
/** A pause of the machine is no reason to jump: what is longer counts as this. */
const elapsedMaxMs = 250

/** Tells the state how much real time has passed, as long as a run is playing. */
export class PlayClock {
  private callOff: (() => void) | null = null
  private lastMs = 0
  private readonly unsubscribe: () => void

  constructor(private readonly clock: AppClock, private readonly store: Store) {
    this.unsubscribe = store.subscribe(() => this.watch())
  }

  stop(): void {
    this.unsubscribe()
    this.callOff?.()
  }

  private watch(): void {
    if (this.callOff !== null || !this.isPlaying) return
    this.lastMs = this.clock.nowMs()
    this.wait(frameMs)
  }

  private get isPlaying(): boolean {
    return this.store.state.show?.player.isPlaying === true
  }

  private wait(ms: number): void {
    this.callOff = this.clock.after(ms, () => {
      const now = this.clock.nowMs()
      const elapsedMs = Math.min(elapsedMaxMs, now - this.lastMs)
      this.lastMs = now
      this.store.dispatch({ type: 'tick', elapsedMs })
      this.callOff = null
      // Drawing takes time too: the next frame is due so long after this one was.
      if (this.isPlaying) this.wait(Math.max(1, frameMs - (this.clock.nowMs() - now)))
    })
  }
}
