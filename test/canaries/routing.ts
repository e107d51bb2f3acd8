import type { Canary } from './canary.ts'

const scenario = 'explore/transactions'
/** A doubled message does a thing twice, and this workload has no way to tell. */
const faults = ['crash', 'stall', 'slow', 'slow-commit', 'lost'] as const

/** Mutants of vtgate: where statements go, how transactions end, what is tried again, what clients are told. */
export const routing: readonly Canary[] = [
  {
    name: 'half-a-commit-is-a-refusal', scenario, faults, breaks: 'a commit that failed after the first shard is told as if nothing had happened',
    edits: [{ file: 'src/vitess/vtgate/tx-conn.ts', from: 'if (error instanceof Failure && error.definite && i + preSessions.length > 0) {', to: 'if (error instanceof Failure && error.definite && i + preSessions.length > 99) {' }],
    finds: ['transactions-are-isolated', 'commits-are-whole'],
  },
  {
    name: 'half-a-commit-is-done', scenario, faults, breaks: 'a commit that failed in one shard is acknowledged',
    edits: [{ file: 'src/vitess/vtgate/tx-conn.ts', from: `          throw new Failure(error.code, error.message, { ...error, definite: false })
        }
        throw error`, to: `          continue
        }
        continue` }],
    finds: ['transactions-are-isolated', 'acked-writes-survive', 'commits-are-whole'],
  },
  {
    name: 'doubt-is-a-refusal', scenario: 'explore/failover', breaks: 'a client is told that a write was not done, though nobody knows',
    edits: [
      { file: 'src/vitess/vtgate/gateway/shard-error.ts', from: 'failure: Failure, target: Target, tablet: Tablet | null, definite = failure.definite,', to: 'failure: Failure, target: Target, tablet: Tablet | null, definite = true,' },
    ],
    finds: ['acked-writes-survive', 'commits-are-whole', 'reads-are-linearizable'],
  },
  {
    name: 'rows-committed-one-by-one', scenario: 'explore/failover', breaks: 'an insert into two shards is committed in each by itself',
    edits: [{ file: 'src/vitess/vtgate/engine/insert.ts', from: 'const autocommit = (queries.length === 1 || plan.multiShardAutocommit) && cursor.autocommitApproval()', to: 'const autocommit = queries.length > 0 && cursor.autocommitApproval()' }],
    finds: ['commits-are-whole'],
  },
  {
    name: 'scatter-without-a-shard', scenario: 'explore/failover', breaks: 'a read of all shards is answered without those that failed',
    edits: [{ file: 'src/vitess/vtgate/engine/route.ts', from: 'if (!route.scatterErrorsAsWarnings) throw aggregateFailures(failures)', to: 'if (failures.length === queries.length) throw aggregateFailures(failures)' }],
    finds: ['scatter-reads-complete'],
  },
  {
    name: 'one-value-for-many-rows', scenario: 'explore/failover', breaks: 'an insert of several rows draws one value from the sequence',
    edits: [{ file: 'src/vitess/vtgate/engine/sequence.ts', from: "const n: BindVariable = { type: 'INT64', value: count }", to: "const n: BindVariable = { type: 'INT64', value: 1 }" }],
    finds: ['sequences-never-repeat', 'acked-writes-survive', 'reads-are-linearizable', 'commits-are-whole'],
  },
  {
    name: 'deaf-to-the-watch', scenario: 'explore/clone', breaks: 'a vtgate keeps the first serving graph that it has heard of',
    edits: [{ file: 'src/vitess/vtgate/srvtopo/resilient-server.ts', from: 'entry.value = node.contents as SrvKeyspace', to: 'entry.value ??= node.contents as SrvKeyspace' }],
    finds: ['clients-are-served-again', 'service-returns'],
  },
  {
    name: 'stays-with-the-old-master', scenario: 'explore/failover', breaks: 'a vtgate holds on to the master of the older term',
    edits: [{ file: 'src/vitess/discovery/tablet-stats-cache.ts', from: 'return stats.tabletExternallyReparentedTimestampS < known.tabletExternallyReparentedTimestampS', to: 'return stats.tabletExternallyReparentedTimestampS > known.tabletExternallyReparentedTimestampS' }],
    finds: ['clients-are-served-again', 'service-returns'],
  },
  {
    name: 'any-type-will-do', scenario: 'explore/failover', breaks: 'a replica answers what was meant for a master',
    edits: [{ file: 'src/vitess/vttablet/tabletserver/serving-state.ts', from: 'if (target.tabletType === this.tabletType || this.alsoAllow.includes(target.tabletType)) return', to: 'if (this.tabletType !== \'UNKNOWN\') return' }],
    finds: ['reads-are-linearizable', 'acked-writes-survive'],
  },
]
