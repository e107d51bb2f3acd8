import { parseKeyspaceShard } from '../../keys/index.ts'
import { getTabletMapForShard } from '../../topo/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'
import { tabletLine } from '../tablet-line.ts'

/** Source: go/vt/vtctl/vtctl.go commandListShardTablets. */
export const listShardTablets = defineCommand({
  name: 'ListShardTablets', group: 'Shards', params: '<keyspace/shard>',
    help: 'Lists all tablets in the specified shard.', flags: {},
  run: async (ctx, wr, _flags, args) => {
    requireArgs(args, 1, 'the <keyspace/shard> argument is required for the ListShardTablets command')
    const { keyspace, shard } = parseKeyspaceShard(args[0]!)
    const { tablets, partial } = await getTabletMapForShard(ctx, wr.topo, keyspace, shard)
    for (const { record } of tablets.values()) wr.logger.printf(ctx, `${tabletLine(record)}\n`)
    if (partial !== null) throw partial
  },
})
