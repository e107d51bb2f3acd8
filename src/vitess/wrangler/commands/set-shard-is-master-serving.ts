import { parseKeyspaceShard } from '../../keys/index.ts'
import { updateShardFields, withKeyspaceLock } from '../../topo/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'
import { parseBool } from '../parse-arguments.ts'

/**
 * Nothing is rebuilt. Source: go/vt/vtctl/vtctl.go commandSetShardIsMasterServing, go/vt/wrangler/shard.go
 * SetShardIsMasterServing.
 */
export const setShardIsMasterServing = defineCommand({
  name: 'SetShardIsMasterServing', group: 'Shards', params: '<keyspace/shard> <is_master_serving>',
  help: "Add or remove a shard from serving. This is meant as an emergency function. It does not rebuild any"
    + " serving graph i.e. does not run"
    + " 'RebuildKeyspaceGraph'.",
  flags: {},
  run: async (ctx, wr, _flags, args) => {
    requireArgs(args, 2, 'the <keyspace/shard> <is_master_serving> arguments are both required for the'
      + ' SetShardIsMasterServing command')
    const { keyspace, shard } = parseKeyspaceShard(args[0]!)
    const isMasterServing = parseBool(args[1]!)
    await withKeyspaceLock(ctx, wr.topo, keyspace,
      `SetShardIsMasterServing(${keyspace},${shard},${isMasterServing})`, async () => {
      await updateShardFields(ctx, wr.topo, keyspace, shard, record => ({ ...record, isMasterServing }))
    })
  },
})
