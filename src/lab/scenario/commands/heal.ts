import { defineCommand } from '../command.ts'
import { parseProcessNames, requireProcess } from '../process-names.ts'

/** `vtsim heal vtgate-2 topo` mends what was cut between the two, `vtsim heal` all that was cut, held, slowed or to be lost. */
export const heal = defineCommand({
  name: 'vtsim heal',
  usage: '[<process> <process>]',
  parse: (args, context) => (args.length === 0 ? [] : parseProcessNames(args, 2, context)),
  async run(_ctx, session, [a, b]) {
    const { simulation, cuts } = session.bench
    if (a === undefined) session.bench.healServers()
    const ones = a === undefined ? null : requireProcess(session, a).map(process => process.name)
    const others = b === undefined ? null : requireProcess(session, b).map(process => process.name)
    const isMeant = (one: string, other: string): boolean => ones === null || others === null
      || (ones.includes(one) && others.includes(other)) || (ones.includes(other) && others.includes(one))
    for (const [one, other] of cuts.splice(0)) {
      if (!isMeant(one, other)) {
        cuts.push([one, other])
        continue
      }
      simulation.heal(one, other)
      simulation.heal(other, one)
    }
  },
})
