import { failure, stringFlag } from '../../command/index.ts'
import { rebuildKeyspace } from '../../topo/index.ts'
import { defineCommand, splitList } from '../command-registry.ts'

/** Source: go/vt/vtctl/vtctl.go commandRebuildKeyspaceGraph. */
export const rebuildKeyspaceGraph = defineCommand({
  name: 'RebuildKeyspaceGraph', group: 'Keyspaces', params: '[-cells=c1,c2,...] <keyspace> ...',
  help: 'Rebuilds the serving data for the keyspace. This command may trigger an'
    + ' update to all connected clients.',
  flags: { cells: stringFlag('', 'Specifies a comma-separated list of cells to update') },
  run: async (ctx, wr, flags, args) => {
    if (args.length === 0) {
      throw failure('the <keyspace> argument must be used to specify at least one keyspace when calling the'
        + ' RebuildKeyspaceGraph command', 'INVALID_ARGUMENT')
    }
    for (const keyspace of args) await rebuildKeyspace(ctx, wr.topo, keyspace, splitList(flags.cells))
  },
})
