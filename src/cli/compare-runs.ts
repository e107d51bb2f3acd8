import { identitiesOf, identityText } from '../lab/explore/index.ts'
import type { Scenario, ScenarioRun } from '../lab/scenario/index.ts'
import { firstDifference, type Trace } from '../sim/index.ts'
import { createTimeline, stateDifferences, type Difference } from '../ui/cluster-view/index.ts'
import { align, causesOf, storyOf, type Link, type Pair, type Story, type Told } from '../ui/story/index.ts'

/** A run to be compared. */
export interface ComparedRun {
  /** As the reader called it. */
  readonly name: string
  readonly scenario: Scenario
  readonly result: ScenarioRun
}

/** Two runs beside each other. */
export interface RunDifference {
  readonly a: RunSide
  readonly b: RunSide
  /** The first event that is not the same in both; null: there is none. */
  readonly parting: number | null
  /** What is told differently, oldest first: the first few. */
  readonly told: readonly Pair<Told>[]
  /** How many more there are among those that were looked at. */
  readonly toldMore: number
  /** When the clusters are compared. */
  readonly atUs: number
  readonly state: readonly Difference[]
  readonly checks: readonly { readonly name: string; readonly a: string; readonly b: string }[]
}

export interface RunSide {
  readonly name: string
  readonly trace: Trace
  readonly hash: string
  readonly endUs: number
  /** What is wrong with it, as `identityText` says it. */
  readonly wrong: readonly string[]
  /** The event where they part, and what led to it, oldest first; empty where this run is over, or they do not part. */
  readonly causes: readonly Link[]
}

/** Sentences of each that are laid beside each other. */
const reachMax = 600
const toldMax = 6

/** Compares two runs; `atUs`: when their clusters are compared, null: at the end of the one that ends first. */
export function compareRuns(a: ComparedRun, b: ComparedRun, atUs: number | null): RunDifference {
  const traces = { a: a.result.run.trace, b: b.result.run.trace }
  const parting = firstDifference(traces.a, traces.b)
  const stories = { a: storyOf(traces.a, a.scenario.frontMatter.cluster), b: storyOf(traces.b, b.scenario.frontMatter.cluster) }
  const moment = atUs ?? Math.min(endOf(traces.a), endOf(traces.b))
  const pairs = parting === 0 ? [] : toldDifferently(stories.a, stories.b, parting)
  return {
    a: sideOf(a, stories.a, parting), b: sideOf(b, stories.b, parting),
    parting: parting === 0 ? null : parting, told: pairs.slice(0, toldMax), toldMore: Math.max(0, pairs.length - toldMax),
    atUs: moment, state: stateDifferences(viewAt(a, moment), viewAt(b, moment)), checks: checkDifferences(a.result, b.result),
  }
}

function sideOf({ name, result: { run, checks } }: ComparedRun, story: Story, parting: number): RunSide {
  const { trace } = run
  return {
    name, trace, hash: run.hash, endUs: endOf(trace), wrong: identitiesOf(run, checks).map(identityText),
    causes: parting === 0 || parting > trace.length ? [] : causesOf(story, parting),
  }
}

function endOf(trace: Trace): number {
  return trace.length === 0 ? 0 : trace.get(trace.length).timeUs
}

function viewAt({ scenario, result }: ComparedRun, timeUs: number): ReturnType<ReturnType<typeof createTimeline>['at']> {
  const timeline = createTimeline(result.run.trace, scenario.frontMatter.cluster)
  timeline.extend(Infinity)
  return timeline.at(timeline.seqAt(timeUs))
}

/** What a reader would notice: news that only one of them has, or that came in another order. */
function toldDifferently(a: Story, b: Story, parting: number): Pair<Told>[] {
  const pick = (story: Story): readonly Told[] =>
    story.told.slice(story.indexAt(parting - 1) + 1).filter(({ weight }) => news.has(weight)).slice(0, reachMax)
  const nameOf = ({ actor, text }: Told): string => `${actor} ${text}`
  const pairs = align(pick(a), pick(b), nameOf)
  // Where one list was cut, what it has no more is no difference.
  const last = pairs.findLastIndex(pair => pair.a !== null && pair.b !== null)
  const isCut = a.told.length > reachMax || b.told.length > reachMax
  const compared = isCut && last >= 0 ? pairs.slice(0, last) : pairs
  return compared.filter(pair => pair.a === null || pair.b === null || nameOf(pair.a) !== nameOf(pair.b))
}

const news: ReadonlySet<string> = new Set(['chapter', 'step', 'event'])

function checkDifferences(a: ScenarioRun, b: ScenarioRun): RunDifference['checks'] {
  const verdicts = ({ checks }: ScenarioRun): ReadonlyMap<string, string> =>
    new Map(checks.map(({ name, verdict }) => [name, verdict.verdict]))
  const [ofA, ofB] = [verdicts(a), verdicts(b)]
  return [...new Set([...ofA.keys(), ...ofB.keys()])]
    .map(name => ({ name, a: ofA.get(name) ?? 'not asked', b: ofB.get(name) ?? 'not asked' }))
    .filter(check => check.a !== check.b)
}
