import { describe, expect, test } from 'vitest'
import { corder, customer, customers, orders, rowsOf, split } from './small-split.ts'

describe('SplitClone of the article', () => {
  test('puts customers 1, 2, 3 and 5 into -80, and 4 into 80-', async () => {
    const left = [customer([]), corder([])]
    const right = [customer([]), corder([])]
    const { failure } = await split({ source: [customer(customers(1, 2, 3, 4, 5)), corder(orders(1, 2, 3, 4, 5))], left, right })
    expect(failure).toBe('')
    expect(rowsOf(left, 'customer')).toEqual(customers(1, 2, 3, 5))
    expect(rowsOf(right, 'customer')).toEqual(customers(4))
    expect(rowsOf(left, 'corder')).toEqual(orders(1, 2, 3, 5))
    expect(rowsOf(right, 'corder')).toEqual(orders(4))
  })

  test('says what the article shows, in this order', async () => {
    const { texts } = await split({ source: [customer(customers(1, 2, 3, 4, 5)), corder(orders(1, 2, 3, 4, 5))] })
    expect(texts).toMatchInlineSnapshot(`
      [
        "Starting worker...",
        "Found overlapping shards: {Left:[master_alias:<cell:"zone1" uid:300 > key_range:<end:"\\200" > master_alias:<cell:"zone1" uid:400 > key_range:<start:"\\200" >] Right:[master_alias:<cell:"zone1" uid:200 > is_master_serving:true]}",
        "Finding a MASTER tablet for each destination shard...",
        "Using tablet zone1-0000000300 as destination master for customer/-80",
        "Using tablet zone1-0000000400 as destination master for customer/80-",
        "NOTE: The used master of a destination shard might change over the course of the copy e.g. due to a reparent. The HealthCheck module will track and log master changes and any error message will always refer the actually used master address.",
        "Online clone will be run now.",
        "Waiting 1m0s for 1 customer/0 RDONLY tablet(s)",
        "Source tablet 0 has 2 tables to copy",
        "table=customer: Not splitting the table into multiple chunks because it has only 5 rows.",
        "table=corder: Not splitting the table into multiple chunks because it has only 5 rows.",
        "Waiting 2h0m0s for 1 customer/0 RDONLY tablet(s)",
        "Waiting 2h0m0s for 1 customer/0 RDONLY tablet(s)",
        "Online clone finished after 0s.",
        "Offline clone will be run now.",
        "Changing tablet zone1-0000000202 to 'DRAINED'",
        "Adding tag[worker]=http://localhost:0/ to tablet zone1-0000000202",
        "Using tablet zone1-0000000202 as source for customer/0",
        "Source tablet 0 has 2 tables to copy",
        "table=customer: Not splitting the table into multiple chunks because it has only 5 rows.",
        "table=corder: Not splitting the table into multiple chunks because it has only 5 rows.",
        "Making and populating vreplication table",
        "Making and populating vreplication table",
        "Created replication for tablet customer/-80: keyspace:"customer" shard:"0" key_range:<end:"\\200" > , db: vt_customer, pos: MySQL56/9a6cbb10-74c3-11ea-a04f-b255221d7376:1-20, uid: 1",
        "Created replication for tablet customer/80-: keyspace:"customer" shard:"0" key_range:<start:"\\200" > , db: vt_customer, pos: MySQL56/9a6cbb10-74c3-11ea-a04f-b255221d7376:1-20, uid: 1",
        "Offline clone finished after 0s.",
        "action StartSlaveAction successful on zone1-0000000202",
        "action TabletTagAction successful on zone1-0000000202",
        "action TabletTagAction successful on zone1-0000000202",
        "action ChangeSlaveTypeAction successful on zone1-0000000202",
      ]
    `)
  })

  test('creates a stream for each destination, and gives the drained tablet back', async () => {
    const { sourceShards, drained, log } = await split({ source: [customer(customers(1)), corder([])] })
    const stream = [{ uid: 1, keyspace: 'customer', shard: '0', keyRange: null, tables: [] }]
    expect(sourceShards).toEqual([stream, stream])
    expect(drained).toMatchObject({ type: 'RDONLY', tags: {} })
    expect(log.calls.filter(call => call.startsWith('202') && !call.endsWith('getSchema'))).toEqual([
      '202 changeType DRAINED', '202 refreshState', '202 stopSlave', '202 slaveStatus', '202 startSlave', '202 changeType RDONLY',
    ])
  })
})

describe('SplitClone into shards that have rows already', () => {
  test('inserts what is missing, updates what changed, deletes what is too much', async () => {
    const left = [customer([...customers(1), [2, 'old'], [5, 'gone']]), corder([])]
    await split({ source: [customer(customers(1, 2, 3)), corder([])], left })
    expect(rowsOf(left, 'customer')).toEqual(customers(1, 2, 3))
  })

  test('leaves a row that lies in the wrong shard where it is, as Vitess does', async () => {
    // 4 belongs into 80-: there it is missing, but both shards together have it.
    const left = [customer(customers(1, 4)), corder([])]
    const right = [customer([]), corder([])]
    await split({ source: [customer(customers(1, 4)), corder([])], left, right })
    expect(rowsOf(left, 'customer')).toEqual(customers(1, 4))
    expect(rowsOf(right, 'customer')).toEqual([])
  })

  test('writes nothing for rows that are equal', async () => {
    const { log } = await split({
      source: [customer(customers(1, 4)), corder([])], left: [customer(customers(1)), corder([])],
        right: [customer(customers(4)), corder([])],
    })
    expect(log.writes).toEqual([])
  })
})

describe('SplitClone is refused', () => {
  test.each([
    [['SplitClone', '-online=false', '-offline=false', 'customer/0'], 'at least one clone phase (-online, -offline) must be'
      + ' enabled (and not set to false)'],
    [['SplitClone'], 'command SplitClone requires <keyspace/shard>'],
    [['SplitClone', 'customer/40-'], 'init() failed: failed initShardsForHorizontalResharding: the specified shard customer/40-'
      + ' is not in any overlapping shard'],
    [['SplitClone', 'nowhere/0'], "init() failed: cannot read (destination) keyspace nowhere: node doesn't"
      + " exist: keyspaces/nowhere/Keyspace"],
    [['Unknown'], 'unknown command: Unknown'],
  ])('%j: %s', async (line, message) => {
    expect((await split({ source: [customer([]), corder([])], line })).failure).toBe(message)
  })
})
