import { defineGuard, defineProcedure, type Ctx } from '../../sim/index.ts'
import { failure, failureText, tabletManager } from '../command/index.ts'
import { keyRangeEqual } from '../keys/index.ts'
import {
  migrateServedType, newTabletControl, partitionsOfAllCells, type ShardInfo, shardString,
  updateDisableQueryService,
  updateShardFields, withTabletControl, getTabletControl,
} from '../topo/index.ts'
import { deleteVReplication, type ServedType } from '../wire/index.ts'
import { cancelMasterMigration } from './cancel-master-migration.ts'
import { gatherSourcePositions, waitForCatchUp } from './master-catch-up.ts'
import type { Migration } from './migrate-served-types.ts'
import { masterOf, refreshMasters } from './refresh-tablets.ts'
import { setUpReverseReplication, startReverseReplication } from './reverse-replication.ts'
import { rereadShards } from './shard-records.ts'

export interface MasterMigration extends Migration {
  /** The context of the command: a cancel uses it too, so a command whose own time is over cannot cancel. */
  readonly commandCtx: Ctx
  /** By `keyspace/shard`. */
  readonly sourcePositions: Map<string, string>
  readonly destinationPositions: Map<string, string>
}

const masterGoesLast = defineGuard({
  name: 'migrate-served-types-master-last',
  because: 'an old replica gets no writes any more once the new masters take them',
  ifOff: 'reads that are still routed to the old shard are answered from the past, without any error',
})

/**
 * Only the first source shard is looked at. Source: go/vt/wrangler/keyspace.go masterMigrateServedType, its
 * first lines.
 */
export async function checkOthersMigrated(ctx: Ctx, { wr, keyspace, sources }: Migration): Promise<void> {
  const first = sources[0]!
  const left: ServedType[] = []
  for (const { partition } of await partitionsOfAllCells(ctx, wr.topo, keyspace)) {
    const { servedType } = partition
    if (servedType === 'MASTER' || left.includes(servedType)) continue
    if (partition.shardReferences.some(shard => keyRangeEqual(shard.keyRange,
      first.record.keyRange))) left.push(servedType)
  }
  if (left.length === 0 || !ctx.guard(masterGoesLast)) return
  throw failure(`cannot migrate MASTER away from ${shardString(first)} until everything else is migrated.`
    + ` Make sure that the following types are migrated first: ${left.join(', ')}`)
}

const source = (name: string): string => `go/vt/wrangler/keyspace.go ${name}`
const names = (shards: readonly ShardInfo[]): string => shards.map(shard => shard.shardName).join(', ')

/**
 * The cut-over of writes. A failure up to `freeze` turns the source on again; after it the way is forward, by
 * repeating the command. Source: go/vt/wrangler/keyspace.go masterMigrateServedType.
 */
export const masterMigrationProcedure = defineProcedure<MasterMigration>('migrate-served-types-master', [
  {
    name: 'refresh-source-masters', source: source('refreshMasters'),
    says: m => `Ask the master of ${names(m.sources)} to refresh: does it answer?`,
    because: 'a master that cannot be reached should be found out before writes are stopped',
    ifSkipped: 'an unreachable source is noticed only after the flags were changed',
    run: (ctx, m) => refreshMasters(ctx, m.wr, m.sources),
    undo: (_ctx, m, error) => cancelMasterMigration(m.commandCtx, m, error),
  },
  {
    name: 'refresh-destination-masters', source: source('refreshMasters'),
    says: m => `Ask the masters of ${names(m.destinations)} the same.`,
    because: 'they are to take over in a moment',
    ifSkipped: 'an unreachable destination is noticed while no shard accepts writes',
    run: (ctx, m) => refreshMasters(ctx, m.wr, m.destinations),
  },
  {
    name: 'disable-source-query-service', source: 'go/vt/topo/srv_keyspace.go UpdateDisableQueryService',
    says: m => `Note in the serving graph of each cell that the master of ${names(m.sources)} shall not`
      + ` serve. So far this is only a note.`,
    because: 'tablets read whether they may serve from their own cell',
    ifSkipped: 'the source goes on accepting writes, and those made after its position is read are lost',
    run: (ctx, m) => updateDisableQueryService(ctx, m.wr.topo, m.lock, m.keyspace, m.sources, 'MASTER', [],
      true),
  },
  {
    name: 'stop-source-writes', source: source('refreshMasters'),
    says: m => `Tell the master of ${names(m.sources)} to read the topology: it finishes what is open and`
      + ` refuses everything else. The write outage begins.`,
    because: 'from here on nobody accepts writes, so the position of the source stands still',
    ifSkipped: 'writes go on at the source while the destination takes over: two writers, and lost rows',
    run: (ctx, m) => refreshMasters(ctx, m.wr, m.sources),
  },
  {
    name: 'gather-positions', source: source('getMastersPosition'),
    says: m => `Read the position of ${names(m.sources)}: every write that was ever`
      + ` acknowledged there is in it.`,
    because: 'it is what the destination must reach',
    ifSkipped: 'there is nothing to wait for, so the wait ends at once',
    run: (ctx, m) => gatherSourcePositions(ctx, m),
  },
  {
    name: 'wait-for-catch-up', source: source('waitForFilteredReplication'),
    says: m => `Wait until each stream into ${names(m.destinations)} has reached that position, at most`
      + ` ${m.filteredReplicationWaitTimeMs / 1000} seconds.`,
    because: 'a destination that takes over earlier lacks the last writes',
    ifSkipped: 'writes that were acknowledged by the source but not yet streamed are'
      + ' lost when the streams are deleted',
    run: (ctx, m) => waitForCatchUp(ctx, m),
  },
  {
    name: 'freeze', source: source('masterMigrateServedType'), pointOfNoReturn: true,
    says: m => `Mark ${names(m.sources)} as frozen. This is the point of no return.`,
    because: 'from here on turning the source on again could let two shards accept the same row',
    ifSkipped: 'a failure of the next step, or of the command when it is repeated, turns the source on again,'
      + ' next to destinations that may serve already',
    run: freeze,
  },
  {
    // Only its own failure is undone: what fails after it ends the command as it stands, as in Vitess.
    name: 'set-up-reverse-replication', source: source('setupReverseReplication'), pointOfNoReturn: true,
    says: m => `Create streams from ${names(m.destinations)} back to ${names(m.sources)}, stopped for now.`,
    because: 'their positions must be read before the first write goes to the'
      + ' destination, or there is no way back',
    ifSkipped: 'there is no way back without losing the writes made after the cut-over, and nothing but the'
      + ' serving graph keeps the old master off',
    run: (ctx, m) => setUpReverseReplication(ctx, m),
    // Cancelling is refused because the source is frozen, and only then is it unfrozen: so the source stays
    // off. As in Vitess.
    undo: async (_ctx, m, error) => {
      await cancelMasterMigration(m.commandCtx, m, error)
      try {
        await unfreeze(m.commandCtx, m)
      } catch (second) {
        m.wr.logger.error(m.commandCtx, 'keyspace.go:727', `Problem recovering for failed reverse`
          + ` replication: ${failureText(second)}`)
      }
    },
  },
  {
    name: 'enable-destinations', source: 'go/vt/topo/srv_keyspace.go UpdateDisableQueryService',
    says: m => `Note that the masters of ${names(m.destinations)} may serve.`,
    because: 'they may carry a note to the contrary from an earlier migration',
    ifSkipped: 'nothing at a first migration',
    run: async (ctx, m) => updateDisableQueryService(ctx, m.wr.topo, m.lock, m.keyspace,
      await rereadShards(ctx, m.wr, m.destinations), 'MASTER', [], false),
  },
  {
    name: 'delete-destination-streams', source: source('masterMigrateServedType'),
    says: m => `Delete the streams that filled ${names(m.destinations)}.`,
    because: 'they have done their work, and must not bring back old rows should the'
      + ' source ever be written to',
    ifSkipped: 'the streams go on: whatever reaches the old shard flows into the new ones',
    run: deleteStreams,
  },
  {
    name: 'update-destination-shards', source: source('masterMigrateServedType'),
    says: m => `Take the sources out of the shard records of ${names(m.destinations)}`
      + ` and mark these as serving.`,
    because: 'a master whose shard is being filled refuses to serve',
    ifSkipped: 'the new masters refuse to serve, while vtgates are sent to them',
    run: async (ctx, m) => {
      for (const { keyspace, shardName } of m.destinations) {
        await updateShardFields(ctx, m.wr.topo, keyspace, shardName,
          record => ({ ...record, sourceShards: [], isMasterServing: true }))
      }
    },
  },
  {
    name: 'enable-destination-masters', source: source('refreshMasters'),
    says: m => `Tell the masters of ${names(m.destinations)} to read the topology: they begin to serve,`
      + ` though nobody is sent to them yet.`,
    because: 'they must be willing before vtgates move',
    ifSkipped: 'vtgates that move get errors until the masters are refreshed',
    run: (ctx, m) => refreshMasters(ctx, m.wr, m.destinations),
  },
  {
    name: 'switch-routing', source: 'go/vt/topo/srv_keyspace.go MigrateServedType',
    says: m => `Put ${names(m.destinations)} into the master partition of each cell in place of`
      + ` ${names(m.sources)}, and clear all notes about who may`
      + ' serve. The outage ends for each vtgate when its watch fires.',
    because: 'vtgates route by this record alone',
    ifSkipped: 'vtgates go on sending writes to the source, which refuses them',
    run: (ctx, m) => migrateServedType(ctx, m.wr.topo, m.lock, m.keyspace, m.destinations, m.sources,
      'MASTER', []),
  },
  {
    name: 'mark-source-not-serving', source: source('masterMigrateServedType'),
    says: m => `Mark ${names(m.sources)} as not serving in the shard record.`,
    because: 'a rebuild of the serving graph goes by this mark',
    ifSkipped: 'RebuildKeyspaceGraph fails, because two sets of shards claim to serve',
    run: async (ctx, m) => {
      for (const { keyspace, shardName } of m.sources) {
        await updateShardFields(ctx, m.wr.topo, keyspace, shardName,
          record => ({ ...record, isMasterServing: false }))
      }
    },
  },
  {
    name: 'start-reverse-replication', source: source('startReverseReplication'),
    says: m => m.reverseReplication
      ? `Start the streams back to ${names(m.sources)} and unfreeze them: roles are exchanged, and the same`
        + ` commands lead back.`
      : `Leave the streams back to ${names(m.sources)} stopped, because`
        + ` -reverse_replication was not asked for.`,
    because: 'only a source that is kept up to date can take the traffic back',
    ifSkipped: 'the old shard falls behind, and stays frozen',
    run: async (ctx, m) => {
      if (!m.reverseReplication) return
      await startReverseReplication(ctx, m)
      await unfreeze(ctx, m)
    },
  },
])

async function freeze(ctx: Ctx, m: MasterMigration): Promise<void> {
  await setFrozen(ctx, m, true)
}
const unfreeze = (ctx: Ctx, m: MasterMigration): Promise<void> => setFrozen(ctx, m, false)

/** One shard after another. Source: keyspace.go updateFrozenFlag. */
async function setFrozen(ctx: Ctx, m: MasterMigration, frozen: boolean): Promise<void> {
  for (const { keyspace, shardName } of m.sources) {
    await updateShardFields(ctx, m.wr.topo, keyspace, shardName, record => {
      const control = getTabletControl(record, 'MASTER') ?? newTabletControl('MASTER')
      return withTabletControl(record, 'MASTER', { ...control, frozen })
    })
  }
}

async function deleteStreams(ctx: Ctx, m: MasterMigration): Promise<void> {
  for (const shard of m.destinations) {
    for (const { uid } of shard.record.sourceShards) {
      await tabletManager(masterOf(shard)).vReplicationExec(ctx, { query: deleteVReplication(uid) })
    }
  }
}
