import { boolFlag, intFlag } from '../../command/index.ts'
import { getShardNames } from '../../topo/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'
import { reloadSchemaShard } from '../copy-schema-shard.ts'

/** Source: go/vt/vtctl/vtctl.go commandReloadSchemaKeyspace. */
export const reloadSchemaKeyspace = defineCommand({
  name: 'ReloadSchemaKeyspace', group: 'Schema, Version, Permissions', params: '[-concurrency=10]'
    + ' [-include_master=false] <keyspace>',
  help: 'Reloads the schema on all the tablets in a keyspace.',
  flags: { concurrency: intFlag(10, 'How many tablets to reload in parallel'), include_master: boolFlag(true,
    'Include the master tablet(s)') },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 1, 'the <keyspace> argument is required for the ReloadSchemaKeyspace command')
    for (const shard of await getShardNames(ctx, wr.topo, args[0]!)) await reloadSchemaShard(ctx, wr,
      args[0]!, shard, '', flags.include_master)
  },
})
