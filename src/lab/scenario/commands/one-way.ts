import { defineCommand } from '../command.ts'
import { parseProcessNames, requireProcess } from '../process-names.ts'

/** `vtsim one-way vtgate-2 topo`: what the first sends to the second is lost, until they are healed. */
export const oneWay = defineCommand({
  name: 'vtsim one-way',
  usage: '<from> <to>',
  parse: (args, context) => parseProcessNames(args, 2, context),
  async run(_ctx, session, [from, to]) {
    for (const one of requireProcess(session, from!)) {
      for (const other of requireProcess(session, to!)) if (one !== other) session.bench.cut(one.name, other.name, 'cut')
    }
  },
})
