import type { Attempt } from '../history.ts'
import type { Invariant } from '../invariant.ts'
import { notedOf, type Evidence } from '../verdict.ts'

/**
 * With buffering on, clients notice a change of the master by its slowness only. A soft law: the buffer of 2020 waits
 * for a newer master of the same shard, so at a split it holds writes back and then has to refuse them, and it
 * has room for ten.
 */
export const noErrorWhileBuffering: Invariant = {
  name: 'no-error-while-buffering',
  says: 'With buffering on, no write of a client is refused because its master has changed.',
  check: ({ isBuffering, history }) => notedOf(isBuffering ? history.filter(isRefused).map(evidenceOf) : []),
}

/** What the buffer takes for a failover, what it says itself, and what comes of waiting too long. */
const failover = new RegExp([
  'operation not allowed in state (NOT_SERVING|SHUTTING_DOWN)', 'errno 1290', 'errno 1227', 'master buffer is full',
  'buffer full: request evicted', 'failed to automatically buffer and retry', 'deadline exceeded',
].join('|'))

function isRefused({ target, outcome, endUs, error }: Attempt): boolean {
  return target === '@master' && outcome !== 'ok' && endUs !== null && failover.test(error)
}

function evidenceOf({ id, client, operation, startUs, endUs, error }: Attempt): Evidence {
  const seconds = ((endUs! - startUs) / 1e6).toFixed(3)
  return {
    says: `the ${operation} of ${client} at ${(startUs / 1000).toFixed(3)} ms failed after ${seconds} s: ${error}`,
    data: { attempt: id, error }, timeUs: endUs,
  }
}
