import { getCellInfoNames, getTabletMap, getTabletsByCell } from '../../topo/index.ts'
import { defineCommand } from '../command-registry.ts'
import { tabletLine } from '../tablet-line.ts'

/** Source: go/vt/vtctl/vtctl.go commandListAllTablets, dumpAllTablets. */
export const listAllTablets = defineCommand({
  name: 'ListAllTablets', group: 'Generic', params: '<cell name1>, <cell name2>, ...',
    help: 'Lists all tablets in an awk-friendly way.', flags: {},
  run: async (ctx, wr, _flags, args) => {
    const cells = args.length > 0 ? args[0]!.split(',') : await getCellInfoNames(ctx, wr.topo)
    for (const cell of cells) {
      const { tablets } = await getTabletMap(ctx, wr.topo, await getTabletsByCell(ctx, wr.topo, cell))
      for (const { record } of tablets.values()) wr.logger.printf(ctx, `${tabletLine(record)}\n`)
    }
  },
})
