import { type Ctx, Failure, Signal } from '../../../sim/index.ts'
import type { TabletType, Target } from '../../wire/index.ts'

/** Source: go/vt/vttablet/tabletserver/tabletserver.go, the constants of `state`. */
export type ServerState = 'NotConnected' | 'NotServing' | 'Serving' | 'Transitioning' | 'ShuttingDown'

/** As error messages and the status page name them. */
const stateNames: { readonly [state in ServerState]: string } = {
  NotConnected: 'NOT_SERVING', NotServing: 'NOT_SERVING', Serving: 'SERVING', Transitioning: 'NOT_SERVING',
    ShuttingDown: 'SHUTTING_DOWN',
}

/** What is done to the engines when a type or a wish to serve is set. */
export type ServingAction = 'none' | 'full-start' | 'serve-new-type' | 'graceful-stop'

/**
 * Whether the query service answers, for whom, and who is being answered.
 *
 *     NotConnected, NotServing ──serve──▶ Transitioning ──▶ Serving ──stop──▶ ShuttingDown ──▶ NotServing
 *                                         Serving ──serve another type──▶ Transitioning ──▶ Serving
 */
export class ServingState {
  state: ServerState = 'NotConnected'
  tabletType: TabletType = 'UNKNOWN'
  private alsoAllow: readonly TabletType[] = []
  private requests = 0
  private draining = 0
  private readonly drained = new Signal('no request is running')

  constructor(private readonly keyspace: string, private readonly shard: string) {}

  get name(): string { return stateNames[this.state] }
  get isServing(): boolean { return this.state === 'Serving' }
  get target(): Target { return { keyspace: this.keyspace, shard: this.shard, tabletType: this.tabletType } }

  /**
   * Lets a request in, or refuses it: first for the state, then for what the caller believes this tablet to
   * be. Pair it with `endRequest`. Source: tabletserver.go startRequest.
   */
  startRequest(target: Target | null, allowOnShutdown: boolean): void {
    if (this.state !== 'Serving' && !(allowOnShutdown && this.state === 'ShuttingDown')) {
      throw refused('FAILED_PRECONDITION', `operation not allowed in state ${this.name}`)
    }
    this.verifyTarget(target)
    this.requests++
  }

  endRequest(ctx: Ctx): void {
    this.requests--
    if (this.requests === 0 && this.draining > 0) this.drained.notify(ctx)
  }

  /** Source: tabletserver.go verifyTarget. */
  verifyTarget(target: Target | null): void {
    if (target === null) throw refused('INVALID_ARGUMENT', 'No target')
    if (target.keyspace !== this.keyspace) throw refused('INVALID_ARGUMENT',
      `invalid keyspace ${target.keyspace}`)
    if (target.shard !== this.shard) throw refused('INVALID_ARGUMENT', `invalid shard ${target.shard}`)
    if (target.tabletType === this.tabletType || this.alsoAllow.includes(target.tabletType)) return
    throw refused('FAILED_PRECONDITION',
      `invalid tablet type: ${target.tabletType}, want: ${this.tabletType} or [${
      this.alsoAllow.join(' ')}]`)
  }

  async waitForRequests(ctx: Ctx): Promise<void> {
    this.draining++
    try {
      while (this.requests > 0) await this.drained.wait(ctx)
    } finally {
      this.draining--
    }
  }

  /** Sets the wish and says what has to be done for it. Source: tabletserver.go decideAction. */
  decide(type: TabletType, serving: boolean, alsoAllow: readonly TabletType[]): ServingAction {
    this.alsoAllow = alsoAllow
    if (serving && this.state === 'Serving' && this.tabletType === type) return 'none'
    if (this.state === 'Transitioning' || this.state === 'ShuttingDown') {
      throw refused('FAILED_PRECONDITION', `cannot SetServingType, current state: ${this.name}`)
    }
    this.tabletType = type
    if (this.state === 'Serving') {
      this.state = serving ? 'Transitioning' : 'ShuttingDown'
      return serving ? 'serve-new-type' : 'graceful-stop'
    }
    if (!serving) return 'none'
    const action = this.state === 'NotConnected' ? 'full-start' : 'serve-new-type'
    this.state = 'Transitioning'
    return action
  }
}

const refused = (code: 'FAILED_PRECONDITION' | 'INVALID_ARGUMENT', message: string): Failure =>
  new Failure(code, message, { definite: true })
