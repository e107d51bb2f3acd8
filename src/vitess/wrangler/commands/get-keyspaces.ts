import { getKeyspaces as read } from '../../topo/index.ts'
import { defineCommand } from '../command-registry.ts'

/** Source: go/vt/vtctl/vtctl.go commandGetKeyspaces. */
export const getKeyspaces = defineCommand({
  name: 'GetKeyspaces', group: 'Keyspaces', params: '', help: 'Outputs a sorted list of all keyspaces.',
    flags: {},
  run: async (ctx, wr) => { wr.logger.printf(ctx, `${(await read(ctx, wr.topo)).join('\n')}\n`) },
})
