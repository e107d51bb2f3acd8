import { resolve } from 'node:path'
import { formatEvent, replay as replayStrategy } from '../../sim/index.ts'
import { troubleOf } from '../../lab/explore/index.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { loadScenario } from '../load-scenario.ts'
import { Narration } from '../narration.ts'
import { playScenario } from '../play.ts'
import { readRunFile } from '../run-file.ts'
import { exitCodeOf, jsonText, printReport } from '../run-report.ts'
import { toldEvents } from './run-action.ts'
import type { Terminal } from '../terminal.ts'

export interface ReplayArgs { file: string; json: boolean; quiet: boolean }

export async function replay(args: ReplayArgs, terminal: Terminal): Promise<ExitCode> {
  const path = resolve(terminal.cwd, args.file)
  const { header, events } = readRunFile(path)
  const loaded = await loadScenario(terminal.cwd, header.scenario)
  if (loaded.digest !== header.scenarioDigest) terminal.err(
    `vtsim: ${header.scenario} has changed since this run was recorded\n`
  )
  const narration = args.json || args.quiet ? null : new Narration(terminal)
  const seed = header.seed ?? undefined
  const { result, wallMs } = await playScenario(loaded, {
    seed, strategy: replayStrategy(header.log), skip: header.skip, interventions: header.interventions,
    trace: true, events: toldEvents,
    ...(header.faults === null ? {} : { trouble: troubleOf(loaded.scenario, header.faults) }),
    ...(narration === null ? {} : { tell: news => narration.tell(news) }),
  }, terminal)
  const reported = { loaded, result, seed, skip: header.skip, interventions: header.interventions, wallMs, file: args.file }
  if (args.json) terminal.out(jsonText(reported))
  else printReport(reported, terminal)
  if (result.run.hash === header.traceHash) return exitCodeOf(reported)
  terminal.err(`vtsim: the replay differs: trace ${result.run.hash}, recorded ${header.traceHash}\n`)
  if (events.length === 0) return exitCodes.replayDiffers
  let index = 0
  for (const event of result.run.trace.events()) {
    const line = formatEvent(event)
    if (line !== events[index]) {
      terminal.err(`first difference:\n  recorded ${events[index] ?? '(nothing)'}\n  now      ${line}\n`)
      break
    }
    index++
  }
  return exitCodes.replayDiffers
}
