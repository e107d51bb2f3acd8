import {
  dull, Failure, random, Simulation, type Ctx, type Run, type Strategy, type Trace, type TraceEvent,
} from '../../sim/index.ts'
import { checkRun, type CheckResult, type RunRecord } from '../check/index.ts'
import { Cluster, clusterImage } from '../cluster/index.ts'
import { countAttempts, Workload, type ClientCounts } from '../workload/index.ts'
import type { Ask } from './ask-block.ts'
import { Bench, operator } from './bench.ts'
import type { ConsoleEntry } from './console-block.ts'
import { CutoverMeter, type CutoverReport } from './cutover-meter.ts'
import type { Intervention } from './intervention.ts'
import type { Scenario } from './parse-scenario.ts'
import { Reader } from './reader.ts'
import { RunRecorder } from './run-recorder.ts'
import { ServerLogs } from './server-logs.ts'
import { ShellSession } from './shell-session.ts'
import { SkippedSteps } from './skipped-steps.ts'
import { Steering } from './steering.ts'
import type { Trouble } from './trouble.ts'
import { typeEntry, typeLine } from './type-entry.ts'

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
}

/** What a reader of a run gets to see, in order. */
export type News =
  | { readonly kind: 'prose'; readonly text: string }
  | { readonly kind: 'ask'; readonly ask: Ask }
  /** To the last question; comes when its evidence has been shown. */
  | { readonly kind: 'answer'; readonly ask: Ask }
  | { readonly kind: 'command'; readonly entry: ConsoleEntry; readonly timeUs: number }
  | { readonly kind: 'output'; readonly line: string; readonly timeUs: number }
  | { readonly kind: 'event'; readonly event: TraceEvent }

export interface ScenarioRun {
  readonly run: Run
  readonly outputs: ReadonlyMap<ConsoleEntry, readonly string[]>
  readonly record: RunRecord
  readonly checks: readonly CheckResult[]
  readonly clients: ClientCounts & { readonly buffered: number }
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
  const simulation = new Simulation({
    profile: trouble?.profile(frontMatter.profile) ?? frontMatter.profile,
    strategy: isSteered ? steering : below, guardsOff, trace: options.trace, hash: options.hash, skip,
    maxMs: trouble?.maxMs ?? runMaxMs, faults: trouble?.faults, lateness: trouble?.lateness ?? 0,
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

  const outputs = new Map<ConsoleEntry, string[]>()
  const cluster = new Cluster(simulation, frontMatter.cluster, image)
  cluster.boot()
  const recorder = new RunRecorder(simulation, cluster)
  const meter = new CutoverMeter(simulation)
  const workload = frontMatter.workload === null ? null
    : new Workload(simulation, cluster.vtgates, frontMatter.workload, options.seed ?? 0)
  const logs = new ServerLogs(simulation)
  const bench = new Bench({
    simulation, cluster, workload, recorder, meter, skip, guardsOff, checks: frontMatter.checks, logs,
  })
  const reader = new Reader(bench, steering, interventions)
  simulation.process(operator, 'host-operator', async () => {})
  simulation.spawn(operator, 'scenario', async ctx => {
    await settle(ctx, cluster, interventions.length > 0)
    if (frontMatter.checks.length > 0) recorder.begin()
    bench.startWorkload()
    trouble?.begin({
      simulation, cluster, type: (inner, line) => typeLine(inner, bench, line), startWorkload: () => bench.startWorkload(),
      history: () => workload?.recorder.history ?? [],
    })
    await play(ctx, scenario, new ShellSession(bench), outputs, tell, trouble)
    await trouble?.end(ctx)
    await bench.stopWorkload(ctx)
  })
  reader.begin()
  options.watch?.(simulation, steering)
  const run = await simulation.runAfterHost()
  const history = workload?.recorder.history ?? []
  const record = recorder.record(history)
  return {
    run, outputs, record, checks: [...checkRun(record, frontMatter.checks), ...trouble?.verdicts() ?? []], events: run.steps,
    clients: {
      ...countAttempts(history), buffered: meter.buffered,
    }, cutover: meter.report(history, run.nowMs * 1000),
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

/** Goes through the blocks, and tells of each: to whoever listens, and as `scenario/*` events of the operator. */
async function play(
  ctx: Parameters<ShellSession['run']>[0], scenario: Scenario, session: ShellSession,
  outputs: Map<ConsoleEntry, string[]>, tell: (news: News) => void, trouble: Trouble | undefined,
): Promise<void> {
  let asked: Ask | null = null
  const tellAnswer = (): void => {
    if (asked !== null && asked.answer !== '') tell({ kind: 'answer', ask: asked })
    asked = null
  }
  for (const [index, block] of scenario.blocks.entries()) {
    if (block.kind !== 'console') tellAnswer()
    if (block.kind === 'prose') {
      const { text } = block
      ctx.emit(/^#+ /.test(text) ? 'scenario/heading' : 'scenario/prose', { block: index, text })
      tell({ kind: 'prose', text })
      continue
    }
    if (block.kind === 'ask') {
      const { question, options, answer } = block
      ctx.emit('scenario/ask', { block: index, question, options, answer })
      tell({ kind: 'ask', ask: block })
      asked = block
      continue
    }
    for (const entry of block.entries) {
      const lines: string[] = []
      outputs.set(entry, lines)
      ctx.emit('scenario/command', { block: index, shell: entry.kind, text: entry.text, line: entry.firstLine })
      tell({ kind: 'command', entry, timeUs: ctx.nowUs })
      session.print = line => {
        if (block.isQuiet) return
        lines.push(line)
        ctx.emit('scenario/output', { text: line })
        tell({ kind: 'output', line, timeUs: ctx.nowUs })
      }
      const isDone = await typeEntry(ctx, session, entry, scenario.source.at(entry.firstLine, 1), trouble)
      ctx.emit('scenario/command-ended', { block: index, line: entry.firstLine })
      if (!isDone) return session.waitForBackground(ctx)
    }
  }
  tellAnswer()
  await session.waitForBackground(ctx)
}
