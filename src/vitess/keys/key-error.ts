import { Failure } from '../../sim/index.ts'

/** A modelled failure of a computation on keys. It never depends on the network, so it is always definite. */
export function keyFailure(code: 'UNKNOWN' | 'INVALID_ARGUMENT' | 'UNAVAILABLE', message: string): Failure {
  return new Failure(code, message, { definite: true })
}
