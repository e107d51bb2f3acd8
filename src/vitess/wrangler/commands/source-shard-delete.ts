import { failure } from '../../command/index.ts'
import { parseKeyspaceShard } from '../../keys/index.ts'
import { sourceShardDelete as remove } from '../../topo/index.ts'
import { defineCommand } from '../command-registry.ts'
import { parseUid } from '../parse-arguments.ts'

/** Source: go/vt/vtctl/vtctl.go commandSourceShardDelete. */
export const sourceShardDelete = defineCommand({
  name: 'SourceShardDelete', group: 'Shards', params: '<keyspace/shard> <uid>',
  help: 'Deletes the SourceShard record with the provided index. This is meant as an emergency cleanup'
    + ' function. It does not call RefreshState for the'
    + ' shard master.',
  flags: {},
  run: async (ctx, wr, _flags, args) => {
    if (args.length < 2) throw failure('the <keyspace/shard> and <uid> arguments are both required for the'
      + ' SourceShardDelete command', 'INVALID_ARGUMENT')
    const { keyspace, shard } = parseKeyspaceShard(args[0]!)
    await remove(ctx, wr.topo, keyspace, shard, parseUid(args[1]!))
  },
})
