import { availableParallelism } from 'node:os'
import {
  checkCampaign, faultNames, type CampaignPlan, type FaultName, type StrategyName,
} from '../../lab/explore/index.ts'
import { checkSteps, didYouMean } from '../../lab/scenario/index.ts'
import { parseGoDuration } from '../../vitess/command/index.ts'
import { asUsageError, UsageError } from '../report-error.ts'
import { parseSeed } from '../seed.ts'

export const reportFormats = ['human', 'json', 'junit', 'github'] as const
export type ReportFormat = (typeof reportFormats)[number]

/** The command line as it was typed. */
export interface ExploreArgs {
  readonly scenario: string
  readonly schedules?: string
  readonly for?: string
  readonly strategy: string
  readonly faults: string
  readonly seed?: string
  readonly shard?: string
  readonly skip: readonly string[]
  readonly from?: string
  readonly out: string
  readonly workers?: string
  readonly keepGoing: boolean
  readonly shrink?: boolean
  readonly format: string
}

/** What it means. */
export interface ExploreOptions {
  readonly plan: CampaignPlan
  readonly schedules: number
  readonly forMs: number
  /** This machine makes the runs whose number is `index` modulo `count`. */
  readonly shard: { readonly index: number; readonly count: number }
  readonly skip: readonly string[]
  readonly out: string
  /** Threads. */
  readonly workers: number
  readonly keepGoing: boolean
  /** undefined: for a person, not for a program. */
  readonly shrink: boolean | undefined
  readonly format: ReportFormat
}

const defaultSchedules = 200

/** Fails with a UsageError. */
export function readOptions(args: ExploreArgs): ExploreOptions {
  const schedules = args.schedules === undefined ? undefined : count('--schedules', args.schedules)
  const forMs = args.for === undefined ? Infinity : parseGoDuration(args.for)
  if (forMs === undefined || forMs <= 0) throw new UsageError(`--for ${args.for} is no duration`, 'as in --for 60s')
  const plan: CampaignPlan = {
    seed: parseSeed(args.seed) ?? 0, faults: readFaults(args.faults), strategy: args.strategy as StrategyName,
  }
  asUsageError(() => {
    checkCampaign(plan)
    checkSteps(args.skip)
  })
  return {
    plan,
    schedules: schedules ?? (args.for === undefined ? defaultSchedules : Infinity), forMs,
    shard: readShard(args.shard), skip: args.skip, out: args.out,
    workers: args.workers === undefined ? Math.max(1, availableParallelism() - 1) : count('--workers', args.workers),
    keepGoing: args.keepGoing, shrink: args.shrink,
    format: known('format', args.format, reportFormats) as ReportFormat,
  }
}

function count(option: string, text: string): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number < 1 || !Number.isSafeInteger(number)) throw new UsageError(
    `${option} ${text} is no number from 1 on`, `as in ${option} 4`,
  )
  return number
}

function readFaults(text: string): readonly FaultName[] {
  if (text === 'all') return faultNames
  if (text === 'none') return []
  return text.split(',').map(name => name.trim() as FaultName)
}

function readShard(text: string | undefined): ExploreOptions['shard'] {
  if (text === undefined) return { index: 0, count: 1 }
  const [, index, of] = (/^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []).map(Number)
  if (index === undefined || of === undefined || index < 1 || index > of) throw new UsageError(
    `--shard ${text} is no part of a campaign`, 'as in --shard 1/4, --shard 2/4 …',
  )
  return { index: index - 1, count: of }
}

function known(what: string, name: string, names: readonly string[]): string {
  if (names.includes(name)) return name
  const near = didYouMean(name, names)
  throw new UsageError(
    `there is no ${what} \`${name}\``, near === undefined ? `there are: ${names.join(', ')}` : `did you mean \`${near}\`?`,
  )
}
