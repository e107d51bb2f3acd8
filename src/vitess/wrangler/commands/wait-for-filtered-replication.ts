import { durationFlag } from '../../command/index.ts'
import { parseKeyspaceShard } from '../../keys/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'
import { waitForFilteredReplication as run } from '../wait-for-replication.ts'

/** Source: go/vt/vtctl/vtctl.go commandWaitForFilteredReplication. */
export const waitForFilteredReplication = defineCommand({
  name: 'WaitForFilteredReplication', group: 'Shards',
    params: '[-max_delay <max_delay, default 30s>] <keyspace/shard>',
  help: 'Blocks until the specified shard has caught up with the filtered replication of its source shard.',
  flags: {
    max_delay: durationFlag(30_000, 'Specifies the maximum delay, in seconds, the filtered replication of'
      + ' the given destination shard should lag behind'
      + ' the source shard. When higher, the command will block and wait for the delay to decrease.'),
  },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 1, 'the <keyspace/shard> argument is required for the'
      + ' WaitForFilteredReplication command')
    const { keyspace, shard } = parseKeyspaceShard(args[0]!)
    await run(ctx, wr, keyspace, shard, flags.max_delay)
  },
})
