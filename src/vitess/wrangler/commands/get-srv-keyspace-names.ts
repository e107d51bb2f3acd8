import { getSrvKeyspaceNames as read } from '../../topo/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'

/** Source: go/vt/vtctl/vtctl.go commandGetSrvKeyspaceNames. */
export const getSrvKeyspaceNames = defineCommand({
  name: 'GetSrvKeyspaceNames', group: 'Serving Graph', params: '<cell>',
    help: 'Outputs a list of keyspace names.', flags: {},
  run: async (ctx, wr, _flags, args) => {
    requireArgs(args, 1, 'the <cell> argument is required for the GetSrvKeyspaceNames command')
    for (const name of await read(ctx, wr.topo, args[0]!)) wr.logger.printf(ctx, `${name}\n`)
  },
})
