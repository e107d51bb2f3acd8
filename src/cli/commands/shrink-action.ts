import { resolve } from 'node:path'
import { shrink, whatDecides, type FailingRun, type Shrunk, type Size, type WhatDecides } from '../../lab/shrink/index.ts'
import { identityText } from '../../lab/explore/index.ts'
import { parseGoDuration } from '../../vitess/command/index.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import type { LoadedScenario } from '../load-scenario.ts'
import { createPaint } from '../paint.ts'
import type { RunFile } from '../read-run-file.ts'
import { loadRecordedRun } from '../recorded-run.ts'
import { CannotWriteError, UsageError } from '../report-error.ts'
import { runFileText, type StoredRun } from '../run-file.ts'
import { humanShrunk, jsonShrunk, type ShrunkReport } from '../shrink-report.ts'
import { wantsColor, type Terminal } from '../terminal.ts'
import { checkWritable, writeWhole } from '../write-whole.ts'

export interface ShrinkArgs {
  readonly file: string
  readonly out?: string
  readonly for: string
  readonly json: boolean
  readonly quiet: boolean
}

/** Of the time, at least a fifth is for what decides in what is left. */
const shareOfShrinking = 0.8

/** The real clock, taken before the simulator puts its traps on it. */
const nowNs = process.hrtime.bigint
const nowMs = (): number => Number(nowNs() / 1000n) / 1000

export async function shrinkFile(args: ShrinkArgs, terminal: Terminal): Promise<ExitCode> {
  const forMs = parseGoDuration(args.for)
  if (forMs === undefined || forMs <= 0) throw new UsageError(`--for ${args.for} is no duration`, 'as in --for 30s')
  const { file: found, loaded } = await loadRecordedRun(terminal.cwd, args.file)
  const out = args.out ?? smallName(args.file)
  const path = resolve(terminal.cwd, out)
  checkWritable(path, out)
  const startMs = nowMs()
  let isInterrupted = false
  const interrupt = (): void => { isInterrupted = true }
  process.once('SIGINT', interrupt)
  const show = progress(terminal, startMs)
  let shrunk: Shrunk | null
  let decides: WhatDecides | null = null
  const isOver = (share: number): boolean => isInterrupted || nowMs() - startMs > forMs * share
  try {
    shrunk = await shrink(loaded.scenario, failingRun(found.stored), {
      isOver: () => isOver(shareOfShrinking), onTry: ({ tries, size }) => show(tries, size),
    })
    if (shrunk !== null && !isOver(1)) decides = await whatDecides(loaded.scenario, shrunk, () => isOver(1))
  } finally {
    process.off('SIGINT', interrupt)
    if (terminal.isTty) terminal.err('\r\u001b[K')
  }
  if (shrunk === null) return nothingToShrink(found, loaded, terminal)
  const stored = storedShrunk(found.stored, loaded, shrunk)
  const unwritten = failureToWrite(path, runFileText(stored), out)
  const report: ShrunkReport = {
    loaded, shrunk, decides, file: unwritten === null ? out : null, wallMs: Math.round(nowMs() - startMs), interrupted: isInterrupted,
    command: terminal.env['VTSIM_COMMAND'] ?? 'vtsim',
  }
  // What was found is told also where it could not be written.
  terminal.out(args.json ? jsonShrunk(report)
    : humanShrunk(report, createPaint(wantsColor(terminal)), { columns: terminal.columns, isQuiet: args.quiet }))
  if (unwritten !== null) throw unwritten
  return isInterrupted ? exitCodes.interrupted : exitCodes.ok
}

/** null: it is written. */
function failureToWrite(path: string, text: string, shown: string): CannotWriteError | null {
  try {
    writeWhole(path, text, shown)
    return null
  } catch (error) {
    if (error instanceof CannotWriteError) return error
    throw error
  }
}

/** `found/cutover-0-25.run` as `found/cutover-0-25.small.run` */
function smallName(file: string): string {
  return `${file.replace(/(\.small)?\.run$/, '')}.small.run`
}

function failingRun({ seed, skip, interventions, from, faults, log, kept }: StoredRun): FailingRun {
  return { seed: seed ?? undefined, skip, interventions, from, faults, log, kept }
}

function storedShrunk(before: StoredRun, loaded: LoadedScenario, { trial, identity }: Shrunk): StoredRun {
  const { run } = trial.result
  return {
    ...before, ...trial.run, seed: trial.run.seed ?? null, from: trial.run.from ?? null,
    scenarioDigest: loaded.digest, found: identityText(identity),
    traceHash: run.hash, marks: run.marks(),
  }
}

function nothingToShrink({ file, stored }: RunFile, loaded: LoadedScenario, terminal: Terminal): ExitCode {
  const isChanged = stored.scenarioDigest !== loaded.digest
  terminal.err(`vtsim: nothing is wrong with the run of ${file}: there is nothing to shrink\n`
    + (isChanged ? `hint: ${stored.scenario} has changed since it was recorded\n` : ''))
  return exitCodes.replayDiffers
}

const showEveryMs = 200

/** One line that is written over again and again, for a person who waits. */
function progress(terminal: Terminal, startMs: number): (tries: number, size: Size) => void {
  let shownMs = 0
  return (tries, { operations, faults, schedule, answers }) => {
    const time = nowMs()
    if (!terminal.isTty || time - shownMs < showEveryMs) return
    shownMs = time
    terminal.err(`\r\u001b[K${tries} runs in ${((time - startMs) / 1000).toFixed(1)} s · left: ${operations} operations · `
      + `${faults} faults · ${schedule} events that came late · ${answers} other choices`)
  }
}
