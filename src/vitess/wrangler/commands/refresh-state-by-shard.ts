import { stringFlag } from '../../command/index.ts'
import { parseKeyspaceShard } from '../../keys/index.ts'
import { getShard } from '../../topo/index.ts'
import { defineCommand, requireArgs, splitList } from '../command-registry.ts'
import { refreshTabletsByShard } from '../refresh-tablets.ts'

/** Source: go/vt/vtctl/vtctl.go commandRefreshStateByShard. */
export const refreshStateByShard = defineCommand({
  name: 'RefreshStateByShard', group: 'Tablets', params: '[-cells=c1,c2,...] <keyspace/shard>',
  help: "Runs 'RefreshState' on all tablets in the given shard.",
  flags: { cells: stringFlag('', 'Specifies a comma-separated list of cells whose tablets are included. If'
    + ' empty, all cells are considered.') },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 1, 'the <keyspace/shard> argument is required for the RefreshStateByShard command')
    const { keyspace, shard } = parseKeyspaceShard(args[0]!)
    await refreshTabletsByShard(ctx, wr, await getShard(ctx, wr.topo, keyspace, shard), null,
      splitList(flags.cells))
  },
})
