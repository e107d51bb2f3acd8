/**
 * # Branch: one run, and the others that could have been
 *
 * A **moment** is a run plan and the number of an event. A **branch** is one run; a decision at a moment
 * (a fault, a statement, another pick of what runs next, a step left out) makes a new branch that shares its
 * parent's past. A **probe** asks at a moment and leaves no trace.
 *
 *     main    ────●──────────────▶
 *                 └─ crash ──────▶  what-if
 *
 *     startBranch(scenario, plan) ─▶ trace, replies, result: they grow while the caller keeps the thread
 *     probe(plan, question) ─▶ answer      choicesAt(plan, event) ─▶ what may come next
 *
 * Invariants: up to the moment of the decision both branches have the same events; a branch is named by its
 * plan alone, so it can be run again, anywhere; no branch is ever lost by making another.
 */
export type { Branch, Reply } from './branch.ts'
export { choicesAt, type Choice } from './choices.ts'
export { probe } from './probe.ts'
export { routingKinds, routingText } from './routing.ts'
export { optionsOf, plainPlan, planAfter, type ExploredRun, type RunPlan } from './run-plan.ts'
export { runCommandLine } from './run-command-line.ts'
export { startBranch, type BranchStart } from './start-branch.ts'
export {
  describeIntervention, formatIntervention, parseIntervention, type Intervention,
} from '../scenario/index.ts'
