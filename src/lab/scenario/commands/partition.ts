import { defineCommand } from '../command.ts'
import { parseProcessNames, requireProcess } from '../process-names.ts'

/**
 * `vtsim partition vtgate-2 topo`: nothing passes between the two, in either direction, until they are
 * healed.
 */
export const partition = defineCommand({
  name: 'vtsim partition',
  usage: '<process> <process>',
  parse: (args, context) => parseProcessNames(args, 2, context),
  async run(_ctx, session, [a, b]) {
    const { simulation } = session.bench
    for (const one of requireProcess(session, a!)) {
      for (const other of requireProcess(session, b!)) {
        if (one === other) continue
        simulation.cut(one.name, other.name)
        simulation.cut(other.name, one.name)
        session.bench.cuts.push([one.name, other.name])
      }
    }
  },
})
