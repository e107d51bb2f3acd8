import { readFileSync } from 'node:fs'
import { plainPlan, type Branch } from '../../src/lab/branch/index.ts'
import { parseScenario, runScenario, type Scenario, type ScenarioRun } from '../../src/lab/scenario/index.ts'
import type { Trace } from '../../src/sim/index.ts'
import { createTimeline, type Timeline } from '../../src/ui/cluster-view/index.ts'
import { initialShow, initialState, type Show, type Size, type Take, type UiState } from '../../src/ui/state/index.ts'
import { storyOf, type Story, type Told } from '../../src/ui/story/index.ts'

/** A whole run, with everything that the UI reads of it. */
export interface ToldRun {
  readonly scenario: Scenario
  readonly result: ScenarioRun
  readonly trace: Trace
  readonly timeline: Timeline
  readonly story: Story
}

const recorded = new Map<string, Promise<ToldRun>>()

/** The customer split, run once for each seed (none: the dull run) and set of steps left out. */
export function toldSplit(seed?: number, skip: readonly string[] = []): Promise<ToldRun> {
  return toldRun('scenarios/customer-split.md', seed, skip)
}

/** Runs a scenario once for each seed and set of steps left out. */
export function toldRun(file: string, seed?: number, skip: readonly string[] = []): Promise<ToldRun> {
  const key = `${file} ${seed} ${skip.join(' ')}`
  const known = recorded.get(key) ?? record(file, seed, skip)
  recorded.set(key, known)
  return known
}

async function record(file: string, seed: number | undefined, skip: readonly string[]): Promise<ToldRun> {
  const scenario = parseScenario(file, readFileSync(file, 'utf8'))
  const result = await runScenario(scenario, { seed, skip, trace: true })
  const { trace } = result.run
  const timeline = createTimeline(trace, scenario.frontMatter.cluster)
  while (timeline.extend(100_000));
  return { scenario, result, trace, timeline, story: storyOf(trace, scenario.frontMatter.cluster) }
}

/** The run as a branch of a show. */
export function takeOfRun({ result, trace, timeline }: ToldRun, about: Partial<Branch> = {}): Take {
  const branch: Branch = {
    name: 'main', plan: plainPlan, parent: null, decision: '', trace, isRunning: false, result, problem: null,
    replies: new Map(), ...about,
  }
  return { branch, timeline }
}

/** The stage of that run, at an event. */
export function stageOf(run: ToldRun, seq: number, size: Size, change: Partial<Show> = {}): UiState {
  const state = initialState({ size, theme: { color: false, ascii: false }, entries: [], done: new Set(), history: [] })
  const show = { ...initialShow(run.scenario, takeOfRun(run)), cursor: { seq }, ...change }
  return { ...state, screens: ['picker', 'stage'], show }
}

/** The first sentence of who matches. */
export function find(story: Story, actor: string, text: RegExp): Told {
  const told = story.told.find(one => one.actor === actor && text.test(one.text))
  if (told === undefined) throw new Error(`${actor} never ${text.source}`)
  return told
}
