/** What the process tells whoever started it. */
export const exitCodes = {
  /** Everything was as expected; also when a violation was expected and found. */
  ok: 0,
  /** A check or an expectation failed. */
  failed: 1,
  /** The command line is wrong. */
  usage: 2,
  /** A scenario or run file is wrong; the message has its position. */
  invalidFile: 3,
  /** A replay did not do what the recorded run did. */
  replayDiffers: 4,
  /** The budget was used up before anything could be said. */
  noVerdict: 5,
  /** A bug of vtsim. */
  internal: 70,
  /** A file or the output could not be written; of sysexits.h, as the one above. */
  cannotWrite: 74,
  /** The terminal was closed. */
  hangUp: 129,
  interrupted: 130,
  terminated: 143,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** What a shell sees of a process that a signal has ended. */
export const signalExitCodes = {
  SIGHUP: exitCodes.hangUp, SIGINT: exitCodes.interrupted, SIGTERM: exitCodes.terminated,
} as const
