import { defineCommand, takeTexts } from '../command.ts'
import { didYouMean } from '../did-you-mean.ts'
import { methodNames } from '../method-names.ts'

/** `vtsim lost-reply TabletManager.vReplicationExec`: the next answer of this method gets lost on its way. */
export const lostReply = defineCommand({
  name: 'vtsim lost-reply',
  usage: '<Service.method>',
  parse(args, context) {
    const [method] = takeTexts(args, 1, 'vtsim lost-reply <Service.method>', context) as [string]
    if (methodNames.includes(method)) return method
    const near = didYouMean(method, methodNames)
    throw context.mistake(`there is no method \`${method}\``, args[0],
      near === undefined ? `as in \`TabletManager.vReplicationExec\`` : `did you mean \`${near}\`?`)
  },
  async run(_ctx, session, method) {
    session.bench.simulation.loseReply(method)
  },
})
