import { describe, expect, test } from 'vitest'
import { Failure } from '../../../../src/sim/index.ts'
import { articleVSchema, refused, rows, talk, type Answer } from './fake-shards.ts'

const sequence: Answer = (_shard, sql) => {
  if (sql.startsWith('select next')) return rows({ nextval: 'INT64' }, [1000])
}

describe('reads', () => {
  test('a point select asks one shard, once', async () => {
    const { log } = await talk(['select email from customer where customer_id = 4'])
    expect(log).toEqual(['customer/80-: select email from customer where customer_id = :vtg1 {vtg1: 4}'])
  })
  test('IN asks each shard for its own values', async () => {
    const { log } = await talk(['select * from customer where customer_id in (1, 4, 2)'])
    expect(log).toEqual([
      'customer/-80: select * from customer where customer_id in ::__vals {__vals: 1 2}',
      'customer/80-: select * from customer where customer_id in ::__vals {__vals: 4}',
    ])
  })
  test('a scatter merges sorted rows', async () => {
    const { said } = await talk(['select customer_id from customer order by customer_id desc limit 3'],
      (shard) =>
      rows({ customer_id: 'INT64' }, ...(shard === 'customer/-80' ? [[5], [3], [1]] : [[4], [2]])))
    expect(said).toEqual([[5], [4], [3]])
  })
  test('counts of shards are added up', async () => {
    const { log, said } = await talk(['select count(*), max(price) from corder'], (shard) =>
      rows({ 'count(*)': 'INT64', 'max(price)': 'INT64' }, shard === 'customer/-80' ? [3, 10] : [4, 30]))
    expect(said).toEqual([[7, 30]])
    expect(log).toHaveLength(2)
  })
  test('groups of shards are put together', async () => {
    const { said } = await talk(['select sku, count(*) from corder group by sku'], (shard) =>
      rows({ sku: 'VARBINARY', n: 'INT64' },
        ...(shard === 'customer/-80' ? [['a', 1], ['b', 2]] : [['b', 3], ['c', 4]])))
    expect(said).toEqual([['a', 1], ['b', 5], ['c', 4]])
  })
  test('a value without a place asks any shard for the columns', async () => {
    const { log, said } = await talk(
      ['select email from customer where customer_id = null or 1 = 0',
        'select email from customer where customer_id = "x"'])
    expect(log.at(-1)).toBe('customer/-80: select email from customer where 1 != 1')
    expect(said).toEqual([])
  })
  test('a join over keyspaces goes row by row', async () => {
    const { log, said } = await talk(
      ['select c.customer_id, p.price from customer.corder c join commerce.product p on p.sku = c.sku where c.customer_id = 1'],
      (shard) => (shard.startsWith('customer')
        ? rows({ customer_id: 'INT64', sku: 'VARBINARY' }, [1, 'x'], [1, 'y'])
          : rows({ price: 'INT64' }, [7])))
    expect(log).toEqual([
      'customer/-80: select c.customer_id, c.sku from corder as c where c.customer_id = :vtg1 {vtg1: 1}',
      'commerce/0: select p.price from product as p where p.sku = :c_sku {c_sku: x}',
      'commerce/0: select p.price from product as p where p.sku = :c_sku {c_sku: y}',
    ])
    expect(said).toEqual([[1, 7], [1, 7]])
  })
  test('text cannot be sorted without the VSchema knowing it', async () => {
    const { said } = await talk(['select email from customer order by email'], () =>
      rows({ email: 'VARCHAR' }, ['a']))
    expect(said).toBe('UNKNOWN: types are not comparable: VARCHAR vs VARCHAR')
  })
  test('comments around a statement are sent along', async () => {
    const { log } = await talk(['/* app */ select 1 from customer where customer_id = 1 /* end */'])
    expect(log[0]).toBe('customer/-80: /* app */ select :vtg1 from customer where customer_id = :vtg1 /* end */ {vtg1: 1}')
  })
  test('a failing shard fails the statement, with the texts of all in order', async () => {
    const { said } = await talk(['select * from customer'], (shard) => { throw refused(`${shard} is off`) })
    expect(said).toBe('FAILED_PRECONDITION: customer/-80 is off\ncustomer/80- is off')
  })
  test('unless failures are warnings', async () => {
    const { said, session } = await talk(
      ['select /*vt+ SCATTER_ERRORS_AS_WARNINGS=1 */ customer_id from customer'], (shard) => {
      if (shard === 'customer/80-') throw refused('off')
      return rows({ customer_id: 'INT64' }, [1])
    })
    expect(said).toEqual([[1]])
    expect(session.warnings).toEqual([{ code: 1105, message: 'off' }])
  })
  test('a vindex answers as a table', async () => {
    const { said, log } = await talk(['select id, keyspace_id from hash where id = 1'])
    expect(said).toEqual([['1', '\x16k@\xb4J\xbaK\xd6']])
    expect(log).toEqual([])
  })
})

describe('writes', () => {
  test('an insert in one shard is a transaction of its own there', async () => {
    const { log, session } = await talk(["insert into customer(email) values ('a')"], sequence)
    expect(log).toEqual([
      'commerce/0: select next :n values from customer_seq {n: 1}',
      'customer/-80 alone: insert into customer(email, customer_id) values (:vtg1, :_customer_id0) {vtg1: a, _customer_id0: 1000}',
    ])
    expect(session.lastInsertId).toBe(1000)
    expect(session.inTransaction).toBe(false)
  })
  test('rows of several shards are split up, and committed in turn', async () => {
    const { log } = await talk(["insert into customer(customer_id, email) values (1, 'a'), (4, 'b'), (2, 'c')"])
    expect(log.map((line) => line.replace(/ \{.*/, ''))).toEqual([
      'customer/-80 begins 1: insert into customer(customer_id, email) values (:_customer_id0, :vtg2),(:_customer_id2, :vtg6)',
      'customer/80- begins 2: insert into customer(customer_id, email) values (:_customer_id1, :vtg4)',
      'customer/-80: commit 1', 'customer/80-: commit 2',
    ])
  })
  test('sequences fill the gaps in order', async () => {
    const { log } = await talk(['insert into corder(customer_id, order_id) values (1, null), (1, 7), (1, null)'], sequence)
    expect(log[0]).toBe('commerce/0: select next :n values from order_seq {n: 2}')
    expect(log[1]).toContain('__seq0: 1000, __seq1: 7, __seq2: 1001')
  })
  test('update and delete by id go to one shard; without it to all, in one transaction', async () => {
    expect((await talk(["update customer set email = 'x' where customer_id = 4"])).log)
      .toEqual(['customer/80- alone: update customer set email = :vtg1 where customer_id = :vtg2 {vtg1: x, vtg2: 4}'])
    expect((await talk(['delete from customer where customer_id in (1, 2)'])).log).toEqual([
      'customer/-80 begins 1: delete from customer where customer_id in ::vtg1 {vtg1: 1 2}',
      'customer/80- begins 2: delete from customer where customer_id in ::vtg1 {vtg1: 1 2}',
      'customer/-80: commit 1', 'customer/80-: commit 2',
    ])
  })
  test('a lookup is written before the row, and committed before it', async () => {
    const { log } = await talk(["insert into contact(customer_id, email) values (1, 'a')"])
    expect(log.map((line) => line.replace(/ \{.*/, ''))).toEqual([
      'commerce/0 begins 1: insert into email_lookup(email, keyspace_id) values (:email0, :keyspace_id0)',
      'customer/-80 begins 2: insert into contact(customer_id, email) values (:_customer_id0, :_email0)',
      'commerce/0: commit 1', 'customer/-80: commit 2',
    ])
  })
  test('a read by lookup asks it first', async () => {
    const { log } = await talk(["select * from contact where email = 'a'"], (shard) =>
      (shard === 'commerce/0' ? rows({ keyspace_id: 'VARBINARY' }, ['\xd2\xfd']) : undefined))
    expect(log).toEqual([
      'commerce/0: select keyspace_id from email_lookup where email = :email {email: a}',
      'customer/80-: select * from contact where email = :vtg1 {vtg1: a}',
    ])
  })
  test('a delete takes the lookup entries along', async () => {
    const { log } = await talk(['delete from contact where customer_id = 1'], (_shard, sql) =>
      (sql.startsWith('select customer_id') ? rows({ customer_id: 'INT64', email: 'VARBINARY' }, [1, 'a'])
        : undefined))
    expect(log.map((line) => line.replace(/ \{.*/, ''))).toEqual([
      'customer/-80 begins 1: select customer_id, email from contact where customer_id = :vtg1 for update',
      'commerce/0 begins 2: delete from email_lookup where email = :email and keyspace_id = :keyspace_id',
      'customer/-80 in 1: delete from contact where customer_id = :vtg1',
      'customer/-80: commit 1', 'commerce/0: commit 2',
    ])
  })
  test('a row without a place is refused', async () => {
    const { said } = await talk(["insert into contact(customer_id, email) values (null, 'a')"])
    expect(said).toBe('UNKNOWN: execInsertSharded: getInsertShardedRoute: could not map [NULL] to a keyspace id')
  })
})

describe('when a shard fails', () => {
  const off = (which: string): Answer =>
    (shard) => { if (shard === which) throw new Failure('UNAVAILABLE', 'gone') }

  test('an insert over two shards is rolled back on both, and has surely had no effect', async () => {
    const { log, said, definite, session } =
      await talk(["insert into customer(customer_id, email) values (1, 'a'), (4, 'b')"], off('customer/80-'))
    expect(log.slice(2)).toEqual(['customer/-80: rollback 1', 'customer/80-: rollback 2'])
    expect(said).toBe('ABORTED: transaction rolled back due to partial DML execution: gone')
    expect(definite).toBe(true)
    expect(session.inTransaction).toBe(false)
  })
  test('a client\'s transaction goes with it', async () => {
    const { log, said, session } =
      await talk(['begin', 'update customer set email = "x"', 'commit'], off('customer/80-'))
    expect(log.slice(2)).toEqual(['customer/-80: rollback 1', 'customer/80-: rollback 2'])
    expect(session.inTransaction).toBe(false)
    expect(said).toEqual([])
  })
  test('without its sequence an insert has surely had no effect', async () => {
    const { said, definite } = await talk(["insert into customer(email) values ('a')"], off('commerce/0'))
    expect(said).toBe('UNAVAILABLE: gone')
    expect(definite).toBe(true)
  })
  test('a single statement that may have been committed is not definite', async () => {
    const { said, definite } = await talk(
      ['update customer set email = "x" where customer_id = 4'], off('customer/80-'))
    expect(said).toBe('UNAVAILABLE: gone')
    expect(definite).toBe(false)
  })
  test('a refused statement leaves the transaction of the client open', async () => {
    const { session, said } = await talk(
      ['begin', 'update customer set email = "x" where customer_id = 4'], () => { throw refused('not now') })
    expect(said).toBe('FAILED_PRECONDITION: not now')
    expect(session.inTransaction).toBe(true)
    expect(session.shardSessions).toHaveLength(1)
  })
  test('an aborted one ends it everywhere', async () => {
    const { log, session } = await talk(
      ['begin', 'update customer set email = "x" where customer_id = 1',
        'update customer set email = "x" where customer_id = 4'],
      (shard) => { if (shard === 'customer/80-') throw new Failure('ABORTED', 'transaction 2: ended') })
    expect(log.slice(2)).toEqual(['customer/-80: rollback 1', 'customer/80-: rollback 2'])
    expect(session.inTransaction).toBe(false)
  })
  test('a commit that fails at the second shard leaves the first one committed', async () => {
    const { log, definite } = await talk(
      ["insert into customer(customer_id, email) values (1, 'a'), (4, 'b')"],
      (_shard, sql) => { if (sql === 'commit 2') throw refused('no') })
    expect(log.slice(2)).toEqual(['customer/-80: commit 1', 'customer/80-: commit 2'])
    expect(definite).toBe(false)
  })
})

describe('transactions', () => {
  test('open on a shard with its first statement, and end on all', async () => {
    const { log } = await talk(['begin', 'select 1 from customer where customer_id = 1',
      'update customer set email = "x" where customer_id = 1',
      'update customer set email = "y" where customer_id = 4', 'rollback'])
    expect(log.map((line) => line.split(':')[0])).toEqual([
      'customer/-80 begins 1', 'customer/-80 in 1', 'customer/80- begins 2', 'customer/-80', 'customer/80-'])
  })
  test('BEGIN within one commits it', async () => {
    const { log } = await talk(['begin', 'update customer set email = "x" where customer_id = 1', 'begin'])
    expect(log.at(-1)).toBe('customer/-80: commit 1')
  })
  test('SINGLE refuses the second shard, after the statement has run there', async () => {
    const { log, said } = await talk(
      ['set transaction_mode = single', 'begin', 'update customer set email = "x" where customer_id = 1',
      'update customer set email = "x" where customer_id = 4'])
    expect(said).toBe('INVALID_ARGUMENT: multi-db transaction attempted: [customer.-80.master customer.80-.master]')
    expect(log.slice(2)).toEqual(['customer/-80: rollback 1', 'customer/80-: rollback 2'])
  })
  test('TWOPC has to be allowed', async () => {
    expect((await talk(['set transaction_mode = twopc', 'begin'])).said).toBe(
      'FAILED_PRECONDITION: requested transaction mode TWOPC '
      + 'disallowed: vtgate must be started with --transaction_mode=TWOPC. Current transaction mode: MULTI')
  })
  test('are for masters only', async () => {
    expect((await talk(['begin', 'select 1 from customer'], undefined,
      { session: { targetString: 'customer@replica' } })).said)
      .toBe('INVALID_ARGUMENT: transactions are supported only for master tablet types, current type: REPLICA')
  })
  test('without autocommit every statement opens one', async () => {
    const { session, log } = await talk(
      ['set autocommit = 0', 'select 1 from customer where customer_id = 1'])
    expect(session.inTransaction).toBe(true)
    expect(log[0]).toContain('customer/-80 begins 1')
  })
})

describe('targets', () => {
  test('a named shard gets the statement as it is', async () => {
    const { log } = await talk(['use `customer/80-`',
      "insert into customer(customer_id, email) values (1, 'a')"])
    expect(log).toEqual(['customer/80- alone: insert into customer(customer_id, email) values (:vtg1, :vtg2) {vtg1: 1, vtg2: a}'])
  })
  test('a shard that nobody routes to can be named', async () => {
    expect((await talk(['use `customer/40-80`', 'select * from customer'])).log[0]).toContain(
      'customer/40-80: ')
  })
  test('a key range has to be that of shards', async () => {
    expect((await talk(['use `customer[-80]`', 'select * from customer'])).log).toEqual(
      ['customer/-80: select * from customer'])
    expect((await talk(['use `customer[-40]`', 'select * from customer'])).said)
      .toBe('INVALID_ARGUMENT: keyrange -40 does not exactly match shards')
  })
  test('no insert into a range', async () => {
    expect((await talk(['use `customer[-80]`', 'insert into customer(customer_id) values (1)'])).said)
      .toBe('UNKNOWN: range queries not supported for inserts: DestinationExactKeyRange(-80)')
  })
  test('USE checks the keyspace, and the type in a transaction', async () => {
    expect((await talk(['use nope'])).said).toBe('INVALID_ARGUMENT: invalid keyspace provided: nope')
    expect((await talk(['begin', 'use `customer@replica`'])).said)
      .toBe('INVALID_ARGUMENT: cannot change to a non-master type in the middle of a transaction: REPLICA')
  })
  test('two keyspaces and none named: tables are found, the rest is not', async () => {
    const session = { targetString: '' }
    expect((await talk(['select * from product'], undefined, { session })).log).toEqual(
      ['commerce/0: select * from product'])
    expect((await talk(['show tables'], undefined, { session })).said).toContain(
      'FAILED_PRECONDITION: no keyspace in database name specified')
  })
  test('an unsharded keyspace with two shards takes no writes', async () => {
    const { FakeTopology } = await import('./fake-shards.ts')
    const topology = new FakeTopology()
    topology.shards = { commerce: ['-80', '80-'], customer: ['0'] }
    expect((await talk(['insert into commerce.product(sku) values (1)'], undefined, { topology })).said)
      .toBe('FAILED_PRECONDITION: Keyspace does not have exactly one shard: [-80 80-]')
  })
})

describe('statements of the session', () => {
  test('SHOW', async () => {
    expect((await talk(['show databases'])).said).toEqual([['commerce'], ['customer']])
    expect((await talk(['show vitess_shards'])).said).toEqual(
      [['commerce/0'], ['customer/-80'], ['customer/80-']])
    expect((await talk(['show vschema tables'])).said).toEqual(
      [['contact'], ['corder'], ['customer'], ['dual']])
    expect((await talk(['show tables'])).log).toEqual(['customer/-80: show tables'])
    expect((await talk(['show tables from commerce'])).log).toEqual(['commerce/0: show tables'])
  })
  test.each([
    ['set names utf8', []], ['set sql_mode = "x"', []],
      ['set global x = 1', 'INVALID_ARGUMENT: unsupported in set: global'],
    ['set nothing_known = 1', 'INVALID_ARGUMENT: unsupported construct: set nothing_known = 1'],
    ['set workload = "olap"', []], ['set workload = "x"', 'INVALID_ARGUMENT: invalid workload: x'],
    ['set autocommit = 2', 'INVALID_ARGUMENT: unexpected value for autocommit: 2'],
    ['set sql_auto_is_null = 1', 'INVALID_ARGUMENT: sql_auto_is_null is not currently supported'],
  ])('%s', async (sql, said) => expect((await talk([sql])).said).toEqual(said))
  test('user variables and last_insert_id() come from the session', async () => {
    const { log } = await talk(['set @x = 5',
      'select @x, last_insert_id() from customer where customer_id = 1'], undefined,
      { session: { lastInsertId: 9 } })
    expect(log[0]).toBe('customer/-80: select :__vtudvx as `@x`, :__lastInsertId as `last_insert_id()` from customer '
      + 'where customer_id = :vtg1 {vtg1: 1, __lastInsertId: 9, __vtudvx: 5}')
  })
  test('DDL goes to all shards', async () => {
    expect((await talk(['create table t (id int)'])).log.map((line) => line.split(':')[0])).toEqual(
      ['customer/-80', 'customer/80-'])
  })
  test('what is no statement is refused', async () => {
    expect((await talk(['hello'])).said).toContain('INVALID_ARGUMENT: syntax error')
    expect((await talk(['kill 1'])).said).toBe('INVALID_ARGUMENT: unrecognized statement: kill 1')
    expect((await talk(['select from'])).said).toContain('syntax error')
  })
})

test('plans are shared by all vtgates with one VSchema', async () => {
  const { PlannedVSchema } = await import('../../../../src/vitess/vtgate/plan-cache.ts')
  expect(PlannedVSchema.of(structuredClone(articleVSchema), new Map())).toBe(
    PlannedVSchema.of(articleVSchema, new Map()))
})
