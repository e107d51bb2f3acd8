import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultCampaign, exploreOne, planRun, reconnoitre, strategyNames } from '../src/lab/explore/index.ts'
import { parseScenario, runScenario } from '../src/lab/scenario/index.ts'
import { dull, pct, pos, random, Rng, type Strategy } from '../src/sim/index.ts'
import { cpuSecondsOf, median, type Figure, type Section } from './figure.ts'
import { playOurs, playRival, programs, type Program } from './toy-programs.ts'

const FILE = 'scenarios/customer-split.md'
/** Schedules of the split by each strategy. */
const SPLITS = 8
/** Enough that most of the time goes by when the engine has compiled what it needs: it takes some 60 schedules, in each worker. */
const WORKER_SPLITS = 160
/** Run before the first that is measured. */
const WARM_UP_SPLITS = 60
const WORKER_ROUNDS = 3
/** Schedules of each toy program by each strategy. */
const SCHEDULES = 2000

/** What a schedule costs, what a second worker brings, and how soon bugs of known kinds are found. */
export const explore: Section = {
  name: 'explore',
  title: 'Exploring: the customer split with all faults; and bugs of known kinds, beside fast-check',
  async run(progress) {
    return [...await splits(progress), workers(progress), ...await toys(progress)]
  },
}

async function splits(progress: (text: string) => void): Promise<Figure[]> {
  const scenario = parseScenario(FILE, readFileSync(FILE, 'utf8'))
  const known = await reconnoitre(scenario)
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

function workers(progress: (text: string) => void): Figure {
  const out = mkdtempSync(join(tmpdir(), 'vtsim-bench-'))
  try {
    const wallMs = (count: number): number => {
      const { stdout, stderr } = spawnSync(process.execPath, [
        'dist/vtsim.mjs', 'explore', FILE, '--schedules', String(WORKER_SPLITS), '--workers', String(count), '--keep-going',
        '--format', 'json', '--out', out,
      ], { encoding: 'utf8' })
      if (stdout === '') throw new Error(stderr)
      return (JSON.parse(stdout) as { wallMs: number }).wallMs
    }
    const ratios = Array.from({ length: WORKER_ROUNDS }, (_, round) => {
      progress(`workers, round ${round + 1} of ${WORKER_ROUNDS}`)
      return wallMs(1) / wallMs(2)
    })
    return {
      name: 'split, 2 workers instead of 1', value: median(ratios), unit: 'times', target: '>= 1.5',
      note: `${WORKER_SPLITS} schedules, rounds ${ratios.map(ratio => ratio.toFixed(2)).join(', ')}`,
    }
  } finally {
    rmSync(out, { recursive: true, force: true })
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
