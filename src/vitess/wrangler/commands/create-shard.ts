import { boolFlag } from '../../command/index.ts'
import { parseKeyspaceShard } from '../../keys/index.ts'
import { createKeyspace, createShard as create, isNodeExists, newKeyspace } from '../../topo/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'

/** Source: go/vt/vtctl/vtctl.go commandCreateShard. */
export const createShard = defineCommand({
  name: 'CreateShard', group: 'Shards', params: '[-force] [-parent] <keyspace/shard>',
    help: 'Creates the specified shard.',
  flags: {
    force: boolFlag(false, 'Proceeds with the command even if the keyspace already exists'),
    parent: boolFlag(false, "Creates the parent keyspace if it doesn't already exist"),
  },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 1, 'the <keyspace/shard> argument is required for the CreateShard command')
    const { keyspace, shard } = parseKeyspaceShard(args[0]!)
    if (flags.parent) {
      try {
        await createKeyspace(ctx, wr.topo, keyspace, newKeyspace())
      } catch (error) {
        if (!isNodeExists(error)) throw error
      }
    }
    try {
      await create(ctx, wr.topo, keyspace, shard)
    } catch (error) {
      if (!flags.force || !isNodeExists(error)) throw error
      wr.logger.info(ctx, 'vtctl.go:1331', `shard ${keyspace}/${shard} already exists`
        + ` (ignoring error with -force)`)
    }
  },
})
