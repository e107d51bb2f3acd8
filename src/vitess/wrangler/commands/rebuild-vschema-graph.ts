import { stringFlag } from '../../command/index.ts'
import { rebuildSrvVSchema } from '../../topo/index.ts'
import { defineCommand, requireArgs, splitList } from '../command-registry.ts'

/** Source: go/vt/vtctl/vtctl.go commandRebuildVSchemaGraph. */
export const rebuildVSchemaGraph = defineCommand({
  name: 'RebuildVSchemaGraph', group: 'Schema, Version, Permissions', params: '[-cells=c1,c2,...]',
  help: 'Rebuilds the cell-specific SrvVSchema from the global VSchema objects in the provided cells (or all'
    + ' cells if none provided).',
  flags: { cells: stringFlag('', 'Specifies a comma-separated list of cells to look for tablets') },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 0, "RebuildVSchemaGraph doesn't take any arguments")
    await rebuildSrvVSchema(ctx, wr.topo, splitList(flags.cells))
  },
})
