import { formatDuration } from '../../base/index.ts'
import type { Ctx, Queue } from '../../sim/index.ts'
import { wrapping } from '../command/index.ts'
import type { KeyResolver } from '../keys/index.ts'
import type { Chunk } from './chunk.ts'
import type { CloneTable } from './clone-table.ts'
import { RestartableReader } from './restartable-reader.ts'
import { diffTypes, RowAggregator } from './row-aggregator.ts'
import { RowDiffer } from './row-differ.ts'
import { ResultMerger, type RowReader } from './row-reader.ts'
import { RowRouter } from './row-router.ts'
import type { SplitClone } from './split-clone.ts'
import { waitForTablets } from './source-tablet.ts'
import { shardTabletProvider, singleTabletProvider, type TabletProvider } from './tablet-provider.ts'

/** One pass of the clone, as its readers and writers share it. */
export interface ClonePhase {
  readonly clone: SplitClone
  readonly kind: 'online' | 'offline'
  readonly startMs: number
  /** One for each destination shard. */
  readonly insertChannels: readonly Queue<string>[]
}

export interface WorkUnit {
  readonly table: CloneTable
  readonly tableIndex: number
  readonly chunk: Chunk
  readonly chunkText: string
  /** null: there is only one destination. */
  readonly resolver: KeyResolver | null
}

/**
 * Makes the destination of one chunk equal to its source. Source: go/vt/worker/split_clone.go cloneAChunk.
 */
export async function cloneAChunk(ctx: Ctx, phase: ClonePhase, unit: WorkUnit): Promise<void> {
  const { clone, kind } = phase
  const { parts, options } = clone
  const progress = clone.progress[kind]
  progress.threadStarted(unit.tableIndex)
  if (kind === 'online') {
    const timeoutMs = parts.settings.retry_duration
    await wrapping(`No healthy source tablets found (gave up after ${formatDuration(timeoutMs)})`, () =>
      waitForTablets(ctx, parts, clone.tablets!, clone.sourceShards, { type: options.tabletType,
        min: options.minHealthyTablets, timeoutMs }))
  }
  const readers: RowReader[] = []
  try {
    const source = await wrapping('NewResultMerger for source tablets failed', () =>
      openReaders(ctx, phase, unit, readers, sourceProviders(phase), kind === 'online'))
    const destination = await wrapping('NewResultMerger for destinations tablets failed', () =>
      openReaders(ctx, phase, unit, readers, destinationProviders(phase), true))
    const differ = await wrapping('NewRowDiffer2 failed', async () => new RowDiffer({
      table: unit.table, source, destination, counters: clone.counters[kind],
      router: new RowRouter(clone.destinationShards.map(shard => shard.record.keyRange), unit.resolver),
      aggregators: aggregators(phase, unit),
      processed: rows => progress.copied(unit.tableIndex, rows),
    }))
    await wrapping('RowDiffer2 failed', () => differ.diff(ctx))
  } finally {
    for (const reader of readers) reader.close()
    progress.threadDone(unit.tableIndex)
  }
}

function sourceProviders({ clone, kind }: ClonePhase): TabletProvider[] {
  const { topo, settings } = clone.parts
  if (kind === 'offline') {
    return clone.sourceTablets.map(({ alias }) => singleTabletProvider(topo, alias,
      settings.remote_actions_timeout))
  }
  return clone.sourceShards.map(({ keyspace, shardName }) => shardTabletProvider(clone.tablets!, keyspace,
    shardName, clone.options.tabletType))
}

function destinationProviders({ clone }: ClonePhase): TabletProvider[] {
  return clone.destinationShards.map(({ keyspace, shardName }) => shardTabletProvider(clone.tablets!,
    keyspace, shardName, 'MASTER'))
}

/**
 * One reader for each provider, merged if there are several; each is added to `opened`, so that it gets
 * closed.
 */
async function openReaders(
  ctx: Ctx, phase: ClonePhase, unit: WorkUnit, opened: RowReader[], providers: readonly TabletProvider[],
    allowMultipleRetries: boolean,
): Promise<RowReader> {
  const { logger, settings } = phase.clone.parts
  const { table, chunk } = unit
  const own: RowReader[] = []
  for (const provider of providers) {
    const reader = await wrapping(`NewRestartableResultReader for ${provider.description} failed`, () =>
      RestartableReader.open(ctx, { logger, settings, provider, table, chunk, allowMultipleRetries }))
    own.push(reader)
    opened.push(reader)
  }
  return own.length === 1 ? own[0]! : new ResultMerger(own, table.primaryKeyColumns.length)
}

function aggregators({ clone, kind, insertChannels }: ClonePhase, { table }: WorkUnit): RowAggregator[][] {
  const { options, destinationDbNames, destinationShards, counters } = clone
  const limits = { maxRows: options.writeQueryMaxRows, maxSize: options.writeQueryMaxSize }
  const counterOf = { insert: counters[kind].inserts, update: counters[kind].updates,
    delete: counters[kind].deletes }
  return destinationShards.map(({ keyspace, shardName }, i) => {
    const dbName = destinationDbNames.get(`${keyspace}/${shardName}`) ?? `vt_${keyspace}`
    return diffTypes.map(type => new RowAggregator(type, table, limits, insertChannels[i]!, counterOf[type],
      dbName))
  })
}
