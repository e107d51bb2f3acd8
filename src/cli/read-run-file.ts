import { readFileSync } from 'node:fs'
import { UserError } from '../base/index.ts'
import { parseIntervention, type RunPlan } from '../lab/branch/index.ts'
import { parseFaultPlan } from '../lab/explore/index.ts'
import type { ImageName } from '../lab/scenario/index.ts'
import { parseKept } from '../lab/workload/index.ts'
import { parseMarks, parseRunLog, readRunLogLines, type RunLog } from '../sim/index.ts'
import { InvalidFileError, UsageError } from './report-error.ts'
import type { StoredRun } from './run-file.ts'

/** What stands in a run file. */
export interface RunFile {
  /** As the reader called it. */
  readonly file: string
  readonly stored: StoredRun
  /** What happened, an event a line; empty if the file does not tell. */
  readonly events: readonly string[]
}

/** Reads a run file; `given` is how the reader called it. Fails with a UsageError or an InvalidFileError. */
export function readRunFile(path: string, given: string): RunFile {
  const text = textOf(path, given)
  try {
    const { header, lines } = wholeFile(text)
    const version = header.get('vtsim')
    if (version === 1) return { file: given, stored: storedOf(header, () => parseRunLog(header.get('log'))), events: lines.slice(1) }
    if (version !== 2 && version !== 3) throw new UserError('this is no run file of version 1, 2 or 3', {
      hint: typeof version === 'number' && version > 3 ? 'a newer release of vtsim wrote it' : writers,
    })
    const end = lines.indexOf('')
    const log = (): RunLog => readRunLogLines(lines.slice(1, end < 0 ? lines.length : end), 2)
    return { file: given, stored: storedOf(header, log), events: end < 0 ? [] : lines.slice(end + 1) }
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    const { line, column } = error.position ?? { line: 1, column: 1 }
    const hint = error.hint === undefined ? '' : `\nhint: ${error.hint}`
    throw new InvalidFileError(`${given}:${line}:${column}: ${error.message}${hint}`)
  }
}

/** The lines of a whole file, without the one that ends it. Fails with a UserError: what is left of a log would be another run. */
function wholeFile(text: string): { readonly header: ReadonlyMap<string, unknown>; readonly lines: readonly string[] } {
  const lines = text.replace(/\n$/, '').split('\n').map(line => line.replace(/\r$/, ''))
  const header = headerOf(lines[0]!)
  const mark = header.get('end') ?? null
  if (mark === null) return { header, lines }
  if (lines.at(-1) === mark) return { header, lines: lines.slice(0, -1) }
  const complete = text.split('\n').length - 1
  throw new UserError(`the file is cut off after line ${complete}`, { position: { line: complete + 1, column: 1 }, hint: again })
}

const again = 'copy it again, or make the run again'
const writers = '`vtsim run <scenario> --trace FILE` and `vtsim explore` write run files'

function textOf(path: string, given: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? '' : code === 'EISDIR' ? ': it is a folder' : `: ${code ?? 'it is too long'}`
    throw new UsageError(`cannot read ${given}${why}`, writers)
  }
}

function headerOf(line: string): ReadonlyMap<string, unknown> {
  try {
    const data: unknown = JSON.parse(line)
    if (typeof data === 'object' && data !== null) return new Map(Object.entries(data))
  } catch {
    // Told below.
  }
  if (line.startsWith('{"vtsim":')) throw new UserError('the file is cut off in its first line', {
    hint: again,
  })
  throw new UserError('this is no run file', { hint: writers })
}

function storedOf(header: ReadonlyMap<string, unknown>, log: () => RunLog): StoredRun {
  const text = (name: string): string => {
    const value = header.get(name)
    if (typeof value === 'string' && value !== '') return value
    throw incomplete(name)
  }
  const texts = (name: string): readonly string[] => {
    const value = header.get(name)
    if (Array.isArray(value) && value.every(one => typeof one === 'string')) return value
    throw incomplete(name)
  }
  const has = (name: string): boolean => (header.get(name) ?? null) !== null
  const seed = header.get('seed') ?? null
  if (seed !== null && !(Number.isSafeInteger(seed) && (seed as number) >= 0)) throw incomplete('seed')
  if (has('marks')) parseMarks(text('marks'))
  return {
    scenario: text('scenario'), scenarioDigest: text('scenarioDigest'), seed: seed as number | null, skip: texts('skip'),
    interventions: has('interventions') ? texts('interventions').map(parseIntervention) : [],
    from: has('from') ? imageNameOf(header.get('from')) : null, kept: has('kept') ? texts('kept').map(parseKept) : null,
    faults: has('faults') ? parseFaultPlan(header.get('faults')) : null,
    found: has('found') ? text('found') : null, traceHash: text('traceHash'), marks: has('marks') ? text('marks') : null, log: log(),
  }
}

function imageNameOf(data: unknown): ImageName {
  const given = new Map<string, unknown>(typeof data === 'object' && data !== null ? Object.entries(data) : [])
  const [command, seed] = [given.get('command'), given.get('seed')]
  if (typeof command !== 'string' || typeof seed !== 'number' || !Number.isSafeInteger(seed)) throw incomplete('from')
  return { command, seed }
}

function incomplete(name: string): UserError {
  return new UserError(`the header of this run file is not complete: \`${name}\` is missing or wrong`)
}

/**
 * The plan that gives a stored run again. A run that a seed alone names is drawn from it; in any other schedule and
 * answers come from the log.
 */
export function planOf({ file, stored }: RunFile): RunPlan {
  const { seed, skip, interventions, from, log, faults, kept } = stored
  const plan = { seed: seed ?? undefined, skip, interventions, ...from === null ? {} : { from } }
  const isNamed = faults === null && kept === null && (seed !== null || log.entries.length === 0)
    && (from === null || from.seed === (seed ?? 0))
  return isNamed ? plan : { ...plan, explored: { file, log, faults, kept } }
}
