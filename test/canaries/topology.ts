import type { Canary } from './canary.ts'

const locks = 'src/vitess/topo/lock-table.ts'
const scenario = 'explore/clone'

/** Mutants of the topology and of the commands that edit it. */
export const topology: readonly Canary[] = [
  {
    name: 'lock-for-everybody', scenario: 'explore/two-operators', breaks: 'a lock that is held is given to the next one too',
    edits: [{ file: locks, from: 'const isFree = holder === undefined || holder.expiresAtMs <= ctx.nowMs', to: 'const isFree = holder === undefined || holder.lockId > 0' }],
    finds: ['topology-changes-under-lock', 'routing-agrees', 'serving-graph-complete'],
  },
  {
    name: 'no-lock', scenario: 'explore/two-operators', breaks: 'MigrateServedTypes gives its lock back before it begins',
    edits: [{ file: 'src/vitess/topo/locks.ts', from: '    result = await body(lock)\n', to: '    await topo.global.unlock(ctx, lock.lockId)\n    lock.released = false\n    result = await body(lock)\n' }],
    finds: ['topology-changes-under-lock'],
  },
  {
    name: 'versions-ignored', scenario: 'reparent-in-a-cutover', breaks: 'compare-and-set sets without comparing',
    edits: [{ file: 'src/vitess/topo/topo-tree.ts', from: `if (known === undefined) throw noNode(path)
      if (known.version !== version) throw badVersion(path)`, to: 'if (known === undefined) throw noNode(path)' }],
    finds: ['routing-agrees', 'clients-are-served-again', 'service-returns', 'acked-writes-survive'],
  },
  {
    name: 'watchers-told-nothing', scenario, breaks: 'the topology server does not tell watchers of a change',
    edits: [{ file: 'src/vitess/topo/topo-tree.ts', from: "    this.tell(ctx, path, 'changed')\n", to: '' }],
    finds: ['clients-are-served-again', 'service-returns'],
  },
  {
    name: 'both-sides-routed', scenario, breaks: 'the old shard stays in the serving graph beside the new ones',
    edits: [
      { file: 'src/vitess/topo/srv-keyspace-edits.ts', from: `!shardsToRemove.some((shard) => keyRangeEqual(reference.keyRange, shard.record.keyRange)))
    return`, to: `shardsToRemove.length >= 0 || reference.name === '')
    return` },
      { file: 'src/vitess/topo/srv-keyspace-edits.ts', from: 'return orderAndCheckPartitions(cell, editPartition(cleared, tabletType, moved))', to: "return cell === '' ? orderAndCheckPartitions(cell, cleared) : editPartition(cleared, tabletType, moved)" },
    ],
    finds: ['serving-graph-complete', 'routing-agrees', 'scatter-reads-complete'],
  },
  {
    name: 'one-new-shard-routed', scenario, breaks: 'only the first of the new shards comes into the serving graph',
    edits: [
      { file: 'src/vitess/topo/srv-keyspace-edits.ts', from: 'shardReferences: shardsToAdd.reduce(withReference, kept) }', to: 'shardReferences: shardsToAdd.slice(0, 1).reduce(withReference, kept) }' },
      { file: 'src/vitess/topo/srv-keyspace-edits.ts', from: 'return orderAndCheckPartitions(cell, editPartition(cleared, tabletType, moved))', to: "return cell === '' ? orderAndCheckPartitions(cell, cleared) : editPartition(cleared, tabletType, moved)" },
    ],
    finds: ['serving-graph-complete'],
  },
  {
    name: 'refresh-is-a-wish', scenario, breaks: 'a master that did not answer is taken for one that has stopped',
    edits: [{ file: 'src/vitess/wrangler/refresh-tablets.ts', from: '    await tabletManager(master).refreshState(own, {})\n', to: `    try {
      await tabletManager(master).refreshState(own, {})
    } catch (error) {
      if (!(error instanceof Failure) || own.canceled !== null) throw error
    }
` }],
    finds: ['acked-writes-survive', 'reads-are-linearizable', 'one-writer'],
  },
  {
    name: 'position-before-the-stop', scenario, breaks: 'the position to wait for is read while the old master still takes writes',
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
    name: 'one-shard-catches-up', scenario, breaks: 'MigrateServedTypes waits for the first of the new masters only',
    edits: [{ file: 'src/vitess/wrangler/master-catch-up.ts', from: 'await forEachShard(ctx, m.destinations, async (own, shard) => {', to: 'await forEachShard(ctx, m.destinations.slice(0, 1), async (own, shard) => {' }],
    finds: ['acked-writes-survive', 'reads-are-linearizable'],
  },
]
