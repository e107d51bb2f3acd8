import type { RunLog } from '../../sim/index.ts'
import type { Evidence } from '../check/index.ts'
import { identitiesOf, identityText, troubleOf, type FailureIdentity, type FaultPlan } from '../explore/index.ts'
import { runScenario, type Scenario, type ScenarioOptions, type ScenarioRun } from '../scenario/index.ts'
import { Anchored, type Times } from './anchored.ts'
import type { FailingRun } from './failing-run.ts'

/** A run, and what was wrong with it. */
export interface Trial {
  /** With the log as it was recorded: what found no event is not there any more. */
  readonly run: FailingRun
  readonly result: ScenarioRun
  readonly identities: readonly FailureIdentity[]
  /** When everything came up. */
  readonly times: Times
  /** When the operator came to his commands, as they are typed. */
  readonly commands: readonly { readonly text: string; readonly atUs: number }[]
  /** Steps that procedures came to, and commands of the operator, in order. */
  readonly steps: readonly ReachedStep[]
}

/** A step of a procedure, or a command. */
export interface ReachedStep { readonly name: string; readonly timeUs: number }

/** Runs a scenario as it was run, or a part of it. `times`: of the run that the log is of; without them, this one. */
export async function tryRun(
  scenario: Scenario, run: FailingRun, times: Times | null = null,
  options: Pick<ScenarioOptions, 'eventsMax' | 'hash' | 'trace' | 'strategy'> = {},
): Promise<Trial> {
  const { seed, skip, interventions, from, log, kept } = run
  const isDrawn = options.strategy !== undefined
  const faults = isDrawn ? run.faults : withoutIdle(run.faults, log)
  let nowUs = (): number => 0
  const commands: { text: string; atUs: number }[] = []
  const steps: ReachedStep[] = []
  const anchored = new Anchored(log, times, () => nowUs())
  const result = await runScenario(scenario, {
    hash: 'off', strategy: anchored, ...options, seed, skip, interventions, from, kept,
    watch: simulation => {
      nowUs = () => simulation.nowMs * 1000
      simulation.subscribe(['scenario/command'], ({ timeUs, data }) => {
        commands.push({ text: (data as { readonly text: string }).text, atUs: timeUs })
      })
      simulation.subscribe(['step/begin', 'scenario/command'], ({ timeUs, data }) => {
        const { procedure, step, text } = data as { readonly procedure?: string; readonly step?: string; readonly text?: string }
        steps.push({ name: text ?? `${procedure}/${step}`, timeUs: Math.ceil(timeUs) })
      })
    },
    ...faults === null ? {} : { trouble: troubleOf(scenario, faults) },
  })
  return {
    run: { ...run, faults, log: result.run.log() }, result, identities: identitiesOf(result.run, result.checks),
    times: anchored.times, commands, steps,
  }
}

/** The first evidence of a failure; null if the run itself failed. */
export function evidenceOf({ result }: Trial, identity: FailureIdentity): Evidence | null {
  for (const { name, verdict } of result.checks) {
    if (name !== identity.check || verdict.verdict !== 'violated') continue
    return verdict.evidence.find(({ anomaly = '' }) => anomaly === identity.anomaly) ?? null
  }
  return null
}

/** Whether a trial fails like that, and with nothing before it that was not there at first. */
export function failsLike(trial: Trial, identity: FailureIdentity, known: ReadonlySet<string>): boolean {
  for (const found of trial.identities) {
    if (identityText(found) === identityText(identity)) return true
    if (!known.has(identityText(found))) return false
  }
  return false
}

/** A nemesis that is not to do a thing need not be asked about it for each event and message. */
function withoutIdle(faults: FaultPlan | null, { entries }: RunLog): FaultPlan | null {
  if (faults === null) return null
  const has = (prefix: string): boolean => entries.some(entry => entry.type === 'answer' && entry.label.startsWith(prefix))
  return {
    ...faults, messageChance: has('net/') || has('silent/') ? faults.messageChance : 0,
    lateness: has('late/') ? faults.lateness : 0,
  }
}
