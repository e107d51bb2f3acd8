import { boolFlag, stringFlag } from '../../command/index.ts'
import { parseKeyspaceShard } from '../../keys/index.ts'
import {
  getShard, updateDisableQueryService, updateShardFields, updateSourceBlacklistedTables, withKeyspaceLock,
} from '../../topo/index.ts'
import { defineCommand, requireArgs, splitList } from '../command-registry.ts'
import { parseServedType } from '../parse-arguments.ts'

/**
 * Tablets are not told. Source: go/vt/vtctl/vtctl.go commandSetShardTabletControl, go/vt/wrangler/shard.go
 * SetShardTabletControl.
 */
export const setShardTabletControl = defineCommand({
  name: 'SetShardTabletControl', group: 'Shards',
  params: '[--cells=c1,c2,...] [--blacklisted_tables=t1,t2,...] [--remove] [--disable_query_service]'
    + ' <keyspace/shard> <tablet type>',
  help: 'Sets the TabletControl record for a shard and type. Only use this for an emergency fix or after a'
    + ' finished vertical split. The'
    + ' *MigrateServedFrom* and *MigrateServedType* commands set this field appropriately already. Always'
      + ' specify the blacklisted_tables flag for'
    + ' vertical splits, but never for horizontal splits.\n'
    + "To set the DisableQueryServiceFlag, keep 'blacklisted_tables' empty, and set 'disable_query_service'"
      + " to true or false. Useful to fix horizontal"
    + ' splits gone wrong.\n'
    + "To change the blacklisted tables list, specify the 'blacklisted_tables' parameter with the new list."
      + " Useful to fix tables that are being blocked"
    + ' after a vertical split.\n'
    + "To just remove the ShardTabletControl entirely, use the 'remove' flag, useful after a vertical split"
      + " is finished to remove serving restrictions.",
  flags: {
    cells: stringFlag('', 'Specifies a comma-separated list of cells to update'),
    blacklisted_tables: stringFlag('', 'Specifies a comma-separated list of tables to blacklist (used for'
      + ' vertical split). Each is either an exact'
      + " match, or a regular expression of the form '/regexp/'."),
    remove: boolFlag(false, 'Removes cells for vertical splits.'),
    disable_query_service: boolFlag(false, "Disables query service on the provided nodes. This flag requires"
      + " 'blacklisted_tables' and 'remove' to be"
      + " unset, otherwise it's ignored."),
  },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 2, 'the <keyspace/shard> and <tablet type> arguments are both required for the'
      + ' SetShardTabletControl command')
    const { keyspace, shard } = parseKeyspaceShard(args[0]!)
    const tabletType = parseServedType(args[1]!)
    const cells = splitList(flags.cells)
    const tables = splitList(flags.blacklisted_tables)
    await withKeyspaceLock(ctx, wr.topo, keyspace, 'SetShardTabletControl', async () => {
      const info = await getShard(ctx, wr.topo, keyspace, shard)
      await updateShardFields(ctx, wr.topo, keyspace, shard, record =>
        updateSourceBlacklistedTables(ctx, { ...info, record }, { tabletType, cells, remove: flags.remove,
          tables }))
    })
    if (flags.remove || tables.length > 0) return
    await withKeyspaceLock(ctx, wr.topo, keyspace, 'SetShardTabletControl', async lock =>
      updateDisableQueryService(ctx, wr.topo, lock, keyspace,
        [await getShard(ctx, wr.topo, keyspace, shard)], tabletType, cells, flags.disable_query_service))
  },
})
