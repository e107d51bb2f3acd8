/**
 * # planner: from a statement to a plan
 *
 * Turns a statement into a tree of primitives: which shards to ask what, and what to do with the answers.
 * This is the planner of Vitess before Gen4, "V3". It knows the VSchema, and nothing of rows, shards or
 * tablets.
 *
 *     FROM ─▶ builders (route, join, …) ◀─ WHERE, select list, GROUP BY, ORDER BY, LIMIT are pushed down
 *               └── wireup: columns that cross from one route to another become variables ──▶ primitives
 *
 * Words: a **route** is one query to some shards; two routes **merge** when one query can do the work of
 * both; the **origin** of an expression is the last route that it needs a column of; a **symbol** is a name
 * that a SELECT can see.
 *
 * Invariants: statements are never changed, only rewritten; a plan is inert data without anything of one
 * world in it, so worlds with the same VSchema share plans; what cannot be planned fails with Vitess's own
 * text.
 *
 * What real Vitess does that we do not: plans for DDL, SET and SHOW are not made here, as in 2020;
 * QUERY_TIMEOUT_MS is kept in the plan.
 */
export { buildPlan } from './build-plan.ts'
export type { PlanContext } from './planning.ts'
export { planValue } from './plan-value.ts'
export { rewriteSessionFunctions } from './session-functions.ts'
