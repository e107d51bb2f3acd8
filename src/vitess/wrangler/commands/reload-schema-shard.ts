import { boolFlag, intFlag } from '../../command/index.ts'
import { parseKeyspaceShard } from '../../keys/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'
import { reloadSchemaShard as run } from '../copy-schema-shard.ts'

/** Source: go/vt/vtctl/vtctl.go commandReloadSchemaShard. */
export const reloadSchemaShard = defineCommand({
  name: 'ReloadSchemaShard', group: 'Schema, Version, Permissions', params: '[-concurrency=10]'
    + ' [-include_master=false] <keyspace/shard>',
  help: 'Reloads the schema on all the tablets in a shard.',
  flags: { concurrency: intFlag(10, 'How many tablets to reload in parallel'), include_master: boolFlag(true,
    'Include the master tablet') },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 1, 'the <keyspace/shard> argument is required for the ReloadSchemaShard command')
    const { keyspace, shard } = parseKeyspaceShard(args[0]!)
    await run(ctx, wr, keyspace, shard, '', flags.include_master)
  },
})
