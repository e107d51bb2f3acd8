import { Failure, type FailureDetail } from '../../../sim/index.ts'
import { tabletIdent } from '../../discovery/index.ts'
import type { FailureRecord, Tablet, Target } from '../../wire/index.ts'

/**
 * `target: customer.0.master, used tablet: zone1-200 (localhost)`.
 * Source: go/vt/vtgate/gateway.go NewShardError.
 */
function shardText(target: Target, tablet: Tablet | null): string {
  const where = `target: ${target.keyspace}.${target.shard}.${target.tabletType.toLowerCase()}`
  return tablet === null ? where : `${where}, used tablet: ${tabletIdent(tablet)}`
}

/** The failure as the client sees it: with its code, and with the shard and tablet in front of its text. */
export function shardError(
  failure: Failure, target: Target, tablet: Tablet | null, definite = failure.definite,
): Failure {
  const text = `${shardText(target, tablet)}: ${failure.message}`
  return new Failure(failure.code, text, detail(failure, definite))
}

/** As {@link shardError}, for a failure that came within a reply. */
export function shardErrorRecord(record: FailureRecord, target: Target, tablet: Tablet): FailureRecord {
  return { ...record, message: `${shardText(target, tablet)}: ${rpcText(record.code, record.message)}` }
}

/**
 * What a tablet, or the way to it, failed with.
 * Source: go/vt/vterrors/grpc.go, go/vt/vttablet/tabletconn ErrorFromGRPC.
 */
export function tabletError(failure: Failure): Failure {
  return new Failure(failure.code, rpcText(failure.code, failure.message), detail(failure, failure.definite))
}

function detail(failure: Failure, definite: boolean): FailureDetail {
  const { errno, sqlState } = failure
  return errno === undefined ? { definite } : { definite, errno, sqlState }
}

const rpcText = (code: string, message: string): string =>
  `vttablet: rpc error: code = ${grpcCode(code)} desc = ${message}`

/** `FAILED_PRECONDITION` → `FailedPrecondition`, as grpc-go prints codes. */
const grpcCode = (code: string): string =>
  code.split('_').map((word) => word.charAt(0) + word.slice(1).toLowerCase()).join('')
