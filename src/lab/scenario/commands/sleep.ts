import { defineCommand, takeTexts } from '../command.ts'

/** `sleep 5`: seconds of virtual time. */
export const sleep = defineCommand({
  name: 'sleep',
  usage: '<seconds>',
  parse(args, context) {
    const [text] = takeTexts(args, 1, 'sleep <seconds>', context) as [string]
    if (!/^\d+(\.\d+)?$/.test(text)) throw context.mistake(`\`${text}\` is no number of seconds`, args[0])
    return Number(text) * 1000
  },
  async run(ctx, session, ms) {
    session.goOn.notify(ctx)
    await ctx.sleep(ms)
  },
})
