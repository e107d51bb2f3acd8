import { type Ctx, Signal, type Sink } from '../../sim/index.ts'
import type { CommandOutput } from '../wire/index.ts'

/**
 * Where a command writes: each line goes into the server's own log and to the client that started the
 * command. Writing never waits; `serve` sends the lines as the client takes them. Source: go/vt/logutil
 * TeeLogger, CallbackLogger.
 */
export class CommandLogger {
  private readonly unsent: CommandOutput[] = []
  private readonly changed = new Signal('command output')
  private ended = false

  info(ctx: Ctx, source: string, text: string): void { this.log(ctx, 'I', source, text) }
  warning(ctx: Ctx, source: string, text: string): void { this.log(ctx, 'W', source, text) }
  error(ctx: Ctx, source: string, text: string): void { this.log(ctx, 'E', source, text) }

  /** Text for the client's standard output, as it is. */
  printf(ctx: Ctx, text: string): void { this.push(ctx, 'CONSOLE', '', text) }

  private log(ctx: Ctx, level: 'I' | 'W' | 'E', source: string, text: string): void {
    ctx.log(level, source, text)
    this.push(ctx, level, source, text)
  }
  private push(ctx: Ctx, level: CommandOutput['level'], source: string, text: string): void {
    this.unsent.push({ level, timeUs: ctx.unixMs * 1000 + ctx.nowUs % 1000, source, text })
    this.changed.notify(ctx)
  }

  /** Runs `body` while its lines are sent to `out`; ends when both are done, and fails as `body` failed. */
  async serve(ctx: Ctx, out: Sink<CommandOutput>, body: (ctx: Ctx) => Promise<void>): Promise<void> {
    let thrown: { readonly error: unknown } | null = null
    await ctx.all([
      async own => {
        try {
          await body(own)
        } catch (error) {
          thrown = { error }
        }
        this.ended = true
        this.changed.notify(own)
      },
      async own => {
        for (let sent = 0; ;) {
          while (sent < this.unsent.length) await out.send(own, this.unsent[sent++]!)
          if (this.ended) return
          await this.changed.wait(own)
        }
      },
    ])
    if (thrown !== null) throw (thrown as { readonly error: unknown }).error
  }
}
