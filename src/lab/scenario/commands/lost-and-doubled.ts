import { defineCommand, takeTexts, type Command } from '../command.ts'
import { didYouMean } from '../did-you-mean.ts'
import { doubledMethodNames, methodNames } from '../method-names.ts'
import type { Simulation } from '../../../sim/index.ts'

/** `vtsim lost-reply TabletManager.vReplicationExec`: the next answer of this method gets lost on its way. */
export const lostReply = forMethod('vtsim lost-reply', methodNames, (simulation, method) => simulation.loseReply(method))

/** `vtsim doubled TabletManager.vReplicationExec`: the next request of this method comes twice. */
export const doubled = forMethod('vtsim doubled', doubledMethodNames, (simulation, method) => simulation.doubleRequest(method))

function forMethod(
  name: string, names: readonly string[], act: (simulation: Simulation, method: string) => void,
): Command {
  return defineCommand({
    name,
    usage: '<Service.method>',
    parse(args, context) {
      const [method] = takeTexts(args, 1, `${name} <Service.method>`, context) as [string]
      if (names.includes(method)) return method
      const near = didYouMean(method, names)
      const what = methodNames.includes(method) ? `\`${method}\` never comes twice` : `there is no method \`${method}\``
      throw context.mistake(what, args[0],
        near === undefined ? `as in \`TabletManager.vReplicationExec\`` : `did you mean \`${near}\`?`)
    },
    async run(_ctx, session, method) {
      act(session.bench.simulation, method)
    },
  })
}
