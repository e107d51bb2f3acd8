import { client, type Ctx, type SimulationOptions } from '../../../../src/sim/index.ts'
import type { Row } from '../../../../src/sql/index.ts'
import {
  createKeyspace, createShard, createTablet, getShard, getTablet, newKeyspace, newTablet, rebuildKeyspace, saveVSchema,
  updateShardFields,
} from '../../../../src/vitess/topo/index.ts'
import { bootVtworker } from '../../../../src/vitess/vtworker/index.ts'
import { type CommandOutput, Vtworker } from '../../../../src/vitess/wire/index.ts'
import { inTopology, logTexts } from '../../../support/topo-world.ts'
import { addStoreTablet, type StoredTable, type StoreLog } from './store-tablet.ts'

export const customer = (rows: Row[]): StoredTable =>
  ({ name: 'customer', columns: ['customer_id', 'email'], types: ['INT64', 'VARBINARY'], primaryKey: ['customer_id'], rows })
export const corder = (rows: Row[]): StoredTable => ({
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
export const customers = (...ids: number[]): Row[] => ids.map(id => [id, `${id}@domain.com`])
export const orders = (...ids: number[]): Row[] => ids.map(id => [id, id, 'SKU-1002', 30])

const articleLine = ['-cell', 'zone1', '-use_v3_resharding_mode', 'SplitClone', '-min_healthy_rdonly_tablets=1', 'customer/0']

interface Split {
  readonly source: readonly StoredTable[]
  readonly left?: readonly StoredTable[]
  readonly right?: readonly StoredTable[]
  readonly options?: SimulationOptions
  readonly line?: readonly string[]
  /** Further command lines, once the first has succeeded. */
  readonly then?: readonly (readonly string[])[]
  /** Called before each of them. */
  readonly between?: () => void
}

/** Runs SplitClone of customer/0 in a small cluster; what it printed, what it wrote, and what is there in the end. */
export async function split({
  source, left = [customer([]), corder([])], right = [customer([]), corder([])], options = {}, line, then = [], between,
}: Split) {
  const log: StoreLog = { calls: [], writes: [] }
  const output: CommandOutput[] = []
  const tablet = (uid: number, shard: string, type: 'MASTER' | 'REPLICA' | 'RDONLY') =>
    newTablet({ alias: { cell: 'zone1', uid }, keyspace: 'customer', shard, type })
  const tablets = [
    { tablet: tablet(200, '0', 'MASTER'), tables: source }, { tablet: tablet(202, '0', 'RDONLY'), tables: source },
    { tablet: tablet(300, '-80', 'MASTER'), tables: left }, { tablet: tablet(302, '-80', 'RDONLY'), tables: left },
    { tablet: tablet(400, '80-', 'MASTER'), tables: right },
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
    let failure = ''
    for (const [i, args] of [line ?? articleLine, ...then].entries()) {
      if (i > 0) between?.()
      failure = await run(ctx, args, output)
      if (failure !== '') break
    }
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

export const rowsOf = (tables: readonly StoredTable[], name: string): Row[] => tables.find(table => table.name === name)!.rows.toSorted(
  (a, b) => Number(a[0]) - Number(b[0]))

