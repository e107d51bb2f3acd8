import { readFileSync } from 'node:fs'
import { parseScenario, runScenario, type Scenario, type ScenarioRun } from '../../src/lab/scenario/index.ts'
import type { Trace } from '../../src/sim/index.ts'
import { createTimeline, type Timeline } from '../../src/ui/cluster-view/index.ts'
import { initialShow, initialState, type Show, type Size, type UiState } from '../../src/ui/state/index.ts'
import { storyOf, type Story, type Told } from '../../src/ui/story/index.ts'

/** A whole customer split, with everything that the UI reads of it. */
export interface ToldSplit {
  readonly scenario: Scenario
  readonly result: ScenarioRun
  readonly trace: Trace
  readonly timeline: Timeline
  readonly story: Story
}

const recorded = new Map<string, Promise<ToldSplit>>()

/** Runs it once for each seed (none: the dull run) and set of steps left out. */
export function toldSplit(seed?: number, skip: readonly string[] = []): Promise<ToldSplit> {
  const key = `${seed} ${skip.join(' ')}`
  const known = recorded.get(key) ?? record(seed, skip)
  recorded.set(key, known)
  return known
}

async function record(seed: number | undefined, skip: readonly string[]): Promise<ToldSplit> {
  const file = 'scenarios/customer-split.md'
  const scenario = parseScenario(file, readFileSync(file, 'utf8'))
  const result = await runScenario(scenario, { seed, skip, trace: true })
  const { trace } = result.run
  const timeline = createTimeline(trace, scenario.frontMatter.cluster)
  while (timeline.extend(100_000));
  return { scenario, result, trace, timeline, story: storyOf(trace, scenario.frontMatter.cluster) }
}

/** The stage of that run, at an event. */
export function stageOf({ scenario, result, trace, timeline }: ToldSplit, seq: number, size: Size, change: Partial<Show> = {}): UiState {
  const branch = {
    name: 'main', plan: { seed: undefined, skip: [], interventions: [] }, parent: null, decision: '', trace,
    isRunning: false, result, problem: null, replies: new Map(),
  }
  const state = initialState({ size, theme: { color: false, ascii: false }, entries: [], done: new Set(), history: [] })
  const show = { ...initialShow(scenario, { branch, timeline }), cursor: { seq }, ...change }
  return { ...state, screens: ['picker', 'stage'], show }
}

/** The first sentence of who matches. */
export function find(story: Story, actor: string, text: RegExp): Told {
  const told = story.told.find(one => one.actor === actor && text.test(one.text))
  if (told === undefined) throw new Error(`${actor} never ${text.source}`)
  return told
}
