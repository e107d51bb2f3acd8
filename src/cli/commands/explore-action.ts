import { resolve } from 'node:path'
import { UserError } from '../../base/index.ts'
import { Campaign, checkSkip, doesNotReplay } from '../../lab/explore/index.ts'
import { formatUserError, type ImageName } from '../../lab/scenario/index.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { FoundFiles } from '../explore/found-files.ts'
import { readOptions, type ExploreArgs, type ExploreOptions } from '../explore/options.ts'
import { githubReport, humanReport, jsonCampaign, junitReport, type CampaignReport } from '../explore/report.ts'
import { knownOf, localRunner, type Runner } from '../explore/runner.ts'
import { WorkerRunner } from '../explore/worker-runner.ts'
import { loadScenario, type LoadedScenario } from '../load-scenario.ts'
import { createPaint } from '../paint.ts'
import { parseFrom } from '../parse-from.ts'
import { asUsageError, InvalidFileError } from '../report-error.ts'
import { wantsColor, type Terminal } from '../terminal.ts'
import { checkFolder } from '../write-whole.ts'
import { shrinkFile } from './shrink-action.ts'

/** The real clock, taken before the simulator puts its traps on it. */
const nowNs = process.hrtime.bigint
const nowMs = (): number => Number(nowNs() / 1000n) / 1000

export async function explore(args: ExploreArgs, terminal: Terminal): Promise<ExitCode> {
  const options = readOptions(args)
  const loaded = await loadScenario(terminal.cwd, args.scenario)
  // One image for all runs, whatever their clients do then: it is made once in each thread.
  const from = parseFrom(args.from, loaded, options.plan.seed)
  checkFolder(resolve(terminal.cwd, options.out), options.out)
  const campaign = new Campaign(options.plan)
  const finds = new FoundFiles(loaded, options, terminal)
  const startMs = nowMs()
  let isOver = false
  let runners: readonly Runner[] = []
  const end = (): void => {
    isOver = true
    for (const runner of runners) runner.stop()
  }
  let isInterrupted = false
  const interrupt = (): void => {
    isInterrupted = true
    end()
  }
  process.once('SIGINT', interrupt)
  const show = progress(terminal, startMs, options, campaign)
  try {
    runners = await showingMistakes(loaded, () => makeRunners(loaded, from, options, terminal))
    let next = options.shard.index
    const lane = async (runner: Runner): Promise<void> => {
      while (!isOver && next < options.schedules && nowMs() - startMs < options.forMs) {
        const index = next
        next += options.shard.count
        const explored = await showingMistakes(loaded, () => runner.run(index))
        if (explored === null) return
        if (campaign.add(explored)) finds.write(explored)
        show()
        // Runs that are under way have smaller numbers, or are as good as this one: they are waited for.
        if (explored.failure !== null && !options.keepGoing) isOver = true
      }
    }
    await Promise.all(runners.map(lane))
  } finally {
    process.off('SIGINT', interrupt)
    end()
    if (terminal.isTty) terminal.err('\r\u001b[K')
  }
  const { summary } = campaign
  const files = summary.findings.map(({ first }) => finds.fileOf(first))
  terminal.out(reportText({
    scenario: loaded.scenario.source.file, options, from, summary, wallMs: Math.round(nowMs() - startMs),
    interrupted: isInterrupted, files, command: terminal.env['VTSIM_COMMAND'] ?? 'vtsim',
  }, terminal))
  if (!isInterrupted) await shrinkFirst(files, options, terminal)
  if (summary.findings.some(({ first }) => first.failure!.check === doesNotReplay)) return exitCodes.internal
  if (summary.findings.length > 0) return exitCodes.failed
  if (isInterrupted) return exitCodes.interrupted
  return summary.schedules === summary.undecided ? exitCodes.noVerdict : exitCodes.ok
}

async function makeRunners(
  loaded: LoadedScenario, from: ImageName | null, options: ExploreOptions, terminal: Terminal,
): Promise<readonly Runner[]> {
  const { plan, skip, workers } = options
  const { program, cwd } = terminal
  const beginning = { vtsim: 'explore', cwd, scenario: loaded.file.path, plan, skip, from } as const
  const known = knownOf(loaded.scenario, from)
  const runners = program === undefined ? [localRunner(loaded.scenario, beginning, known)]
    : Array.from({ length: workers }, () => new WorkerRunner(program, beginning, known))
  try {
    if (skip.length > 0) {
      const seen = await known()
      asUsageError(() => checkSkip(skip, seen))
    }
    return runners
  } catch (error) {
    for (const runner of runners) runner.stop()
    throw error
  }
}

/** What was found first, as small as it can be. A program that reads the report gets nothing but that, unless it asks. */
async function shrinkFirst(files: readonly (string | undefined)[], options: ExploreOptions, terminal: Terminal): Promise<void> {
  const file = files.find(one => one !== undefined)
  const { format, shrink = terminal.isTty && format === 'human' } = options
  if (file === undefined || !shrink) return
  const isForProgram = format === 'json' || format === 'junit'
  const beside = isForProgram ? { ...terminal, out: (text: string): void => terminal.err(text) } : terminal
  beside.out('\n')
  await shrinkFile({ file, for: shrinkFor, json: false, quiet: false }, beside)
}

function reportText(report: CampaignReport, terminal: Terminal): string {
  const paint = createPaint(wantsColor(terminal))
  switch (report.options.format) {
    case 'human': return humanReport(report, paint)
    case 'json': return jsonCampaign(report)
    case 'junit': return junitReport(report)
    case 'github': return githubReport(report, createPaint(false))
  }
}

const shrinkFor = '30s'
const showEveryMs = 200

/** One line that is written over again and again, for a person who waits. */
function progress(terminal: Terminal, startMs: number, options: ExploreOptions, campaign: Campaign): () => void {
  let shownMs = 0
  return () => {
    const time = nowMs()
    if (!terminal.isTty || time - shownMs < showEveryMs) return
    shownMs = time
    const { schedules, findings, orders, fired, gaps } = campaign.summary
    const share = Math.ceil((options.schedules - options.shard.index) / options.shard.count)
    const of = share === Infinity ? `for ${Math.round(options.forMs / 1000)} s` : `of ${share}`
    const perS = (schedules / Math.max((time - startMs) / 1000, 0.001)).toFixed(1)
    terminal.err(`\r\u001b[K${schedules} ${of} schedules · ${perS}/s · ${orders} orders · ${fired.length} of `
      + `${fired.length + gaps.length} faults · ${findings.length} found`)
  }
}

async function showingMistakes<T>({ scenario }: LoadedScenario, body: () => Promise<T>): Promise<T> {
  try {
    return await body()
  } catch (error) {
    if (error instanceof UserError) throw new InvalidFileError(formatUserError(error, scenario.source))
    throw error
  }
}
