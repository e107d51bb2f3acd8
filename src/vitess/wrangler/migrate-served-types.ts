import { type Ctx, runProcedure } from '../../sim/index.ts'
import { failure, failureText } from '../command/index.ts'
import { type TopoLock, withKeyspaceLock } from '../topo/index.ts'
import type { ServedType } from '../wire/index.ts'
import { findSourceDestOf, type SourceDest } from './find-source-dest.ts'
import { checkOthersMigrated, masterMigrationProcedure, type MasterMigration } from './migrate-served-master.ts'
import { replicaMigrationProcedure } from './migrate-served-replica.ts'
import type { Wrangler } from './wrangler.ts'

export interface MigrateServedTypes {
  readonly keyspace: string
  readonly shard: string
  readonly servedType: ServedType
  readonly cells: readonly string[]
  readonly reverse: boolean
  readonly skipRefreshState: boolean
  readonly filteredReplicationWaitTimeMs: number
  readonly reverseReplication: boolean
}

/** What the steps of either kind of migration work on. */
export interface Migration extends MigrateServedTypes, SourceDest {
  readonly wr: Wrangler
  readonly lock: TopoLock
}

/**
 * Routes one type from the shards that were split to those that they were split into, or back. Order: rdonly,
 * replica, master; only the last is enforced. Source: go/vt/wrangler/keyspace.go MigrateServedTypes.
 */
export async function migrateServedTypes(ctx: Ctx, wr: Wrangler, request: MigrateServedTypes): Promise<void> {
  const { keyspace, shard, servedType } = request
  const where = `${keyspace}/${shard}`
  if (servedType === 'MASTER') {
    if (request.reverse) throw failure(`cannot migrate master back to ${where}`)
    if (request.skipRefreshState) throw failure(`cannot skip refresh state for master migration on ${where}`)
    if (request.cells.length > 0) throw failure(`cannot specify cells for master migration on ${where}`)
  }
  await withKeyspaceLock(ctx, wr.topo, keyspace, `MigrateServedTypes(${servedType})`, async lock => {
    const sides = await findSourceDestOf(ctx, wr, keyspace, shard)
    const migration: Migration = { ...request, ...sides, wr, lock }
    ctx.emit('migrate-served-types/event', { keyspace, shard, servedType, status: 'start' })
    try {
      if (servedType === 'MASTER') await migrateMaster(ctx, migration)
      else await runProcedure(ctx, replicaMigrationProcedure, migration, `${where} ${servedType}`)
    } catch (error) {
      ctx.emit('migrate-served-types/event', { keyspace, shard, servedType,
        status: `failed: ${failureText(error)}` })
      throw error
    }
    ctx.emit('migrate-served-types/event', { keyspace, shard, servedType, status: 'finished' })
  })
}

async function migrateMaster(ctx: Ctx, migration: Migration): Promise<void> {
  await checkOthersMigrated(ctx, migration)
  const state: MasterMigration = { ...migration, commandCtx: ctx, sourcePositions: new Map(),
    destinationPositions: new Map() }
  const { keyspace, shard } = migration
  await runProcedure(ctx, masterMigrationProcedure, state, `${keyspace}/${shard} MASTER`)
}
