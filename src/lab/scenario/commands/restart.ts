import { defineCommand } from '../command.ts'
import { parseProcessNames, requireProcess } from '../process-names.ts'

/** `vtsim restart vttablet zone1-300`: boots what has crashed, with the disk that it left. */
export const restart = defineCommand({
  name: 'vtsim restart',
  usage: '<process or host>',
  parse: (args, context) => parseProcessNames(args, 1, context)[0]!,
  async run(_ctx, session, target) {
    const { simulation } = session.bench
    if (target.name.startsWith('host-')) return simulation.restartHost(target.name)
    for (const process of requireProcess(session, target)) if (!process.up) simulation.restart(process.name)
  },
})
