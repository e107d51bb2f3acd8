import { tabletManager } from '../../command/index.ts'
import { getTablet } from '../../topo/index.ts'
import { parseTabletAlias } from '../../wire/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'

/** Source: go/vt/vtctl/vtctl.go commandStopSlave. */
export const stopSlave = defineCommand({
  name: 'StopSlave', group: 'Tablets', params: '<tablet alias>',
  help: 'Stops replication on the specified slave.', flags: {},
  run: async (ctx, wr, _flags, args) => {
    requireArgs(args, 1, 'action StopSlave requires <tablet alias>')
    const alias = parseTabletAlias(args[0]!)
    await getTablet(ctx, wr.topo, alias)
    await tabletManager(alias).stopSlave(ctx, {})
  },
})
