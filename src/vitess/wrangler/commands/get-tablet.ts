import { getTablet as read } from '../../topo/index.ts'
import { parseTabletAlias } from '../../wire/index.ts'
import { defineCommand, requireArgs } from '../command-registry.ts'
import { printJson, tabletJson } from '../json-output.ts'

/** Source: go/vt/vtctl/vtctl.go commandGetTablet. */
export const getTablet = defineCommand({
  name: 'GetTablet', group: 'Tablets', params: '<tablet alias>',
  help: 'Outputs a JSON structure that contains information about the Tablet.', flags: {},
  run: async (ctx, wr, _flags, args) => {
    requireArgs(args, 1, 'the <tablet alias> argument is required for the GetTablet command')
    printJson(ctx, wr, tabletJson((await read(ctx, wr.topo, parseTabletAlias(args[0]!))).record))
  },
})
