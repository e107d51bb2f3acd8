/** The canonical codes of gRPC, spelled as in Vitess (proto/vtrpc.proto). */
export type Code =
  | 'CANCELED' | 'UNKNOWN' | 'INVALID_ARGUMENT' | 'DEADLINE_EXCEEDED' | 'NOT_FOUND' | 'ALREADY_EXISTS'
  | 'PERMISSION_DENIED' | 'RESOURCE_EXHAUSTED' | 'FAILED_PRECONDITION' | 'ABORTED' | 'OUT_OF_RANGE'
  | 'UNIMPLEMENTED' | 'INTERNAL' | 'UNAVAILABLE' | 'DATA_LOSS' | 'UNAUTHENTICATED'

/** Codes after which the caller cannot know whether the call took effect, unless it is told so. */
const INDEFINITE: ReadonlySet<Code> = new Set<Code>([
  'CANCELED', 'UNKNOWN', 'DEADLINE_EXCEEDED', 'INTERNAL', 'UNAVAILABLE', 'DATA_LOSS',
])

export interface FailureDetail {
  /**
   * It surely had no effect. Without it, the code decides: `UNAVAILABLE`, `DEADLINE_EXCEEDED` … are not
   * definite.
   */
  readonly definite?: boolean
  /** MySQL's error number and SQLSTATE, when a database said so. */
  readonly errno?: number
  readonly sqlState?: string
}

let stacks = false

/** Whether failures capture a stack: off while exploring, because that costs more than the call. */
export function captureFailureStacks(on: boolean): void {
  stacks = on
}

/** A modelled failure: something that happens in the world under study, thrown and caught there. */
export class Failure extends Error {
  readonly code: Code
  readonly definite: boolean
  readonly errno: number | undefined
  readonly sqlState: string | undefined

  constructor(code: Code, message: string, detail: FailureDetail = {}) {
    const limit = Error.stackTraceLimit
    if (!stacks) Error.stackTraceLimit = 0
    super(message)
    Error.stackTraceLimit = limit
    this.name = code
    this.code = code
    this.definite = detail.definite ?? !INDEFINITE.has(code)
    this.errno = detail.errno
    this.sqlState = detail.sqlState
  }

  /** The same failure, made anew: what a caller gets after it crossed the wire. */
  again(): Failure {
    return new Failure(this.code, this.message, this)
  }
}
