import { boolFlag, durationFlag, stringFlag } from '../../command/index.ts'
import { applySchema as run } from '../apply-schema.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'
import { fileParameter } from './file-parameter.ts'

/** Source: go/vt/vtctl/vtctl.go commandApplySchema. */
export const applySchema = defineCommand({
  name: 'ApplySchema', group: 'Schema, Version, Permissions',
  params: '[-allow_long_unavailability] [-wait_slave_timeout=10s] {-sql=<sql> ||'
    + ' -sql-file=<filename>} <keyspace>',
  help: 'Applies the schema change to the specified keyspace on every master, running in parallel on all'
    + ' shards. The changes are then propagated'
    + ' to slaves via replication. If -allow_long_unavailability is set, schema changes affecting a large'
      + ' number of rows (and possibly incurring'
    + ' a longer period of unavailability) will not be rejected.',
  flags: {
    allow_long_unavailability: boolFlag(false, 'Allow large schema changes which incur a longer'
      + ' unavailability of the database.'),
    sql: stringFlag('', 'A list of semicolon-delimited SQL commands'),
    'sql-file': stringFlag('', 'Identifies the file that contains the SQL commands'),
    wait_slave_timeout: durationFlag(10_000, 'The amount of time to wait for slaves to receive the schema'
      + ' change via replication.'),
  },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 1, 'the <keyspace> argument is required for the commandApplySchema command')
    const sql = fileParameter(wr, flags.sql, flags['sql-file'], 'sql')
    await run(ctx, wr, args[0]!, sql, flags.allow_long_unavailability, flags.wait_slave_timeout)
  },
})
