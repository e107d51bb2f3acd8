import { getVSchema as read } from '../../topo/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'
import { vschemaText } from '../vschema-output.ts'

/** Source: go/vt/vtctl/vtctl.go commandGetVSchema. */
export const getVSchema = defineCommand({
  name: 'GetVSchema', group: 'Schema, Version, Permissions', params: '<keyspace>',
    help: 'Displays the VTGate routing schema.', flags: {},
  run: async (ctx, wr, _flags, args) => {
    requireArgs(args, 1, 'the <keyspace> argument is required for the GetVSchema command')
    wr.logger.printf(ctx, `${vschemaText(await read(ctx, wr.topo, args[0]!))}\n`)
  },
})
