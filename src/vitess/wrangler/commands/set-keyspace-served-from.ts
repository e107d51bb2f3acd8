import { boolFlag, stringFlag } from '../../command/index.ts'
import { getCellInfoNames, getKeyspace, updateKeyspace, withKeyspaceLock } from '../../topo/index.ts'
import { defineCommand, requireArgs, splitList } from '../command-registry.ts'
import { parseServedType } from '../parse-arguments.ts'
import { updateServedFromMap } from '../served-from.ts'

/** The serving graph is not rebuilt. Source: go/vt/vtctl/vtctl.go commandSetKeyspaceServedFrom. */
export const setKeyspaceServedFrom = defineCommand({
  name: 'SetKeyspaceServedFrom', group: 'Keyspaces',
  params: '[-source=<source keyspace name>] [-remove] [-cells=c1,c2,...] <keyspace name> <tablet type>',
  help: 'Changes the ServedFromMap manually. This command is intended for emergency fixes. This field is'
    + ' automatically set when you call the *MigrateServedFrom* command. This command'
      + ' does not rebuild the serving'
    + ' graph.',
  flags: {
    source: stringFlag('', 'Specifies the source keyspace name'),
    remove: boolFlag(false, 'Indicates whether to add (default) or remove the served from record'),
    cells: stringFlag('', 'Specifies a comma-separated list of cells to affect'),
  },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 2, 'the <keyspace name> and <tablet type> arguments are required for the'
      + ' SetKeyspaceServedFrom command')
    const keyspace = args[0]!
    const servedType = parseServedType(args[1]!)
    await withKeyspaceLock(ctx, wr.topo, keyspace, 'SetKeyspaceServedFrom', async () => {
      const info = await getKeyspace(ctx, wr.topo, keyspace)
      const change = { servedType, cells: splitList(flags.cells), keyspace: flags.source,
        remove: flags.remove }
      const allCells = await getCellInfoNames(ctx, wr.topo)
      await updateKeyspace(ctx, wr.topo, info, updateServedFromMap(ctx, info, change, allCells))
    })
  },
})
