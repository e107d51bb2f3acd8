import { boolFlag, intFlag, tabletManager } from '../../command/index.ts'
import { getTablet } from '../../topo/index.ts'
import { parseTabletAlias } from '../../wire/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'
import { printQueryResult } from '../query-result-output.ts'

/** Source: go/vt/vtctl/vtctl.go commandExecuteFetchAsApp. */
export const executeFetchAsAppCommand = defineCommand({
  name: 'ExecuteFetchAsApp', group: 'Tablets', params: '[-max_rows=10000] [-json]'
    + ' [-use_pool] <tablet alias> <sql command>',
  help: 'Runs the given SQL command as a App on the remote tablet.',
  flags: {
    max_rows: intFlag(10_000, 'Specifies the maximum number of rows to allow in fetch'),
    use_pool: boolFlag(false, 'Use connection from pool'),
    json: boolFlag(false, 'Output JSON instead of human-readable table'),
  },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 2, 'the <tablet alias> and <sql command> arguments are required'
      + ' for the ExecuteFetchAsApp command')
    const alias = parseTabletAlias(args[0]!)
    await getTablet(ctx, wr.topo, alias)
    const result = await tabletManager(alias).executeFetchAsApp(ctx,
      { sql: args[1]!, maxRows: flags.max_rows, usePool: flags.use_pool })
    printQueryResult(ctx, wr, result, flags.json)
  },
})
