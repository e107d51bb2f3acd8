import { runScenario, type Intervention, type Scenario } from '../scenario/index.ts'
import type { Reply } from './branch.ts'
import { gatherReplies } from './replies.ts'
import { optionsOf, planAfter, type RunPlan } from './run-plan.ts'

/**
 * Asks at a moment: in a run of its own, which ends with the answer, so that no branch knows of it. The moment
 * is `question.after`. null if the world came to its end before it had an answer.
 */
export async function probe(scenario: Scenario, plan: RunPlan, question: Intervention): Promise<Reply | null> {
  const asked = planAfter(plan, question.after, [question])
  let replies: ReadonlyMap<number, Reply> = new Map()
  const nth = asked.interventions.length - 1
  await runScenario(scenario, {
    ...optionsOf(scenario, asked), hash: 'off', watch: simulation => {
      replies = gatherReplies(simulation)
      simulation.subscribe(['reader/ended'], ({ data }) => {
        if ((data as { nth: number }).nth === nth) simulation.afterEvent(() => simulation.stop())
      })
    },
  })
  const reply = replies.get(nth)
  return reply === undefined || reply.ended === null ? null : reply
}
