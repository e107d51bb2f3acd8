import fc from 'fast-check'
import { Simulation, type Run, type Strategy } from '../src/sim/index.ts'

/** What tasks do to shared memory, step by step; between two steps anybody else may come. */
export interface Program {
  readonly name: string
  make(): { readonly tasks: readonly (readonly (() => void)[])[]; isBroken(): boolean }
}

const nothing = (): void => {}
const idle = (steps: number): (() => void)[] => Array.from({ length: steps }, () => nothing)

/** The bugs that papers on schedulers compare by: SCTBench (Thomson et al., PPoPP 2014) and the anomalies of databases. */
export const programs: readonly Program[] = [
  {
    // One of many writes half of a pair, and the reader comes before anybody has written the other half.
    name: 'reorder_10',
    make() {
      let a = 0, b = 0, isBroken = false
      const setter = [() => { a = 1 }, () => { b = -1 }]
      const reader = [() => { isBroken = !(a === 0 && b === 0 || a === 1 && b === -1) }]
      return { tasks: [...Array.from({ length: 10 }, () => setter), [...idle(4), ...reader]], isBroken: () => isBroken }
    },
  },
  {
    name: 'check-then-use, 8 tasks',
    make() {
      let isOpen = true, wasOpen = false, isBroken = false
      const user = [...idle(20), () => { wasOpen = isOpen }, () => { isBroken = wasOpen && !isOpen }]
      const closer = [...idle(20), () => { isOpen = false }]
      return { tasks: [user, closer, ...Array.from({ length: 6 }, () => idle(20))], isBroken: () => isBroken }
    },
  },
  {
    name: 'ping-pong of 4, 8 tasks',
    make() {
      let turn = 0
      const at = (n: number) => () => { turn = turn === n ? n + 1 : turn }
      return {
        tasks: [[at(0), ...idle(3), at(2)], [...idle(2), at(1), ...idle(3), at(3)], ...Array.from({ length: 6 }, () => idle(8))],
        isBroken: () => turn === 4,
      }
    },
  },
  {
    name: 'lost update, 8 tasks',
    make() {
      let value = 0
      const adder = (): (() => void)[] => {
        let seen = 0
        return [() => { seen = value }, () => { value = seen + 1 }]
      }
      return {
        tasks: [[...adder(), ...idle(12)], [...idle(12), ...adder()], ...Array.from({ length: 6 }, () => idle(14))],
        isBroken: () => value !== 2,
      }
    },
  },
  {
    name: 'write skew, 8 tasks',
    make() {
      const onCall = [true, true]
      const leave = (me: number): (() => void)[] => {
        let others = false
        return [() => { others = onCall[1 - me]! }, nothing, () => { if (others) onCall[me] = false }]
      }
      return {
        tasks: [[...leave(0), ...idle(8)], [...idle(8), ...leave(1)], ...Array.from({ length: 6 }, () => idle(11))],
        isBroken: () => !onCall[0] && !onCall[1],
      }
    },
  },
]

/** One schedule of a program, in a world of its own. */
export async function playOurs(program: Program, strategy: Strategy): Promise<{ isBroken: boolean; run: Run }> {
  const { tasks, isBroken } = program.make()
  const simulation = new Simulation({ strategy })
  simulation.process('p', 'host')
  tasks.forEach((steps, i) => simulation.spawn('p', `t${i}`, async ctx => {
    for (const step of steps) {
      await ctx.sleep(0)
      step()
    }
  }))
  const run = await simulation.run()
  if (run.outcome !== 'done') throw run.error
  return { isBroken: isBroken(), run }
}

/** So many schedules of a program by fast-check's scheduler; answers how many broke it. */
export async function playRival(program: Program, schedules: number, seed: number): Promise<number> {
  let broken = 0
  await fc.assert(fc.asyncProperty(fc.scheduler(), async scheduler => {
    const { tasks, isBroken } = program.make()
    for (const steps of tasks) {
      void (async () => {
        for (const step of steps) {
          await scheduler.schedule(Promise.resolve())
          step()
        }
      })()
    }
    await scheduler.waitIdle()
    if (isBroken()) broken++
  }), { numRuns: schedules, seed })
  return broken
}
