import { boolFlag, failure } from '../../command/index.ts'
import { parseKeyspaceShard } from '../../keys/index.ts'
import { isNoNode } from '../../topo/index.ts'
import { defineCommand } from '../command-registry.ts'
import { deleteShard as remove } from '../delete-records.ts'

/** Source: go/vt/vtctl/vtctl.go commandDeleteShard. */
export const deleteShard = defineCommand({
  name: 'DeleteShard', group: 'Shards', params: '[-recursive] [-even_if_serving] <keyspace/shard> ...',
  help: 'Deletes the specified shard(s). In recursive mode, it also deletes all tablets belonging to the'
    + ' shard. Otherwise, there must be no tablets'
    + ' left in the shard.',
  flags: {
    recursive: boolFlag(false, 'Also delete all tablets belonging to the shard.'),
    even_if_serving: boolFlag(false, 'Remove the shard even if it is serving. Use with caution.'),
  },
  run: async (ctx, wr, flags, args) => {
    if (args.length === 0) {
      throw failure('the <keyspace/shard> argument must be used to identify at least one keyspace and shard'
        + ' when calling the DeleteShard command', 'INVALID_ARGUMENT')
    }
    for (const { keyspace, shard } of args.map(parseKeyspaceShard)) {
      try {
        await remove(ctx, wr, keyspace, shard, flags.recursive, flags.even_if_serving)
      } catch (error) {
        if (!isNoNode(error)) throw error
        wr.logger.info(ctx, 'vtctl.go:1735', `Shard ${keyspace}/${shard} doesn't exist, skipping it`)
      }
    }
  },
})
