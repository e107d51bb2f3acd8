import { defineCommand } from '../command.ts'
import { parseProcessNames, requireProcess } from '../process-names.ts'

/** `vtsim held vtgate-2 topo`: what the first sends to the second comes when they are healed, all at once. */
export const held = defineCommand({
  name: 'vtsim held',
  usage: '<from> <to>',
  parse: (args, context) => parseProcessNames(args, 2, context),
  async run(_ctx, session, [from, to]) {
    for (const one of requireProcess(session, from!)) {
      for (const other of requireProcess(session, to!)) if (one !== other) session.bench.cut(one.name, other.name, 'hang')
    }
  },
})
