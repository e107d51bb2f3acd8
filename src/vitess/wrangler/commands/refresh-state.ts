import { tabletManager } from '../../command/index.ts'
import { getTablet } from '../../topo/index.ts'
import { parseTabletAlias } from '../../wire/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'

/** Source: go/vt/vtctl/vtctl.go commandRefreshState. */
export const refreshState = defineCommand({
  name: 'RefreshState', group: 'Tablets', params: '<tablet alias>',
  help: 'Reloads the tablet record on the specified tablet.', flags: {},
  run: async (ctx, wr, _flags, args) => {
    requireArgs(args, 1, 'the <tablet alias> argument is required for the RefreshState command')
    const alias = parseTabletAlias(args[0]!)
    await getTablet(ctx, wr.topo, alias)
    await tabletManager(alias).refreshState(ctx, {})
  },
})
