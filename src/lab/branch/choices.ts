import { taskName, type PendingEvent, type TraceEvent } from '../../sim/index.ts'
import { runScenario, type Scenario } from '../scenario/index.ts'
import { optionsOf, planAfter, type RunPlan } from './run-plan.ts'

/** Something that can happen next at a moment. */
export interface Choice {
  /** Its name and number, as a pick has them. */
  readonly event: string
  readonly nth: number
  /** As it will stand in the trace if it is next, with the number 0. */
  readonly happens: TraceEvent
  /** Until when it must have happened. */
  readonly latestUs: number
  /** Whether it is what the run did. */
  readonly isNext: boolean
}

/**
 * All that may happen next after an event, in the order of the dull run: what a scheduler has to choose from.
 * Fewer than two: nothing is to be chosen there.
 */
export async function choicesAt(scenario: Scenario, plan: RunPlan, after: number): Promise<readonly Choice[]> {
  let choices: readonly Choice[] = []
  await runScenario(scenario, {
    ...optionsOf(scenario, planAfter(plan, after, [])), hash: 'off', watch: (simulation, steering) => {
      const look = (): void => {
        steering.decided = (ready, index) => {
          choices = ready.map((event, at) => choice(event, Math.round(simulation.nowMs * 1000), at === index))
          steering.decided = null
        }
        simulation.afterEvent(() => simulation.stop())
      }
      if (simulation.trace.length >= after) return simulation.afterEvent(look)
      const stop = simulation.subscribe('all', ({ seq }) => {
        if (seq < after) return
        stop()
        simulation.afterEvent(look)
      })
    },
  })
  return choices
}

function choice(event: PendingEvent, nowUs: number, isNext: boolean): Choice {
  const { id, nth, at, latest, process, label, note, data, cause, chain } = event
  const happens = {
    seq: 0, timeUs: Math.max(at, nowUs), process: process.name, task: taskName(label), cause,
    kind: id.slice(chain.name.length + 1), note, data,
  }
  return { event: id, nth, happens, latestUs: latest, isNext }
}
