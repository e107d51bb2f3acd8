import { boolFlag, tabletManager } from '../../command/index.ts'
import { getTablet } from '../../topo/index.ts'
import { parseTabletAlias } from '../../wire/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'
import { printQueryResult } from '../query-result-output.ts'

/** Source: go/vt/vtctl/vtctl.go commandVReplicationExec. */
export const vReplicationExec = defineCommand({
  name: 'VReplicationExec', group: 'Tablets', params: '[-json] <tablet alias> <sql command>',
  help: 'Runs the given VReplication command on the remote tablet.',
  flags: { json: boolFlag(false, 'Output JSON instead of human-readable table') },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 2, 'the <tablet alias> and <sql command> arguments are required'
      + ' for the VReplicationExec command')
    const alias = parseTabletAlias(args[0]!)
    await getTablet(ctx, wr.topo, alias)
    printQueryResult(ctx, wr, await tabletManager(alias).vReplicationExec(ctx, { query: args[1]! }),
      flags.json)
  },
})
