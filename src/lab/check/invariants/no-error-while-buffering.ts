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

function isRefused({ target, outcome, endUs }: Attempt): boolean {
  return target === '@master' && outcome !== 'ok' && endUs !== null
}

function evidenceOf({ id, client, operation, startUs, endUs, error }: Attempt): Evidence {
  const seconds = ((endUs! - startUs) / 1e6).toFixed(3)
  return {
    says: `the ${operation} of ${client} at ${(startUs / 1000).toFixed(3)} ms failed after ${seconds} s: ${error}`,
    data: { attempt: id, error }, timeUs: endUs,
  }
}
