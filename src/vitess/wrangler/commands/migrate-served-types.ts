import { boolFlag, durationFlag, failure, stringFlag } from '../../command/index.ts'
import { parseKeyspaceShard } from '../../keys/index.ts'
import { defineCommand, requireArgs, splitList } from '../command-registry.ts'
import { migrateServedTypes as run } from '../migrate-served-types.ts'
import { parseServedType } from '../parse-arguments.ts'

/** Source: go/vt/vtctl/vtctl.go commandMigrateServedTypes. */
export const migrateServedTypes = defineCommand({
  name: 'MigrateServedTypes', group: 'Keyspaces',
  params: '[-cells=c1,c2,...] [-reverse] [-skip-refresh-state] [-filtered_replication_wait_time=30s]'
    + ' [-reverse_replication=false]'
    + ' <keyspace/shard> <served tablet type>',
  help: 'Migrates a serving type from the source shard to the shards that it replicates to. This command'
    + ' also rebuilds the serving graph. The'
    + ' <keyspace/shard> argument can specify any of the shards involved in the migration.',
  flags: {
    cells: stringFlag('', 'Specifies a comma-separated list of cells to update'),
    reverse: boolFlag(false, 'Moves the served tablet type backward instead of forward.'),
    'skip-refresh-state': boolFlag(false, 'Skips refreshing the state of the source tablets after the'
      + ' migration, meaning that the refresh will need'
      + ' to be done manually, replica and rdonly only)'),
    filtered_replication_wait_time: durationFlag(30_000, 'Specifies the maximum time to wait, in seconds,'
      + ' for filtered replication to catch up on'
      + ' master migrations'),
    reverse_replication: boolFlag(false, 'For master migration, enabling this flag reverses replication'
      + ' which allows you to rollback'),
  },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 2, 'the <source keyspace/shard> and <served tablet type> arguments are both required'
      + ' for the MigrateServedTypes command')
    const { keyspace, shard } = parseKeyspaceShard(args[0]!)
    const servedType = parseServedType(args[1]!)
    if (servedType === 'MASTER' && flags['skip-refresh-state']) {
      throw failure('the skip-refresh-state flag can only be specified for non-master migrations')
    }
    await run(ctx, wr, {
      keyspace, shard, servedType, cells: splitList(flags.cells), reverse: flags.reverse,
        skipRefreshState: flags['skip-refresh-state'],
      filteredReplicationWaitTimeMs: flags.filtered_replication_wait_time,
        reverseReplication: flags.reverse_replication,
    })
  },
})
