import type { Term } from './term.ts'

export const replicationTerms: readonly Term[] = [
  {
    name: 'GTID', also: ['GTIDs', 'gtid', 'transaction'],
    means: 'The name of one transaction: the id of the server that first committed it, and a number that this server counts.'
      + ' 333eb55f-…:451 is the 451st of that server, on every replica that has it.',
    see: ['position', 'binary log'],
  },
  {
    name: 'position', also: ['positions', 'GTID set', 'gtid_executed'],
    means: 'Which transactions a server or a stream has: a set of GTIDs, as 1-451. One has caught up with another when it'
      + ' contains the other\'s position.',
    see: ['GTID', 'catching up'],
  },
  {
    name: 'binary log', also: ['binlog', 'binlogs'],
    means: 'Where a MySQL server writes down every committed change, in order. Replicas read it from a position on; so do'
      + ' the streams of filtered replication.',
    see: ['position', 'filtered replication'],
  },
  {
    name: 'filtered replication', also: ['stream', 'streams', 'vreplication', 'VReplication', '_vt.vreplication'],
    means: 'A stream of changes from a tablet of one shard into the master of another, of which only those of a key range'
      + ' are applied. Each stream is a row of _vt.vreplication on the target, with its position, which is saved in the same'
      + ' transaction as the change: so after a crash nothing is lost and nothing comes twice.',
    see: ['position', 'key range', 'SplitClone'],
  },
  {
    name: 'catching up', also: ['catch up', 'caught up', 'wait-for-catch-up'],
    means: 'A target applies what the source has committed and it has not. While the source goes on writing there is always'
      + ' something missing; only when the source has stopped does its position stand still, and can be reached.',
    see: ['position', 'cutover'],
  },
  {
    name: 'replication lag', also: ['lag', 'behind'],
    means: 'How far a replica or a stream is behind its source, in transactions or in time. MySQL measures it in whole'
      + ' seconds of the transaction that is being applied, so that zero need not mean: has everything.',
    see: ['catching up'],
  },
  {
    name: 'reparent', also: ['reparents', 'InitShardMaster', 'PlannedReparentShard'],
    means: 'To make another tablet the master of its shard. InitShardMaster does it for a shard without one: it'
      + ' resets replication everywhere, so on a shard with data it loses writes.',
    see: ['tablet type', 'reparent journal'],
  },
  {
    name: 'reparent journal', also: ['_vt.reparent_journal'],
    means: 'A table that gets a row at each reparent. A replica that has the row follows the right master.',
    see: ['reparent'],
  },
  {
    name: 'semi-sync', also: ['semi-synchronous'],
    means: 'A master that waits at each commit until one replica has the transaction in its relay log, so that it survives the'
      + ' master. Being received is not being applied: a read on that replica may still miss it.',
    see: ['replication lag'],
  },
]
