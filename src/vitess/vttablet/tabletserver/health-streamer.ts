import { type Ctx, type Sink, Signal } from '../../../sim/index.ts'
import type { StreamHealthResponse } from '../../wire/index.ts'

/**
 * The health of the tablet for whoever listens: at once, then at every broadcast. A slow listener sees the
 * latest only. Source: go/vt/vttablet/tabletserver/tabletserver.go StreamHealth, BroadcastHealth.
 */
export class HealthStreamer {
  private latest: StreamHealthResponse | null = null
  private version = 0
  private readonly changed = new Signal('a broadcast of health')

  broadcast(ctx: Ctx, response: StreamHealthResponse): void {
    this.latest = response
    this.version++
    this.changed.notify(ctx)
  }

  async stream(ctx: Ctx, out: Sink<StreamHealthResponse>): Promise<void> {
    let seen = 0
    for (;;) {
      if (this.latest !== null && seen !== this.version) {
        seen = this.version
        await out.send(ctx, this.latest)
      } else {
        await this.changed.wait(ctx)
      }
    }
  }
}
