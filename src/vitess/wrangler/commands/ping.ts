import { tabletManager } from '../../command/index.ts'
import { getTablet } from '../../topo/index.ts'
import { parseTabletAlias } from '../../wire/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'

/** Source: go/vt/vtctl/vtctl.go commandPing. */
export const ping = defineCommand({
  name: 'Ping', group: 'Tablets', params: '<tablet alias>',
  help: 'Checks that the specified tablet is awake and responding to RPCs. This command can be blocked by'
    + ' other in-flight operations.', flags: {},
  run: async (ctx, wr, _flags, args) => {
    requireArgs(args, 1, 'the <tablet alias> argument is required for the Ping command')
    const alias = parseTabletAlias(args[0]!)
    await getTablet(ctx, wr.topo, alias)
    await tabletManager(alias).ping(ctx, {})
  },
})
