import type { Canary } from './canary.ts'

/** Mutants of vtgate: where statements go, how transactions end, what is tried again, what clients are told. */
export const routing: readonly Canary[] = [
  {
    name: 'half-a-commit-is-a-refusal', scenario: 'crash-in-a-commit', faults: ['slow', 'slow-commit'], breaks: 'a commit that failed after the first shard is told as if nothing had happened',
    edits: [{ file: 'src/vitess/vtgate/tx-conn.ts', from: 'if (error instanceof Failure && error.definite && i + preSessions.length > 0) {', to: 'if (error instanceof Failure && error.definite && i + preSessions.length > 99) {' }],
    finds: ['transactions-are-isolated', 'commits-are-whole'],
  },
  {
    name: 'half-a-commit-is-done', scenario: 'crash-in-a-commit', faults: ['slow', 'slow-commit'], breaks: 'a commit that failed in one shard is acknowledged',
    edits: [{ file: 'src/vitess/vtgate/tx-conn.ts', from: `          throw new Failure(error.code, error.message, { ...error, definite: false })
        }
        throw error`, to: `          continue
        }
        continue` }],
    finds: ['transactions-are-isolated', 'acked-writes-survive', 'commits-are-whole'],
  },
  {
    name: 'rows-committed-one-by-one', scenario: 'explore/emergency', faults: ['slow', 'slow-commit', 'replication-lag'], breaks: 'an insert into two shards is committed in each by itself',
    edits: [{ file: 'src/vitess/vtgate/engine/insert.ts', from: 'const autocommit = (queries.length === 1 || plan.multiShardAutocommit) && cursor.autocommitApproval()', to: 'const autocommit = queries.length > 0 && cursor.autocommitApproval()' }],
    finds: ['commits-are-whole'],
  },
  {
    name: 'scatter-without-a-shard', scenario: 'explore/emergency', strategy: 'random', faults: ['slow', 'slow-commit', 'replication-lag', 'crash'], breaks: 'a read of all shards is answered without those that failed',
    edits: [{ file: 'src/vitess/vtgate/engine/route.ts', from: 'if (!route.scatterErrorsAsWarnings) throw aggregateFailures(failures)', to: 'if (failures.length === queries.length) throw aggregateFailures(failures)' }],
    finds: ['scatter-reads-complete'],
  },
  {
    name: 'deaf-to-the-watch', scenario: 'explore/clone', breaks: 'a vtgate keeps the first serving graph that it has heard of',
    edits: [{ file: 'src/vitess/vtgate/srvtopo/resilient-server.ts', from: 'entry.value = node.contents as SrvKeyspace', to: 'entry.value ??= node.contents as SrvKeyspace' }],
    finds: ['clients-are-served-again', 'service-returns'],
  },
]
