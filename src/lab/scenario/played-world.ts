import { dull, Failure, random, Simulation, type Ctx, type Profile } from '../../sim/index.ts'
import { checkRun } from '../check/index.ts'
import { Cluster, type ClusterImage } from '../cluster/index.ts'
import { countAttempts, Workload } from '../workload/index.ts'
import { Bench, operator } from './bench.ts'
import { CutoverMeter } from './cutover-meter.ts'
import type { ConsoleEntry } from './console-block.ts'
import { shortCommand } from './failed-command.ts'
import type { Scenario } from './parse-scenario.ts'
import { Reader } from './reader.ts'
import { RunRecorder } from './run-recorder.ts'
import type { ScenarioImage } from './scenario-image.ts'
import type { ScenarioOptions, ScenarioRun } from './scenario-run.ts'
import { ServerLogs } from './server-logs.ts'
import { ShellSession } from './shell-session.ts'
import { SkippedSteps } from './skipped-steps.ts'
import { Steering } from './steering.ts'
import { Story } from './story.ts'
import { liveProfile } from './trouble.ts'
import { typeLine } from './type-entry.ts'

/** A scenario that takes longer, in virtual time, will not come to its end. */
const runMaxMs = 6 * 3_600_000

/** How a world begins: as its description says, or where an image was taken. */
export interface Origin { readonly cluster: ClusterImage; readonly image: ScenarioImage | null }

/** Is called before a command is typed. */
export type BeforeCommand = (ctx: Ctx, entry: ConsoleEntry) => Promise<void>

/** One world in which a scenario is played, with all that stands around it. */
export class PlayedWorld {
  readonly simulation: Simulation
  readonly cluster: Cluster
  readonly bench: Bench
  readonly session: ShellSession
  readonly logs: ServerLogs
  readonly workload: Workload | null
  readonly guardsOff: Set<string>
  readonly skip: SkippedSteps
  /** The steps that procedures came to, `procedure/step`, skipped ones too. */
  readonly steps: Set<string>
  readonly skipped: Set<string>
  private readonly recorder: RunRecorder
  private readonly meter: CutoverMeter
  private readonly story: Story
  private readonly reader: Reader
  private readonly steering: Steering

  constructor(
    scenario: Scenario, private readonly options: ScenarioOptions, private readonly origin: Origin,
    beforeCommand: BeforeCommand | null = null,
  ) {
    const { frontMatter } = scenario
    const { trouble, interventions = [], tell = () => {} } = options
    const { image } = origin
    this.skip = new SkippedSteps([...options.skip ?? [], ...image?.skip ?? []])
    this.guardsOff = new Set([...frontMatter.guardsOff, ...image?.guardsOff ?? []])
    this.steering = new Steering(options.strategy ?? (options.seed === undefined ? dull() : random(options.seed)))
    const profile = trouble?.profile(frontMatter.profile) ?? liveProfile(frontMatter.profile)
    this.simulation = this.createSimulation(profile)
    this.steps = new Set(image?.steps)
    this.skipped = new Set(image?.skipped)
    this.follow()
    this.cluster = new Cluster(this.simulation, frontMatter.cluster, origin.cluster)
    if (image !== null) this.beginFrom(image)
    // It is told what is down from the beginning.
    this.recorder = new RunRecorder(this.simulation, this.cluster)
    this.cluster.boot()
    this.meter = new CutoverMeter(this.simulation)
    this.workload = frontMatter.workload === null ? null : new Workload(
      this.simulation, this.cluster.vtgates, frontMatter.workload, options.seed ?? 0, options.kept ?? null, image?.workload ?? null,
    )
    this.logs = new ServerLogs(this.simulation, image?.logs)
    const { simulation, cluster, workload, recorder, meter, skip, guardsOff, logs } = this
    this.bench = new Bench({
      simulation, cluster, workload, recorder, meter, skip, guardsOff, checks: frontMatter.checks, logs, windows: profile.windows,
    })
    this.session = new ShellSession(this.bench)
    for (const [name, value] of image?.variables ?? []) this.session.variables.set(name, value)
    this.story = new Story(scenario, this.session, tell, trouble, { from: image?.point.entry ?? null, before: beforeCommand })
    this.reader = new Reader(this.bench, this.steering, interventions)
  }

  async run(): Promise<ScenarioRun> {
    const { simulation, options, reader, steering, bench } = this
    if (this.origin.image === null) simulation.process(operator, 'host-operator', async () => {})
    simulation.spawn(operator, 'scenario', ctx => this.play(ctx))
    reader.begin()
    options.watch?.(simulation, steering)
    const run = await simulation.runAfterHost()
    const { workload, story, recorder, meter, skipped } = this
    const history = workload?.recorder.history ?? []
    const record = recorder.record(history)
    return {
      run, outputs: story.outputs, commandsFailed: story.commandsFailed, record,
      checks: [...checkRun(record, bench.checks), ...options.trouble?.verdicts() ?? []], events: run.steps,
      clients: { ...countAttempts(history), buffered: meter.buffered }, operations: workload?.recorder.operations ?? [],
      cutover: meter.report(history, run.nowMs * 1000),
      neverSkipped: [...this.skip].filter(step => !skipped.has(step)), steps: this.steps, notMade: [...reader.notMade],
    }
  }

  private createSimulation(profile: Profile): Simulation {
    const { options, steering, guardsOff, skip, origin: { image } } = this
    const { trouble, interventions = [], trace, hash, eventsMax } = options
    const isSteered = interventions.length > 0 || options.watch !== undefined
    return new Simulation({
      profile,
      strategy: isSteered ? steering : steering.decides, guardsOff, trace, hash, skip,
      maxMs: trouble?.maxMs ?? runMaxMs, faults: trouble?.faults, lateness: trouble?.lateness ?? 0,
      ...eventsMax === undefined ? {} : { maxSteps: eventsMax }, ...image === null ? {} : { epochMs: image.epochMs },
    })
  }

  private follow(): void {
    const { simulation, steps, skipped, options: { events, tell } } = this
    simulation.subscribe(['step/begin', 'step/skipped'], event => {
      const { procedure, step } = event.data as { procedure: string; step: string }
      steps.add(`${procedure}/${step}`)
      if (event.kind === 'step/skipped') skipped.add(step).add(`${procedure}/${step}`)
    })
    if (events !== undefined && tell !== undefined) simulation.subscribe(events, event => tell({ kind: 'event', event }))
  }

  /** The first event says from where the world begins, and all that the topology servers hold there. */
  private beginFrom({ name, point, cluster }: ScenarioImage): void {
    this.simulation.process(operator, 'host-operator', async () => {})
    const { text, firstLine } = point.entry
    const records = [...cluster.topology].flatMap(([cell, contents]) =>
      [...contents].map(([path, record]) => ({ cell, path, contents: record })))
    const typed = shortCommand(text)
    this.simulation.emit('scenario/image', operator, { ...name, text: typed, line: firstLine, records })
    this.options.tell?.({ kind: 'image', text: imageText(typed, firstLine) })
  }

  private async play(ctx: Ctx): Promise<void> {
    const { simulation, cluster, bench, recorder, workload, options: { trouble } } = this
    await this.settle(ctx)
    if (bench.checks.length > 0) recorder.begin()
    const { image } = this.origin
    if (image?.workload?.isRunning !== false) bench.startWorkload()
    trouble?.begin({
      simulation, cluster, type: (inner, line) => typeLine(inner, bench, line), startWorkload: () => bench.startWorkload(),
      history: () => workload?.recorder.history ?? [], clientsAtWork: () => workload?.atWork ?? [],
    })
    await this.story.play(ctx)
    await trouble?.end(ctx)
    await bench.stopWorkload(ctx)
  }

  /** A cluster that somebody has broken before it has settled never will: then the operator begins all the same. */
  private async settle(ctx: Ctx): Promise<void> {
    try {
      await this.cluster.settle(ctx)
    } catch (error) {
      if (!(error instanceof Failure) || (this.options.interventions ?? []).length === 0) throw error
    }
    if (this.origin.image !== null) await this.cluster.comeToRest(ctx)
  }
}

/** What is told where a run does not begin at the beginning. */
export function imageText(command: string, line: number): string {
  return `(From an image: what stands before \`${command}\`, line ${line}, has run undisturbed; then everything was restarted.)`
}
