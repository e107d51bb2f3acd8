import { UserError } from '../../base/index.ts'
import { Trace } from '../../sim/index.ts'
import { runScenario, type Scenario, type ScenarioRun } from '../scenario/index.ts'
import type { Branch, Reply } from './branch.ts'
import { gatherReplies } from './replies.ts'
import { optionsOf, type RunPlan } from './run-plan.ts'

export interface BranchStart {
  readonly plan: RunPlan
  readonly name: string
  readonly parent: { readonly name: string; readonly after: number } | null
  readonly decision: string
  /** Is called each time the caller has the thread back after the run went on, and when it has ended. */
  readonly onGrown: () => void
}

/**
 * Runs a scenario by a plan. The answer grows while the run is made, a few milliseconds at a time; the caller
 * has the event loop in between. Never throws: what goes wrong is the branch's `problem`.
 */
export function startBranch(scenario: Scenario, start: BranchStart): Branch {
  const branch = new GrowingBranch(start)
  void branch.grow(scenario, start.onGrown)
  return branch
}

class GrowingBranch implements Branch {
  readonly name: string
  readonly plan: RunPlan
  readonly parent: Branch['parent']
  readonly decision: string
  readonly trace = new Trace(true)
  isRunning = true
  result: ScenarioRun | null = null
  problem: string | null = null
  replies: ReadonlyMap<number, Reply> = new Map()

  constructor({ name, plan, parent, decision }: BranchStart) {
    this.name = name
    this.plan = plan
    this.parent = parent
    this.decision = decision
  }

  async grow(scenario: Scenario, onGrown: () => void): Promise<void> {
    try {
      this.result = await runScenario(scenario, {
        ...optionsOf(scenario, this.plan), trace: this.trace, watch: simulation => {
          this.replies = gatherReplies(simulation)
          simulation.onTurn(onGrown)
        },
      })
      this.problem = problemOf(this.result)
    } catch (error) {
      this.problem = oneLine(error)
    }
    this.isRunning = false
    onGrown()
  }
}

/** Why a run did not come to its end, in one line; null if it did. */
function problemOf({ run }: ScenarioRun): string | null {
  switch (run.outcome) {
    case 'done': return null
    case 'deadlock': return 'the run cannot go on: everybody waits for somebody'
    case 'budget': return 'the run did not come to its end in the time that a scenario may take'
    default: return oneLine(run.error)
  }
}

function oneLine(error: unknown): string {
  if (error instanceof UserError) return String(error)
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!
}
