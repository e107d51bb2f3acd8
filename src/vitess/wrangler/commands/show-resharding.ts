import { parseKeyspaceShard } from '../../keys/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'
import { showResharding as run } from '../resharding-state.ts'

/** Source: go/vt/vtctl/vtctl.go commandShowResharding. */
export const showResharding = defineCommand({
  name: 'ShowResharding', group: 'Keyspaces', params: '<keyspace/shard>', help: 'Displays all metadata about'
    + ' a resharding in progress.', flags: {},
  run: async (ctx, wr, _flags, args) => {
    requireArgs(args, 1, 'the <keyspace/shard> is required for ShowResharding command')
    const { keyspace, shard } = parseKeyspaceShard(args[0]!)
    await run(ctx, wr, keyspace, shard)
  },
})
