import type { Failure } from '../../sim/index.ts'

/**
 * `rpc error: code = Unknown desc = …`, as Go's gRPC prints an error. Source: google.golang.org/grpc/status.
 */
export function grpcErrorText(failure: Failure): string {
  const code = failure.code === 'CANCELED' ? 'Canceled'
    : failure.code.split('_').map(word => word[0] + word.slice(1).toLowerCase()).join('')
  return `rpc error: code = ${code} desc = ${failure.message}`
}
