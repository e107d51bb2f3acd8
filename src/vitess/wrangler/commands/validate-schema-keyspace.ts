import {
  boolFlag, diffSchemas, failure, filterTables, stringFlag, tabletManager,
} from '../../command/index.ts'
import { findAllShardsInKeyspace, getTabletMapForShard } from '../../topo/index.ts'
import { type TabletAlias, tabletAliasString } from '../../wire/index.ts'
import { defineCommand, requireArgs, splitList } from '../command-registry.ts'

/**
 * Source: go/vt/vtctl/vtctl.go commandValidateSchemaKeyspace, go/vt/wrangler/schema.go
 * ValidateSchemaKeyspace.
 */
export const validateSchemaKeyspace = defineCommand({
  name: 'ValidateSchemaKeyspace', group: 'Schema, Version, Permissions', params: "[-exclude_tables='']"
    + " [-include-views] <keyspace name>",
  help: 'Validates that the master schema from shard 0 matches the schema on all of'
    + ' the other tablets in the keyspace.',
  flags: {
    exclude_tables: stringFlag('', 'Specifies a comma-separated list of tables to exclude. Each is either an'
      + ' exact match, or a regular expression of the'
      + ' form /regexp/'),
    'include-views': boolFlag(false, 'Includes views in the validation'),
  },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 1, 'the <keyspace name> argument is required for the ValidateSchemaKeyspace command')
    const keyspace = args[0]!
    const exclude = splitList(flags.exclude_tables)
    const schemaOf = async (alias: TabletAlias) => filterTables(
      await tabletManager(alias).getSchema(ctx, { tables: [], excludeTables: exclude,
        includeViews: flags['include-views'] }), [], exclude, flags['include-views'])
    const shards = await findAllShardsInKeyspace(ctx, wr.topo, keyspace)
    const reference = shards[0]
    if (reference === undefined) throw failure(`no shards in keyspace ${keyspace}`)
    const { masterAlias } = reference.record
    if (masterAlias === null) throw failure(`no master in shard ${keyspace}/${reference.shardName}`)
    const wanted = await schemaOf(masterAlias)
    const problems: string[] = []
    for (const shard of shards) {
      if (shard.record.masterAlias === null) {
        problems.push(`no master in shard ${keyspace}/${shard.shardName}`)
        continue
      }
      const { tablets } = await getTabletMapForShard(ctx, wr.topo, keyspace, shard.shardName)
      for (const [name, { record }] of tablets) {
        if (name === tabletAliasString(masterAlias)) continue
        problems.push(...diffSchemas(tabletAliasString(masterAlias), wanted, name,
          await schemaOf(record.alias)))
      }
    }
    if (problems.length > 0) throw failure(`schema diffs: ${problems.join(';')}`)
  },
})
