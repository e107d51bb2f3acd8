import { getKeyspace as read } from '../../topo/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'
import { keyspaceJson, printJson } from '../json-output.ts'

/** Source: go/vt/vtctl/vtctl.go commandGetKeyspace. */
export const getKeyspace = defineCommand({
  name: 'GetKeyspace', group: 'Keyspaces', params: '<keyspace>',
  help: 'Outputs a JSON structure that contains information about the Keyspace.', flags: {},
  run: async (ctx, wr, _flags, args) => {
    requireArgs(args, 1, 'the <keyspace> argument is required for the GetKeyspace command')
    printJson(ctx, wr, keyspaceJson((await read(ctx, wr.topo, args[0]!)).record))
  },
})
