import { boolFlag, intFlag, tabletManager } from '../../command/index.ts'
import { getTablet, tabletDbName } from '../../topo/index.ts'
import { parseTabletAlias } from '../../wire/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'
import { printQueryResult } from '../query-result-output.ts'

/** Source: go/vt/vtctl/vtctl.go commandExecuteFetchAsDba. */
export const executeFetchAsDba = defineCommand({
  name: 'ExecuteFetchAsDba', group: 'Tablets', params: '[-max_rows=10000] [-disable_binlogs] [-json] <tablet'
    + ' alias> <sql command>',
  help: 'Runs the given SQL command as a DBA on the remote tablet.',
  flags: {
    max_rows: intFlag(10_000, 'Specifies the maximum number of rows to allow in fetch'),
    disable_binlogs: boolFlag(false, 'Disables writing to binlogs during the query'),
    reload_schema: boolFlag(false, 'Indicates whether the tablet schema will be reloaded after executing the'
      + ' SQL command. The default value is'
      + ' <code>false</code>, which indicates that the tablet schema will not be reloaded.'),
    json: boolFlag(false, 'Output JSON instead of human-readable table'),
  },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 2, 'the <tablet alias> and <sql command> arguments are required'
      + ' for the ExecuteFetchAsDba command')
    const alias = parseTabletAlias(args[0]!)
    const { record } = await getTablet(ctx, wr.topo, alias)
    printQueryResult(ctx, wr, await tabletManager(alias).executeFetchAsDba(ctx, {
      sql: args[1]!, dbName: tabletDbName(record), maxRows: flags.max_rows,
        disableBinlogs: flags.disable_binlogs, reloadSchema: flags.reload_schema,
    }), flags.json)
  },
})
