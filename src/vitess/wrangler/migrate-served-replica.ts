import { defineProcedure } from '../../sim/index.ts'
import { ignoringFailure } from '../command/index.ts'
import { migrateServedType, type ShardInfo, updateDisableQueryService } from '../topo/index.ts'
import type { Migration } from './migrate-served-types.ts'
import { refreshTabletsByShard } from './refresh-tablets.ts'

const source = 'go/vt/wrangler/keyspace.go replicaMigrateServedType'
const fromShards = (m: Migration): readonly ShardInfo[] => m.reverse ? m.destinations : m.sources
const toShards = (m: Migration): readonly ShardInfo[] => m.reverse ? m.sources : m.destinations
const names = (shards: readonly ShardInfo[]): string => shards.map(shard => shard.shardName).join(', ')
const type = (m: Migration): string => m.servedType.toLowerCase()

/**
 * The migration of rdonly or replica. Nothing is undone when a step fails: repeating the command does the
 * rest. Source: go/vt/wrangler/keyspace.go replicaMigrateServedType.
 */
export const replicaMigrationProcedure = defineProcedure<Migration>('migrate-served-types', [
  {
    name: 'disable-from-shards', source,
    says: m => `Note in the serving graph of each cell that ${type(m)} tablets of`
      + ` ${names(fromShards(m))} shall not serve.`,
    because: 'they read this at their next refresh, which comes only after the drain',
    ifSkipped: 'the old tablets go on serving for ever, which hides vtgates that still use them',
    run: (ctx, m) => updateDisableQueryService(ctx, m.wr.topo, m.lock, m.keyspace, fromShards(m),
      m.servedType, m.cells, true),
  },
  {
    name: 'enable-to-shards', source,
    says: m => `Note that those of ${names(toShards(m))} shall serve, and tell them so.`,
    because: 'the new tablets must be willing before anybody is sent to them',
    ifSkipped: 'nothing at a first migration; after a -reverse the new tablets still refuse queries',
    run: async (ctx, m) => {
      await updateDisableQueryService(ctx, m.wr.topo, m.lock, m.keyspace, toShards(m), m.servedType, m.cells,
        false)
      for (const shard of toShards(m)) {
        await ignoringFailure(ctx, () => refreshTabletsByShard(ctx, m.wr, shard, m.servedType, m.cells))
      }
    },
  },
  {
    name: 'switch-routing', source: `${source}, go/vt/topo/srv_keyspace.go MigrateServedType`,
    says: m => `Put ${names(toShards(m))} into the ${type(m)} partition of each cell in place of`
      + ` ${names(fromShards(m))}: vtgates begin to move.`,
    because: 'vtgates route by this record alone',
    ifSkipped: 'vtgates stay with the old tablets, and get errors once these are turned off',
    run: (ctx, m) => migrateServedType(ctx, m.wr.topo, m.lock, m.keyspace, toShards(m), fromShards(m),
      m.servedType, m.cells),
  },
  {
    name: 'wait-for-drain', source,
    says: m => `Sleep ${drainMs(m) / 1000} seconds.`,
    because: 'each vtgate hears of the change when its watch fires; nobody asks them, so the time is a guess',
    ifSkipped: 'vtgates that have not heard yet get errors from tablets that no longer serve',
    run: async (ctx, m) => {
      if (m.skipRefreshState) return
      const seconds = (drainMs(m) / 1000).toFixed(0)
      m.wr.logger.info(ctx, 'keyspace.go:445', `WaitForDrain: Sleeping for ${seconds} seconds before`
        + ` shutting down query service on old tablets...`)
      await ctx.sleep(drainMs(m))
      m.wr.logger.info(ctx, 'keyspace.go:447', 'WaitForDrain: Sleeping finished. Shutting down queryservice'
        + ' on old tablets now.')
    },
  },
  {
    name: 'refresh-from-shards', source,
    says: m => `Tell the ${type(m)} tablets of ${names(fromShards(m))} to read the`
      + ` topology again: they stop serving.`,
    because: 'a vtgate that still used them would read ever older rows without a sign of it',
    ifSkipped: 'the old tablets serve whoever asks, until their next refresh',
    run: async (ctx, m) => {
      if (m.skipRefreshState) return
      for (const shard of fromShards(m)) await refreshTabletsByShard(ctx, m.wr, shard, m.servedType, m.cells)
    },
  },
])

const drainMs = (m: Migration): number =>
  m.servedType === 'RDONLY' ? m.wr.settings.waitForDrainSleepRdonlyMs
    : m.wr.settings.waitForDrainSleepReplicaMs
