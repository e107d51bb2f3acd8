import { boolFlag, stringFlag } from '../../command/index.ts'
import { parseKeyspaceShard } from '../../keys/index.ts'
import {
  addSrvKeyspacePartitions, deleteSrvKeyspacePartitions, getShard, withKeyspaceLock,
} from '../../topo/index.ts'
import { defineCommand, requireArgs, splitList } from '../command-registry.ts'
import { parseServedType } from '../parse-arguments.ts'

/**
 * Source: go/vt/vtctl/vtctl.go commandUpdateSrvKeyspacePartition, go/vt/wrangler/shard.go
 * UpdateSrvKeyspacePartitions.
 */
export const updateSrvKeyspacePartition = defineCommand({
  name: 'UpdateSrvKeyspacePartition', group: 'Shards', params: '[--cells=c1,c2,...] [--remove]'
    + ' <keyspace/shard> <tablet type>',
  help: 'Updates KeyspaceGraph partition for a shard and type. Only use this for an emergency fix during an'
    + ' horizontal shard split. The'
    + ' *MigrateServedType* commands set this field appropriately already. Specify the remove flag, if you'
      + ' want the shard to be removed from the'
    + ' desired partition.',
  flags: {
    cells: stringFlag('', 'Specifies a comma-separated list of cells to update'),
    remove: boolFlag(false, 'Removes shard from serving keyspace partition'),
  },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 2, 'the <keyspace/shard> and <tablet type> arguments are both required for the'
      + ' UpdateSrvKeyspacePartition command')
    const { keyspace, shard } = parseKeyspaceShard(args[0]!)
    const type = parseServedType(args[1]!)
    await withKeyspaceLock(ctx, wr.topo, keyspace, 'UpdateSrvKeyspacePartitions', async lock => {
      const shards = [await getShard(ctx, wr.topo, keyspace, shard)]
      const edit = flags.remove ? deleteSrvKeyspacePartitions : addSrvKeyspacePartitions
      await edit(ctx, wr.topo, lock, keyspace, shards, type, splitList(flags.cells))
    })
  },
})
