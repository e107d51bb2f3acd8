import { describe, expect, test } from 'vitest'
import { client, type Ctx, type SimulationOptions } from '../../../../src/sim/index.ts'
import type { Row } from '../../../../src/sql/index.ts'
import {
  createShard, createTablet, newTablet, rebuildKeyspace, saveVSchema, getShard, getTablet, createKeyspace, newKeyspace,
  updateShardFields,
} from '../../../../src/vitess/topo/index.ts'
import { bootVtworker } from '../../../../src/vitess/vtworker/index.ts'
import { type CommandOutput, Vtworker } from '../../../../src/vitess/wire/index.ts'
import { inTopology, logTexts } from '../../../support/topo-world.ts'
import { addStoreTablet, type StoredTable, type StoreLog } from './store-tablet.ts'

const customer = (rows: Row[]): StoredTable =>
  ({ name: 'customer', columns: ['customer_id', 'email'], types: ['INT64', 'VARBINARY'], primaryKey: ['customer_id'], rows })
const corder = (rows: Row[]): StoredTable => ({
  name: 'corder', columns: ['order_id', 'customer_id', 'sku', 'price'], types: ['INT64', 'INT64', 'VARBINARY', 'INT64'],
    primaryKey: ['order_id'], rows,
})
const vschema = {
  sharded: true, vindexes: { hash: { type: 'hash' } },
  tables: {
    customer: { column_vindexes: [{ column: 'customer_id', name: 'hash' }] },
    corder: { column_vindexes: [{ column: 'customer_id', name: 'hash' }] },
  },
}
const customers = (...ids: number[]): Row[] => ids.map(id => [id, `${id}@domain.com`])
const orders = (...ids: number[]): Row[] => ids.map(id => [id, id, 'SKU-1002', 30])

interface Split {
  readonly source: readonly StoredTable[]
  readonly left?: readonly StoredTable[]
  readonly right?: readonly StoredTable[]
  readonly options?: SimulationOptions
  readonly line?: readonly string[]
}

/** Runs SplitClone of customer/0 in a small cluster; what it printed, what it wrote, and what is there in the end. */
async function split({ source, left = [customer([]), corder([])], right = [customer([]), corder([])], options = {},
  line }: Split) {
  const log: StoreLog = { calls: [], writes: [] }
  const output: CommandOutput[] = []
  const tablet = (uid: number, shard: string, type: 'MASTER' | 'REPLICA' | 'RDONLY') =>
    newTablet({ alias: { cell: 'zone1', uid }, keyspace: 'customer', shard, type })
  const tablets = [
    { tablet: tablet(200, '0', 'MASTER'), tables: source }, { tablet: tablet(202, '0', 'RDONLY'), tables: source },
    { tablet: tablet(300, '-80', 'MASTER'), tables: left }, { tablet: tablet(400, '80-', 'MASTER'), tables: right },
  ]
  const world = await inTopology(async (ctx, topo) => {
    await createKeyspace(ctx, topo, 'customer', newKeyspace())
    for (const shard of ['0', '-80', '80-']) await createShard(ctx, topo, 'customer', shard)
    for (const { tablet: record } of tablets) {
      await createTablet(ctx, topo, record)
      if (record.type === 'MASTER') await updateShardFields(ctx, topo, 'customer', record.shard,
        shard => ({ ...shard, masterAlias: record.alias }))
    }
    await rebuildKeyspace(ctx, topo, 'customer', [])
    await saveVSchema(ctx, topo, 'customer', vschema)
    const failure = await run(ctx, line ?? ['-cell', 'zone1', '-use_v3_resharding_mode', 'SplitClone',
      '-min_healthy_rdonly_tablets=1', 'customer/0'], output)
    const drained = (await getTablet(ctx, topo, { cell: 'zone1', uid: 202 })).record
    const sources = await Promise.resolve([await getShard(ctx, topo, 'customer', '-80'), await getShard(ctx, topo, 'customer',
      '80-')])
    return { failure, drained, sourceShards: sources.map(({ record }) => record.sourceShards) }
  }, {
    options: { maxSteps: 1_000_000, ...options },
    setUp: simulation => {
      for (const { tablet: record, tables } of tablets) addStoreTablet(simulation, record, tables, log)
      simulation.process('vtworker', 'host-vtworker', bootVtworker({ cell: 'zone1' }))
    },
  })
  if (world.run.outcome !== 'done') throw world.run.error ?? new Error(world.run.outcome)
  return { ...world.value, log, output, texts: output.map(({ text }) => text), server: logTexts(world.run) }
}

async function run(ctx: Ctx, args: readonly string[], output: CommandOutput[]): Promise<string> {
  try {
    const stream = client(Vtworker, 'vtworker').executeVtworkerCommand(ctx, { args })
    for await (const line of stream) output.push(line)
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

const rowsOf = (tables: readonly StoredTable[], name: string): Row[] => tables.find(table => table.name === name)!.rows.toSorted(
  (a, b) => Number(a[0]) - Number(b[0]))

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
  test('inserts what is missing, updates what changed, deletes what is too much, and moves what belongs elsewhere', async () => {
    const left = [customer([...customers(1, 4), [2, 'old'], [6, 'gone']]), corder([])]
    const right = [customer([[7, 'gone']]), corder([])]
    await split({ source: [customer(customers(1, 2, 3, 4)), corder([])], left, right })
    expect(rowsOf(left, 'customer').map(([id]) => id)).not.toContain(3000)
    expect(rowsOf(left, 'customer')).toContainEqual([2, '2@domain.com'])
    expect(rowsOf(left, 'customer')).toContainEqual([3, '3@domain.com'])
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
