import { assert } from '../base/index.ts'
import type { Exchange } from './exchange.ts'
import { Failure } from './failure.ts'
import type { FaultMix } from './fault-mix.ts'
import type { Kernel } from './kernel.ts'
import { kindId, RPC_REPLY, RPC_REQUEST } from './kinds.ts'
import type { Op } from './op.ts'
import { PendingEvent } from './pending-event.ts'
import { Process } from './process.ts'
import type { Window } from './profile.ts'
import type { Method } from './service.ts'

/**
 * One direction between two processes. `cut` loses what would arrive; `hang` keeps it until the link is
 * healed.
 */
interface Link {
  readonly label: string
  state: 'up' | 'cut' | 'hang'
  readonly held: PendingEvent[]
  /** How many messages and open exchanges have felt that it is not up. */
  met: number
}

const DROPPED = kindId('net/dropped')
const HELD = kindId('net/held')
const CUT = kindId('net/cut')
const HEAL = kindId('net/heal')
const FAULT = kindId('net/fault')

/**
 * What lies between processes. A message that gets through arrives within its window after it was sent;
 * when, is the scheduler's choice and not decided at sending. Faults of single messages are choices at
 * sending, cuts are acts.
 */
export class Network {
  private readonly processes = new Map<string, Process>()
  private nobodies: Map<string, Process> | null = null
  private links: Map<number, Link> | null = null
  /** How many replies of a method are to be lost. */
  private losing: Map<string, number> | null = null
  /** How many requests of a method are to come twice. */
  private doubling: Map<string, number> | null = null
  /** Links that are not up: while there are none, nothing has to be looked up. */
  private troubled = 0

  constructor(readonly kernel: Kernel, private readonly faults: FaultMix | undefined) {}

  add(process: Process): void {
    assert(!this.processes.has(process.name), () => `there are two processes ${process.name}`)
    this.processes.set(process.name, process)
  }

  find(name: string): Process | undefined {
    return this.processes.get(name)
  }

  get(name: string): Process {
    const process = this.processes.get(name)
    assert(process !== undefined, () => `there is no process ${name}`)
    return process
  }

  all(): IterableIterator<Process> {
    return this.processes.values()
  }

  /** Somebody to whom a stream can be opened at an address where nobody is: it refuses. */
  nobody(address: string): Process {
    const nobodies = this.nobodies ??= new Map<string, Process>()
    let process = nobodies.get(address)
    if (process === undefined) {
      nobodies.set(address, process = new Process(this.kernel, address, '', null))
      process.up = false
    }
    return process
  }

  /** The answer to a call to an address where nobody is. */
  refuseUnknown(op: Op<any>, address: string): void {
    const [minUs, maxUs] = this.kernel.latencies.cost('rpc') ?? [100, 300]
    op.woken = true
    op.failed = true
    const why = `dial tcp: lookup ${address}: no such host`
    const text = `connection error: desc = "transport: Error while dialing ${why}"`
    op.value = new Failure('UNAVAILABLE', text, { definite: true })
    this.kernel.schedule(op, minUs, maxUs - minUs)
  }

  cut(from: string, to: string, state: 'cut' | 'hang'): void {
    const a = this.get(from)
    const b = this.get(to)
    const link = this.link(a, b)
    this.setState(link, state)
    this.kernel.record(CUT, b, '', `${from} > ${to}`, { from, to, state })
    if (state === 'hang') return
    // What is open between the two goes silent for one side at least, and keepalive will notice.
    const open = [...[...a.asking].filter(({ to }) => to === b), ...[...b.asking].filter(({ to }) => to === a)]
    link.met += open.length
    for (const exchange of open) exchange.silence()
  }

  /** How many messages and open exchanges have felt the cut of a direction, since it was last up. */
  metBy(from: string, to: string): number {
    return this.link(this.get(from), this.get(to)).met
  }

  heal(from: string, to: string): void {
    const a = this.get(from)
    const b = this.get(to)
    const link = this.link(a, b)
    if (link.state === 'up') return
    this.setState(link, 'up')
    this.kernel.record(HEAL, b, '', `${from} > ${to}`, { from, to })
    const [minUs, maxUs] = this.kernel.latencies.cost('rpc') ?? [100, 300]
    for (const event of link.held.splice(0)) this.kernel.schedule(event, minUs, maxUs - minUs)
  }

  /** The next reply of this method will not arrive. */
  loseReply(method: string): void {
    addOne(this.losing ??= new Map<string, number>(), method)
  }

  /** The next request of this method will arrive twice. */
  doubleRequest(method: string): void {
    addOne(this.doubling ??= new Map<string, number>(), method)
  }

  /** What was to be lost, or to come twice, will arrive, and once. */
  spareMessages(): void {
    this.losing = null
    this.doubling = null
  }

  /** Whether the peers of a crashed process hear nothing instead of a reset. */
  choosesSilence(method: Method): boolean {
    const chance = this.faults?.silentChance ?? 0
    return chance > 0 && this.kernel.choices.choose(`silent/${method.key}`, 2, chance) === 1
  }

  /**
   * Sends one message of an exchange, `back` to the caller or to the server. `sentUs`: when, if that is
   * past.
   */
  post(exchange: Exchange, back: boolean, kind: number, data: unknown, window: Window, sentUs: number): void {
    const { kernel, faults } = this
    const from = back ? exchange.to : exchange.from
    const to = back ? exchange.from : exchange.to
    // Not taken apart by a pattern: that asks for an iterator.
    const minUs = window[0]
    const maxUs = window[1]
    let delayUs = sentUs === 0 ? minUs : Math.max(0, sentUs + minUs - kernel.now)
    if (faults !== undefined && faults.chance > 0) {
      const fate = kernel.choices.choose(this.link(from, to).label, faults.kinds.length + 1, faults.chance)
      const fault = fate === 0 ? null : faults.kinds[fate - 1]!
      const isDoubled = fault === 'doubled' && kind === RPC_REQUEST && exchange.method.doubles
      if (fault !== null && (isDoubled || fault !== 'doubled')) {
        kernel.record(FAULT, to, exchange.ctx.task.label, exchange.method.key, { fault })
      }
      if (fault === 'slow') delayUs += (faults.slowFactor ?? 20) * maxUs
      if (fault === 'lost') return this.lose(exchange, to, data)
      if (isDoubled) kernel.schedule(message(exchange, to, kind, data), delayUs, 2 * maxUs)
    }
    if (this.doubling !== null && kind === RPC_REQUEST && takeOne(this.doubling, exchange.method.key)) {
      kernel.record(FAULT, to, exchange.ctx.task.label, exchange.method.key, { fault: 'doubled' })
      kernel.schedule(message(exchange, to, kind, data), delayUs, 2 * maxUs)
    }
    if (this.losing !== null && kind === RPC_REPLY && takeOne(this.losing, exchange.method.key)) {
      kernel.record(FAULT, to, exchange.ctx.task.label, exchange.method.key, { fault: 'lost' })
      return this.lose(exchange, to, data)
    }
    kernel.schedule(message(exchange, to, kind, data), delayUs, maxUs - minUs)
  }

  /** A message has come to the end of its way. */
  arrive(event: PendingEvent): void {
    const exchange = event.owner as Exchange
    const { process: to, kind, data } = event
    if (this.troubled > 0) {
      const link = this.link(to === exchange.to ? exchange.from : exchange.to, to)
      if (link.state !== 'up') link.met++
      if (link.state === 'cut') return this.lose(exchange, to, data)
      if (link.state === 'hang') {
        this.kernel.record(HELD, to, event.label, event.note, undefined)
        return void link.held.push(event)
      }
    }
    exchange.arrive(kind, data)
  }

  private lose(exchange: Exchange, to: Process, data: unknown): void {
    this.kernel.record(DROPPED, to, exchange.ctx.task.label, exchange.method.key, data)
    exchange.silence()
  }

  private setState(link: Link, state: Link['state']): void {
    if (link.state === 'up' && state !== 'up') {
      this.troubled++
      link.met = 0
    }
    if (link.state !== 'up' && state === 'up') this.troubled--
    link.state = state
  }

  private link(from: Process, to: Process): Link {
    const key = from.id * 65536 + to.id
    const links = this.links ??= new Map<number, Link>()
    let link = links.get(key)
    if (link === undefined) {
      link = { label: `net/${from.name}>${to.name}`, state: 'up', held: [], met: 0 }
      links.set(key, link)
    }
    return link
  }
}

function addOne(counts: Map<string, number>, method: string): void {
  counts.set(method, (counts.get(method) ?? 0) + 1)
}

/** Whether there was one left to take. */
function takeOne(counts: Map<string, number>, method: string): boolean {
  const left = counts.get(method) ?? 0
  if (left > 0) counts.set(method, left - 1)
  return left > 0
}

const ARRIVE = (event: PendingEvent): void => (event.owner as Exchange).kernel.network.arrive(event)

function message(exchange: Exchange, to: Process, kind: number, data: unknown): PendingEvent {
  const { chain, method, ctx } = exchange
  return new PendingEvent(chain, to, ctx.task.label, kind, method.key, data, ARRIVE, exchange)
}
