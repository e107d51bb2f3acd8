/**
 * # Sim: the world
 *
 * Processes that crash, a network that misbehaves, and a virtual clock, driven by one deterministic loop.
 *
 *     task --await--> Op      "I have stopped"
 *                      |
 *          agenda -> strategy -> event -> trace, hash, subscribers
 *                                  |
 *                      some task runs on, alone
 *
 * Words. A **simulation** is one world and one run of it. A **process** is the unit that crashes: its
 * *disk* survives, its tasks do not; it has *lives*. A **task** is one strand of async code, with its
 * **ctx** in hand. A **chain** is a root task and every RPC on its behalf. An **op** is one wait on a
 * primitive. A **strategy** decides which ready event is next and what `choose` answers; what it decided is
 * the **run log**, which replays the run. A **profile** gives each cost a window. A **failure** is a
 * modelled error with a canonical code. A **procedure** is a list of named steps.
 *
 * Invariants. One task runs at a time. A wait is awaited at once, once, by its own task. An event runs
 * within its window, and time never passes the end of a pending one. A dead task is never resumed. Messages
 * are plain data. The same world with the same log gives the same hash, on every engine, in every time zone
 * and locale.
 *
 * What real systems do that this one does not: preempt between waits (a task is atomic from one wait to the
 * next), lose unsynced disk at a crash, let clocks drift apart, corrupt messages. TCP and HTTP/2 are one
 * notion, the exchange: after a crash of the process peers get a reset, after one of the host silence until
 * keepalive notices.
 */
export { type Chain } from './chain.ts'
export { Ctx, type LogLevel } from './ctx.ts'
export { digest, hashText, RollingHash } from './digest.ts'
export { Failure, type Code, type FailureDetail } from './failure.ts'
export { type FaultKind, type FaultMix } from './fault-mix.ts'
export { defineGuard, guards, type Guard, type GuardName } from './guard.ts'
export { Leak } from './leak.ts'
export { firstMarkedDifference, parseMarks } from './marks.ts'
export { Op } from './op.ts'
export { type PauseAction, type PointReached } from './pause-point.ts'
export { type PendingEvent } from './pending-event.ts'
export { defineProcedure, runProcedure, type Procedure, type Step } from './procedure.ts'
export { Process, type Boot } from './process.ts'
export { declarePausePoint, declareSteps, pausePoints, procedures } from './known-points.ts'
export { lan, laptop, overrideProfile, profiles, wan, type Profile, type Window } from './profile.ts'
export { Queue } from './queue.ts'
export { readRunLogLines } from './read-run-log.ts'
export { type Outcome, type Run, type SimulationOptions } from './run.ts'
export { formatLogEntry, parseRunLog, RUN_LOG_VERSION, type LogEntry, type RunLog } from './run-log.ts'
export { Mutex, Semaphore } from './semaphore.ts'
export {
  client, service, streaming, unary,
  type Client, type Handlers, type Methods, type Service, type Streaming, type Touches, type Unary,
} from './service.ts'
export { Signal } from './signal.ts'
export { Simulation } from './simulation.ts'
export { dull } from './strategies/dull.ts'
export { Exhaustive, type ExhaustiveOptions } from './strategies/exhaustive.ts'
export { pct, type PctOptions } from './strategies/pct.ts'
export { pos } from './strategies/pos.ts'
export { random } from './strategies/random.ts'
export { replay, type Replay } from './strategies/replay.ts'
export { Rng } from './strategies/rng.ts'
export { type Strategy } from './strategy.ts'
export { Sink, Stream } from './stream.ts'
export { type Body, type Task } from './task.ts'
export { describeDifference, firstDifference, Trace, type Subscriber } from './trace.ts'
export { formatEvent, taskName, type PlainData, type TaskLabel, type TraceEvent } from './trace-event.ts'
export { runLogLines } from './write-run-log.ts'
