import { tabletManager } from '../../command/index.ts'
import { getTablet } from '../../topo/index.ts'
import { parseTabletAlias } from '../../wire/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'

/** Source: go/vt/vtctl/vtctl.go commandRunHealthCheck. */
export const runHealthCheck = defineCommand({
  name: 'RunHealthCheck', group: 'Tablets', params: '<tablet alias>',
  help: 'Runs a health check on a remote tablet.', flags: {},
  run: async (ctx, wr, _flags, args) => {
    requireArgs(args, 1, 'the <tablet alias> argument is required for the RunHealthCheck command')
    const alias = parseTabletAlias(args[0]!)
    await getTablet(ctx, wr.topo, alias)
    await tabletManager(alias).runHealthCheck(ctx, {})
  },
})
