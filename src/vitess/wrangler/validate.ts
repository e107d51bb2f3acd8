import { type Ctx } from '../../sim/index.ts'
import { failure, tabletManager, ignoringFailure } from '../command/index.ts'
import {
  findAllShardsInKeyspace, getShard, getShardReplication, getTabletMapForShard, isSlaveType, type ShardInfo,
  shardString,
} from '../topo/index.ts'
import { sameTabletAlias, type Tablet, tabletAliasString } from '../wire/index.ts'
import type { Wrangler } from './wrangler.ts'

/**
 * Logs everything that is wrong, and fails if there was anything. Source: go/vt/wrangler/validator.go
 * ValidateKeyspace.
 */
export async function validateKeyspace(
  ctx: Ctx, wr: Wrangler, keyspace: string, pingTablets: boolean,
): Promise<void> {
  const shards = await findAllShardsInKeyspace(ctx, wr.topo, keyspace)
  await finding(ctx, wr,
    found => ctx.all(shards.map(shard => (own: Ctx) => checkShard(own, wr, shard, pingTablets, found))))
}

/** Source: validator.go ValidateShard. */
export async function validateShard(
  ctx: Ctx, wr: Wrangler, keyspace: string, shard: string, pingTablets: boolean,
): Promise<void> {
  const info = await getShard(ctx, wr.topo, keyspace, shard)
  await finding(ctx, wr, found => checkShard(ctx, wr, info, pingTablets, found))
}

async function finding(
  ctx: Ctx, wr: Wrangler, check: (found: (text: string) => void) => PromiseLike<unknown>,
): Promise<void> {
  const problems: string[] = []
  await check(text => { problems.push(text) })
  for (const problem of problems) wr.logger.error(ctx, 'validator.go:53', problem)
  if (problems.length > 0) throw failure('some validation errors - see log')
}

async function checkShard(
  ctx: Ctx, wr: Wrangler, shard: ShardInfo, pingTablets: boolean, found: (text: string) => void,
): Promise<void> {
  const where = shardString(shard)
  const { tablets, partial } = await getTabletMapForShard(ctx, wr.topo, shard.keyspace, shard.shardName)
  if (partial !== null) found(`TopologyServer.GetTabletMapForShard(${where}) failed: ${partial.message}`)
  const records = [...tablets.values()].map(({ record }) => record)
  const masters = records.filter(({ type }) => type === 'MASTER')
  if (masters.length === 0) {
    found(`no master for shard ${where}`)
    return
  }
  if (masters.length > 1) {
    found(`shard ${where} already has master ${tabletAliasString(masters[0]!.alias)} but found other master`
      + ` ${tabletAliasString(masters[1]!.alias)}`)
  }
  const master = masters[0]!
  if (!sameTabletAlias(shard.record.masterAlias, master.alias)) {
    const expected = shard.record.masterAlias === null ? '<nil>' : tabletAliasString(shard.record.masterAlias)
    found(`master mismatch for shard ${where}: found`
      + ` ${tabletAliasString(master.alias)}, expected ${expected}`)
  }
  for (const { alias } of records) {
    const list = await ignoringFailure(ctx, () => getShardReplication(ctx, wr.topo, alias.cell,
      shard.keyspace, shard.shardName))
    if (list?.nodes.some(node => sameTabletAlias(node, alias)) !== true) {
      found(`tablet ${tabletAliasString(alias)} not found in cell ${alias.cell} shard replication`)
    }
  }
  if (pingTablets) await pingAll(ctx, master, records, found)
}

/** Source: validator.go validateReplication, pingTablets. */
async function pingAll(
  ctx: Ctx, master: Tablet, records: readonly Tablet[], found: (text: string) => void,
): Promise<void> {
  const slaves = await ignoringFailure(ctx, () => tabletManager(master.alias).getSlaves(ctx, {}))
  const replicating = records.filter(({ type }) => isSlaveType(type))
  if (slaves === undefined) found(`GetSlaves(${tabletAliasString(master.alias)}) failed`)
  else if (slaves.length === 0 && replicating.length > 0) found(`no slaves of tablet`
    + ` ${tabletAliasString(master.alias)} found`)
  await ctx.all(records.map(({ alias }) => async (own: Ctx): Promise<void> => {
    const answer = await ignoringFailure(own,
      async () => { await tabletManager(alias).ping(own, {}); return true })
    if (answer !== true) found(`Ping(${tabletAliasString(alias)}) failed`)
  }))
}
