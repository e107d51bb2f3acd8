import { Failure, type Code } from '../../../sim/index.ts'

/**
 * A statement that cannot be planned. Most of these have no code of their own in Vitess of 2020, which makes
 * them UNKNOWN.
 */
export function planFailure(message: string, code: Code = 'UNKNOWN'): Failure {
  return new Failure(code, message, { definite: true })
}
