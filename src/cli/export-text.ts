import { formatSeconds } from '../base/index.ts'
import { runCommandLine, type Branch } from '../lab/branch/index.ts'
import { failedCommandsText, type Scenario, type ScenarioRun } from '../lab/scenario/index.ts'
import { createTimeline } from '../ui/cluster-view/index.ts'
import {
  asciicast, eventAt, failureRows, failureUs, html, mermaid, mermaidOfRows, perfetto, type PageFacts,
} from '../ui/export/index.ts'
import { castFrames } from '../ui/app/index.ts'
import { initialShow, initialState } from '../ui/state/index.ts'
import { storyOf, type Story } from '../ui/story/index.ts'

export type TextFormat = 'perfetto' | 'mermaid' | 'asciicast' | 'html'

export interface ExportOptions {
  /** The moment that a diagram shows; default the failure, or the end. */
  readonly until?: number
  /** For asciicast. */
  readonly columns: number
  readonly rows: number
  readonly castVersion: 2 | 3
  /** How the reader calls this program. */
  readonly command: string
}

/** File endings, as the tools that open them expect. */
export const endings: { readonly [format in TextFormat]: string } = {
  perfetto: 'perfetto.json', mermaid: 'mmd', asciicast: 'cast', html: 'html',
}

/** A run that has ended, for other tools. */
export function exportText(format: TextFormat, scenario: Scenario, branch: Branch, options: ExportOptions): string {
  const { trace } = branch
  const { title } = scenario.frontMatter
  switch (format) {
    case 'perfetto': return perfetto(trace, title)
    case 'mermaid': return diagram(scenario, branch, options)
    case 'asciicast': return cast(scenario, branch, options)
    case 'html': {
      const story = storyOf(trace, scenario.frontMatter.cluster)
      return html(trace, pageFacts(scenario, branch, story, options.command), event => story.at(event.seq).text)
    }
  }
}

/** A longer one is not read. */
const failureRowsMax = 40

/** What led to a moment; of a run that failed what shows how, unless a moment was named. */
function diagram(scenario: Scenario, { trace, result }: Branch, { until }: ExportOptions): string {
  const { title, cluster } = scenario.frontMatter
  const atUs = until === undefined && result !== null ? failureUs(result.checks) : null
  if (atUs !== null) return mermaidOfRows(title, failureRows(trace, storyOf(trace, cluster), atUs, failureRowsMax))
  return mermaid(trace, { title, ...until === undefined ? {} : { until } })
}

function cast(scenario: Scenario, branch: Branch, { columns, rows, castVersion }: ExportOptions): string {
  const timeline = createTimeline(branch.trace, scenario.frontMatter.cluster)
  timeline.extend(Infinity)
  const state = {
    ...initialState({
      size: { columns, rows }, theme: { color: true, ascii: false }, entries: [], done: new Set<string>(), history: [],
    }),
    screens: ['stage'] as const, show: initialShow(scenario, { branch, timeline }),
  }
  return asciicast(castFrames(state), { columns, rows, title: scenario.frontMatter.title, version: castVersion })
}

function pageFacts(scenario: Scenario, { plan, result, trace }: Branch, story: Story, command: string): PageFacts {
  const { title, question } = scenario.frontMatter
  const facts: (readonly [string, string])[] = [['schedule', plan.seed === undefined ? 'the plain one' : `seed ${plan.seed}`]]
  if (plan.skip.length > 0) facts.push(['left out', plan.skip.join(', ')])
  const broken = faultsOf(story)
  if (broken.length > 0) facts.push(['broken', broken.join('; ')])
  const atUs = result === null ? null : failureUs(result.checks)
  if (result !== null) facts.push(...resultFacts(result))
  return {
    title, question, facts, opensAt: atUs === null ? null : eventAt(trace, atUs),
    replay: runCommandLine('run', scenario.source.file, plan, command),
    verdicts: (result?.checks ?? []).map(({ name, verdict }) => ({
      name, verdict: verdict.verdict,
      evidence: verdict.verdict === 'violated' || verdict.verdict === 'noted' ? verdict.evidence.map(({ says }) => says)
        : verdict.verdict === 'unknown' ? [verdict.why] : [],
    })),
  }
}

const faultsMax = 5

/** What an exploration has broken, in the words of the story. */
function faultsOf({ told }: Story): string[] {
  const acts = told.filter(({ kind }) => kind === 'nemesis/act' || kind === 'net/fault')
    .map(({ timeUs, text }) => `${formatSeconds(timeUs)} s ${text.replace(/^breaks: /, '')}`)
  return acts.length > faultsMax ? [...acts.slice(0, faultsMax), `and ${acts.length - faultsMax} more`] : acts
}

function resultFacts({ run, clients, cutover, commandsFailed }: ScenarioRun): (readonly [string, string])[] {
  return [
    ['virtual time', `${(run.nowMs / 1000).toFixed(1)} s`],
    ['client operations', `${clients.sent} sent, ${clients.acked} acknowledged, ${clients.failed} refused,`
      + ` ${clients.unknown} unknown`],
    ['writes blocked for', cutover.end === null ? 'never stopped' : `${cutover.writeBlockedMs.toFixed(1)} ms`],
    ...commandsFailed.length === 0 ? [] : [['what failed', failedCommandsText(commandsFailed)] as const],
    ['trace', run.hash],
  ]
}
