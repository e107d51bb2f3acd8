import { defineCommand } from '../command.ts'
import { parseProcessNames, requireProcess, type ProcessName } from '../process-names.ts'

/** `vtsim topo-unreachable zone1`: nobody reaches the topology server of this cell, or the global one, until all is healed. */
export const topoUnreachable = defineCommand({
  name: 'vtsim topo-unreachable',
  usage: '<cell>|global',
  parse(args, context): ProcessName {
    const [cell, rest] = args
    if (cell === undefined) throw context.mistake('which cell?')
    if (rest !== undefined) throw context.mistake(`unexpected \`${rest.text}\``, rest)
    return { ...parseProcessNames([cell], 1, context)[0]!, name: `topo ${cell.text}` }
  },
  async run(_ctx, session, name) {
    const { bench } = session
    for (const topo of requireProcess(session, name)) {
      for (const other of bench.simulation.processes()) {
        if (other.host === topo.host) continue
        bench.cut(topo.name, other.name, 'cut')
        bench.cut(other.name, topo.name, 'cut')
      }
    }
  },
})
