/**
 * # Explore: break it
 *
 * A **campaign** runs a scenario many times, each time with other orders, other latencies and other faults. Run
 * `i` is named by an **exploration plan**, a pure function of the campaign's seed and `i`: a **strategy** that
 * decides what is not determined, and a **fault plan** that says what may go wrong and how often. The **nemesis**
 * stands outside of all servers and breaks them, in waves, at pause points, and message by message.
 *
 *     (seed, i) ──▶ plan ──▶ strategy ──┐
 *                      └───▶ nemesis ───┴──▶ run ──▶ verdicts, failure identity, measures, run log
 *
 *     first phase: anything breaks ──▶ calm: all is mended ──▶ second phase: the operator comes to an end,
 *                                                              clients are served again within a bound
 *
 * Words. **Reconnaissance** is a first run in which nothing goes wrong: it tells how many decisions and which pause
 * points there are. A fault has **fired** when somebody felt it: one that nobody felt is a **gap**. A **failure
 * identity** says which check saw what kind of thing, in the check's own word. What is found is **confirmed**: its log
 * must give it again. The **operator policy** types failed commands again, clears away what they have **left behind**,
 * and undoes what it cannot finish; then nothing may stay half-way.
 *
 * Invariants: the same plan gives the same run; whatever the nemesis does is an answer in the run log, so the log
 * and the fault plan give the run again; in the second phase nothing breaks and nobody is starved; what is down at
 * its beginning comes up again, unless the scenario has stopped it.
 *
 * What real worlds do that this one does not: disks that lose or corrupt what was written, clocks that drift,
 * messages that are changed on their way, operators who do the wrong thing.
 */
export { Campaign, type CampaignSummary, type Finding } from './campaign.ts'
export { checkCampaign, checkSkip } from './check-campaign.ts'
export { confirm, doesNotReplay } from './confirm.ts'
export { exploreOne, troubleOf, type Explored, type ExploreOptions, type Measures } from './explore-one.ts'
export { identitiesOf, identityText, type FailureIdentity } from './failure-identity.ts'
export { faultNames, messageFaults, parseFaultPlan, quiet, type FaultName, type FaultPlan } from './fault-plan.ts'
export { makeStrategy, type PhasedStrategy } from './make-strategy.ts'
export { defaultCampaign, planRun, type CampaignPlan } from './plan-run.ts'
export { strategyNames, type ExplorationPlan, type StrategyName, type StrategyPlan } from './portfolio.ts'
export { reconnoitre, type Reconnaissance } from './reconnaissance.ts'
