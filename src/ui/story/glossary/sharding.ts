import type { Term } from './term.ts'

export const shardingTerms: readonly Term[] = [
  {
    name: 'keyspace', also: [],
    means: 'What an application sees as one database. It is spread over shards, each of which is a MySQL database of'
      + ' its own: the keyspace customer is the database vt_customer on every tablet of its shards.',
    see: ['shard', 'VSchema'],
  },
  {
    name: 'shard', also: ['customer/0', 'customer/-80', 'customer/80-'],
    means: 'A part of the rows of a keyspace, on one master and its replicas. A shard is named after its key range:'
      + ' -80 holds everything below 80. A keyspace that was never split has one shard, usually called 0.',
    see: ['key range', 'tablet'],
  },
  {
    name: 'keyspace id', also: ['keyspace ids'],
    means: 'Some bytes that say where a row belongs, written in hex. A vindex computes them from a column. They are'
      + ' compared from the left, as texts are: d2fd8867… is not below 80, so it belongs to 80-.',
    see: ['vindex', 'key range'],
  },
  {
    name: 'key range', also: ['key ranges'],
    means: 'The keyspace ids of a shard: from the text before the dash, that one included, up to the text after it,'
      + ' that one not. Nothing before or after the dash means without an end: -80 and 80- together are everything.',
    see: ['keyspace id', 'shard'],
  },
  {
    name: 'vindex', also: ['vindexes', 'primary vindex'],
    means: 'How a column leads to a keyspace id. The first vindex of a table decides in which shard a row is. Vindexes'
      + ' that compute need nothing else; a lookup vindex keeps a table from values to ids.',
    see: ['hash', 'keyspace id', 'VSchema'],
  },
  {
    name: 'hash', also: ['hash(customer_id)'],
    means: 'The usual vindex for numbers: the number as 8 bytes, encrypted by DES with a key of zeros. Neighbours'
      + ' land far apart, and there is a way back. 1, 2, 3 and 5 land in -80, 4 in 80-.',
    see: ['vindex'],
  },
  {
    name: 'VSchema', also: ['SrvVSchema'],
    means: 'What vtgate has to know of the tables of a keyspace: whether it is sharded, the vindexes, which column uses'
      + ' which of them, and the sequences. It is a record of the topology; SrvVSchema is its copy in each cell.',
    see: ['vindex', 'sequence', 'topology'],
  },
  {
    name: 'sequence', also: ['sequences', 'customer_seq', 'order_seq'],
    means: 'Gives out numbers for new rows, each once. It is a table with one row in a keyspace that is not sharded, since'
      + ' two shards that count by themselves would give the same number twice. A tablet sets blocks of numbers aside;'
      + ' what it has not used when it stops is lost.',
    see: ['keyspace'],
  },
  {
    name: 'scatter', also: ['scatter query'],
    means: 'A statement that goes to every shard because nothing in it names a keyspace id. vtgate puts the answers'
      + ' together; the shards may have answered at different moments.',
    see: ['vtgate', 'keyspace id'],
  },
]
