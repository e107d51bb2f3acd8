import { UserError } from '../../base/index.ts'
import { type Code, type Ctx, Failure } from '../../sim/index.ts'

/**
 * A failure that is certain: nothing of what the message speaks of was done. Plain Go errors have the code
 * UNKNOWN.
 */
export function failure(message: string, code: Code = 'UNKNOWN'): Failure {
  return new Failure(code, message, { definite: true })
}

/** The error with `text: ` put before its message; code and certainty stay. Source: go/vt/vterrors Wrap. */
export function wrapped(error: unknown, text: string): unknown {
  if (!(error instanceof Failure)) return error
  const { definite, errno, sqlState } = error
  return new Failure(error.code, `${text}: ${error.message}`, { definite, errno, sqlState })
}

/** Runs `body`; a failure gets `text: ` before its message. */
export async function wrapping<T>(text: string, body: () => PromiseLike<T>): Promise<T> {
  try {
    return await body()
  } catch (error) {
    throw wrapped(error, text)
  }
}

/** A mistake in a command's arguments, as the server that runs the command reports it. */
export function asFailure(error: unknown): unknown {
  return error instanceof UserError ? failure(error.message, 'INVALID_ARGUMENT') : error
}

/** What a log line says of an error. Anything but a modelled failure is our bug and goes on up. */
export function failureText(error: unknown): string {
  if (error instanceof Failure) return error.message
  throw error
}

/** Runs `body`; undefined in place of a failure of it, unless the caller itself was cancelled. */
export async function ignoringFailure<T>(ctx: Ctx, body: () => PromiseLike<T>): Promise<T | undefined> {
  try {
    return await body()
  } catch (error) {
    if (!(error instanceof Failure) || ctx.canceled !== null) throw error
    return undefined
  }
}
