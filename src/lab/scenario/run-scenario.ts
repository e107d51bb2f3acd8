import {
  dull, Failure, random, Simulation, type Ctx, type Run, type Strategy, type Trace,
} from '../../sim/index.ts'
import { checkRun, type CheckResult, type RunRecord } from '../check/index.ts'
import { Cluster, clusterImage } from '../cluster/index.ts'
import { countAttempts, Workload, type ClientCounts, type KeptOperation, type SentOperation } from '../workload/index.ts'
import { Bench, operator } from './bench.ts'
import type { ConsoleEntry } from './console-block.ts'
import { CutoverMeter, type CutoverReport } from './cutover-meter.ts'
import type { FailedCommand } from './failed-command.ts'
import type { Intervention } from './intervention.ts'
import type { Scenario } from './parse-scenario.ts'
import { Reader } from './reader.ts'
import { RunRecorder } from './run-recorder.ts'
import { ServerLogs } from './server-logs.ts'
import { ShellSession } from './shell-session.ts'
import { SkippedSteps } from './skipped-steps.ts'
import { Steering } from './steering.ts'
import { Story, type News } from './story.ts'
import { liveProfile, type Trouble } from './trouble.ts'
import { typeLine } from './type-entry.ts'

/** A scenario that takes longer, in virtual time, will not come to its end. */
const runMaxMs = 6 * 3_600_000

export interface ScenarioOptions {
  /**
   * Who decides the schedule. Without it, a seed decides at random, and without a seed nothing is left to
   * chance.
   */
  readonly strategy?: Strategy
  readonly seed?: number
  readonly skip?: Iterable<string>
  /** What a reader does to the run. They do not change what happened before. */
  readonly interventions?: readonly Intervention[]
  /** Whether to keep the events; a new trace: there. */
  readonly trace?: boolean | Trace
  readonly hash?: 'off' | 'steps' | 'payload'
  /** Hears what the run tells a reader, as it comes. */
  readonly tell?: (news: News) => void
  /** Events of the model to be told too, by kind. */
  readonly events?: readonly string[]
  /** Is given the world before its first event, to look at and to stop it. */
  readonly watch?: (simulation: Simulation, steering: Steering) => void
  /** Who breaks the world, and what the operator does about it. */
  readonly trouble?: Trouble
  /** The operations that clients send, in the order of their numbers; null: all. */
  readonly kept?: readonly KeptOperation[] | null
  /** The run ends with `budget` after so many events. */
  readonly eventsMax?: number
}

export interface ScenarioRun {
  readonly run: Run
  readonly outputs: ReadonlyMap<ConsoleEntry, readonly string[]>
  /** Commands of the scenario whose failure is not in its recorded output, in the order in which they failed. */
  readonly commandsFailed: readonly FailedCommand[]
  readonly record: RunRecord
  readonly checks: readonly CheckResult[]
  readonly clients: ClientCounts & { readonly buffered: number }
  /** What clients have begun, in order; an operation may have taken several attempts. */
  readonly operations: readonly SentOperation[]
  readonly cutover: CutoverReport
  /** How many events the world ran. */
  readonly events: number
  /** Steps that were named to be skipped and never came up. */
  readonly neverSkipped: readonly string[]
  /** The steps that procedures came to, `procedure/step`, skipped ones too. */
  readonly steps: ReadonlySet<string>
  /** The run was over before their moment came, or a pick found nothing of its name. */
  readonly notMade: readonly Intervention[]
}

/**
 * Plays a scenario from its beginning to its end. Never rejects for what goes wrong in the world: `run` tells
 * how it ended.
 */
export async function runScenario(scenario: Scenario, options: ScenarioOptions = {}): Promise<ScenarioRun> {
  const { frontMatter } = scenario
  const image = await clusterImage(frontMatter.cluster)
  const skip = new SkippedSteps(options.skip)
  const { interventions = [], trouble } = options
  const below = options.strategy ?? (options.seed === undefined ? dull() : random(options.seed))
  const steering = new Steering(below)
  const isSteered = interventions.length > 0 || options.watch !== undefined
  const guardsOff = new Set<string>(frontMatter.guardsOff)
  const profile = trouble?.profile(frontMatter.profile) ?? liveProfile(frontMatter.profile)
  const simulation = new Simulation({
    profile,
    strategy: isSteered ? steering : below, guardsOff, trace: options.trace, hash: options.hash, skip,
    maxMs: trouble?.maxMs ?? runMaxMs, faults: trouble?.faults, lateness: trouble?.lateness ?? 0,
    ...options.eventsMax === undefined ? {} : { maxSteps: options.eventsMax },
  })
  const skipped = new Set<string>()
  const tell = options.tell ?? (() => {})
  const steps = new Set<string>()
  simulation.subscribe(['step/begin', 'step/skipped'], event => {
    const { procedure, step } = event.data as { procedure: string; step: string }
    steps.add(`${procedure}/${step}`)
    if (event.kind === 'step/skipped') skipped.add(step).add(`${procedure}/${step}`)
  })
  if (options.events !== undefined) simulation.subscribe(
    options.events, event => tell({ kind: 'event', event }),
  )

  const cluster = new Cluster(simulation, frontMatter.cluster, image)
  cluster.boot()
  const recorder = new RunRecorder(simulation, cluster)
  const meter = new CutoverMeter(simulation)
  const workload = frontMatter.workload === null ? null
    : new Workload(simulation, cluster.vtgates, frontMatter.workload, options.seed ?? 0, options.kept ?? null)
  const logs = new ServerLogs(simulation)
  const bench = new Bench({
    simulation, cluster, workload, recorder, meter, skip, guardsOff, checks: frontMatter.checks, logs, windows: profile.windows,
  })
  const story = new Story(scenario, new ShellSession(bench), tell, trouble)
  const reader = new Reader(bench, steering, interventions)
  simulation.process(operator, 'host-operator', async () => {})
  simulation.spawn(operator, 'scenario', async ctx => {
    await settle(ctx, cluster, interventions.length > 0)
    if (frontMatter.checks.length > 0) recorder.begin()
    bench.startWorkload()
    trouble?.begin({
      simulation, cluster, type: (inner, line) => typeLine(inner, bench, line), startWorkload: () => bench.startWorkload(),
      history: () => workload?.recorder.history ?? [], clientsAtWork: () => workload?.atWork ?? [],
    })
    await story.play(ctx)
    await trouble?.end(ctx)
    await bench.stopWorkload(ctx)
  })
  reader.begin()
  options.watch?.(simulation, steering)
  const run = await simulation.runAfterHost()
  const history = workload?.recorder.history ?? []
  const record = recorder.record(history)
  return {
    run, outputs: story.outputs, commandsFailed: story.commandsFailed, record,
    checks: [...checkRun(record, frontMatter.checks), ...trouble?.verdicts() ?? []], events: run.steps,
    clients: {
      ...countAttempts(history), buffered: meter.buffered,
    }, operations: workload?.recorder.operations ?? [], cutover: meter.report(history, run.nowMs * 1000),
    neverSkipped: [...skip].filter(step => !skipped.has(step)), steps,
    notMade: [...reader.notMade],
  }
}

/** A cluster that somebody has broken before it has settled never will: then the operator begins all the same. */
async function settle(ctx: Ctx, cluster: Cluster, mayFail: boolean): Promise<void> {
  try {
    await cluster.settle(ctx)
  } catch (error) {
    if (!(error instanceof Failure) || !mayFail) throw error
  }
}
