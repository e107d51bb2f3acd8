import type { Canary } from './canary.ts'

/**
 * Conditions inside servers that a world can do without. Two are not here. `sequence-blocks-forgotten`: without it values
 * come in another order, which nobody is promised. `vtgate-partial-dml-rolls-back`: it protects clients that commit after
 * an error, and ours roll back.
 */
export const guardsOff: readonly Canary[] = [
  {
    name: 'source-goes-on', quick: true, guardOff: 'tablet-obeys-disable-query-service', scenario: 'slow-disks',
    breaks: 'the old master goes on taking writes during and after the cutover',
    finds: ['acked-writes-survive', 'reads-are-linearizable', 'one-writer'],
  },
  {
    name: 'target-answers-early', quick: true, guardOff: 'tablet-silent-while-filled', scenario: 'early-birds',
    breaks: 'a master serves whose shard is still being filled: what is written there meets the stream',
    finds: ['target-mirrors-source', 'acked-writes-survive', 'rows-in-their-shard'],
  },
  {
    name: 'position-after-rows', quick: true, guardOff: 'stream-position-with-rows', scenario: 'explore/clone',
    breaks: 'rows and position of a stream are committed apart: a crash between the two applies a transaction twice',
    finds: ['positions-move-forward'],
  },
  {
    name: 'no-keep-alive', guardOff: 'topo-lock-keep-alive', scenario: 'lease', faults: ['slow'],
    breaks: 'the lock of a keyspace runs out under a command that takes longer than the lease',
    finds: ['topology-changes-under-lock', 'routing-agrees', 'serving-graph-complete'],
  },
  {
    name: 'master-first', quick: true, guardOff: 'migrate-served-types-master-last', scenario: 'master-first',
    breaks: 'writes move while reads are still sent to the old shard, which gets nothing new',
    finds: ['routing-agrees', 'scatter-reads-complete'],
  },
]
