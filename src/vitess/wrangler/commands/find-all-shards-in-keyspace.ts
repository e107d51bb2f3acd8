import { findAllShardsInKeyspace as find } from '../../topo/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'
import { printJson, shardJson, withoutZeroes } from '../json-output.ts'

/** Source: go/vt/vtctl/vtctl.go commandFindAllShardsInKeyspace. */
export const findAllShardsInKeyspace = defineCommand({
  name: 'FindAllShardsInKeyspace', group: 'Keyspaces', params: '<keyspace>', help: 'Displays all of the'
    + ' shards in the specified keyspace.', flags: {},
  run: async (ctx, wr, _flags, args) => {
    requireArgs(args, 1, 'the <keyspace> argument is required for the FindAllShardsInKeyspace command')
    const shards = await find(ctx, wr.topo, args[0]!)
    printJson(ctx, wr,
      new Map(shards.map(({ shardName, record }) => [shardName, withoutZeroes(shardJson(record))])))
  },
})
