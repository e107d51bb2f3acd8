/**
 * # Library: vtsim in tests of one's own
 *
 * What the package `vtsim` exports. `vtsim/property` has what a test with fast-check needs on top of it.
 *
 *     parseScenario | defineScenario ──▶ scenario ──▶ runScenario ──▶ run, record, checks
 *                                            ├──────▶ explore ──────▶ findings ──▶ shrink
 *                                            └──────▶ trials() of vtsim/property
 *     Simulation ──▶ processes, calls, faults, strategies: a world of one's own, with or without a Cluster in it
 *
 * Words are those of the parts below; each opens with its chapter: `sim` (worlds), `lab/cluster`, `lab/workload`,
 * `lab/scenario`, `lab/check`, `lab/explore`, `lab/shrink`.
 *
 * Invariants: what stands here keeps its name and its meaning within a major version; everything else that a
 * declaration mentions may change. Nothing reads a clock, a file or the environment: the same call gives the same answer.
 *
 * What it does not do: start threads (the command line does), open files, know a test runner.
 */

// Worlds: code under test that waits only on these, and whoever decides what comes next.
export {
  client, Ctx, Failure, Mutex, Process, Queue, Semaphore, service, Signal, Simulation, Sink, Stream, streaming, unary,
  type Body, type Boot, type Client, type Code, type FaultKind, type FaultMix, type Handlers, type Methods, type Op,
  type Outcome, type PauseAction, type PlainData, type PointReached, type Run, type Service, type SimulationOptions,
  type Streaming, type Task, type Unary,
} from '../sim/index.ts'
export { guards, runProcedure, type Guard, type Procedure, type Step } from '../sim/index.ts'
export { lan, laptop, overrideProfile, wan, type Profile, type Window } from '../sim/index.ts'
export { dull, pct, pos, random, replay, type PctOptions, type Replay, type Strategy } from '../sim/index.ts'
export {
  describeDifference, firstDifference, formatEvent, formatLogEntry, readRunLogLines, runLogLines, Trace,
  type LogEntry, type RunLog, type TraceEvent,
} from '../sim/index.ts'

// Clusters: from a description to running processes.
export {
  Cluster, clusterImage, localExample, localExampleWithNewShards, validateCluster, viewRows, viewTables, VtgateConnection,
  type ClusterImage, type ClusterSpec, type KeyspaceSpec, type ShardSpec, type TableRows, type TableView, type TabletSpec,
  type VtgateSpec,
} from '../lab/cluster/index.ts'
export {
  dullWorkload, Workload, type KeptOperation, type SentOperation, type WorkloadSpec,
} from '../lab/workload/index.ts'

// Scenarios: an operator's commands in a cluster with clients, and what is to hold.
export {
  defineScenario, parseScenario, runScenario,
  type FailedCommand, type Scenario, type ScenarioOptions, type ScenarioRun, type ScenarioSpec,
} from '../lab/scenario/index.ts'

// Checks: pure functions of what a run left behind.
export {
  checkRun, invariantNames, invariants, ok, unknown, verdictOf,
  type Attempt, type CheckResult, type Commit, type Evidence, type Invariant, type RunRecord, type StoredRow, type Verdict,
} from '../lab/check/index.ts'
export {
  checkLinearizability, listAppend, registers, sequences,
  type Linearizability, type LinearizabilityBudget, type Model, type Operation,
} from '../lab/check/index.ts'
export {
  checkIsolation, isolationLevels,
  type Anomaly, type AnomalyName, type Isolation, type IsolationLevel, type IsolationOptions, type ListTransaction,
} from '../lab/check/index.ts'

// Exploring: many runs under other orders and faults, and the smallest one that breaks.
export { explore, type CampaignOptions } from './explore.ts'
export {
  faultNames, identityText, strategyNames,
  type CampaignSummary, type Explored, type FailureIdentity, type FaultName, type FaultPlan, type Finding,
  type StrategyName,
} from '../lab/explore/index.ts'
export { shrink, type FailingRun, type Shrunk, type ShrinkOptions } from '../lab/shrink/index.ts'

// Mistakes in what was handed in: one line, where it is, and a hint.
export { UserError, type TextPosition } from '../base/index.ts'
