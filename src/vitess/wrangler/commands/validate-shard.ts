import { boolFlag } from '../../command/index.ts'
import { parseKeyspaceShard } from '../../keys/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'
import { validateShard as run } from '../validate.ts'

/** Source: go/vt/vtctl/vtctl.go commandValidateShard. */
export const validateShard = defineCommand({
  name: 'ValidateShard', group: 'Shards', params: '[-ping-tablets] <keyspace/shard>',
  help: 'Validates that all nodes that are reachable from this shard are consistent.',
  flags: { 'ping-tablets': boolFlag(true, 'Indicates whether all tablets should be'
    + ' pinged during the validation process') },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 1, 'the <keyspace/shard> argument is required for the ValidateShard command')
    const { keyspace, shard } = parseKeyspaceShard(args[0]!)
    await run(ctx, wr, keyspace, shard, flags['ping-tablets'])
  },
})
