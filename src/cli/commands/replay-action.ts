import { firstMarkedDifference, formatEvent, formatLogEntry, replay as replayStrategy, type Run, type Replay } from '../../sim/index.ts'
import { optionsOf } from '../../lab/branch/index.ts'
import { identitiesOf, identityText } from '../../lab/explore/index.ts'
import type { ScenarioRun } from '../../lab/scenario/index.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { Narration } from '../narration.ts'
import { playScenario } from '../play.ts'
import type { RunFile } from '../read-run-file.ts'
import { loadRecordedRun } from '../recorded-run.ts'
import { exitCodeOf, jsonText, printReport } from '../run-report.ts'
import { toldEvents } from './run-action.ts'
import type { Terminal } from '../terminal.ts'

export interface ReplayArgs { file: string; json: boolean; quiet: boolean; loose?: boolean }

export async function replay(args: ReplayArgs, terminal: Terminal): Promise<ExitCode> {
  const { file, plan, loaded, isChanged } = await loadRecordedRun(terminal.cwd, args.file)
  const { stored } = file
  if (isChanged) terminal.err(`vtsim: ${stored.scenario} has changed since this run was recorded\n`)
  const narration = args.json || args.quiet ? null : new Narration(terminal)
  const strategy = replayStrategy(stored.log)
  const { result, wallMs } = await playScenario(loaded, {
    ...optionsOf(loaded.scenario, plan), strategy, trace: true, events: toldEvents,
    ...(narration === null ? {} : { tell: news => narration.tell(news) }),
  }, terminal)
  const { seed, skip, interventions } = plan
  const reported = {
    loaded, result, seed, skip, interventions, wallMs, file: args.file,
    isOther: result.run.hash !== stored.traceHash && args.loose !== true,
  }
  if (args.json) terminal.out(jsonText(reported))
  else printReport(reported, terminal)
  if (result.run.hash === stored.traceHash) return exitCodeOf(reported)
  const lines = [...differenceLines(file, result.run, strategy), ...findingLines(file, result)]
  terminal.err(`vtsim: ${lines.join('\n')}\n`)
  return args.loose === true ? exitCodeOf(reported) : exitCodes.replayDiffers
}

/** Names of entries that are told; there may be thousands. */
const namesMax = 3

/** Where the replay went another way, as far as the file can tell, and what of the log it had no use for. */
function* differenceLines({ stored, events }: RunFile, run: Run, strategy: Replay): Iterable<string> {
  yield `the replay differs: trace ${run.hash}, recorded ${stored.traceHash}`
  const unused = strategy.unused()
  if (unused.length > 0) {
    const shown = unused.slice(0, namesMax).map(formatLogEntry).join('; ')
    const more = unused.length > namesMax ? ` and ${unused.length - namesMax} more` : ''
    yield `${unused.length} of ${stored.log.entries.length} entries of the log found nothing of their name: ${shown}${more}`
  }
  if (events.length > 0) return yield* firstDifferentLine(events, run)
  if (stored.marks === null) return
  const marked = firstMarkedDifference(stored.marks, run.trace)
  if (marked === null) return
  const { same, differs } = marked
  yield same === 0 ? `the first difference is among the first ${differs} events`
    : `up to event #${same} it is as recorded; the first difference is at #${differs} or before`
}

function* firstDifferentLine(events: readonly string[], run: Run): Iterable<string> {
  let seq = 0
  for (const event of run.trace.events()) {
    const line = formatEvent(event)
    if (line !== events[seq]) return yield `first difference:\n  recorded ${events[seq] ?? '(nothing)'}\n  now      ${line}`
    seq++
  }
  if (seq < events.length) yield `first difference:\n  recorded ${events[seq]!}\n  now      (nothing)`
}

/** A failure may outlive an edit of the code that changes the run in which it was found. */
function* findingLines({ stored: { found } }: RunFile, { run, checks }: ScenarioRun): Iterable<string> {
  if (found === null) return
  const now = identitiesOf(run, checks).map(identityText)
  if (now.includes(found)) yield `what was found is still there: ${found}`
  else yield `what was found is no longer there: ${found}${now.length === 0 ? '' : `; now there is ${now.join(', ')}`}`
}
