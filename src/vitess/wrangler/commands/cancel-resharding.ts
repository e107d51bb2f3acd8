import { parseKeyspaceShard } from '../../keys/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'
import { cancelResharding as run } from '../resharding-state.ts'

/** Source: go/vt/vtctl/vtctl.go commandCancelResharding. */
export const cancelResharding = defineCommand({
  name: 'CancelResharding', group: 'Keyspaces', params: '<keyspace/shard>', help: 'Permanently cancels a'
    + ' resharding in progress. All resharding related metadata will be deleted.', flags: {},
  run: async (ctx, wr, _flags, args) => {
    requireArgs(args, 1, 'the <keyspace/shard> is required for CancelResharding command')
    const { keyspace, shard } = parseKeyspaceShard(args[0]!)
    await run(ctx, wr, keyspace, shard)
  },
})
