import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { WorkerRunner } from '../src/cli/explore/worker-runner.ts'
import { defaultCampaign, exploreOne, planRun, reconnoitre, strategyNames, type Reconnaissance } from '../src/lab/explore/index.ts'
import { parseScenario, runScenario, type Scenario } from '../src/lab/scenario/index.ts'
import { dull, pct, pos, random, Rng, type Strategy } from '../src/sim/index.ts'
import { cpuSecondsOf, median, secondsOf, type Figure, type Section } from './figure.ts'
import { playOurs, playRival, programs, type Program } from './toy-programs.ts'

const FILE = 'scenarios/customer-split.md'
/** Schedules of the split by each strategy. */
const SPLITS = 8
/** Run before the first that is measured: then the engine has compiled what it needs. */
const WARM_UP_SPLITS = 60
/** Schedules of each round of one worker and of two. */
const WORKER_SPLITS = 60
const WORKER_ROUNDS = 5
/** Schedules of each toy program by each strategy. */
const SCHEDULES = 2000

/** What a schedule costs, what a second worker brings, and how soon bugs of known kinds are found. */
export const explore: Section = {
  name: 'explore',
  title: 'Exploring: the customer split with all faults; and bugs of known kinds, beside fast-check',
  async run(progress) {
    const scenario = parseScenario(FILE, readFileSync(FILE, 'utf8'))
    const known = await reconnoitre(scenario)
    return [...await splits(scenario, known, progress), await workers(known, progress), ...await toys(progress)]
  },
}

async function splits(scenario: Scenario, known: Reconnaissance, progress: (text: string) => void): Promise<Figure[]> {
  const rate = async (name: string, one: (index: number) => Promise<number>): Promise<Figure> => {
    progress(name)
    await one(SPLITS)
    let events = 0
    const seconds = await cpuSecondsOf(async () => {
      for (let index = 0; index < SPLITS; index++) events += await one(index)
    })
    return {
      name: `split, ${name}`, value: SPLITS / seconds, unit: 'schedules/s',
      note: `${SPLITS} schedules, ${Math.round(events / SPLITS)} events each, ${(1e6 * seconds / events).toFixed(1)} µs an event, of processor time`,
    }
  }
  progress('warming up')
  for (let index = 0; index < WARM_UP_SPLITS; index++) await exploreOne(scenario, planRun(defaultCampaign, known, index))
  const figures = [await rate('plain run with a seed', async seed => (await runScenario(scenario, { seed: 1 + seed })).events)]
  for (const strategy of strategyNames) {
    const plan = { ...defaultCampaign, strategy }
    figures.push(await rate(strategy, async index => (await exploreOne(scenario, planRun(plan, known, index))).measures.events))
  }
  return figures
}

/**
 * The same schedules by one worker and by two, in turn, when both engines have compiled what they need: campaigns are
 * long. One worker alone does not keep to one core either: collector and compiler have threads of their own.
 */
async function workers(known: Reconnaissance, progress: (text: string) => void): Promise<Figure> {
  const cwd = process.cwd()
  const beginning = { vtsim: 'explore', cwd, scenario: join(cwd, FILE), plan: defaultCampaign, skip: [], from: null } as const
  const program = pathToFileURL('dist/vtsim.mjs').href
  const runners = [1, 2].map(() => new WorkerRunner(program, beginning, () => Promise.resolve(known)))
  const seconds = (count: number, first: number, schedules: number): Promise<number> => secondsOf(async () => {
    let next = first
    await Promise.all(runners.slice(0, count).map(async runner => {
      while (next < first + schedules) await runner.run(next++)
    }))
  })
  progress('workers, warming up')
  await seconds(2, 0, 2 * WARM_UP_SPLITS)
  const ratios: number[] = []
  for (let round = 0; round < WORKER_ROUNDS; round++) {
    progress(`workers, round ${round + 1} of ${WORKER_ROUNDS}`)
    const first = 2 * WARM_UP_SPLITS + round * WORKER_SPLITS
    // Every second round the other way round: the speed of the machine changes.
    const two = round % 2 === 0 ? 0 : await seconds(2, first, WORKER_SPLITS)
    const one = await seconds(1, first, WORKER_SPLITS)
    ratios.push(one / (round % 2 === 0 ? await seconds(2, first, WORKER_SPLITS) : two))
  }
  for (const runner of runners) runner.stop()
  return {
    name: 'split, 2 workers instead of 1', value: median(ratios), unit: 'times', target: '>= 1.5',
    note: `${WORKER_SPLITS} schedules, warm, rounds ${ratios.map(ratio => ratio.toFixed(2)).join(', ')}`,
  }
}

type Make = (seed: number, decisions: number) => Strategy
const mixed = (seed: number, decisions: number): Strategy => pct({ seed, depth: 1 + new Rng(seed).below(4), decisions })
const arms: readonly (readonly [name: string, make: Make])[] = [
  ['random', seed => random(seed)], ['pct', mixed], ['pos', seed => pos(seed)],
  ['in turn', (seed, decisions) => seed % 3 === 0 ? random(seed) : seed % 3 === 1 ? mixed(seed, decisions) : pos(seed)],
]

async function toys(progress: (text: string) => void): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const program of programs) {
    progress(program.name)
    const found: string[] = []
    let ours = { broken: 0, seconds: 1 }
    for (const [name, make] of arms) {
      ours = await measureOurs(program, make)
      found.push(`${name} ${schedulesToFind(ours.broken)}`)
    }
    let broken = 0
    const seconds = await cpuSecondsOf(async () => { broken = await playRival(program, SCHEDULES, 42) })
    found.push(`fast-check ${schedulesToFind(broken)}`)
    figures.push({
      name: `${program.name}, by strategies in turn`, value: SCHEDULES / Math.max(ours.broken, 1), unit: 'schedules',
      note: `to find it: ${found.join(', ')}`,
    }, {
      name: `${program.name}, found in equal time`, value: ours.broken / ours.seconds / (Math.max(broken, 1) / seconds),
      unit: 'x fast-check',
      note: `${broken === 0 ? 'at least; ' : ''}${(ours.broken / ours.seconds).toFixed(0)} and ${(broken / seconds).toFixed(0)} times a second of processor`,
    })
  }
  return figures
}

async function measureOurs(program: Program, make: Make): Promise<{ broken: number; seconds: number }> {
  const { decisions } = (await playOurs(program, dull())).run
  let broken = 0
  const seconds = await cpuSecondsOf(async () => {
    for (let seed = 1; seed <= SCHEDULES; seed++) if ((await playOurs(program, make(seed, decisions))).isBroken) broken++
  })
  return { broken, seconds }
}

function schedulesToFind(broken: number): string {
  return broken === 0 ? `> ${SCHEDULES}` : (SCHEDULES / broken).toFixed(1)
}
