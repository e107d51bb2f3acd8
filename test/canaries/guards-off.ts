import type { Canary } from './canary.ts'

/** Conditions inside servers that a world can do without. */
export const guardsOff: readonly Canary[] = [
  {
    name: 'source-goes-on', guardOff: 'tablet-obeys-disable-query-service', scenario: 'explore/clone',
    breaks: 'the old master goes on taking writes during and after the cutover',
    finds: ['acked-writes-survive', 'reads-are-linearizable', 'one-writer'],
  },
  {
    name: 'target-answers-early', guardOff: 'tablet-silent-while-filled', scenario: 'early-birds',
    breaks: 'a master serves whose shard is still being filled: what is written there meets the stream',
    finds: ['target-mirrors-source', 'acked-writes-survive', 'rows-in-their-shard'],
  },
  {
    name: 'stops-without-waiting', guardOff: 'tablet-requests-end-before-it-stops', scenario: 'explore/clone',
    breaks: 'a master says that it has stopped while a write is under way, which commits after the last position was read',
    finds: ['acked-writes-survive', 'reads-are-linearizable', 'commits-are-whole'],
  },
  {
    name: 'position-after-rows', guardOff: 'stream-position-with-rows', scenario: 'explore/clone',
    breaks: 'rows and position of a stream are committed apart: a crash between the two applies a transaction twice',
    finds: ['positions-move-forward'],
  },
  {
    name: 'master-first', guardOff: 'migrate-served-types-master-last', scenario: 'master-first',
    breaks: 'writes move while reads are still sent to the old shard, which gets nothing new',
    finds: ['routing-agrees', 'scatter-reads-complete'],
  },
  {
    name: 'no-keep-alive', guardOff: 'topo-lock-keep-alive', scenario: 'lease',
    breaks: 'the lock of a keyspace runs out under a command that takes longer than the lease',
    finds: ['topology-changes-under-lock', 'routing-agrees', 'serving-graph-complete'],
  },
  {
    name: 'sequence-block-kept', guardOff: 'sequence-blocks-forgotten', scenario: 'explore/failover',
    breaks: 'a tablet that is master again goes on with the block of sequence values that it had before',
    finds: ['sequences-never-repeat'],
  },
]
