import { type Ctx, defineProcedure, runProcedure, type Step } from '../../sim/index.ts'
import { failure, tabletManager } from '../command/index.ts'
import {
  getKeyspace, getShard, getShardServingCells, type KeyspaceInfo, rebuildKeyspaceLocked, type ShardInfo,
  shardString, updateKeyspace, updateShardFields, updateSourceBlacklistedTables, withKeyspaceLock,
} from '../topo/index.ts'
import { deleteVReplication, type Keyspace, type ServedType, type SourceShard } from '../wire/index.ts'
import { masterOf, refreshMasters, refreshTabletsByShard } from './refresh-tablets.ts'
import { checkServedFromMigration, type ServedFromChange, updateServedFromMap } from './served-from.ts'
import type { Wrangler } from './wrangler.ts'

export interface MigrateServedFrom {
  readonly keyspace: string
  readonly shard: string
  readonly servedType: ServedType
  readonly cells: readonly string[]
  readonly reverse: boolean
  readonly filteredReplicationWaitTimeMs: number
}

interface Migration extends MigrateServedFrom {
  readonly wr: Wrangler
  readonly destination: ShardInfo
  readonly stream: SourceShard
  readonly source: ShardInfo
  readonly info: KeyspaceInfo
  /** The keyspace record as it is to be. */
  readonly changed: Keyspace
  position: string
}

/**
 * Moves one type of a vertical split to the new keyspace. There is no way of cancelling: what failed is to be
 * repeated, and until then the tables are refused at the source.
 * Source: go/vt/wrangler/keyspace.go MigrateServedFrom.
 */
export async function migrateServedFrom(ctx: Ctx, wr: Wrangler, request: MigrateServedFrom): Promise<void> {
  const { keyspace, shard, servedType, cells, reverse } = request
  const before = await getKeyspace(ctx, wr.topo, keyspace)
  if (before.record.servedFroms.length === 0) {
    throw failure(`destination keyspace ${keyspace} is not a vertical split target`)
  }
  const destination = await getShard(ctx, wr.topo, keyspace, shard)
  const { sourceShards } = destination.record
  const stream = sourceShards[0]
  if (sourceShards.length !== 1 || stream === undefined || stream.tables.length === 0) {
    throw failure(`destination shard ${keyspace}/${shard} is not a vertical split target`)
  }
  const change: ServedFromChange = { servedType, cells, keyspace: stream.keyspace, remove: !reverse }
  checkServedFromMigration(before, change)

  const action = `MigrateServedFrom(${servedType})`
  await withKeyspaceLock(ctx, wr.topo, stream.keyspace, action, () =>
    withKeyspaceLock(ctx, wr.topo, keyspace, action, async lock => {
      const info = await getKeyspace(ctx, wr.topo, keyspace)
      const allCells = reverse ? [] : await getShardServingCells(ctx, wr.topo, destination)
      const changed = updateServedFromMap(ctx, info, change, allCells)
      const source = await getShard(ctx, wr.topo, stream.keyspace, stream.shard)
      const migration: Migration = { ...request, wr, destination, stream, source, info, changed,
        position: '' }
      const subject = `${keyspace}/${shard} ${servedType}`
      if (servedType === 'MASTER') {
        // One time limit for all steps.
        await ctx.timeout(request.filteredReplicationWaitTimeMs, inner =>
          runProcedure(inner, masterProcedure, migration, subject))
      } else {
        await runProcedure(ctx, replicaProcedure, migration, subject)
      }
      await rebuildKeyspaceLocked(ctx, wr.topo, lock, keyspace, cells)
    }))
}

const source = (name: string): string => `go/vt/wrangler/keyspace.go ${name}`
const tablesOf = (m: Migration): string => m.stream.tables.join(', ')

const updateServedFrom: Step<Migration> = {
  name: 'update-served-from', source: source('migrateServedFromLocked'),
  says: m => `Note in the keyspace record who serves ${m.servedType.toLowerCase()} of ${m.keyspace}.`,
  because: 'the serving graph is made from it',
  ifSkipped: 'vtgates go on sending queries of the new keyspace to the old one, which refuses them',
  run: async (ctx, m) => { await updateKeyspace(ctx, m.wr.topo, m.info, m.changed) },
}

const blacklistTables: Step<Migration> = {
  name: 'blacklist-tables', source: source('migrateServedFromLocked'),
  says: m => m.reverse
    ? `Take ${tablesOf(m)} off the list of tables that ${shardString(m.source)} refuses.`
    : `Put ${tablesOf(m)} on the list of tables that ${shardString(m.source)} refuses.`,
  because: 'a vtgate that has not heard must not read or write where nobody looks any more',
  ifSkipped: 'the old keyspace goes on answering for the tables',
  run: async (ctx, m) => {
    const { servedType: tabletType, cells, reverse: remove, stream: { tables } } = m
    await updateShardFields(ctx, m.wr.topo, m.source.keyspace, m.source.shardName, record =>
      updateSourceBlacklistedTables(ctx, { ...m.source, record }, { tabletType, cells, remove, tables }))
  },
}

const replicaProcedure = defineProcedure<Migration>('migrate-served-from', [
  updateServedFrom,
  blacklistTables,
  {
    name: 'refresh-source', source: source('replicaMigrateServedFrom'),
    says: m => `Tell the ${m.servedType.toLowerCase()} tablets of ${shardString(m.source)} to read the list.`,
    because: 'tablets watch nothing',
    ifSkipped: 'they go on answering for the tables until their next refresh',
    run: (ctx, m) => refreshTabletsByShard(ctx, m.wr, m.source, m.servedType, m.cells),
  },
])

const masterProcedure = defineProcedure<Migration>('migrate-served-from-master', [
  blacklistTables,
  {
    name: 'refresh-source-master', source: source('masterMigrateServedFrom'),
    says: m => `Tell the master of ${shardString(m.source)}: writes to ${tablesOf(m)} stop.`,
    because: 'its position must stand still for these tables',
    ifSkipped: 'writes go on at the source after its position was read, and are lost',
    run: async (ctx, m) => { await tabletManager(masterOf(m.source)).refreshState(ctx, {}) },
  },
  {
    name: 'gather-position', source: source('masterMigrateServedFrom'),
    says: m => `Read the position of the master of ${shardString(m.source)}.`,
    because: 'it is what the new keyspace must reach',
    ifSkipped: 'there is nothing to wait for',
    run: async (ctx, m) => { m.position = await tabletManager(masterOf(m.source)).masterPosition(ctx, {}) },
  },
  {
    name: 'wait-for-catch-up', source: source('masterMigrateServedFrom'),
    says: m => `Wait until the stream into ${shardString(m.destination)} has reached it.`,
    because: 'a keyspace that takes over earlier lacks the last writes',
    ifSkipped: 'writes that were not yet streamed are lost',
    run: async (ctx, m) => {
      const { position, stream: { uid: id } } = m
      await tabletManager(masterOf(m.destination)).vReplicationWaitForPos(ctx, { id, position })
    },
  },
  {
    name: 'delete-stream', source: source('masterMigrateServedFrom'),
    says: 'Delete the stream.',
    because: 'it has done its work',
    ifSkipped: 'whatever reaches the old tables flows into the new ones',
    run: async (ctx, m) => {
      const query = deleteVReplication(m.stream.uid)
      await tabletManager(masterOf(m.destination)).vReplicationExec(ctx, { query })
    },
  },
  updateServedFrom,
  {
    name: 'update-destination-shard', source: source('masterMigrateServedFrom'),
    says: m => `Take the source out of the record of ${shardString(m.destination)}.`,
    because: 'a master whose shard is being filled refuses to serve',
    ifSkipped: 'the new master refuses to serve',
    run: async (ctx, m) => {
      await updateShardFields(ctx, m.wr.topo, m.keyspace, m.shard,
        record => ({ ...record, sourceShards: [] }))
    },
  },
  {
    name: 'refresh-destination-master', source: source('masterMigrateServedFrom'),
    says: m => `Tell the master of ${shardString(m.destination)}: it begins to serve.`,
    because: 'tablets watch nothing',
    ifSkipped: 'the new master refuses to serve until its next refresh',
    run: (ctx, m) => refreshMasters(ctx, m.wr, [m.destination]),
  },
])
