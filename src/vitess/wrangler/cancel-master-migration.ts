import { type Ctx, Failure } from '../../sim/index.ts'
import { ignoringFailure } from '../command/index.ts'
import { shardsString, updateDisableQueryService, updateShardFields } from '../topo/index.ts'
import type { MasterMigration } from './migrate-served-master.ts'
import { refreshMasters, refreshTabletsByShard } from './refresh-tablets.ts'
import { rereadShards } from './shard-records.ts'

/**
 * Lets the source serve again. The streams into the destination stay, so the command can simply be repeated.
 * What goes wrong is only logged. Source: go/vt/wrangler/keyspace.go cancelMasterMigrateServedTypes.
 */
export async function cancelMasterMigration(ctx: Ctx, m: MasterMigration, reason: unknown): Promise<void> {
  const { wr } = m
  wr.logger.info(ctx, 'keyspace.go:709',
    `source shards cancelMasterMigrateServedTypes: ${shardsString(m.sources)}`)
  ctx.emit('migrate-served-types/canceled', {
    keyspace: m.keyspace, reason: reason instanceof Failure ? reason.message : '',
  })
  try {
    const sources = await rereadShards(ctx, wr, m.sources)
    await updateDisableQueryService(ctx, wr.topo, m.lock, m.keyspace, sources, 'MASTER', [], false)
    for (const { keyspace, shardName } of m.sources) {
      await updateShardFields(ctx, wr.topo, keyspace, shardName, record => ({ ...record, sourceShards: [] }))
    }
    for (const shard of m.sources) await ignoringFailure(ctx, () => refreshTabletsByShard(ctx, wr, shard,
      'MASTER', []))
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    wr.logger.error(ctx, 'keyspace.go:712', `failed to re-enable source masters: ${error.message}`)
    return
  }
  try {
    await refreshMasters(ctx, wr, m.sources)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    wr.logger.error(ctx, 'keyspace.go:716', `failed to refresh source masters: ${error.message}`)
  }
}
