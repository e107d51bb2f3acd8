import { getSrvKeyspace as read } from '../../topo/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'
import { printJson, srvKeyspaceJson } from '../json-output.ts'

/** Source: go/vt/vtctl/vtctl.go commandGetSrvKeyspace. */
export const getSrvKeyspace = defineCommand({
  name: 'GetSrvKeyspace', group: 'Serving Graph', params: '<cell> <keyspace>',
  help: 'Outputs a JSON structure that contains information about the SrvKeyspace.', flags: {},
  run: async (ctx, wr, _flags, args) => {
    requireArgs(args, 2, 'the <cell> and <keyspace> arguments are required for the GetSrvKeyspace command')
    printJson(ctx, wr, srvKeyspaceJson(await read(ctx, wr.topo, args[0]!, args[1]!)))
  },
})
