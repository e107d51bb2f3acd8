import type { Canary } from './canary.ts'

const finds = ['target-mirrors-source', 'acked-writes-survive']

/**
 * Seeded bugs that a campaign of a minute does not find. Run by name only. What they lack:
 * - `stops-without-waiting`, `position-before-the-stop`: the wait for the streams polls once a second, in which the late
 *   commit comes through; only an overtaking of all that is a loss.
 * - `commit-waits-for-nobody`, `doubt-is-a-refusal`: a fault has to fall into some milliseconds.
 * - `restart-skips-a-row`: chunks are read in one batch unless they have more than 512 rows.
 * - `no-lock`, `versions-ignored`: two commands have to meet within one round trip of the topology.
 * - `lost-write-taken-for-done`, `one-shard-catches-up`, `stream-lives-on`: that is not known. A minute on one busy core (24 to 57
 *   schedules) shows nothing of them.
 */
export const elusive: readonly Canary[] = [
  {
    name: 'stops-without-waiting', guardOff: 'tablet-requests-end-before-it-stops', scenario: 'late-acknowledgement', strategy: 'random', faults: ['slow'],
    breaks: 'a master says that it has stopped while a write is under way, which commits after the last position was read',
    finds: ['acked-writes-survive', 'reads-are-linearizable', 'commits-are-whole'],
  },
  {
    name: 'restart-skips-a-row', scenario: 'explore/clone', finds, faults: ['crash', 'one-way', 'partition', 'lost', 'slow'],
    breaks: 'a reader that lost its connection goes on one row too far',
    edits: [{ file: 'src/vitess/vtworker/reader-query.ts', from: 'clauses.push(`${key[0]!}>${literal(0, lastRow[0]!)}`)', to: 'clauses.push(`${key[0]!}>${literal(0, lastRow[0]!)}+1`)' }],
  },
  {
    name: 'lost-write-taken-for-done', scenario: 'offline-only', finds: [...finds, 'scatter-reads-complete'], faults: ['lost'],
    breaks: 'a statement of a writer that timed out counts as written',
    edits: [{ file: 'src/vitess/vtworker/executor.ts', from: `will retry because it was a\`
        + \` timeout error on the context\`)
      return false`, to: `will retry because it was a\`
        + \` timeout error on the context\`)
      return true` }],
  },
  {
    name: 'no-lock', scenario: 'explore/two-operators', breaks: 'MigrateServedTypes gives its lock back before it begins',
    edits: [{ file: 'src/vitess/topo/locks.ts', from: '    result = await body(lock)\n', to: '    await topo.global.unlock(ctx, lock.lockId)\n    lock.released = false\n    result = await body(lock)\n' }],
    finds: ['topology-changes-under-lock'],
  },
  {
    name: 'versions-ignored', scenario: 'reparent-in-a-cutover', faults: ['slow'], breaks: 'compare-and-set sets without comparing',
    edits: [{ file: 'src/vitess/topo/topo-tree.ts', from: `if (known === undefined) throw noNode(path)
      if (known.version !== version) throw badVersion(path)`, to: 'if (known === undefined) throw noNode(path)' }],
    finds: ['routing-agrees', 'clients-are-served-again', 'service-returns', 'acked-writes-survive'],
  },
  {
    name: 'position-before-the-stop', scenario: 'slow-disks', breaks: 'the position to wait for is read while the old master still takes writes',
    edits: [
      { file: 'src/vitess/wrangler/migrate-served-master.ts', from: "    run: (ctx, m) => updateDisableQueryService(ctx, m.wr.topo, m.lock, m.keyspace, m.sources, 'MASTER', [],\n      true),", to: `    run: async (ctx, m) => {
      await gatherSourcePositions(ctx, m)
      await updateDisableQueryService(ctx, m.wr.topo, m.lock, m.keyspace, m.sources, 'MASTER', [], true)
    },` },
      { file: 'src/vitess/wrangler/migrate-served-master.ts', from: 'run: (ctx, m) => gatherSourcePositions(ctx, m),', to: 'run: async () => {},' },
    ],
    finds: ['acked-writes-survive', 'reads-are-linearizable'],
  },
  {
    name: 'one-shard-catches-up', scenario: 'slow-disks', faults: ['held', 'one-way', 'partition', 'stall'], breaks: 'MigrateServedTypes waits for the first of the new masters only',
    edits: [{ file: 'src/vitess/wrangler/master-catch-up.ts', from: 'await forEachShard(ctx, m.destinations, async (own, shard) => {', to: 'await forEachShard(ctx, m.destinations.slice(0, 1), async (own, shard) => {' }],
    finds: ['acked-writes-survive', 'reads-are-linearizable'],
  },
  {
    name: 'accuser-of-overlaps', scenario: 'explore/clone', breaks: 'of two writes that overlap in time the one that was answered first came first',
    edits: [{ file: 'src/lab/check/invariants/acked-writes-survive.ts', from: 'other => other.acked && other.startUs > candidate.endUs\n', to: 'other => other.acked && other.endUs > candidate.endUs\n' }],
    finds: ['acked-writes-survive'],
  },
  {
    name: 'stream-lives-on', scenario: 'reverse', faults: ['slow', 'held', 'replication-lag'], breaks: 'a stream that was deleted goes on applying',
    edits: [{ file: 'src/vitess/vttablet/vreplication/engine.ts', from: `await this.controllers.get(id)?.stop(ctx)
      this.controllers.delete(id)`, to: 'this.controllers.delete(id)' }],
    finds: ['target-mirrors-source', 'acked-writes-survive', 'positions-move-forward', 'scatter-reads-complete', 'rows-in-their-shard'],
  },
  {
    name: 'doubt-is-a-refusal', scenario: 'explore/failover', breaks: 'a client is told that a write was not done, though nobody knows',
    edits: [
      { file: 'src/vitess/vtgate/gateway/shard-error.ts', from: 'failure: Failure, target: Target, tablet: Tablet | null, definite = failure.definite,', to: 'failure: Failure, target: Target, tablet: Tablet | null, definite = true,' },
    ],
    finds: ['acked-writes-survive', 'commits-are-whole', 'reads-are-linearizable'],
  },
  {
    name: 'commit-waits-for-nobody', scenario: 'explore/failover', breaks: 'semi-sync: a commit is answered before a replica has it',
    edits: [{ file: 'src/mysql/binlog/semi-sync.ts', from: 'return this.isOn && index >= this.acknowledged', to: 'return this.isOn && index > this.acknowledged + 1e9' }],
    finds: ['acks-survive-failover', 'acked-writes-survive', 'reads-are-linearizable', 'commits-are-whole'],
  },
  {
    name: 'accuser-of-doubt', scenario: 'explore/failover', breaks: 'a write of unknown outcome counts as acknowledged',
    edits: [{ file: 'src/lab/check/invariants/acked-writes-survive.ts', from: "const acked = attempt.outcome === 'ok'", to: "const acked = attempt.outcome !== 'fail'" }],
    finds: ['acked-writes-survive'],
  },
]
