import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { UserError } from '../../base/index.ts'
import {
  Campaign, exploreOne, identityText, planRun, reconnoitre, type Explored, type Reconnaissance,
} from '../../lab/explore/index.ts'
import { formatUserError } from '../../lab/scenario/index.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import { readOptions, type ExploreArgs, type ExploreOptions } from '../explore/options.ts'
import { githubReport, humanReport, jsonCampaign, junitReport, type CampaignReport } from '../explore/report.ts'
import { loadScenario, type LoadedScenario } from '../load-scenario.ts'
import { createPaint } from '../paint.ts'
import { InvalidFileError, UsageError } from '../report-error.ts'
import { exploredFileText } from '../run-file.ts'
import { wantsColor, type Terminal } from '../terminal.ts'

/** The real clock, taken before the simulator puts its traps on it. */
const nowNs = process.hrtime.bigint
const nowMs = (): number => Number(nowNs() / 1000n) / 1000

export async function explore(args: ExploreArgs, terminal: Terminal): Promise<ExitCode> {
  const options = readOptions(args)
  const loaded = await loadScenario(terminal.cwd, args.scenario)
  const campaign = new Campaign(options.plan)
  const finds = new FoundFiles(loaded, options, terminal)
  const startMs = nowMs()
  let isInterrupted = false
  const interrupt = (): void => { isInterrupted = true }
  process.once('SIGINT', interrupt)
  try {
    const known = await showingMistakes(loaded, () => reconnoitre(loaded.scenario))
    const show = progress(terminal, startMs, options, campaign)
    for (let i = options.shard.index; i < options.schedules; i += options.shard.count) {
      if (isInterrupted || nowMs() - startMs >= options.forMs) break
      const explored = await showingMistakes(loaded, () => runOne(loaded, options, known, i))
      if (campaign.add(explored)) finds.write(explored)
      show()
      if (explored.failure !== null && !options.keepGoing) break
    }
  } finally {
    process.off('SIGINT', interrupt)
    if (terminal.isTty) terminal.err('\r\u001b[K')
  }
  const { summary } = campaign
  terminal.out(reportText({
    scenario: loaded.scenario.source.file, options, summary, wallMs: Math.round(nowMs() - startMs),
    interrupted: isInterrupted, files: summary.findings.map(({ first }) => finds.fileOf(first)),
    command: terminal.env['VTSIM_COMMAND'] ?? 'vtsim',
  }, terminal))
  if (summary.findings.length > 0) return exitCodes.failed
  if (isInterrupted) return exitCodes.interrupted
  return summary.schedules === summary.undecided ? exitCodes.noVerdict : exitCodes.ok
}

function runOne(loaded: LoadedScenario, options: ExploreOptions, known: Reconnaissance, i: number): Promise<Explored> {
  return exploreOne(loaded.scenario, planRun(options.plan, known, i), { skip: options.skip })
}

/** Writes what was found at once: nothing is lost when somebody ends the campaign. */
class FoundFiles {
  private readonly names = new Map<string, string>()

  constructor(
    private readonly loaded: LoadedScenario, private readonly options: ExploreOptions, private readonly terminal: Terminal,
  ) {}

  write(explored: Explored): void {
    const { name } = this.loaded.scenario
    const file = `${name.replaceAll('/', '-')}-${this.options.plan.seed}-${explored.plan.index}.run`
    const shown = join(this.options.out, file)
    const path = resolve(this.terminal.cwd, shown)
    try {
      mkdirSync(resolve(this.terminal.cwd, this.options.out), { recursive: true })
      writeFileSync(path, exploredFileText(this.loaded, explored))
    } catch (error) {
      const { code = '' } = error as NodeJS.ErrnoException
      throw new UsageError(`cannot write ${shown}: ${code}`, `found: ${identityText(explored.failure!)}`)
    }
    this.names.set(identityText(explored.failure!), shown)
  }

  fileOf(explored: Explored): string {
    return this.names.get(identityText(explored.failure!)) ?? ''
  }
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

const showEveryMs = 200

/** One line that is written over again and again, for a person who waits. */
function progress(terminal: Terminal, startMs: number, options: ExploreOptions, campaign: Campaign): () => void {
  let shownMs = 0
  return () => {
    const time = nowMs()
    if (!terminal.isTty || time - shownMs < showEveryMs) return
    shownMs = time
    const { schedules, findings, orders, fired, gaps } = campaign.summary
    const share = Math.ceil(options.schedules / options.shard.count)
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
