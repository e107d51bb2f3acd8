import type { Ctx } from '../../sim/index.ts'
import { ok, unknown, verdictOf, type Attempt, type CheckResult } from '../check/index.ts'
import type { TroubledWorld } from '../scenario/index.ts'
import { tabletAliasString, type Tablet } from '../../vitess/wire/index.ts'

/** How often a command is typed again after everything has been mended. */
const attemptsMax = 4
/** Until health checks, keepalives and buffers have noticed that all is well. */
const settleMs = 12_000
/** In what time clients must be served again, once the operator has done what he can. */
const serviceBoundMs = 60_000
const lookEveryMs = 500
/** Longer than a client waits for an answer. */
const latelyMs = 20_000

/**
 * What an operator does when things have gone wrong and the worst is over: he gives back the tablets that a dead
 * vtworker has left drained, and types what has failed once more. Then clients must be served.
 */
export class OperatorPolicy {
  /** Commands that never went well. */
  givenUp = 0
  /** When the operator had done all that he does; null before. */
  private calmUs: number | null = null
  /** Whether each client was served again within the bound; null if it was not waited for. */
  private isServed: boolean | null = null
  private world!: TroubledWorld
  private calmAttempts = 0
  private readonly drained = new Set<string>()

  constructor(private readonly clients: number) {}

  begin(world: TroubledWorld): void {
    this.world = world
    world.simulation.subscribe(['topo/put'], ({ data }) => {
      const { path, contents } = data as { path: string; contents: unknown }
      if (!/^tablets\/[^/]+\/Tablet$/.test(path)) return
      const { alias, type, tags } = contents as Tablet
      const isLeft = type === 'DRAINED' && tags['worker'] !== undefined
      if (isLeft) this.drained.add(tabletAliasString(alias))
      else this.drained.delete(tabletAliasString(alias))
    })
  }

  /** A command has failed and nothing is broken any more. Answers whether it is typed again. */
  async failedInCalm(ctx: Ctx, attempt: number): Promise<boolean> {
    if (attempt === 1) this.calmAttempts = 0
    if (++this.calmAttempts > attemptsMax) {
      this.givenUp++
      return false
    }
    await this.recover(ctx)
    return true
  }

  /** Puts right what is left to put right, and waits until all clients are served, or the bound has passed. */
  async converge(ctx: Ctx): Promise<void> {
    await this.recover(ctx)
    this.calmUs = ctx.nowUs
    if (this.clients === 0) return
    this.world.startWorkload()
    const endMs = ctx.nowMs + serviceBoundMs
    while (this.unserved().size > 0 && ctx.nowMs < endMs) await ctx.sleep(lookEveryMs)
    // Who sent nothing of late, because operations are left out, was not refused either.
    const unserved = this.unserved()
    this.isServed = !this.writesSince((endMs - latelyMs) * 1000).some(({ client, outcome, endUs }) =>
      unserved.has(client) && outcome !== 'ok' && endUs !== null)
  }

  /** Once all is mended and the operator has done what he can, writes of every client are taken again. */
  verdict(): CheckResult {
    const name = 'clients-are-served-again'
    if (this.calmUs === null) return { name, verdict: unknown('the run did not come so far') }
    if (this.isServed !== false) return { name, verdict: ok }
    const says = `a client had no write acknowledged for ${serviceBoundMs / 1000} s after everything was mended`
    return { name, verdict: verdictOf([{ says, data: { calmUs: this.calmUs }, timeUs: this.calmUs }]) }
  }

  private async recover(ctx: Ctx): Promise<void> {
    await ctx.sleep(settleMs)
    for (const alias of [...this.drained]) {
      await this.world.type(ctx, `vtctlclient -server localhost:15999 StartSlave ${alias}`)
      await this.world.type(ctx, `vtctlclient -server localhost:15999 ChangeSlaveType ${alias} rdonly`)
    }
  }

  /** Clients that have something to do, and had no write acknowledged. */
  private unserved(): ReadonlySet<string> {
    const unserved = new Set(this.world.clientsAtWork())
    for (const { client, outcome } of this.writesSince(this.calmUs!)) if (outcome === 'ok') unserved.delete(client)
    return unserved
  }

  private writesSince(startUs: number): readonly Attempt[] {
    return this.world.history().filter(attempt => attempt.startUs >= startUs && isWrite(attempt))
  }
}

function isWrite({ operation }: Attempt): boolean {
  return operation !== 'point-read' && operation !== 'scatter-read'
}
