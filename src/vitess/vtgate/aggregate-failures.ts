import { assert, byCodeUnit } from '../../base/index.ts'
import { Failure, type Code } from '../../sim/index.ts'

/** The later a code stands here, the more it says. Source: go/vt/vterrors/aggregate.go. */
const priority: readonly Code[] = [
  'CANCELED', 'ALREADY_EXISTS', 'OUT_OF_RANGE', 'UNAVAILABLE', 'DEADLINE_EXCEEDED', 'ABORTED',
    'FAILED_PRECONDITION',
  'RESOURCE_EXHAUSTED', 'UNKNOWN', 'UNAUTHENTICATED', 'PERMISSION_DENIED', 'INVALID_ARGUMENT', 'NOT_FOUND',
    'UNIMPLEMENTED',
  'INTERNAL', 'DATA_LOSS',
]

/**
 * One failure for those of several shards. A bug among them is thrown as it is. Source: vterrors.Aggregate.
 */
export function aggregateFailures(errors: readonly Error[]): Error {
  assert(errors.length > 0, 'there is a failure to report')
  const failures: Failure[] = []
  for (const error of errors) {
    if (!(error instanceof Failure)) return error
    failures.push(error)
  }
  if (failures.length === 1) return failures[0]!
  const worst = failures.reduce((a, b) => (priority.indexOf(b.code) > priority.indexOf(a.code) ? b : a))
  const text = failures.map((failure) => failure.message).sort(byCodeUnit).join('\n')
  const { errno, sqlState } = worst
  return new Failure(worst.code, text, { definite: failures.every((failure) => failure.definite),
    ...(errno === undefined ? {} : { errno, sqlState }) })
}
