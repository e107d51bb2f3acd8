import type { Term } from './term.ts'

export const reshardingTerms: readonly Term[] = [
  {
    name: 'resharding', also: ['split', 'reshard'],
    means: 'Replacing some shards by others that cover the same key range, while clients read and write. The new shards are'
      + ' filled and kept up to date next to the old ones; then the types are moved over, one after the other.',
    see: ['SplitClone', 'SplitDiff', 'MigrateServedTypes'],
  },
  {
    name: 'source shard', also: ['source'],
    means: 'The shard that is being replaced. During a split there is one, and it serves until the cutover of each type.',
    see: ['destination shard', 'cutover'],
  },
  {
    name: 'destination shard', also: ['destination', 'target', 'targets', 'destinations'],
    means: 'A shard that takes over. vtsim calls it target. Its master is told not to serve while a stream fills it;'
      + ' whoever wrote there would be overwritten.',
    see: ['source shard', 'filtered replication'],
  },
  {
    name: 'SplitClone', also: ['clone', 'online clone', 'offline clone'],
    means: 'Copies the rows of the source to the destinations in two rounds, comparing by primary key and repairing what'
      + ' differs: it inserts, updates, and deletes. The online round reads a tablet that goes on replicating; the'
      + ' offline round a tablet whose replication was stopped at a known position. From that position on streams take over.',
    see: ['vtworker', 'DRAINED', 'filtered replication'],
  },
  {
    name: 'chunk', also: ['chunks'],
    means: 'A range of primary keys that is copied as one piece, several at a time. Small tables are one chunk.',
    see: ['SplitClone'],
  },
  {
    name: 'SplitDiff', also: ['diff'],
    means: 'Compares the rows of source and destination at one and the same position: it takes a tablet out of service on each'
      + ' side and stops both at the same transaction. It repairs nothing, and it proves nothing about what comes later.',
    see: ['vtworker', 'position', 'DRAINED'],
  },
  {
    name: 'MigrateServedTypes', also: ['migrate'],
    means: 'The command that moves one tablet type from source to destination: first rdonly and replica, which can be taken'
      + ' back with -reverse, then master, which cannot.',
    see: ['cutover', 'tablet type', 'reverse replication'],
  },
  {
    name: 'cutover', also: ['cut-over'],
    means: 'The moment in which writes move: stop the old master, read its position, wait until the new masters have'
      + ' reached it, let them serve, move the routing. In between every write fails, and clients must try again.',
    see: ['MigrateServedTypes', 'catching up', 'write outage'],
  },
  {
    name: 'write outage', also: ['outage'],
    means: 'The time in which no master takes writes of a key: from the stop of the old one until a vtgate has heard of the'
      + ' new routing. Each vtgate ends it for its own clients.',
    see: ['cutover', 'watch'],
  },
  {
    name: 'freeze', also: ['frozen', 'point of no return'],
    means: 'A mark in the record of the source that its writes will not come back. Before it, a failed cutover is undone and'
      + ' the source serves again; after it, the way is forward: the same command again.',
    see: ['cutover', 'shard record'],
  },
  {
    name: 'reverse replication', also: ['reverse streams', 'ReversedResharding', 'reverse stream'],
    means: 'Streams from the new shards back into the old one, so that somebody could return without losing writes. A'
      + ' cutover creates them; they stay stopped unless -reverse_replication was asked for.',
    see: ['filtered replication', 'cutover'],
  },
  {
    name: 'wait for drain', also: ['wait-for-drain', 'WaitForDrain'],
    means: 'A pause between moving the routing of reads and switching the old tablets off. Nobody asks the vtgates'
      + ' whether they have heard; the time is a guess.',
    see: ['MigrateServedTypes', 'watch'],
  },
]
