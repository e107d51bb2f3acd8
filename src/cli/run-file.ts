import { readFileSync } from 'node:fs'
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
  readonly traceHash: string
  readonly log: RunLog
}

/** A run as a file: what it takes to run it again, and all that happened. */
export function runFileText(reported: ReportedRun): string {
  const { loaded, result, seed, skip } = reported
  const header: RunFileHeader = {
    vtsim: 1, scenario: loaded.scenario.source.file, scenarioDigest: loaded.digest, seed: seed ?? null, skip,
    traceHash: result.run.hash, log: result.run.log(),
  }
  const lines = [JSON.stringify(header)]
  for (const event of result.run.trace.events()) lines.push(formatEvent(event))
  return `${lines.join('\n')}\n`
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
  let header: RunFileHeader
  try {
    header = JSON.parse(first) as RunFileHeader
  } catch {
    throw new InvalidFileError(
      `${path}:1:1: this is no run file\nhint: \`vtsim run <scenario> --trace FILE\` writes one`
    )
  }
  if (header?.vtsim !== 1) throw new InvalidFileError(`${path}:1:1: this is no run file of version 1`)
  if (!isHeader(header)) throw new InvalidFileError(`${path}:1:1: the header of this run file is not complete`)
  try {
    return { header: { ...header, log: parseRunLog(header.log) }, events: events.filter(line => line !== '') }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const hint = error.hint === undefined ? '' : `\nhint: ${error.hint}`
    throw new InvalidFileError(`${path}:1:1: ${error.message}${hint}`)
  }
}

function isHeader({ scenario, scenarioDigest, seed, skip, traceHash }: RunFileHeader): boolean {
  return typeof scenario === 'string' && typeof scenarioDigest === 'string' && typeof traceHash === 'string'
    && (seed === null || typeof seed === 'number')
    && Array.isArray(skip) && skip.every(step => typeof step === 'string')
}
