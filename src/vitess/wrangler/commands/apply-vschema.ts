import { boolFlag, failure, stringFlag } from '../../command/index.ts'
import { parseVSchema } from '../../keys/index.ts'
import { getKeyspace, isNoNode, rebuildSrvVSchema, saveVSchema } from '../../topo/index.ts'
import { defineCommand, requireArgs, splitList } from '../command-registry.ts'
import { vschemaText } from '../vschema-output.ts'
import { fileText } from './file-parameter.ts'

/** Source: go/vt/vtctl/vtctl.go commandApplyVSchema. */
export const applyVSchema = defineCommand({
  name: 'ApplyVSchema', group: 'Schema, Version, Permissions',
  params: '{-vschema=<vschema> || -vschema_file=<vschema file> || -sql=<sql> || -sql_file=<sql file>}'
    + ' [-cells=c1,c2,...] [-skip_rebuild] [-dry-run] <keyspace>',
  help: 'Applies the VTGate routing schema to the provided keyspace. Shows the result after application.',
  flags: {
    vschema: stringFlag('', 'Identifies the VTGate routing schema'),
    vschema_file: stringFlag('', 'Identifies the VTGate routing schema file'),
    sql: stringFlag('', 'A vschema ddl SQL statement (e.g. `add vindex`, `alter table'
      + ' t add vindex hash(id)`, etc)'),
    sql_file: stringFlag('', 'A vschema ddl SQL statement (e.g. `add vindex`, `alter'
      + ' table t add vindex hash(id)`, etc)'),
    'dry-run': boolFlag(false, 'If set, do not save the altered vschema, simply echo to console.'),
    skip_rebuild: boolFlag(false, 'If set, do no rebuild the SrvSchema objects.'),
    cells: stringFlag('', 'If specified, limits the rebuild to the cells, after'
      + ' upload. Ignored if skipRebuild is set.'),
  },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 1, 'the <keyspace> argument is required for the ApplyVSchema command')
    const keyspace = args[0]!
    const isSql = flags.sql !== '' || flags.sql_file !== ''
    const isJson = flags.vschema !== '' || flags.vschema_file !== ''
    if (isSql && isJson) throw failure('only one of the sql, sql_file, vschema, or vschema_file flags may be'
      + ' specified when calling the ApplyVSchema command')
    if (!isSql && !isJson) throw failure('one of the sql, sql_file, vschema, or vschema_file flags must be'
      + ' specified when calling the ApplyVSchema command')
    if (isSql) throw failure('vschema ddl is not supported by vtsim: use -vschema or -vschema_file',
      'UNIMPLEMENTED')
    try {
      await getKeyspace(ctx, wr.topo, keyspace)
    } catch (error) {
      if (!isNoNode(error)) throw error
      throw failure(`keyspace(${keyspace}) doesn't exist, check if the keyspace is initialized`)
    }
    const vschema = parseVSchema(flags.vschema !== '' ? flags.vschema : fileText(wr, flags.vschema_file))
    wr.logger.printf(ctx, `New VSchema object:\n${vschemaText(vschema)}\nIf this is not what you expected,`
      + ` check the input data (as JSON parsing will`
      + ' skip unexpected fields).\n')
    if (flags['dry-run']) {
      wr.logger.printf(ctx, 'Dry run: Skipping update of VSchema\n')
      return
    }
    await saveVSchema(ctx, wr.topo, keyspace, vschema)
    if (flags.skip_rebuild) {
      wr.logger.warning(ctx, 'vtctl.go:2534', 'Skipping rebuild of SrvVSchema, will need to run'
        + ' RebuildVSchemaGraph for changes to take effect')
      return
    }
    await rebuildSrvVSchema(ctx, wr.topo, splitList(flags.cells))
  },
})
