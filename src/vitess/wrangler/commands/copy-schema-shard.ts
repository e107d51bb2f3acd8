import { boolFlag, durationFlag, stringFlag } from '../../command/index.ts'
import { parseKeyspaceShard } from '../../keys/index.ts'
import { parseTabletAlias } from '../../wire/index.ts'
import { defineCommand, requireArgs, splitList } from '../command-registry.ts'
import { copySchemaShard as run, sourceMaster } from '../copy-schema-shard.ts'

/** Source: go/vt/vtctl/vtctl.go commandCopySchemaShard. */
export const copySchemaShard = defineCommand({
  name: 'CopySchemaShard', group: 'Schema, Version, Permissions',
  params: '[-tables=<table1>,<table2>,...] [-exclude_tables=<table1>,<table2>,...] [-include-views]'
    + ' [-wait_slave_timeout=10s]'
    + ' {<source keyspace/shard> || <source tablet alias>} <destination keyspace/shard>',
  help: "Copies the schema from a source shard's master (or a specific tablet) to a destination shard. The"
    + " schema is applied directly on the"
    + ' master of the destination shard, and it is propagated to the replicas through binlogs.',
  flags: {
    tables: stringFlag('', 'Specifies a comma-separated list of tables to copy. Each is either an exact'
      + ' match, or a regular expression of the form /regexp/'),
    exclude_tables: stringFlag('', 'Specifies a comma-separated list of tables to exclude. Each is either an'
      + ' exact match, or a regular expression of the form /regexp/'),
    'include-views': boolFlag(true, 'Includes views in the output'),
    wait_slave_timeout: durationFlag(10_000, 'The amount of time to wait for slaves to receive the schema'
      + ' change via replication.'),
  },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 2, 'the <source keyspace/shard> and <destination keyspace/shard> arguments are both'
      + ' required for the CopySchemaShard command.'
      + ' Instead of the <source keyspace/shard> argument, you can also specify <tablet alias> which refers'
        + ' to a specific tablet of the shard in'
      + ' the source keyspace')
    const { keyspace, shard } = parseKeyspaceShard(args[1]!)
    const from = args[0]!
    let source
    if (from.includes('/')) {
      const named = parseKeyspaceShard(from)
      source = await sourceMaster(ctx, wr, named.keyspace, named.shard)
    } else {
      source = parseTabletAlias(from)
    }
    await run(ctx, wr, {
      source, keyspace, shard, tables: splitList(flags.tables),
        excludeTables: splitList(flags.exclude_tables),
      includeViews: flags['include-views'], waitSlaveTimeoutMs: flags.wait_slave_timeout,
    })
  },
})
