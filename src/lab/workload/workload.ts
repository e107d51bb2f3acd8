import type { Simulation, Task } from '../../sim/index.ts'
import { firstOf, WorkloadClient, type ClientState } from './client.ts'
import { HistoryRecorder } from './history-recorder.ts'
import type { KeptOperation } from './kept-operation.ts'
import type { WorkloadSpec } from './workload-spec.ts'

/** How far the clients of a run have come. */
export interface WorkloadState {
  /** How often they were started. */
  readonly round: number
  readonly isRunning: boolean
  /** Of the last start. */
  readonly clients: readonly ClientState[]
}

/** The clients of a run. Each is a process of its own (`client-1` …) on a host of its own. */
export class Workload {
  readonly recorder = new HistoryRecorder()
  private tasks: Task<void>[] = []
  private clients: WorkloadClient[] = []
  private round = 0

  /**
   * Clients are spread over the vtgates in turn. `seed` decides what they do; the schedule is not its
   * business. `kept`: the operations that are sent, in the order of their numbers; null: all. `from`: where others
   * have come to, from where these go on.
   */
  constructor(
    private readonly simulation: Simulation, private readonly vtgates: readonly string[],
    private readonly spec: WorkloadSpec, private readonly seed: number,
    private readonly kept: readonly KeptOperation[] | null = null, private from: WorkloadState | null = null,
  ) {
    if (from !== null) this.round = from.isRunning ? from.round - 1 : from.round
  }

  get state(): WorkloadState {
    return { round: this.round, isRunning: this.isRunning, clients: this.clients.map(({ state }) => state) }
  }

  /** The clients that still have something to do. */
  get atWork(): readonly string[] {
    return this.tasks.flatMap((task, index) => task.over ? [] : [`client-${index + 1}`])
  }

  get isRunning(): boolean {
    return this.tasks.length > 0
  }

  /** Starts the clients; does nothing if they run. */
  start(): void {
    if (this.isRunning) return
    const round = ++this.round
    const before = this.from?.isRunning === true ? this.from.clients : []
    this.from = null
    this.clients = []
    for (let index = 0; index < this.spec.clients; index++) {
      const name = `client-${index + 1}`
      if (this.simulation.find(name) === undefined) this.simulation.process(
        name, `host-${name}`, async () => {},
      )
      const spec = {
        name, index, vtgate: this.vtgates[index % this.vtgates.length]!, workload: this.spec, seed: this.seed,
        round, kept: this.kept?.filter(({ client, number }) =>
          client === name && number >= firstOf(round) && number < firstOf(round + 1)) ?? null,
      }
      const client = new WorkloadClient(
        spec, this.recorder, () => this.round !== round || !this.isRunning, before[index] ?? null,
      )
      this.clients.push(client)
      this.tasks.push(this.simulation.spawn(name, 'work', ctx => client.run(ctx), { daemon: true }))
    }
  }

  /**
   * Tells the clients to stop; the answer is their tasks, which end when the operation that they are in has
   * ended.
   */
  stop(): readonly Task<void>[] {
    const { tasks } = this
    this.tasks = []
    return tasks
  }
}
