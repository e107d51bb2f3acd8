import { type Ctx, declarePausePoint, Failure, Queue } from '../../sim/index.ts'
import { failure, filterTables, wrapped, wrapping, tabletManager } from '../command/index.ts'
import { createKeyResolver } from '../keys/index.ts'
import { shardString } from '../topo/index.ts'
import { type SchemaDefinition, type Tablet, tabletAliasString } from '../wire/index.ts'
import { cloneAChunk, type ClonePhase, type WorkUnit } from './clone-chunk.ts'
import { cloneTable } from './clone-table.ts'
import { DestinationThrottler } from './destination-throttler.ts'
import { Executor } from './executor.ts'
import { generateChunks } from './generate-chunks.ts'
import type { SplitClone } from './split-clone.ts'
import { takeUntilClosed } from './take-until-closed.ts'

declarePausePoint('split-clone/after-chunk', 'a chunk of a table has been compared and copied')

/** How far the one who cuts tables into chunks may be ahead of those who copy them. */
const workPipelineLength = 10

/**
 * One pass over all tables: chunks of the source are compared with the destination by several readers at a
 * time, and what differs is written by several writers for each destination shard.
 *
 *     chunks ─▶ work (10) ─▶ readers ─▶ statements (2 × writers) ─▶ writers ─▶ destination master
 *
 * The first error anywhere cancels the rest. Source: go/vt/worker/split_clone.go clone, startCloningData.
 */
export async function clonePhase(ctx: Ctx, clone: SplitClone, kind: 'online' | 'offline'): Promise<void> {
  const { parts: { logger, status }, options, destinationShards } = clone
  status.set(ctx, `cloning the data (${kind})`)
  if (kind === 'offline') clone.offlineStartMs = ctx.nowMs
  const firstSource = firstSourceTablet(clone, kind)
  const schema = await sourceSchema(ctx, clone, firstSource)
  logger.info(ctx, 'split_clone.go:1204', `Source tablet 0 has`
    + ` ${schema.tableDefinitions.length} tables to copy`)
  clone.progress[kind].initialize(ctx, schema.tableDefinitions)
  const phase: ClonePhase = {
    clone, kind, startMs: ctx.nowMs,
    insertChannels: destinationShards.map(shard => new Queue<string>(`insert channel ${shardString(shard)}`,
      2 * options.destinationWriterCount)),
  }
  let reported = false
  // Only the first error is worth a line; the others are cancellations that it causes.
  const reporting = (prefix: string,
    body: (own: Ctx) => Promise<void>) => async (own: Ctx): Promise<void> => {
    try {
      await body(own)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      const named = wrapped(error, prefix) as Failure
      if (!reported && own.canceled === null) logger.error(own, 'split_clone.go:1214', named.message)
      reported = true
      throw named
    }
  }
  await ctx.all([
    async own => {
      await readAll(own, phase, firstSource, schema, reporting)
      for (const channel of phase.insertChannels) channel.close(own)
    },
    ...destinationShards.flatMap((_, shardIndex) => writers(phase, shardIndex).map(writer =>
      reporting('executer.FetchLoop failed', own => writer.fetchLoop(own,
        phase.insertChannels[shardIndex]!)))),
  ])
  const { inserts, updates, deletes, equalRows } = clone.counters[kind]
  for (const { name: table } of schema.tableDefinitions) {
    const of = (counter: ReadonlyMap<string, number>): number => counter.get(table) ?? 0
    ctx.emit('vtworker/cloned', {
      kind, table, inserted: of(inserts), updated: of(updates), deleted: of(deletes), equal: of(equalRows),
    })
  }
}

type Reporting = (prefix: string, body: (own: Ctx) => Promise<void>) => (own: Ctx) => Promise<void>

async function readAll(
  ctx: Ctx, phase: ClonePhase, firstSource: Tablet, schema: SchemaDefinition, reporting: Reporting,
): Promise<void> {
  const work = new Queue<WorkUnit>('work pipeline', workPipelineLength)
  const reader = async (own: Ctx): Promise<void> => {
    for (;;) {
      const unit = await takeUntilClosed(own, work)
      if (unit === undefined) return
      const prefix = `table=${unit.table.name} chunk=${unit.chunkText}`
      await reporting(prefix, inner => cloneAChunk(inner, phase, unit))(own)
      await own.point('split-clone/after-chunk', { kind: phase.kind, table: unit.table.name,
        chunk: unit.chunkText })
    }
  }
  await ctx.all([
    async own => {
      await wrapping('failed to startCloningData', () => produceChunks(own, phase, firstSource, schema, work))
      work.close(own)
    },
    ...new Array<typeof reader>(phase.clone.options.sourceReaderCount).fill(reader),
  ])
}

async function produceChunks(
  ctx: Ctx, phase: ClonePhase, firstSource: Tablet, schema: SchemaDefinition, work: Queue<WorkUnit>,
): Promise<void> {
  const { clone, kind } = phase
  for (const [tableIndex, definition] of schema.tableDefinitions.entries()) {
    const table = cloneTable(definition)
    const resolver = clone.keyspaceSchema === null ? null : await wrapping(`cannot resolve sharding keys for`
      + ` keyspace ${clone.keyspace}`, async () => {
      if (table.type !== 'BASE TABLE') {
        throw failure(`a keyspaceID resolver can only be created for a base table, got ${table.type}`,
          'FAILED_PRECONDITION')
      }
      return createKeyResolver(clone.keyspaceSchema!, { name: table.name, columns: table.columns,
        types: table.columnTypes })
    })
    const chunks = await wrapping('failed to split table into chunks', () => generateChunks(ctx, clone,
      firstSource, table))
    clone.progress[kind].setThreadCount(tableIndex, chunks.length)
    for (const { chunk, text } of chunks) await work.put(ctx, { table, tableIndex, chunk, chunkText: text,
      resolver })
  }
}

/** Source: split_clone.go findFirstSourceTablet. */
function firstSourceTablet(clone: SplitClone, kind: 'online' | 'offline'): Tablet {
  if (kind === 'offline') return clone.sourceTablets[0]!
  const shard = clone.sourceShards[0]!
  const healthy = clone.tablets!.healthy(shard.keyspace, shard.shardName, clone.options.tabletType)
  if (healthy.length > 0) return healthy[0]!.tablet
  throw failure(`no healthy ${clone.options.tabletType} tablet in source shard`
    + ` (${shardString(shard)}) available`
    + ' (required to find out the schema)', 'FAILED_PRECONDITION')
}

/** Source: split_clone.go getSourceSchema. */
async function sourceSchema(ctx: Ctx, clone: SplitClone, tablet: Tablet): Promise<SchemaDefinition> {
  const alias = tabletAliasString(tablet.alias)
  const tables = clone.tables ?? []
  const { excludeTables } = clone.options
  const schema = await wrapping(`cannot get schema from source ${alias}`,
    () => ctx.timeout(clone.parts.settings.remote_actions_timeout, inner =>
    tabletManager(tablet.alias).getSchema(inner, { tables, excludeTables, includeViews: false })))
  const chosen = filterTables(schema, tables, excludeTables, false)
  if (chosen.tableDefinitions.length === 0) throw failure(`no tables matching the table filter in tablet`
    + ` ${alias}`, 'FAILED_PRECONDITION')
  for (const table of chosen.tableDefinitions) {
    if (table.columns.length === 0) throw failure(`schema for table ${table.name} has no columns`,
      'FAILED_PRECONDITION')
  }
  return chosen
}

function writers(phase: ClonePhase, shardIndex: number): Executor[] {
  const { parts, options, destinationShards } = phase.clone
  const tablets = phase.clone.tablets!
  const { keyspace, shardName: shard } = destinationShards[shardIndex]!
  const { maxTps, maxReplicationLagS, destinationWriterCount } = options
  // One throttler for each pass and shard.
  const throttler = maxTps === Infinity && maxReplicationLagS === Infinity ? null
    : new DestinationThrottler(destinationWriterCount, maxTps, maxReplicationLagS,
      () => tablets.maxLagS(keyspace, shard))
  return Array.from({ length: destinationWriterCount }, (_, threadId) =>
    new Executor({ logger: parts.logger, settings: parts.settings, tablets, keyspace, shard, throttler,
      threadId }))
}
