import fc from 'fast-check'
import { cpuSecondsOf, median, type Figure, type Section } from './figure.ts'
import {
  client, pct, pos, random, service, Simulation, unary, type SimulationOptions, type Strategy,
} from '../src/sim/index.ts'

/** Taken before the simulator puts its traps on it. */
const immediate = setImmediate
const hostTurn = (): Promise<void> => new Promise(resolve => { immediate(resolve) })

interface Arm {
  readonly name: string
  readonly runs: number
  readonly go: () => Promise<void>
}

/**
 * Shapes (tasks x steps), and how often fast-check's rate we want to reach with event stream and hash on.
 */
const SHAPES = [[2, 1, 5], [8, 10, 6], [16, 50, 9]] as const
const WITH_STREAM = 'event stream and hash'
const RIVAL = 'fast-check'
/** Waits of each of our arms and round. The rival gets fewer schedules, which take it about as long. */
const STEPS = 40_000
const RIVAL_SHARE = 1 / 6
/** Rounds that are not counted: in them every arm, the rival too, runs in part on code not yet compiled. */
const WARM_UP = 3
const ROUNDS = 31

/**
 * How fast the kernel is beside fast-check's scheduler, on the same program in the same process, the arms
 * taking turns.
 */
export const kernel: Section = {
  name: 'kernel',
  title: 'Schedules per second beside fast-check, and calls per second',
  async run(progress) {
    const figures: Figure[] = []
    for (const [tasks, steps, wanted] of SHAPES) {
      progress(`${tasks} tasks of ${steps} steps`)
      const rates = await measure(schedulingArms(tasks, steps))
      const base = rates.get(RIVAL)!
      for (const [arm, all] of rates) {
        if (arm === RIVAL) continue
        // Round by round: the speed of the machine may change meanwhile.
        const ratios = all.map((rate, round) => rate / base[round]!).sort((a, b) => a - b)
        const spread = `${ratios[0]!.toFixed(1)} to ${ratios.at(-1)!.toFixed(1)}`
        const note = `${Math.round(median(all))} schedules per CPU second; ${ROUNDS} rounds, ${spread}`
        const target = arm === WITH_STREAM ? { target: `>= ${wanted}` } : {}
        const name = `${tasks}x${steps}, ${arm}`
        figures.push({ name, value: median(ratios), unit: 'x fast-check', note, ...target })
      }
    }
    progress('calls')
    for (const [arm, rate] of await measure(callArms())) {
      figures.push({ name: `calls, ${arm}`, value: median(rate) * CALLS, unit: 'round trips/s' })
    }
    return figures
  },
}

/** The rates of all arms, round by round; each arm in a turn of its own, every second round backwards. */
async function measure(arms: readonly Arm[]): Promise<Map<string, number[]>> {
  const rates = new Map<string, number[]>(arms.map(arm => [arm.name, []]))
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const arm of round % 2 === 0 ? arms : [...arms].reverse()) {
      await hostTurn()
      const rate = arm.runs / await cpuSecondsOf(arm.go)
      if (round >= 0) rates.get(arm.name)!.push(rate)
    }
  }
  return rates
}

type Strategies = (seed: number) => Strategy
/**
 * Spelled out for each arm: V8 gives each `{ ...options, strategy }` a hidden class of its own, which costs
 * as much as a small world.
 */
type Options = (strategy: Strategy) => SimulationOptions

function schedulingArms(tasks: number, steps: number): Arm[] {
  const runs = Math.max(3, Math.round(STEPS / (tasks * steps)))
  const few = Math.max(3, Math.round(runs * RIVAL_SHARE))
  const ours = (name: string, make: Strategies, options: Options): Arm => ({
    name, runs,
    go: async () => {
      for (let seed = 1; seed <= runs; seed++) await spin(tasks, steps, options(make(seed)))
    },
  })
  const hash: Options = strategy => ({ strategy, hash: 'steps' })
  return [
    ours('bare', random, strategy => ({ strategy, hash: 'off' })),
    ours('hash', random, hash),
    ours(WITH_STREAM, random, strategy => ({ strategy, hash: 'steps', trace: true })),
    ours('pct, hash', seed => pct({ seed, depth: 3, decisions: tasks * steps }), hash),
    ours('pos, hash', seed => pos(seed), hash),
    { name: RIVAL, runs: few, go: () => spinFastCheck(tasks, steps, few) },
  ]
}

async function spin(tasks: number, steps: number, options: SimulationOptions): Promise<void> {
  const simulation = new Simulation(options)
  simulation.process('p', 'host')
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
  if (run.outcome === 'done' && done === tasks * steps) return
  throw new Error(`${run.outcome} after ${done} steps: ${String(run.error)}`)
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

const Database = service('BenchDatabase', {
  get: unary<{ sql: string; bind: { id: number } }, { id: number }>(),
})
const database = client(Database, 'db')
const CALLS = 2000
const CALLERS = 10

function callArms(): Arm[] {
  const runs = Math.max(1, Math.round(STEPS / CALLS / 4))
  const arm = (name: string, options: Options, deadlineMs = 0): Arm => ({
    name, runs,
    go: async () => {
      for (let seed = 1; seed <= runs; seed++) await converse(options(random(seed)), deadlineMs)
    },
  })
  return [
    arm('bare', strategy => ({ strategy, hash: 'off' })),
    arm('hash', strategy => ({ strategy })),
    arm('hash, with a deadline', strategy => ({ strategy }), 1000),
    arm('payload hash', strategy => ({ strategy, hash: 'payload' })),
    arm('event stream and payload hash', strategy => ({ strategy, hash: 'payload', trace: true })),
  ]
}

async function converse(options: SimulationOptions, deadlineMs: number): Promise<void> {
  const simulation = new Simulation(options)
  simulation.process('app', 'host')
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
