import fc from 'fast-check'
import { client, pct, pos, random, service, Simulation, unary, type SimulationOptions, type Strategy } from '../src/sim/index.ts'

/** How fast the kernel is beside fast-check's scheduler, on the same program in the same process. */
export interface KernelBench {
  /** One for each shape (tasks x steps) and arm: median schedules per second, and how often that is fast-check's rate. */
  readonly throughput: readonly { readonly shape: string; readonly arm: string; readonly perSecond: number; readonly times: number }[]
  /** Unary RPC round trips per second, by arm. */
  readonly roundTrips: readonly { readonly arm: string; readonly perSecond: number }[]
}

export interface KernelBenchOptions {
  /** Rounds of which the median counts; the arms take turns within each. */
  readonly rounds: number
  /** Waits that are made in each arm and round, for each shape; smaller is faster and noisier. */
  readonly steps: number
  /** Monotonic time in seconds. */
  readonly clock: () => number
}

interface Arm {
  readonly name: string
  readonly runs: number
  readonly go: () => Promise<void>
}

const SHAPES = [[2, 1], [8, 10], [16, 50]] as const

/** Our arms run with event stream and hash on; `bare` has neither. */
export async function benchKernel(options: KernelBenchOptions): Promise<KernelBench> {
  const throughput: KernelBench['throughput'][number][] = []
  for (const [tasks, steps] of SHAPES) {
    const rates = await measure(schedulingArms(tasks, steps, options.steps), options)
    const base = rates.get('fast-check')!
    for (const [arm, perSecond] of rates) throughput.push({ shape: `${tasks}x${steps}`, arm, perSecond, times: perSecond / base })
  }
  const roundTrips = [...await measure(callArms(options.steps), options)].map(([arm, perSecond]) => ({ arm, perSecond: perSecond * CALLS }))
  return { throughput, roundTrips }
}

async function measure(arms: readonly Arm[], { rounds, clock }: KernelBenchOptions): Promise<Map<string, number>> {
  const rates = new Map<string, number[]>(arms.map(arm => [arm.name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const arm of arms) {
      const start = clock()
      await arm.go()
      rates.get(arm.name)!.push(arm.runs / (clock() - start))
    }
  }
  return new Map([...rates].map(([name, all]) => [name, median(all)]))
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!
}

function schedulingArms(tasks: number, steps: number, total: number): Arm[] {
  const runs = Math.max(3, Math.round(total / (tasks * steps)))
  const few = Math.max(3, Math.round(runs / 20))
  const ours = (name: string, make: (seed: number) => Strategy, more: SimulationOptions): Arm => ({
    name, runs,
    go: async () => { for (let seed = 1; seed <= runs; seed++) await spin(tasks, steps, make(seed), more) },
  })
  return [
    ours('bare', random, { hash: 'off' }),
    ours('hash', random, { hash: 'steps' }),
    ours('hash and event stream', random, { hash: 'payload', trace: true }),
    ours('pct, hash', seed => pct({ seed, depth: 3, decisions: tasks * steps }), {}),
    ours('pos, hash', seed => pos(seed), {}),
    { name: 'fast-check', runs: few, go: () => spinFastCheck(tasks, steps, few) },
  ]
}

async function spin(tasks: number, steps: number, strategy: Strategy, more: SimulationOptions): Promise<void> {
  const simulation = new Simulation({ ...more, strategy })
  simulation.process('p', 'host', async () => {})
  let done = 0
  for (let t = 0; t < tasks; t++) {
    simulation.spawn('p', `t${t}`, async ctx => {
      for (let i = 0; i < steps; i++) {
        await ctx.sleep(0)
        done++
      }
    })
  }
  const run = await simulation.run()
  if (run.outcome !== 'done' || done !== tasks * steps) throw new Error(`${run.outcome} after ${done} steps: ${String(run.error)}`)
}

async function spinFastCheck(tasks: number, steps: number, runs: number): Promise<void> {
  const property = fc.asyncProperty(fc.scheduler(), async scheduler => {
    let done = 0
    for (let t = 0; t < tasks; t++) {
      void (async () => {
        for (let i = 0; i < steps; i++) {
          await scheduler.schedule(Promise.resolve())
          done++
        }
      })()
    }
    await scheduler.waitIdle()
    if (done !== tasks * steps) throw new Error(`fast-check ran ${done} steps`)
  })
  await fc.assert(property, { numRuns: runs, seed: 42 })
}

const Database = service('BenchDatabase', { get: unary<{ sql: string; bind: { id: number } }, { id: number }>() })
const database = client(Database, 'db')
const CALLS = 2000
const CALLERS = 10

function callArms(total: number): Arm[] {
  const runs = Math.max(1, Math.round(total / CALLS / 4))
  const arm = (name: string, more: SimulationOptions, deadlineMs = 0): Arm => ({
    name, runs,
    go: async () => { for (let seed = 1; seed <= runs; seed++) await converse({ ...more, strategy: random(seed) }, deadlineMs) },
  })
  return [
    arm('bare', { hash: 'off' }),
    arm('hash', {}),
    arm('hash, with a deadline', {}, 1000),
    arm('payload hash', { hash: 'payload' }),
    arm('event stream and payload hash', { hash: 'payload', trace: true }),
  ]
}

async function converse(options: SimulationOptions, deadlineMs: number): Promise<void> {
  const simulation = new Simulation(options)
  simulation.process('app', 'host', async () => {})
  simulation.process('db', 'host', async ctx => {
    ctx.process.serve(Database, { get: async (_ctx, request) => ({ id: request.bind.id }) })
  })
  for (let c = 0; c < CALLERS; c++) {
    simulation.spawn('app', `c${c}`, async ctx => {
      await ctx.sleep(1)
      for (let id = 0; id < CALLS / CALLERS; id++) {
        const request = { sql: 'select * from customer where id = :id', bind: { id } }
        if (deadlineMs > 0) await ctx.timeout(deadlineMs, c2 => database.get(c2, request))
        else await database.get(ctx, request)
      }
    })
  }
  const run = await simulation.run()
  if (run.outcome !== 'done') throw run.error
}
