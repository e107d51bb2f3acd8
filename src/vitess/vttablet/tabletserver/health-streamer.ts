import { type Ctx, type Sink, Signal } from '../../../sim/index.ts'
import type { StreamHealthResponse } from '../../wire/index.ts'

/** Who listens, and whether there was no room for a broadcast on the way to it. */
class Listener {
  readonly missed = new Signal('a broadcast of health')
  hasMissed: boolean

  constructor(readonly out: Sink<StreamHealthResponse>, knowsNothing: boolean) {
    this.hasMissed = knowsNothing
  }
}

/**
 * The health of the tablet for whoever listens: at once, then at every broadcast. A broadcast goes out by
 * itself; only for a slow listener, who sees the latest when there is room again, does somebody wait. Source:
 * go/vt/vttablet/tabletserver/tabletserver.go StreamHealth, BroadcastHealth.
 */
export class HealthStreamer {
  private latest: StreamHealthResponse | null = null
  private readonly listeners = new Set<Listener>()

  broadcast(ctx: Ctx, response: StreamHealthResponse): void {
    this.latest = response
    for (const listener of this.listeners) {
      if (listener.hasMissed || listener.out.trySend(response)) continue
      listener.hasMissed = true
      listener.missed.notify(ctx)
    }
  }

  async stream(ctx: Ctx, out: Sink<StreamHealthResponse>): Promise<void> {
    const listener = new Listener(out, this.latest !== null)
    this.listeners.add(listener)
    try {
      for (;;) {
        if (listener.hasMissed) {
          listener.hasMissed = false
          await out.send(ctx, this.latest!)
        } else {
          await listener.missed.wait(ctx)
        }
      }
    } finally {
      this.listeners.delete(listener)
    }
  }
}
