import type { Ctx, FaultKind, FaultMix, PointReached, Process, Profile, Simulation } from '../../sim/index.ts'
import type { CheckResult } from '../check/index.ts'
import { liveProfile, type AfterFailure, type LiveProfile, type Trouble, type TroubledWorld } from '../scenario/index.ts'
import { act, type Damage, type Hands } from './acts.ts'
import { messageFaults, type FaultName, type FaultPlan } from './fault-plan.ts'
import { OperatorPolicy } from './operator-policy.ts'

const nemesis = 'nemesis'
/** The chain of all that the nemesis is asked, as it stands before the labels of choices. */
export const nemesisChain = `${nemesis}/storm`
/** A run that needs longer, in virtual time, does not converge. */
const runMaxMs = 40 * 60_000
/** Longer than any wait that a command gives up by itself; vtctlclient would wait for an hour. */
const patienceMs = 5 * 60_000
const superviseMs = 500
/** Steps of a wait and of how long a damage lasts. */
const grains = 16

/** A process to whom nothing is ever done. */
export function isServer({ name }: Process): boolean {
  return name !== nemesis && name !== 'operator' && !/^client-/.test(name)
}

/**
 * Who breaks the world, from outside of all servers: in waves, at pause points, and message by message. All that
 * it decides is a choice of the run, under labels that say the wave (`wave-3/fault`) or the point
 * (`at/split-clone/before-offline-clone/1`). When the operator's commands have come to their end, or one of them
 * has failed too often, everything is mended, what is down is started again, and nothing breaks any more.
 *
 * Emits `nemesis/act` {fault, target}, `nemesis/mended` {fault, target} and `nemesis/calm`.
 */
export class Nemesis implements Trouble {
  readonly faults: FaultMix & { chance: number }
  readonly lateness: number
  readonly patienceMs = patienceMs
  readonly maxMs = runMaxMs
  readonly policy: OperatorPolicy
  /** Pause points that were come to, in order. */
  readonly points: { readonly point: string; readonly nth: number; readonly process: string }[] = []
  private readonly counts = new Map<string, number>()
  private readonly felt = new Map<FaultName, number>()
  private commits = 0
  private readonly damages = new Map<number, { readonly fault: FaultName; readonly damage: Damage }>()
  /** Processes that it has to start again. */
  private readonly fallen = new Set<string>()
  private readonly stopped = new Set<string>()
  private windows: Hands['windows'] = {}
  private hands!: Hands
  private simulation!: Simulation
  private acts = 0
  private failures = 0
  private isCalm = false

  constructor(private readonly plan: FaultPlan, clients: number, private readonly onCalm: () => void = () => {}) {
    const kinds = messageFaults.filter(kind => plan.kinds.includes(kind)) as readonly FaultKind[]
    this.faults = { chance: 0, kinds }
    this.lateness = plan.lateness
    this.policy = new OperatorPolicy(clients)
  }

  profile(scenarios: Profile): LiveProfile {
    const live = liveProfile(scenarios)
    this.windows = live.windows
    return live
  }

  begin(world: TroubledWorld): void {
    const { simulation } = world
    this.simulation = simulation
    this.policy.begin(world)
    simulation.process(nemesis, 'host-nemesis')
    this.count()
    simulation.spawn(nemesis, 'storm', ctx => this.storm(ctx), { daemon: true })
    simulation.spawn(nemesis, 'supervisor', ctx => this.supervise(ctx), { daemon: true })
    this.faults.chance = this.faults.kinds.length > 0 ? this.plan.messageChance : 0
  }

  async failed(ctx: Ctx, attempt: number, line: string): Promise<AfterFailure> {
    const isAgain = !this.isCalm && ctx.choose(`failure-${++this.failures}/again`, 2) === 1
    if (isAgain && await this.policy.tidy(ctx, line)) return 'again'
    this.calm()
    return this.policy.failedInCalm(ctx, attempt, line)
  }

  done(ctx: Ctx, line: string): Promise<boolean> {
    return this.policy.done(ctx, line)
  }

  async end(ctx: Ctx): Promise<void> {
    this.calm()
    await this.policy.converge(ctx)
  }

  /** How often something of each kind took effect: somebody felt it. */
  get fired(): ReadonlyMap<FaultName, number> {
    const fired = new Map(this.felt)
    for (const { fault, damage } of this.damages.values()) {
      if (fault !== 'lock-expiry' && damage.took()) fired.set(fault, (fired.get(fault) ?? 0) + 1)
    }
    return fired
  }

  verdicts(): readonly CheckResult[] {
    return this.policy.verdicts()
  }

  /** What took effect is seen in the world, not in what was meant. */
  private count(): void {
    const { simulation } = this
    simulation.subscribe(['net/fault'], ({ data }) => this.feel((data as { fault: FaultName }).fault))
    simulation.subscribe(['topo/lock-expired'], () => this.feel('lock-expiry'))
    simulation.subscribe(['mysql/commit'], () => void this.commits++)
    simulation.subscribe(['process/stop'], ({ process }) => {
      this.stopped.add(process)
      // Who was to come up again after a while does not.
      for (const [id, { damage }] of this.damages) if (damage.target === process) this.damages.delete(id)
    })
    simulation.subscribe(['process/exit'], ({ process }) => void this.fallen.add(process))
  }

  private feel(fault: FaultName): void {
    this.felt.set(fault, (this.felt.get(fault) ?? 0) + 1)
  }

  private async storm(ctx: Ctx): Promise<void> {
    const { plan } = this
    let where = ''
    this.hands = {
      simulation: this.simulation, windows: this.windows, ctx,
      servers: () => this.simulation.processes().filter(isServer), commits: () => this.commits,
      ask: (what, n) => ctx.choose(`${where}/${what}`, n),
      crash: process => this.fell([process], () => this.simulation.crash(process.name)),
      crashHost: host => this.fell(
        this.simulation.processes().filter(process => process.host === host), () => this.simulation.crashHost(host),
      ),
    }
    this.simulation.onEveryPoint(at => this.at(ctx, at, label => { where = label }))
    for (let wave = 1; wave <= plan.waves; wave++) {
      await ctx.sleep((plan.gapMs / grains) * (1 + ctx.choose(`wave-${wave}/wait`, grains)))
      if (this.isCalm) return
      where = `wave-${wave}`
      const which = plan.kinds.length === 0 ? 0
        : ctx.choose(`${where}/fault`, plan.kinds.length + 1, plan.waveChance)
      if (which > 0) this.act(ctx, plan.kinds[which - 1]!, where)
    }
  }

  /** A task stands at a pause point: the process in which it runs may crash here, or another one. */
  private at(ctx: Ctx, { point, process }: PointReached, label: (where: string) => void): void {
    if (this.isCalm) return
    const nth = (this.counts.get(point) ?? 0) + 1
    this.counts.set(point, nth)
    this.points.push({ point, nth, process: process.name })
    const where = `at/${point}/${nth}`
    const which = ctx.choose(where, 3, this.plan.pointChance)
    if (which === 0) return
    label(where)
    if (which === 2) return this.act(ctx, 'crash', where)
    if (!isServer(process) || !process.up) return
    this.hands.crash(process)
    this.keep(ctx, 'crash', where, {
      target: process.name, mend: () => { if (!process.up) this.simulation.restart(process.name) }, took: () => true,
    })
  }

  private act(ctx: Ctx, fault: FaultName, where: string): void {
    const lastsMs = this.lastsMs(ctx, where)
    const damage = act(fault, this.hands, lastsMs)
    if (damage !== null) this.keep(ctx, fault, where, damage, lastsMs)
  }

  /** Remembers what is broken until its time is over. */
  private keep(ctx: Ctx, fault: FaultName, where: string, damage: Damage, lastsMs = this.lastsMs(ctx, where)): void {
    const id = ++this.acts
    this.damages.set(id, { fault, damage })
    this.simulation.emit('nemesis/act', nemesis, { fault, target: damage.target, where, lastsMs })
    this.simulation.spawn(nemesis, `mend-${id}`, async inner => {
      await inner.sleep(lastsMs)
      this.mend(id)
    }, { daemon: true })
  }

  private lastsMs(ctx: Ctx, where: string): number {
    return (Math.max(this.plan.lastsMs, grains) / grains) * (1 + ctx.choose(`${where}/lasts`, grains))
  }

  private mend(id: number): void {
    const found = this.damages.get(id)
    if (found === undefined) return
    this.damages.delete(id)
    this.simulation.emit('nemesis/mended', nemesis, { fault: found.fault, target: found.damage.target })
    // A lock that has expired tells so itself.
    if (found.fault !== 'lock-expiry' && found.damage.took()) this.feel(found.fault)
    found.damage.mend()
  }

  private fell(processes: readonly Process[], crash: () => void): void {
    for (const { name, up } of processes) if (up) this.fallen.add(name)
    crash()
  }

  /** The second phase: everything is mended, and nothing breaks any more. */
  private calm(): void {
    if (this.isCalm) return
    this.isCalm = true
    this.faults.chance = 0
    this.simulation.emit('nemesis/calm', nemesis)
    for (const id of [...this.damages.keys()]) this.mend(id)
    this.onCalm()
  }

  /** As an init system does: what is down comes up again, in the second phase; what was stopped does not. */
  private async supervise(ctx: Ctx): Promise<void> {
    for (;;) {
      await ctx.sleep(superviseMs)
      if (!this.isCalm) continue
      for (const name of this.fallen) {
        const process = this.simulation.find(name)
        if (process?.up === false && !this.stopped.has(name)) this.simulation.restart(name)
      }
    }
  }
}
