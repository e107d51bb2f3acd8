import type { Failure } from '../../../sim/index.ts'

const readOnly = 'server is running with the --read-only option so it cannot execute this statement'

// Source: go/vt/vtgate/buffer/buffer.go CausedByFailover.
const failoverTexts: readonly string[] = [
  'operation not allowed in state NOT_SERVING',
  'operation not allowed in state SHUTTING_DOWN',
  '(errno 1290) (sqlstate HY000) during query:',
  `The MariaDB ${readOnly} (errno 1290) (sqlstate HY000)`,
  `The MySQL ${readOnly} (errno 1290) (sqlstate HY000)`,
  'failover in progress (errno 1227) (sqlstate 42000)',
]

/** True if a failover is what the failure looks like; a migration looks the same. */
export function causedByFailover(failure: Failure): boolean {
  if (failure.code !== 'FAILED_PRECONDITION' && failure.code !== 'INTERNAL') return false
  return failoverTexts.some((text) => failure.message.includes(text))
}
