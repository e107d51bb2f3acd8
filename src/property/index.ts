/**
 * # Property: runs as values of fast-check
 *
 * An arbitrary gives a **trial**, which is one run of a scenario under a schedule and under faults, or a **schedule**
 * for a world of one's own. Either is drawn from a few numbers. Its first run records what was really decided (orders,
 * faults, what clients sent), and from then on it *is* that record: fast-check makes it smaller like any other value.
 *
 *     trials() ──▶ drawn ──run──▶ fails: a log of thousands of decisions
 *                                   └─ leap ──▶ a dozen ──▶ one less ──▶ … ──▶ none can be left out
 *                                      by what they mean       one by one
 *
 * Words. **Decisions** are the entries of a run log and the operations that clients send. A **leap** leaves out most of
 * them at once, as `vtsim shrink` does; **smaller** ones follow step by step. A node of that tree may be asked for
 * before the one above it has run: so `{seed, path}` of fast-check leads to the same counterexample again.
 *
 * Invariants: the same value gives the same run; each step is smaller, so shrinking ends; what is printed can be pasted
 * (`trialOf(…)`, `scheduleOf(…)`, `clusterOf(…)`) and gives the same run; a smaller trial that shows another failure does not count.
 *
 * What `fc.scheduler` does that this does not: order promises that the simulator does not know.
 */
export { clusterOf, clusters, type ClusterShape, type ClustersOptions } from './clusters.ts'
export { Schedule, scheduleOf, schedules, type DrawnSchedule, type KnownSchedule, type WorldOptions } from './schedules.ts'
export { Trial, trialOf, type DrawnTrial, type KnownTrial, type TrialOptions, type TrialRun } from './trial.ts'
export { trials, type TrialsOptions } from './trials.ts'
export { workloads, type WorkloadsOptions } from './workloads.ts'
