import { parseKeyspaceShard } from '../../keys/index.ts'
import { getShardReplication as read } from '../../topo/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'
import { printJson, shardReplicationJson } from '../json-output.ts'

/** Source: go/vt/vtctl/vtctl.go commandGetShardReplication. */
export const getShardReplication = defineCommand({
  name: 'GetShardReplication', group: 'Replication Graph', params: '<cell> <keyspace/shard>',
  help: 'Outputs a JSON structure that contains information about the ShardReplication.', flags: {},
  run: async (ctx, wr, _flags, args) => {
    requireArgs(args, 2, 'the <cell> and <keyspace/shard> arguments are required for'
      + ' the GetShardReplication command')
    const { keyspace, shard } = parseKeyspaceShard(args[1]!)
    printJson(ctx, wr, shardReplicationJson(await read(ctx, wr.topo, args[0]!, keyspace, shard)))
  },
})
