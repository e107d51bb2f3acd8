/**
 * # Scenario: Markdown that runs
 *
 * A **scenario** is one Markdown file: **front matter** (the cluster, the clients, what is expected),
 * **prose** that is shown when the run comes to it, **console** blocks with commands and their recorded
 * output, **ask** blocks with a question for the reader. A **lesson** is a scenario with a place in the course
 * and a rule to take home.
 *
 *     file ─ parse ─▶ blocks ─▶ shell ─▶ commands/* ─▶ cluster, clients, faults
 *                                  └──▶ output ◀─ compared ─▶ recorded output
 *
 * A **verb** is a command of the sandbox itself (`vtsim until`, `vtsim crash`). The **operator** is the
 * process in which the shell runs. An **intervention** is something that a reader does to a run after one of its
 * events; **steering** lets it come before all else that is ready.
 *
 * An **image** is what a restart of everything finds before a command, when all that stands before it has run
 * undisturbed; a run can begin there, at a **start point**. Network cuts and stalls are not in it.
 *
 * Invariants: a mistake in the file is told with line and column before anything runs, as far as it can be
 * known; the recorded output is that of the dull run; what depends on clock, chance or process is compared by
 * patterns.
 *
 * What a real shell does that this one does not: pipes, redirections, substitutions, conditions, functions,
 * exit codes.
 */
export type { Ask, AskOption } from './ask-block.ts'
export { checkCluster, checkScenario } from './check-scenario.ts'
export type { ConsoleEntry } from './console-block.ts'
export { failedCommandsText, shortCommand, type FailedCommand } from './failed-command.ts'
export type { FrontMatter } from './front-matter.ts'
export type { CutoverReport } from './cutover-meter.ts'
export { defineScenario, type ScenarioSpec } from './define-scenario.ts'
export { didYouMean } from './did-you-mean.ts'
export {
  describeIntervention, formatIntervention, parseIntervention, type Intervention,
} from './intervention.ts'
export { compareOutput, maskLine, type OutputDifference } from './match-output.ts'
export { parseScenario, type Block, type Scenario } from './parse-scenario.ts'
export { recordOutputs } from './record-output.ts'
export { runScenario } from './run-scenario.ts'
export type { ImageName } from './scenario-image.ts'
export type { ScenarioOptions, ScenarioRun } from './scenario-run.ts'
export { formatUserError, SourceText } from './source-text.ts'
export { checkSteps, pausePointLines, pointMistake, stepMistake } from './known-steps.ts'
export { startPoint, startPoints, type StartPoint } from './start-points.ts'
export type { News } from './story.ts'
export { commandNames, lineMistake } from './typed-line.ts'
export { leaseLostMs } from './commands/lock-expiry.ts'
export { liveProfile, type AfterFailure, type LiveProfile, type Trouble, type TroubledWorld } from './trouble.ts'
export { verdictLines } from './verdict-lines.ts'
