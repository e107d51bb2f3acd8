import type { Term } from './term.ts'

export const servingTerms: readonly Term[] = [
  {
    name: 'tablet', also: ['tablets', 'vttablet'],
    means: 'One MySQL server with the vttablet in front of it. Nobody speaks to the MySQL server but its vttablet, which'
      + ' decides whether it takes queries, pools connections, and tells its health. Its alias is the cell and a number:'
      + ' zone1-300.',
    see: ['tablet type', 'serving'],
  },
  {
    name: 'tablet type', also: ['MASTER', 'REPLICA', 'RDONLY', 'tablet types'],
    means: 'What a tablet is there for. MASTER takes the writes of its shard, REPLICA reads and may become the master,'
      + ' RDONLY is for long reads and for the tools of resharding. The type says what it would serve, not whether it'
      + ' does.',
    see: ['serving', 'DRAINED'],
  },
  {
    name: 'serving', also: ['SERVING', 'NOT_SERVING', 'serve', 'serves'],
    means: 'Whether a tablet takes queries now, whatever its type. A tablet that does not answers: operation not allowed in'
      + ' state NOT_SERVING. It is one thing whether a tablet serves, and another whether vtgates send to it.',
    see: ['routing', 'tablet type', 'tablet control'],
  },
  {
    name: 'DRAINED', also: ['drained', 'drain'],
    means: 'The type of a tablet that was taken out of its work for a while, so that its replication may be stopped.'
      + ' vtworker does it to an RDONLY tablet and gives the type back at its end. If vtworker dies, the tablet stays'
      + ' DRAINED until somebody runs ChangeSlaveType.',
    see: ['tablet type', 'SplitClone', 'SplitDiff'],
  },
  {
    name: 'routing', also: ['routed'],
    means: 'Where a vtgate sends a statement: by keyspace, type and keyspace id to a shard, and there to a healthy tablet of'
      + ' that type. It goes by its copy of the serving graph, which may be a moment older than the truth.',
    see: ['serving graph', 'vtgate'],
  },
  {
    name: 'serving graph', also: ['SrvKeyspace'],
    means: 'Which shards serve which type, for one keyspace in one cell: the record SrvKeyspace. vtgates watch it; a'
      + ' cutover is a change of it. It also tells tablets whether their query service is disabled.',
    see: ['routing', 'tablet control', 'cell'],
  },
  {
    name: 'tablet control', also: ['queryServiceDisabled', 'DisableQueryService', 'query service'],
    means: 'A note in the serving graph that the tablets of a shard and type shall not serve. It is only a note: a'
      + ' tablet reads it when it is told to refresh its state, when it changes its type, and when it starts.',
    see: ['serving graph', 'RefreshState'],
  },
  {
    name: 'RefreshState', also: [],
    means: 'The call that makes a tablet read the topology again: its own record, that of its shard, and the serving graph.'
      + ' Between a change of a record and this call the tablet goes on as before. If it cannot read the'
      + ' topology, it goes on as well.',
    see: ['tablet control', 'topology'],
  },
  {
    name: 'topology', also: ['topo', 'topology server', 'lockserver'],
    means: 'A small store of records that everybody can read: cells, keyspaces, shards, tablets, who may do what. One'
      + ' is global; each cell has one of its own, so that a cell can go on alone. In production it is etcd, ZooKeeper or'
      + ' Consul.',
    see: ['cell', 'lock', 'watch'],
  },
  {
    name: 'cell', also: ['zone1'],
    means: 'A place that fails as a whole: a data centre, an availability zone. A vtgate sends reads to the tablets of'
      + ' its own cell, and writes to the master wherever it is.',
    see: ['topology', 'vtgate'],
  },
  {
    name: 'shard record', also: ['isMasterServing', 'sourceShards'],
    means: 'What the global topology knows of a shard: who is its master, whether its master serves, from which shards it is'
      + ' being filled, and notes per tablet type. Serving graphs are built from it.',
    see: ['serving graph', 'freeze', 'source shard'],
  },
  {
    name: 'watch', also: ['watches'],
    means: 'A standing question to the topology: the present record, and every later one. Changes come by themselves but not'
      + ' at the same moment for all: two vtgates may route differently for a while.',
    see: ['topology', 'routing'],
  },
  {
    name: 'lock', also: ['locks', 'locked'],
    means: 'In the topology, on a keyspace or a shard: commands that change it take the lock first, so that two do not'
      + ' mix. Nothing but the manners of the commands enforces it. When its holder dies, it is free again after a while.',
    see: ['topology'],
  },
  {
    name: 'vtgate', also: ['vtgates'],
    means: 'The server that applications connect to. It looks like one MySQL server, plans each statement, sends it to the'
      + ' shards concerned and puts the answers together. There are several, and they know nothing of each other.',
    see: ['routing', 'buffering'],
  },
  {
    name: 'buffering', also: ['buffer', 'buffered'],
    means: 'A vtgate can hold writes back while a shard has no master, and send them when it has one again. Off by'
      + ' default. As of April 2020 it ends when a newer master reports, which a split does not bring about: buffered'
      + ' requests wait for their time to run out and then fail.',
    see: ['vtgate', 'cutover'],
  },
  {
    name: 'vtctld', also: ['vtctlclient', 'vtctl'],
    means: 'The server that carries out what operators command: it takes locks, writes records, and calls tablets. vtctlclient'
      + ' hands it a command and prints what it says.',
    see: ['lock', 'MigrateServedTypes'],
  },
  {
    name: 'vtworker', also: [],
    means: 'The process that does the long work of resharding: SplitClone and SplitDiff. What it has borrowed it remembers'
      + ' only in its head.',
    see: ['SplitClone', 'SplitDiff', 'DRAINED'],
  },
]
