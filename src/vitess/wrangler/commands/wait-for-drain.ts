import { durationFlag, stringFlag } from '../../command/index.ts'
import { parseKeyspaceShard } from '../../keys/index.ts'
import { defineCommand, requireArgs, splitList } from '../command-registry.ts'
import { parseServedType } from '../parse-arguments.ts'
import { waitForDrain as run } from '../wait-for-replication.ts'

/** Source: go/vt/vtctl/vtctl.go commandWaitForDrain. */
export const waitForDrain = defineCommand({
  name: 'WaitForDrain', group: 'Keyspaces',
  params: '[-timeout <duration>] [-retry_delay <duration>] [-initial_wait <duration>]'
    + ' <keyspace/shard> <served tablet type>',
  help: 'Blocks until no new queries were observed on all tablets with the given tablet type in the'
    + ' specified keyspace.  This can be used as sanity'
    + ' check to ensure that the tablets were drained after running vtctl MigrateServedTypes  and vtgate is'
      + ' no longer using them. If -timeout is set,'
    + ' it fails when the timeout is reached.',
  flags: {
    cells: stringFlag('', 'Specifies a comma-separated list of cells to look for tablets'),
    timeout: durationFlag(0, 'Timeout after which the command fails'),
    retry_delay: durationFlag(1_000, 'Time to wait between two checks'),
    initial_wait: durationFlag(60_000, 'Time to wait for all tablets to check in'),
  },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 2, 'the <keyspace/shard> and <tablet type> arguments are both'
      + ' required for the WaitForDrain command')
    const wait = {
      ...parseKeyspaceShard(args[0]!), servedType: parseServedType(args[1]!), cells: splitList(flags.cells),
      retryDelayMs: flags.retry_delay, initialWaitMs: flags.initial_wait,
    }
    if (flags.timeout === 0) await run(ctx, wr, wait)
    else await ctx.timeout(flags.timeout, inner => run(inner, wr, wait))
  },
})
