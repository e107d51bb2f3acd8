import { failure } from '../../command/index.ts'
import { getTabletMap } from '../../topo/index.ts'
import { parseTabletAlias } from '../../wire/index.ts'
import { defineCommand } from '../command-registry.ts'
import { tabletLine } from '../tablet-line.ts'

/** Source: go/vt/vtctl/vtctl.go commandListTablets. */
export const listTablets = defineCommand({
  name: 'ListTablets', group: 'Generic', params: '<tablet alias> ...', help: 'Lists specified tablets in an'
    + ' awk-friendly way.', flags: {},
  run: async (ctx, wr, _flags, args) => {
    if (args.length === 0) throw failure('the <tablet alias> argument is required for the ListTablets'
      + ' command', 'INVALID_ARGUMENT')
    const { tablets } = await getTabletMap(ctx, wr.topo, args.map(parseTabletAlias))
    for (const { record } of tablets.values()) wr.logger.printf(ctx, `${tabletLine(record)}\n`)
  },
})
