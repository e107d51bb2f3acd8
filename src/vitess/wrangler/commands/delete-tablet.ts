import { boolFlag, failure } from '../../command/index.ts'
import { parseTabletAlias } from '../../wire/index.ts'
import { defineCommand } from '../command-registry.ts'
import { deleteTablet as remove } from '../delete-records.ts'

/** Source: go/vt/vtctl/vtctl.go commandDeleteTablet. */
export const deleteTablet = defineCommand({
  name: 'DeleteTablet', group: 'Tablets', params: '[-allow_master] <tablet alias> ...',
    help: 'Deletes tablet(s) from the topology.',
  flags: { allow_master: boolFlag(false, 'Allows for the master tablet of a shard to'
    + ' be deleted. Use with caution.') },
  run: async (ctx, wr, flags, args) => {
    if (args.length === 0) {
      throw failure('the <tablet alias> argument must be used to specify at least one tablet when calling'
        + ' the DeleteTablet command', 'INVALID_ARGUMENT')
    }
    for (const alias of args.map(parseTabletAlias)) await remove(ctx, wr, alias, flags.allow_master)
  },
})
