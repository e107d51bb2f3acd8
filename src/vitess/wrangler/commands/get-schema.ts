import { boolFlag, filterTables, stringFlag, tabletManager } from '../../command/index.ts'
import { getTablet } from '../../topo/index.ts'
import { parseTabletAlias } from '../../wire/index.ts'
import { defineCommand, requireArgs, splitList } from '../command-registry.ts'
import { printJson } from '../json-output.ts'

/** Source: go/vt/vtctl/vtctl.go commandGetSchema. */
export const getSchema = defineCommand({
  name: 'GetSchema', group: 'Schema, Version, Permissions',
  params: '[-tables=<table1>,<table2>,...] [-exclude_tables=<table1>,<table2>,...]'
    + ' [-include-views] <tablet alias>',
  help: 'Displays the full schema for a tablet, or just the schema for the specified tables in that tablet.',
  flags: {
    tables: stringFlag('', 'Specifies a comma-separated list of tables for which we should gather'
      + ' information. Each is either an exact match, or a'
      + ' regular expression of the form /regexp/'),
    exclude_tables: stringFlag('', 'Specifies a comma-separated list of tables to exclude. Each is either an'
      + ' exact match, or a regular expression of the'
      + ' form /regexp/'),
    'include-views': boolFlag(false, 'Includes views in the output'),
    table_names_only: boolFlag(false, 'Only displays table names that match'),
  },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 1, 'the <tablet alias> argument is required for the GetSchema command')
    const alias = parseTabletAlias(args[0]!)
    await getTablet(ctx, wr.topo, alias)
    const tables = splitList(flags.tables)
    const excludeTables = splitList(flags.exclude_tables)
    const includeViews = flags['include-views']
    const schema = filterTables(await tabletManager(alias).getSchema(ctx,
      { tables, excludeTables, includeViews }), tables, excludeTables, includeViews)
    if (flags.table_names_only) {
      for (const { name } of schema.tableDefinitions) wr.logger.printf(ctx, `${name}\n`)
      return
    }
    printJson(ctx, wr, {
      database_schema: schema.databaseSchema, version: '',
      table_definitions: schema.tableDefinitions.map(table => ({
        name: table.name, schema: table.schema, columns: table.columns,
          primary_key_columns: table.primaryKeyColumns, type: table.type,
        data_length: String(table.dataLengthBytes), row_count: String(table.rowCount),
      })),
    })
  },
})
