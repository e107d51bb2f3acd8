import { parseGoDuration } from '../../../vitess/command/index.ts'
import { defineCommand, takeTexts } from '../command.ts'

/** `vtsim run-for 5s`: lets the world go on for so long. */
export const runFor = defineCommand({
  name: 'vtsim run-for',
  usage: '<duration>',
  parse(args, context) {
    const [text] = takeTexts(args, 1, 'vtsim run-for <duration>', context) as [string]
    const ms = parseGoDuration(text)
    if (ms === undefined) throw context.mistake(
      `\`${text}\` is no duration`, args[0], 'as in `vtsim run-for 5s` or `1m30s`',
    )
    return ms
  },
  async run(ctx, session, ms) {
    session.goOn.notify(ctx)
    await ctx.sleep(ms)
  },
})
