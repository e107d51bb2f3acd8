import { stringFlag } from '../../command/index.ts'
import { parseKeyspaceShard, parseShardName } from '../../keys/index.ts'
import { sourceShardAdd as add } from '../../topo/index.ts'
import { defineCommand, requireArgs, splitList } from '../command-registry.ts'
import { parseUid } from '../parse-arguments.ts'

/** Source: go/vt/vtctl/vtctl.go commandSourceShardAdd. */
export const sourceShardAdd = defineCommand({
  name: 'SourceShardAdd', group: 'Shards',
  params: '[--key_range=<keyrange>] [--tables=<table1,table2,...>] <keyspace/shard>'
    + ' <uid> <source keyspace/shard>',
  help: 'Adds the SourceShard record with the provided index. This is meant as an emergency function. It'
    + ' does not call RefreshState for the shard'
    + ' master.',
  flags: {
    key_range: stringFlag('', 'Identifies the key range to use for the SourceShard'),
    tables: stringFlag('', 'Specifies a comma-separated list of tables to replicate (used for vertical'
      + ' split). Each is either an exact match, or a'
      + ' regular expression of the form /regexp/'),
  },
  run: async (ctx, wr, flags, args) => {
    requireArgs(args, 3, 'the <keyspace/shard>, <uid>, and <source keyspace/shard> arguments are all'
      + ' required for the SourceShardAdd command')
    const { keyspace, shard } = parseKeyspaceShard(args[0]!)
    const source = parseKeyspaceShard(args[2]!)
    const keyRange = flags.key_range === '' ? null : parseShardName(flags.key_range).keyRange
    await add(ctx, wr.topo, keyspace, shard, { uid: parseUid(args[1]!), ...source, keyRange,
      tables: splitList(flags.tables) })
  },
})
