import type { VSchemaKeyspace } from '../../vitess/wire/index.ts'
import type { ClusterSpec, KeyspaceSpec, TabletSpec } from './cluster-spec.ts'

/** The tutorial's tables that number themselves. Source: examples/local/create_commerce_seq.sql. */
function sequence(name: string): string {
  return `create table ${name}(id int, next_id bigint, cache bigint, primary key(id)) comment`
    + ` 'vitess_sequence'`
}

const commerce: KeyspaceSpec = {
  name: 'commerce',
  shards: [{ name: '0', tablets: tablets(100) }],
  schema: [
    'create table product(sku varbinary(128), description varbinary(128), price bigint, primary key(sku))',
    sequence('customer_seq'),
    sequence('order_seq'),
  ],
  vschema: { tables: { customer_seq: { type: 'sequence' }, order_seq: { type: 'sequence' }, product: {} } },
  rows: [
    { table: 'product', rows: [['SKU-1001', 'Monitor', 100], ['SKU-1002', 'Keyboard', 30]] },
    { table: 'customer_seq', rows: [[0, 1000, 100]] },
    { table: 'order_seq', rows: [[0, 1000, 100]] },
  ],
}

const customerVSchema: VSchemaKeyspace = {
  sharded: true,
  vindexes: { hash: { type: 'hash' } },
  tables: {
    customer: {
      column_vindexes: [{ column: 'customer_id', name: 'hash' }],
      auto_increment: { column: 'customer_id', sequence: 'customer_seq' },
    },
    corder: {
      column_vindexes: [{ column: 'customer_id', name: 'hash' }],
      auto_increment: { column: 'order_id', sequence: 'order_seq' },
    },
  },
}

const names = ['alice', 'bob', 'charlie', 'dan', 'eve']

const customer: KeyspaceSpec = {
  name: 'customer',
  shards: [{ name: '0', tablets: tablets(200) }],
  schema: [
    'create table customer(customer_id bigint not null, email varbinary(128), primary key(customer_id))',
    'create table corder(order_id bigint not null, customer_id bigint, sku varbinary(128), price bigint,'
      + ' primary key(order_id))',
  ],
  vschema: customerVSchema,
  rows: [
    { table: 'customer', rows: names.map((name, index) => [index + 1, `${name}@domain.com`]) },
    {
      table: 'corder',
      rows: names.map(
        (_, index) => [index + 1, index + 1, index === 0 ? 'SKU-1001' : 'SKU-1002', index === 0 ? 100 : 30]
      ),
    },
  ],
}

function tablets(first: number): readonly TabletSpec[] {
  const types = ['MASTER', 'REPLICA', 'RDONLY'] as const
  return types.map((type, index) => ({ alias: { cell: 'zone1', uid: first + index }, type }))
}

/** The cluster of Vitess's local example after its script 301: ready for customer/0 to be split. */
export const localExample: ClusterSpec = {
  cells: ['zone1'],
  keyspaces: [commerce, customer],
  vtgates: [{ name: 'vtgate-1', cell: 'zone1' }, { name: 'vtgate-2', cell: 'zone1' }],
  enableSemiSync: true,
  tabletRefreshMs: 5000,
}

/**
 * The same after its script 302: the new shards are there with their tables, empty and not routed to. Source:
 * examples/local/302_new_shards.sh.
 */
export const localExampleWithNewShards: ClusterSpec = {
  ...localExample,
  keyspaces: [commerce, {
    ...customer,
    shards: [
      ...customer.shards, { name: '-80', tablets: tablets(300) }, { name: '80-', tablets: tablets(400) },
    ],
  }],
}
