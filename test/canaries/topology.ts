import type { Canary } from './canary.ts'

const locks = 'src/vitess/topo/lock-table.ts'
const scenario = 'explore/clone'

/** Mutants of the topology and of the commands that edit it. */
export const topology: readonly Canary[] = [
  {
    name: 'lock-for-everybody', scenario: 'explore/two-operators', breaks: 'a lock that is held is given to the next one too',
    edits: [{ file: locks, from: 'else if (isFree) return this.grant(', to: 'else if (isFree || holder !== undefined) return this.grant(' }],
    finds: ['topology-changes-under-lock', 'routing-agrees', 'serving-graph-complete'],
  },
  {
    name: 'watchers-told-nothing', quick: true, scenario, breaks: 'the topology server does not tell watchers of a change',
    edits: [{ file: 'src/vitess/topo/topo-tree.ts', from: "this.tell(ctx, path, 'changed')", to: 'void ctx' }],
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
    name: 'one-new-shard-routed', quick: true, scenario, breaks: 'only the first of the new shards comes into the serving graph',
    edits: [
      { file: 'src/vitess/topo/srv-keyspace-edits.ts', from: 'shardsToAdd.reduce(withReference, kept)', to: 'shardsToAdd.slice(0, 1).reduce(withReference, kept)' },
      { file: 'src/vitess/topo/srv-keyspace-edits.ts', from: 'return orderAndCheckPartitions(cell, editPartition(cleared, tabletType, moved))', to: "return cell === '' ? orderAndCheckPartitions(cell, cleared) : editPartition(cleared, tabletType, moved)" },
    ],
    finds: ['serving-graph-complete', 'acked-writes-survive', 'scatter-reads-complete'],
  },
  {
    name: 'refresh-without-an-answer', scenario: 'slow-disks', breaks: 'a master is told to stop, and nobody waits until it has',
    edits: [{ file: 'src/vitess/wrangler/refresh-tablets.ts', from: '    await tabletManager(master).refreshState(own, {})\n',
      to: "    ctx.spawn('refresh', async inner => { try { await tabletManager(master).refreshState(inner, {}) } catch {} }, "
        + '{ daemon: true })\n' }],
    finds: ['acked-writes-survive', 'reads-are-linearizable', 'one-writer'],
  },
]
