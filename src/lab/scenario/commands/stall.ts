import { parseGoDuration } from '../../../vitess/command/index.ts'
import { defineCommand } from '../command.ts'
import { parseProcessNames, requireProcess } from '../process-names.ts'

/**
 * `vtsim stall vttablet zone1-201 300ms`: the process does nothing for so long, as in a garbage collection.
 */
export const stall = defineCommand({
  name: 'vtsim stall',
  usage: '<process> <duration>',
  parse(args, context) {
    const last = args.at(-1)
    const ms = parseGoDuration(last?.text ?? '')
    if (ms === undefined) throw context.mistake(
      `\`${last?.text ?? ''}\` is no duration`, last, 'as in `vtsim stall vtgate-1 300ms`',
    )
    return { target: parseProcessNames(args.slice(0, -1), 1, context)[0]!, ms }
  },
  async run(_ctx, session, { target, ms }) {
    for (const process of requireProcess(session, target)) session.bench.simulation.stall(process.name, ms)
  },
})
