/**
 * # Shrink: the smallest run that breaks
 *
 * A **failing run** is all that names a run in which a check was violated: the seed of its clients, the faults that
 * were possible, the run log, the operations that clients sent. A **candidate** is the same with something left out
 * or made smaller. It is run, and is accepted if it **fails like** the original: with the same failure identity, so
 * that one bug never turns into another on the way.
 *
 *     run ─▶ later ─▶ leap ─▶ moved ─▶ redrawn ─▶ operations, faults, choices ─▶ schedule ─▶ smaller numbers ─▶ the least
 *
 * Words. A run is begun **later** in an image: before the last command from which it still fails. An **act** is one
 * thing that the nemesis broke, as the answers that say what, whom and for how long. A
 * **leap** leaves out whole kinds of things at once, and all operations that have nothing to do with the evidence. An
 * operation is **moved** to a step of a command, where it may fail in the dull schedule. A storm is **redrawn** with
 * one kind of faults instead of many. A **part** is what is left out piece by piece. A log is **anchored** when it is
 * fed back by times, because what is counted has become less. The **size** of a run counts what was decided in it. The
 * **critical pair** of a run are two events whose order decides: the other way round, and after the same past, the check
 * holds. A **step** is one decision of the scheduler.
 *
 * Invariants: whatever is accepted was run, and its log is the one that was recorded; without a budget the answer
 * depends on the run alone; when the budget is used up, the best so far is the answer, and it fails like the
 * original; no candidate that was refused is run again, but to see where its run
 * begins; of a critical pair both runs were made, one failed and one held.
 *
 * What delta debugging in other worlds has to do, and this has not: guess how to build a smaller input. Every
 * subset of a run log is a run. What theirs do and this does not: build a smaller cluster.
 */
export type { FailingRun } from './failing-run.ts'
export { shrink, type Shrunk, type ShrinkOptions, type ShrinkProgress, type Size } from './shrink.ts'
export { evidenceOf, type Trial } from './trial.ts'
export { whatDecides, type DecidingPair, type LeftOut, type WhatDecides } from './what-decides.ts'
