import { type Ctx, Failure } from '../../sim/index.ts'
import { tabletManager } from '../command/index.ts'
import { getTablet, shardString } from '../topo/index.ts'
import { tabletAliasString } from '../wire/index.ts'
import type { MasterMigration } from './migrate-served-master.ts'
import { forEachShard, masterOf } from './refresh-tablets.ts'

/** All sources at the same time. Source: go/vt/wrangler/keyspace.go getMastersPosition. */
export async function gatherSourcePositions(ctx: Ctx, m: MasterMigration): Promise<void> {
  await forEachShard(ctx, m.sources, async (own, shard) => {
    const master = masterOf(shard)
    const name = tabletAliasString(master)
    m.wr.logger.info(own, 'keyspace.go:508', `Gathering master position for ${name}`)
    await getTablet(own, m.wr.topo, master)
    const position = await tabletManager(master).masterPosition(own, {})
    m.wr.logger.info(own, 'keyspace.go:521', `Got master position for ${name}`)
    m.sourcePositions.set(shardString(shard), position)
  })
}

/**
 * All destinations at the same time, each with its own time limit; the streams of one shard one after
 * another. A stream that is not there was deleted by an earlier run of the command. Source: keyspace.go
 * waitForFilteredReplication.
 */
export async function waitForCatchUp(ctx: Ctx, m: MasterMigration): Promise<void> {
  await forEachShard(ctx, m.destinations, async (own, shard) => {
    await own.timeout(m.filteredReplicationWaitTimeMs, async inner => {
      const master = masterOf(shard)
      const name = tabletAliasString(master)
      for (const stream of shard.record.sourceShards) {
        const position = m.sourcePositions.get(`${stream.keyspace}/${stream.shard}`)
        if (position === undefined) continue
        m.wr.logger.info(inner, 'keyspace.go:552', `Waiting for ${name} to catch up`)
        await getTablet(inner, m.wr.topo, master)
        try {
          await tabletManager(master).vReplicationWaitForPos(inner, { id: stream.uid, position })
        } catch (error) {
          if (!(error instanceof Failure) || !error.message.includes('not found')) throw error
          m.wr.logger.info(inner, 'keyspace.go:561', `${name} stream ${stream.uid} was`
            + ` not found. Skipping wait.`)
          continue
        }
        m.wr.logger.info(inner, 'keyspace.go:566', `${name} caught up`)
      }
    })
  })
}
