import type { Canary } from './canary.ts'

/** Steps of procedures without which the rest goes on. */
export const stepsLeftOut: readonly Canary[] = [
  {
    name: 'no-catch-up', quick: true, skip: 'wait-for-catch-up', scenario: 'explore/clone',
    breaks: 'the new masters take over before they have the last writes', finds: ['acked-writes-survive', 'reads-are-linearizable'],
  },
  {
    name: 'no-stop', quick: true, skip: 'stop-source-writes', scenario: 'slow-disks',
    breaks: 'the old master is not told to stop', finds: ['acked-writes-survive', 'reads-are-linearizable', 'one-writer'],
  },
  {
    name: 'no-position', quick: true, skip: 'gather-positions', scenario: 'explore/clone',
    breaks: 'nobody knows what the new masters have to reach', finds: ['acked-writes-survive', 'reads-are-linearizable'],
  },
  {
    name: 'no-offline-clone', quick: true, skip: 'split-clone/offline-clone', scenario: 'explore/clone',
    breaks: 'rows that changed behind the reader of the first round are never repaired',
    finds: ['target-mirrors-source', 'acked-writes-survive'],
  },
  {
    name: 'no-picture', quick: true, skip: 'split-clone/stop-replication', scenario: 'slow-disks',
    breaks: 'the source of the clone goes on replicating while it is read',
    finds: ['target-mirrors-source', 'acked-writes-survive'],
  },
  {
    name: 'no-mark-not-serving', quick: true, skip: 'mark-source-not-serving', scenario: 'explore/clone',
    breaks: 'the record of the old shard says that its master serves', finds: ['routing-agrees'],
  },
  {
    name: 'no-switch', skip: 'migrate-served-types-master/switch-routing', scenario: 'explore/clone',
    breaks: 'vtgates go on sending writes to the old shard, which refuses them',
    finds: ['routing-agrees', 'clients-are-served-again', 'service-returns'],
  },
  {
    name: 'no-demotion', quick: true, skip: 'planned-reparent-shard/demote-old-master', scenario: 'explore/failover',
    breaks: 'the old master takes writes while the new one is made',
    finds: ['acked-writes-survive', 'acks-survive-failover', 'reads-are-linearizable', 'commits-are-whole'],
  },
  {
    name: 'any-replica-will-do', skip: 'emergency-reparent-shard/check-most-advanced', scenario: 'explore/emergency',
    strategy: 'random', faults: ['slow', 'slow-commit', 'replication-lag'],
    breaks: 'a replica becomes master that lacks what another one has acknowledged',
    finds: ['acked-writes-survive', 'acks-survive-failover', 'reads-are-linearizable'],
  },
]
