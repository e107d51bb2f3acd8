import { readFileSync } from 'node:fs'
import { formatIntervention, parseIntervention, type Intervention } from '../lab/branch/index.ts'
import { parseFaultPlan, type Explored, type FaultPlan } from '../lab/explore/index.ts'
import type { LoadedScenario } from './load-scenario.ts'
import { formatEvent, parseRunLog, type RunLog } from '../sim/index.ts'
import { UserError } from '../base/index.ts'
import { UsageError, InvalidFileError } from './report-error.ts'
import type { ReportedRun } from './run-report.ts'

/** The first line of a run file; the events follow, one a line, as text. */
export interface RunFileHeader {
  readonly vtsim: 1
  readonly scenario: string
  readonly scenarioDigest: string
  readonly seed: number | null
  readonly skip: readonly string[]
  /** What a reader did, each as `#318 $ vtsim crash vtgate-1`. */
  readonly interventions: readonly Intervention[]
  readonly traceHash: string
  readonly log: RunLog
  /** What could go wrong in a run of an exploration; null in any other. */
  readonly faults: FaultPlan | null
}

/** As it stands in the file; runs in which nobody did anything may have no list of it. */
type StoredHeader = Omit<RunFileHeader, 'interventions' | 'faults'> & {
  readonly interventions?: readonly string[]
  readonly faults?: unknown
}

/** A run as a file: what it takes to run it again, and all that happened. */
export function runFileText(reported: ReportedRun): string {
  const { loaded, result, seed, skip, interventions } = reported
  const header = {
    vtsim: 1, scenario: loaded.scenario.source.file, scenarioDigest: loaded.digest, seed: seed ?? null, skip,
    interventions: interventions.map(formatIntervention), traceHash: result.run.hash, log: result.run.log(),
  }
  const lines = [JSON.stringify(header)]
  for (const event of result.run.trace.events()) lines.push(formatEvent(event))
  return `${lines.join('\n')}\n`
}

/** A run that an exploration has found: what it takes to run it again, without what happened. */
export function exploredFileText(loaded: LoadedScenario, { plan, skip, hash, log }: Explored): string {
  return `${JSON.stringify({
    vtsim: 1, scenario: loaded.scenario.source.file, scenarioDigest: loaded.digest, seed: plan.seed, skip,
    interventions: [], traceHash: hash, faults: plan.faults, log,
  })}\n`
}

/** Reads the header and the lines of events. Fails with a UsageError or an InvalidFileError. */
export function readRunFile(path: string): { header: RunFileHeader; events: readonly string[] } {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    throw new UsageError(`cannot read ${path}`)
  }
  const [first = '', ...events] = text.split('\n')
  let header: StoredHeader
  try {
    header = JSON.parse(first) as StoredHeader
  } catch {
    throw new InvalidFileError(
      `${path}:1:1: this is no run file\nhint: \`vtsim run <scenario> --trace FILE\` writes one`
    )
  }
  if (header?.vtsim !== 1) throw new InvalidFileError(`${path}:1:1: this is no run file of version 1`)
  if (!isHeader(header)) throw new InvalidFileError(`${path}:1:1: the header of this run file is not complete`)
  try {
    const interventions = (header.interventions ?? []).map(parseIntervention)
    const faults = header.faults === undefined || header.faults === null ? null : parseFaultPlan(header.faults)
    const log = parseRunLog(header.log)
    return { header: { ...header, interventions, faults, log }, events: events.filter(line => line !== '') }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const hint = error.hint === undefined ? '' : `\nhint: ${error.hint}`
    throw new InvalidFileError(`${path}:1:1: ${error.message}${hint}`)
  }
}

function isHeader({ scenario, scenarioDigest, seed, skip, interventions, traceHash }: StoredHeader): boolean {
  return typeof scenario === 'string' && typeof scenarioDigest === 'string' && typeof traceHash === 'string'
    && (seed === null || typeof seed === 'number')
    && Array.isArray(skip) && skip.every(step => typeof step === 'string')
    && (interventions === undefined || Array.isArray(interventions) && interventions.every(one => typeof one === 'string'))
}
