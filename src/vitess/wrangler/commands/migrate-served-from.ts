import { boolFlag, durationFlag, failure, stringFlag } from '../../command/index.ts'
import { parseKeyspaceShard } from '../../keys/index.ts'
import { defineCommand, requireArgs, splitList } from '../command-registry.ts'
import { migrateServedFrom as run } from '../migrate-served-from.ts'
import { parseServedType } from '../parse-arguments.ts'

/** Source: go/vt/vtctl/vtctl.go commandMigrateServedFrom. */
export const migrateServedFrom = defineCommand({
  name: 'MigrateServedFrom', group: 'Keyspaces',
  params: '[-cells=c1,c2,...] [-reverse] [-filtered_replication_wait_time=30s] <destination keyspace/shard>'
    + ' <served tablet type>',
  help: 'Makes the <destination keyspace/shard> serve the given type. This command also rebuilds the serving'
    + ' graph.',
  flags: {
    reverse: boolFlag(false, 'Moves the served tablet type backward instead of forward.'),
    cells: stringFlag('', 'Specifies a comma-separated list of cells to update'),
    filtered_replication_wait_time: durationFlag(30_000, 'Specifies the maximum time to wait, in seconds, for'
      + ' filtered replication to catch up on master migrations'),
  },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 2, 'the <destination keyspace/shard> and <served tablet type>'
      + ' arguments are both required'
      + ' for the MigrateServedFrom command')
    const servedType = parseServedType(args[1]!)
    if (servedType === 'MASTER' && flags.reverse) {
      throw failure('cannot add master back to ' + parseKeyspaceShard(args[0]!).keyspace)
    }
    await run(ctx, wr, {
      ...parseKeyspaceShard(args[0]!), servedType, cells: splitList(flags.cells), reverse: flags.reverse,
      filteredReplicationWaitTimeMs: flags.filtered_replication_wait_time,
    })
  },
})
