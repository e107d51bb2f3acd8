import { parseKeyspaceShard } from '../../keys/index.ts'
import { getShard as read } from '../../topo/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'
import { printJson, shardJson } from '../json-output.ts'

/** Source: go/vt/vtctl/vtctl.go commandGetShard. */
export const getShard = defineCommand({
  name: 'GetShard', group: 'Shards', params: '<keyspace/shard>',
  help: 'Outputs a JSON structure that contains information about the Shard.', flags: {},
  run: async (ctx, wr, _flags, args) => {
    requireArgs(args, 1, 'the <keyspace/shard> argument is required for the GetShard command')
    const { keyspace, shard } = parseKeyspaceShard(args[0]!)
    printJson(ctx, wr, shardJson((await read(ctx, wr.topo, keyspace, shard)).record))
  },
})
