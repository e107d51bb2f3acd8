import { verdictLines, type ScenarioRun } from '../lab/scenario/index.ts'

/** What was broken, and by what evidence; `failure` is its short name. */
export function failureText({ run, checks }: ScenarioRun, failure: string): string {
  const violated = checks.filter(({ verdict }) => verdict.verdict === 'violated').flatMap(verdictLines)
  const ended = run.outcome === 'done' ? [] : [`the run ended as ${run.outcome}: ${String(run.error)}`]
  return [failure, ...ended, ...violated].join('\n')
}
