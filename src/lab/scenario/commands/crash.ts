import { UserError } from '../../../base/index.ts'
import { operator } from '../bench.ts'
import { defineCommand } from '../command.ts'
import { parseProcessNames, requireProcess } from '../process-names.ts'

/** `vtsim crash vttablet zone1-300`, or a whole host: `vtsim crash host-zone1-300`. */
export const crash = defineCommand({
  name: 'vtsim crash',
  usage: '<process or host>',
  parse: (args, context) => parseProcessNames(args, 1, context)[0]!,
  async run(_ctx, session, target) {
    const { simulation } = session.bench
    if (target.name === operator || target.name === `host-${operator}`) {
      throw new UserError('the operator is who types this', { position: target.at.at, hint: 'crash one of the servers' })
    }
    if (target.name.startsWith('host-')) {
      if (!simulation.processes().some(
        process => process.host === target.name
      )) requireProcess(session, target)
      return simulation.crashHost(target.name)
    }
    for (const process of requireProcess(session, target)) if (process.up) simulation.crash(process.name)
  },
})
