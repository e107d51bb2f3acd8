import { type Ctx, defineProcedure, Failure } from '../../sim/index.ts'
import { failure, tabletManager, wrapping } from '../command/index.ts'
import { buildKeyspaceSchema } from '../keys/index.ts'
import { getKeyspace, getShard, getTablet, getVSchema, type ShardInfo } from '../topo/index.ts'
import {
  type SourceShard, startVReplication, startVReplicationUntil, stopVReplication, type TabletAlias,
  tabletAliasString,
} from '../wire/index.ts'
import { compareSchemasAndRows } from './compare-tables.ts'
import { findHealthyTablet, findWorkerTablet } from './source-tablet.ts'
import type { SplitDiff } from './split-diff.ts'
import { WorkerTablets } from './worker-tablets.ts'

const source = (name: string): string => `go/vt/worker/split_diff.go ${name}`

/** For the race of parallel diffs for the same tablet. */
const sourceTabletTimeoutMs = 60_000

export const splitDiffProcedure = defineProcedure<SplitDiff>('split-diff', [
  {
    name: 'read-shards', source: source('init'),
    says: diff => `Read the record of ${diff.keyspace}/${diff.shard}: from which`
      + ` shard, and by which stream, is it filled?`,
    because: 'the comparison has to leave out what the stream leaves out',
    ifSkipped: 'it is not known what to compare with, so the diff ends here',
    run: (ctx, diff) => wrapping('init() failed', () => readShards(ctx, diff)),
    standIn: async (_ctx, diff) => {
      throw failure(`init() failed: nobody has looked for what`
        + ` ${diff.keyspace}/${diff.shard} is to be compared with`)
    },
  },
  {
    name: 'drain-destination-tablet', source: source('findTargets'),
    says: diff => `Take a ${diff.destinationTabletType} tablet of ${diff.shard} out of serving.`,
    because: 'its replication is about to be stopped',
    ifSkipped: 'a tablet that still serves queries is stopped, and answers with ever older rows',
    run: (ctx, diff) => wrapping('findTargets() failed', () => chooseDestination(ctx, diff,
      findWorkerTablet)),
    standIn: (ctx, diff) => wrapping('findTargets() failed', () => chooseDestination(ctx, diff,
      findHealthyTablet)),
  },
  {
    name: 'drain-source-tablet', source: source('findTargets'),
    says: diff => `Take an RDONLY tablet of ${diff.sourceShard?.shardName ?? 'the source'} out of serving.`,
    because: 'the same on the other side',
    ifSkipped: 'the same as for the destination',
    run: (ctx, diff) => wrapping('findTargets() failed', () => chooseSource(ctx, diff, findWorkerTablet)),
    standIn: (ctx, diff) => wrapping('findTargets() failed', () => chooseSource(ctx, diff,
      findHealthyTablet)),
  },
  {
    name: 'stop-stream', source: source('synchronizeReplication'),
    says: 'Stop the stream on the destination master and read its position.',
    because: 'the source must be stopped somewhere behind it',
    ifSkipped: 'the stream may run past the position at which the source is stopped',
    run: (ctx, diff) => syncPhase(() => stopStream(ctx, diff)),
    standIn: (ctx, diff) => syncPhase(() => readStreamPosition(ctx, diff)),
  },
  {
    name: 'stop-source', source: source('synchronizeReplication'),
    says: 'Stop replication of the source tablet as soon as it has that position; it says where it stands.',
    because: 'this is the position at which both sides are compared',
    ifSkipped: 'the source moves while it is read',
    run: (ctx, diff) => syncPhase(() => stopSource(ctx, diff)),
  },
  {
    name: 'stream-until', source: source('synchronizeReplication'),
    says: 'Have the stream go on exactly to where the source stands, and read where'
      + ' the destination master is then.',
    because: 'now the destination master has what the source tablet has, and no more',
    ifSkipped: 'both sides stand at different positions, and differ though nothing is wrong',
    run: (ctx, diff) => syncPhase(() => streamUntil(ctx, diff)),
  },
  {
    name: 'stop-destination', source: source('synchronizeReplication'),
    says: 'Stop replication of the destination tablet as soon as it has what its master had at that moment.',
    because: 'it keeps that picture, while its master can go on',
    ifSkipped: 'the destination moves while it is read',
    run: (ctx, diff) => syncPhase(() => stopDestination(ctx, diff)),
  },
  {
    name: 'restart-stream', source: source('synchronizeReplication'),
    says: 'Let the stream go on.',
    because: 'the destination should not fall behind further than it has to',
    ifSkipped: 'the destination stays behind until the cleaning up',
    run: (ctx, diff) => syncPhase(() => onDestinationMaster(ctx, diff, startVReplication(diff.source!.uid),
      'Restarting filtered replication on master')),
  },
  {
    name: 'compare', source: source('diff'),
    says: 'Compare the schemas, then the rows of every table in the order of their keys.',
    because: 'it is the only proof that the split lost nothing so far',
    ifSkipped: 'nothing was compared',
    run: (ctx, diff) => wrapping('diff() failed', () => compareSchemasAndRows(ctx, diff)),
  },
])

const syncPhase = (body: () => Promise<void>): Promise<void> => wrapping('synchronizeReplication() failed',
  body)

async function readShards(ctx: Ctx, diff: SplitDiff): Promise<void> {
  const { parts, keyspace, shard } = diff
  parts.status.set(ctx, 'initializing')
  const where = `shard ${keyspace}/${shard}`
  if (diff.vertical) {
    const { record } = await getKeyspace(ctx, parts.topo, keyspace)
    if (record.servedFroms.length === 0) throw failure(`keyspace ${keyspace} has no KeyspaceServedFrom`)
  }
  const destination = await ctx.timeout(parts.settings.remote_actions_timeout, inner =>
    getShard(inner, parts.topo, keyspace, shard))
  const chosen = chooseStream(diff, destination, where)
  if (destination.record.masterAlias === null) throw failure(`${where} has no master`)
  diff.destination = destination
  diff.source = chosen
  diff.sourceShard = await getShard(ctx, parts.topo, chosen.keyspace, chosen.shard)
  diff.tablets = new WorkerTablets(ctx, parts, [diff.sourceShard, destination])
  if (diff.vertical) return
  const vschema = await wrapping(`cannot load VSchema for keyspace ${keyspace}`, () =>
    getVSchema(ctx, parts.topo, keyspace))
  diff.keyspaceSchema = await wrapping(`cannot build vschema for keyspace ${keyspace}`, async () =>
    buildKeyspaceSchema(vschema, keyspace))
}

/** Source: split_diff.go init; vertical_split_diff.go init. */
function chooseStream(
  { vertical, sourceUid }: SplitDiff, destination: ShardInfo, where: string,
): SourceShard {
  const { sourceShards } = destination.record
  if (vertical) {
    if (sourceShards.length !== 1) throw failure(`${where} has bad number of source shards`)
    if (sourceShards[0]!.tables.length === 0) throw failure(`${where} has no tables in source shard[0]`)
    return sourceShards[0]!
  }
  if (sourceShards.length === 0) throw failure(`${where} has no source shard`)
  if (sourceUid === 0 && sourceShards.length > 1) {
    throw failure(`${where} has more than one source, please specify a source UID`)
  }
  const chosen = sourceUid === 0 ? sourceShards[0] : sourceShards.find(({ uid }) => uid === sourceUid)
  if (chosen === undefined) throw failure(`${where} has no source shard with UID ${sourceUid}`)
  return chosen
}

async function chooseDestination(ctx: Ctx, diff: SplitDiff, find: typeof findWorkerTablet): Promise<void> {
  const { parts, keyspace, shard } = diff
  parts.status.set(ctx, 'finding target instances')
  const alias = await wrapping(`FindWorkerTablet() failed for ${parts.cell}/${keyspace}/${shard}`,
    () => find(ctx, parts, diff.tablets!, {
    keyspace, shard, type: diff.destinationTabletType, min: 1,
      timeoutMs: parts.settings.wait_for_healthy_tablets_timeout,
  }))
  diff.destinationTablet = (await getTablet(ctx, parts.topo, alias)).record
}

/** Tried again and again for a minute: diffs that run at the same time want the same tablet. */
async function chooseSource(ctx: Ctx, diff: SplitDiff, find: typeof findWorkerTablet): Promise<void> {
  const { parts } = diff
  const { keyspace, shard } = diff.source!
  const where = `${parts.cell}/${keyspace}/${shard}`
  const deadlineMs = ctx.nowMs + sourceTabletTimeoutMs
  const wish = { keyspace, shard, type: 'RDONLY' as const, min: diff.minHealthyTablets,
    timeoutMs: parts.settings.wait_for_healthy_tablets_timeout }
  for (;;) {
    let alias: TabletAlias | null = null
    try {
      alias = await find(ctx, parts, diff.tablets!, wish)
    } catch (error) {
      if (ctx.canceled !== null || !(error instanceof Failure)) throw error
      if (ctx.nowMs >= deadlineMs) throw failure(`could not find healthy table for`
        + ` ${where}: after: 1m0s, aborting`)
      parts.logger.info(ctx, 'split_diff.go:262', `FindWorkerTablet() failed for`
        + ` ${where}: ${error.message} retrying...`)
      await ctx.sleep(1)
      continue
    }
    diff.sourceTablet = (await getTablet(ctx, parts.topo, alias)).record
    return
  }
}

/** One statement on the stream of the destination master. */
async function onDestinationMaster(ctx: Ctx, diff: SplitDiff, query: string, says: string): Promise<void> {
  const { parts } = diff
  const master = diff.destination!.record.masterAlias!
  parts.logger.info(ctx, 'split_diff.go:291', `${says} ${tabletAliasString(master)}`)
  await ctx.timeout(parts.settings.remote_actions_timeout,
    inner => tabletManager(master).vReplicationExec(inner, { query }))
}

async function stopStream(ctx: Ctx, diff: SplitDiff): Promise<void> {
  const { parts } = diff
  const { uid } = diff.source!
  const master = diff.destination!.record.masterAlias!
  parts.status.set(ctx, 'synchronizing replication')
  await wrapping(`VReplicationExec(stop) for ${tabletAliasString(master)} failed`, () =>
    onDestinationMaster(ctx, diff, stopVReplication(uid, 'for split diff'),
      'Stopping master binlog replication on'))
  parts.cleaner.record({
    name: 'VReplicationAction', step: 'start-stream', target: tabletAliasString(master),
    says: `Let the stream into ${tabletAliasString(master)} go on.`,
    because: 'the stream was stopped to synchronize both sides', ifSkipped: 'the destination falls behind',
    run: async own => { await tabletManager(master).vReplicationExec(own,
      { query: startVReplication(uid) }) },
  })
  await readStreamPosition(ctx, diff)
}

async function readStreamPosition(ctx: Ctx, diff: SplitDiff): Promise<void> {
  const { parts } = diff
  const { uid } = diff.source!
  const master = diff.destination!.record.masterAlias!
  const result = await ctx.timeout(parts.settings.remote_actions_timeout, inner =>
    tabletManager(master).vReplicationExec(inner,
      { query: `select pos from _vt.vreplication where id=${uid}` }))
  const position = result.rows[0]?.[0]
  if (typeof position !== 'string') throw failure(`VReplicationExec(stop) for ${tabletAliasString(master)}`
    + ` failed: unexpected result`)
  diff.position = position
}

async function stopSource(ctx: Ctx, diff: SplitDiff): Promise<void> {
  const { parts, position } = diff
  const { alias } = diff.sourceTablet!
  const name = tabletAliasString(alias)
  parts.logger.info(ctx, 'split_diff.go:311', `Stopping slave ${name} at a minimum of ${position}`)
  const timeoutMs = parts.settings.remote_actions_timeout
  diff.position = await wrapping(`cannot stop slave ${name} at right binlog position ${position}`,
    () => ctx.timeout(timeoutMs, inner =>
    tabletManager(alias).stopSlaveMinimum(inner, { position, waitTimeMs: timeoutMs })))
  parts.cleaner.recordStartSlave(alias)
}

async function streamUntil(ctx: Ctx, diff: SplitDiff): Promise<void> {
  const { parts, position } = diff
  const { uid } = diff.source!
  const master = diff.destination!.record.masterAlias!
  const name = tabletAliasString(master)
  const timeoutMs = parts.settings.remote_actions_timeout
  parts.logger.info(ctx, 'split_diff.go:328', `Restarting master ${name} until it catches up to ${position}`)
  await ctx.timeout(timeoutMs, inner => tabletManager(master).vReplicationExec(inner,
    { query: startVReplicationUntil(uid, position) }))
  await wrapping(`VReplicationWaitForPos for ${name} until ${position} failed`, () => ctx.timeout(timeoutMs,
    inner =>
    tabletManager(master).vReplicationWaitForPos(inner, { id: uid, position })))
  diff.position = await wrapping(`MasterPosition for ${name} failed`, () => ctx.timeout(timeoutMs,
    inner => tabletManager(master).masterPosition(inner, {})))
}

async function stopDestination(ctx: Ctx, diff: SplitDiff): Promise<void> {
  const { parts, position } = diff
  const { alias } = diff.destinationTablet!
  const timeoutMs = parts.settings.remote_actions_timeout
  parts.logger.info(ctx, 'split_diff.go:349', `Waiting for destination tablet ${tabletAliasString(alias)} to`
    + ` catch up to ${position}`)
  await wrapping(`StopSlaveMinimum for ${tabletAliasString(alias)} at ${position} failed`,
    () => ctx.timeout(timeoutMs, inner =>
    tabletManager(alias).stopSlaveMinimum(inner, { position, waitTimeMs: timeoutMs })))
  parts.cleaner.recordStartSlave(alias)
}
