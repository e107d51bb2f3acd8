import { boolFlag } from '../../command/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'
import { deleteKeyspace as remove } from '../delete-records.ts'

/** Source: go/vt/vtctl/vtctl.go commandDeleteKeyspace. */
export const deleteKeyspace = defineCommand({
  name: 'DeleteKeyspace', group: 'Keyspaces', params: '[-recursive] <keyspace>',
  help: 'Deletes the specified keyspace. In recursive mode, it also recursively deletes all shards in the'
    + ' keyspace. Otherwise, there must be no shards'
    + ' left in the keyspace.',
  flags: { recursive: boolFlag(false, 'Also recursively delete all shards in the keyspace.') },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 1, 'must specify the <keyspace> argument for DeleteKeyspace')
    await remove(ctx, wr, args[0]!, flags.recursive)
  },
})
