import { formatIntervention, type Intervention, type RunPlan } from '../lab/branch/index.ts'
import { identityText, type Explored, type FaultPlan } from '../lab/explore/index.ts'
import type { ImageName } from '../lab/scenario/index.ts'
import { formatKept, type KeptOperation } from '../lab/workload/index.ts'
import { formatEvent, runLogLines, type Run, type RunLog, type Trace } from '../sim/index.ts'
import type { LoadedScenario } from './load-scenario.ts'

/**
 * # Run files
 *
 * A run file names a run: a header, which is one line of JSON; the run log, line by line; and, where somebody
 * asked for them, an empty line and the events.
 *
 *     {"vtsim":3,"scenario":"scenarios/explore/cutover.md","scenarioDigest":"…","seed":7,…}
 *     client-1/work
 *      rpc/request → 100+1@3
 *
 * The header of a run that begins from an image has `"from":{"command":"…","seed":0}`, which says where; the image
 * is made anew. It says with which line the file ends, so that one that was cut off is known as such. Files of
 * version 2, which have neither, and of version 1, whose log is a list in the header, are still read.
 */
export const RUN_FILE_VERSION = 3
/** The last line. */
export const END_MARK = '# end'

/** All that names a run, and how to see whether another one is the same. */
export interface StoredRun {
  /** The file of the scenario, as it was called where the run was made. */
  readonly scenario: string
  /** Tells whether the scenario is still what it was. */
  readonly scenarioDigest: string
  readonly seed: number | null
  readonly skip: readonly string[]
  /** What a reader did. */
  readonly interventions: readonly Intervention[]
  /** The image in which it begins; null: at the beginning of the scenario. */
  readonly from: ImageName | null
  /** The operations that clients send; null: all. */
  readonly kept: readonly KeptOperation[] | null
  /** What could go wrong in a run of an exploration; null in any other. */
  readonly faults: FaultPlan | null
  /** What was found, as `identityText` says it; null: nothing was looked for. */
  readonly found: string | null
  readonly traceHash: string
  /** Hashes on the way, which tell where another run begins to differ; null: none were kept. */
  readonly marks: string | null
  readonly log: RunLog
}

/** A run as text; `trace` if all that happened is to be there too. */
export function runFileText(stored: StoredRun, trace?: Trace): string {
  const { scenario, scenarioDigest, seed, skip, interventions, from, kept, faults, found, traceHash, marks, log } = stored
  const lines = [...runLogLines(log)]
  if (trace !== undefined) {
    lines.push('')
    for (const event of trace.events()) lines.push(formatEvent(event))
  }
  const header = {
    vtsim: RUN_FILE_VERSION, scenario, scenarioDigest, seed, skip,
    end: END_MARK, interventions: interventions.map(formatIntervention), ...from === null ? {} : { from },
    ...kept === null ? {} : { kept: kept.map(formatKept) }, ...faults === null ? {} : { faults },
    ...found === null ? {} : { found }, traceHash, ...marks === null ? {} : { marks },
  }
  return `${[JSON.stringify(header), ...lines, END_MARK].join('\n')}\n`
}

/** A run that was just made by a plan. */
export function storedBranch(loaded: LoadedScenario, { seed, skip, interventions, from, explored }: RunPlan, run: Run): StoredRun {
  return {
    scenario: loaded.scenario.source.file, scenarioDigest: loaded.digest, seed: seed ?? null, skip, interventions,
    from: from ?? null, kept: explored?.kept ?? null, faults: explored?.faults ?? null, found: null,
    traceHash: run.hash, marks: run.marks(), log: run.log(),
  }
}

/** A run that an exploration has found. */
export function storedFinding(
  loaded: LoadedScenario, { plan, skip, from, hash, marks, log, failure }: Explored & { readonly log: RunLog },
): StoredRun {
  return {
    scenario: loaded.scenario.source.file, scenarioDigest: loaded.digest, seed: plan.seed, skip, interventions: [], from,
    kept: null, faults: plan.faults, found: failure === null ? null : identityText(failure), traceHash: hash, marks, log,
  }
}
