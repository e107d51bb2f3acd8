import { Simulation, type Body, type Run, type SimulationOptions } from '../../src/sim/index.ts'

export interface SmallWorld<T> {
  readonly run: Run
  /** What the task returned, or the error that it threw. */
  readonly value: T
  readonly simulation: Simulation
}

/** Runs one task in process `app`, after `setUp` has added what else there is and all of it is ready. */
export async function inWorld<T>(
  body: Body<T>, options: SimulationOptions = {}, setUp: (simulation: Simulation) => void = () => {},
): Promise<SmallWorld<T>> {
  const simulation = new Simulation({ hash: 'payload', trace: true, maxSteps: 100_000, ...options })
  setUp(simulation)
  simulation.process('app', 'host-app', async () => {})
  const task = simulation.spawn('app', 'subject', async ctx => {
    for (const process of simulation.processes()) await process.untilReady(ctx)
    return body(ctx)
  })
  const run = await simulation.run()
  return { run, value: task.value as T, simulation }
}

/** As `inWorld`, for runs that must end well. */
export async function valueInWorld<T>(
  body: Body<T>, options: SimulationOptions = {}, setUp: (simulation: Simulation) => void = () => {},
): Promise<T> {
  const { run, value } = await inWorld(body, options, setUp)
  if (run.outcome !== 'done') throw run.error
  return value
}

/** What a body does that fails: the failure as `CODE definite?`, else `no failure`. */
export async function failureOf(body: () => PromiseLike<unknown>): Promise<string> {
  try {
    await body()
  } catch (error) {
    const { code, definite } = error as { code?: string; definite?: boolean }
    if (code === undefined) throw error
    return definite === true ? `${code} definite` : code
  }
  return 'no failure'
}
