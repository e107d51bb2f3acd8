import { Arbitrary, Stream, toStringMethod, Value, type Random } from 'fast-check'
import {
  pct, pos, random, readRunLogLines, replay, runLogLines, Simulation,
  type Run, type SimulationOptions, type Strategy,
} from '../sim/index.ts'
import { Decisions, type Decided } from './decisions.ts'
import { logOf, type Decision } from './smaller-logs.ts'

/** How the orders of a schedule are drawn before anything of it is known. */
export type DrawnSchedule =
  | { readonly kind: 'random' | 'pos'; readonly seed: number }
  | { readonly kind: 'pct'; readonly seed: number; readonly depth: number; readonly decisions: number }

/** A schedule as it is printed once it is small: a run log, as in a run file. */
export interface KnownSchedule { readonly log: readonly string[] }

/** What a world is like beside who decides in it. */
export type WorldOptions = Omit<SimulationOptions, 'strategy' | 'seed'>

/**
 * What is left open in a run of a world of one's own: which ready event comes next, and what `ctx.choose` answers. Drawn
 * at first; once it has run it is a log, which fast-check makes smaller and smaller. The same schedule gives the same
 * run of the same world.
 */
export class Schedule {
  constructor(private readonly drawn: DrawnSchedule | null, private readonly decisions: Decisions) {}

  /** What `scheduleOf` makes the same schedule of. */
  get spec(): DrawnSchedule | KnownSchedule {
    const { known } = this.decisions
    return known === null ? this.drawn! : { log: runLogLines(logOf(known)) }
  }

  /** Makes a world, lets `build` put processes and tasks into it, and runs it. Never rejects; the run says how it ended. */
  run(build: (simulation: Simulation) => void, options: WorldOptions = {}): Promise<Run> {
    const run = async (decisions: readonly Decision[] | null): Promise<Decided<Run>> => {
      const strategy = decisions === null ? strategyOf(this.drawn!) : replay(logOf(decisions))
      const simulation = new Simulation({ ...options, strategy })
      build(simulation)
      const ran = await simulation.runAfterHost()
      return { ran, decisions: ran.log().entries }
    }
    return this.decisions.decide({ run, leap: () => Promise.resolve(null) })
  }

  /** As `run`, and fails with what the run fails with, unless it is `done`. */
  async check(build: (simulation: Simulation) => void, options: WorldOptions = {}): Promise<Run> {
    const run = await this.run(build, options)
    if (run.outcome === 'done') return run
    throw run.error instanceof Error ? run.error : new Error(`the run ended as ${run.outcome}: ${String(run.error)}`)
  }

  /** In the order in which they are worth a try. */
  *smaller(): Generator<Schedule> {
    for (const decisions of this.decisions.smaller()) yield new Schedule(this.drawn, decisions)
  }

  /** As code that makes it again. */
  toString(): string {
    return `scheduleOf(${JSON.stringify(this.spec)})`
  }

  [toStringMethod](): string {
    return this.toString()
  }
}

/** A schedule as it was printed. Fails with a UserError for what is none. */
export function scheduleOf(schedule: DrawnSchedule | KnownSchedule): Schedule {
  return 'kind' in schedule ? new Schedule(schedule, Decisions.drawn())
    : new Schedule(null, Decisions.given(readRunLogLines(schedule.log).entries))
}

/**
 * Schedules for worlds of one's own: random walks, PCT of several depths, and partial order sampling. One that fails is
 * made smaller until no single order or answer can be left out. Put it last among several arbitraries: then a path of
 * fast-check finds its way back too.
 */
export function schedules(): Arbitrary<Schedule> {
  return new Schedules()
}

class Schedules extends Arbitrary<Schedule> {
  generate(random: Random): Value<Schedule> {
    const seed = random.nextInt(0, 2 ** 31 - 1)
    const which = random.nextInt(0, 3)
    // How many decisions a world takes is not known before it has run: every power of two is as likely.
    const drawn: DrawnSchedule = which === 0 ? { kind: 'random', seed } : which === 1 ? { kind: 'pos', seed }
      : { kind: 'pct', seed, depth: random.nextInt(1, 3), decisions: 2 ** random.nextInt(1, 12) }
    return new Value(scheduleOf(drawn), undefined)
  }

  canShrinkWithoutContext(value: unknown): value is Schedule {
    return value instanceof Schedule
  }

  shrink(schedule: Schedule): Stream<Value<Schedule>> {
    return new Stream(schedule.smaller()).map(smaller => new Value(smaller, undefined))
  }
}

function strategyOf(drawn: DrawnSchedule): Strategy {
  switch (drawn.kind) {
    case 'random': return random(drawn.seed)
    case 'pos': return pos(drawn.seed)
    case 'pct': return pct(drawn)
  }
}
