import type { Evidence } from '../../lab/check/index.ts'
import { doesNotReplay, identityText, type CampaignSummary, type Finding } from '../../lab/explore/index.ts'
import type { ImageName } from '../../lab/scenario/index.ts'
import type { createPaint } from '../paint.ts'
import type { ExploreOptions } from './options.ts'

/** What is told at the end of a campaign. */
export interface CampaignReport {
  readonly scenario: string
  readonly options: ExploreOptions
  readonly from: ImageName | null
  readonly summary: CampaignSummary
  readonly wallMs: number
  readonly interrupted: boolean
  /** The run file of each finding, in their order; undefined where there is none. */
  readonly files: readonly (string | undefined)[]
  /** How the reader calls this program. */
  readonly command: string
}

type Paint = ReturnType<typeof createPaint>

/** Everything in words, for a person. */
export function humanReport(report: CampaignReport, paint: Paint): string {
  const { summary, wallMs, scenario } = report
  const { schedules, findings, gaps, fired, strategies } = summary
  if (schedules === 0) return `${scenario}: ${paint.yellow(noneText(report))}\n`
  const perS = schedules / Math.max(wallMs / 1000, 0.001)
  const lines = [
    `${scenario}: ${schedules} schedules in ${(wallMs / 1000).toFixed(1)} s (${perS.toFixed(1)}/s), `
      + `${(summary.virtualMs / 60_000).toFixed(0)} minutes of virtual time, ${summary.events} events`,
    `decided: ${summary.decisions} times with more than one candidate; ${summary.orders} different orders of delivery`,
    `strategies: ${listed(strategies)}`,
    `faults that took effect: ${fired.length === 0 ? 'none' : listed(fired)}`,
  ]
  if (summary.decisions === 0) lines.push(paint.yellow('nothing was ever to be decided: this campaign proves nothing'))
  if (gaps.length > 0) lines.push(paint.yellow(`never took effect: ${gaps.join(', ')}; of these the campaign says nothing`))
  if (summary.givenUp > 0) lines.push(`${summary.givenUp} times the operator had to leave the scenario unfinished`)
  if (summary.undecided > 0) lines.push(paint.yellow(`${summary.undecided} times a check could not decide`))
  if (report.interrupted) lines.push(paint.yellow('interrupted: this is what was found so far'))
  lines.push('', findings.length === 0 ? paint.green('nothing found') : paint.red(`${findings.length} found`))
  findings.forEach((finding, i) => lines.push(...findingLines(report, finding, i)))
  return `${lines.join('\n')}\n`
}

function noneText({ wallMs, interrupted }: CampaignReport): string {
  const why = interrupted ? 'interrupted before a schedule was finished' : `no schedule was finished in ${(wallMs / 1000).toFixed(1)} s`
  return `${why}: this campaign proves nothing`
}

function findingLines(report: CampaignReport, { first, times }: Finding, i: number): string[] {
  const evidence = evidenceOf(first)
  const file = report.files[i]
  return [
    `  ${identityText(first.failure!)}, ${times === 1 ? 'once' : `${times} times`}, first in schedule ${first.plan.index}`
      + ` (${first.plan.strategy.kind})`,
    ...evidence === undefined ? [] : [`    ${evidence.says}`],
    ...first.failure!.check === doesNotReplay ? ['    its log does not give it again: this is a bug of vtsim'] : [],
    `    ${report.command} ${file === undefined ? again(report, first.plan.index) : `replay ${file}`}`,
  ]
}

/** The command line of a campaign that has this run alone. */
function again({ scenario, from, options: { plan, skip } }: CampaignReport, index: number): string {
  const only = `--schedules ${index + 1} --shard ${index + 1}/${index + 1}`
  const skipped = skip.map(step => ` --skip ${step}`).join('')
  const begins = from === null ? '' : ` --from ${from.command}`
  const faults = plan.faults.join(',') || 'none'
  return `explore ${scenario} --seed ${plan.seed} --strategy ${plan.strategy} --faults ${faults} ${only}${begins}${skipped}`
}

function evidenceOf({ checks, failure }: Finding['first']): Evidence | undefined {
  const verdict = checks.find(({ name }) => name === failure!.check)?.verdict
  if (verdict?.verdict !== 'violated') return undefined
  return verdict.evidence.find(({ anomaly = '' }) => anomaly === failure!.anomaly)
}

function listed(counts: readonly (readonly [string, number])[]): string {
  return counts.map(([name, times]) => `${name} ${times}`).join(', ')
}

/** One JSON document. Names of fields are stable; `version` counts their changes. */
export function jsonCampaign({ scenario, options, from, summary, wallMs, interrupted, files }: CampaignReport): string {
  const { findings, strategies, fired, ...sums } = summary
  const document = {
    version: 1, scenario, seed: options.plan.seed, from: from?.command ?? null, shard: options.shard, wallMs, interrupted, ...sums,
    strategies: Object.fromEntries(strategies), fired: Object.fromEntries(fired),
    findings: findings.map(({ first, times }, i) => ({
      identity: identityText(first.failure!), check: first.failure!.check, times, index: first.plan.index,
      plan: first.plan, says: evidenceOf(first)?.says ?? null, file: files[i] ?? null,
    })),
  }
  return `${JSON.stringify(document, (_key, value: unknown) => typeof value === 'bigint' ? String(value) : value, 2)}\n`
}

/** One test case for each check that found something, or one that passed; as JUnit's XML. */
export function junitReport(report: CampaignReport): string {
  const { scenario, summary: { findings, schedules }, wallMs } = report
  const cases = findings.length === 0 ? [`    <testcase classname="${xml(scenario)}" name="${schedules} schedules"/>`]
    : findings.map((finding, i) => {
        const [head, ...rest] = findingLines(report, finding, i)
        return `    <testcase classname="${xml(scenario)}" name="${xml(finding.first.failure!.check)}">\n`
          + `      <failure message="${xml(head!.trim())}">${xml(rest.map(line => line.trim()).join('\n'))}</failure>\n`
          + '    </testcase>'
      })
  const sums = `tests="${cases.length}" failures="${findings.length}" time="${(wallMs / 1000).toFixed(3)}"`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n  <testsuite name="vtsim explore" ${sums}>\n${cases.join('\n')}\n`
    + '  </testsuite>\n</testsuites>\n'
}

function xml(text: string): string {
  const named = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
  // XML 1.0 has no way to write most control characters.
  return named.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '?')
}

/** Annotations as GitHub's runner reads them from the output, and the report for a person under them. */
export function githubReport(report: CampaignReport, paint: Paint): string {
  const annotations = report.summary.findings.map((finding, i) => {
    const text = findingLines(report, finding, i).map(line => line.trim()).join('\n')
    return `::error file=${escaped(report.scenario, true)},title=${escaped(`vtsim: ${finding.first.failure!.check}`, true)}::`
      + escaped(text, false)
  })
  for (const gap of report.summary.gaps) annotations.push(`::notice title=vtsim explore::${gap} never took effect`)
  return `${[...annotations, ''].join('\n')}${humanReport(report, paint)}`
}

function escaped(text: string, isProperty: boolean): string {
  const data = text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
  return isProperty ? data.replaceAll(':', '%3A').replaceAll(',', '%2C') : data
}
