import { defineCommand, takeTexts } from '../command.ts'

/** `vtsim skip wait-for-catch-up`: from now on procedures leave this step out. */
export const skip = defineCommand({
  name: 'vtsim skip',
  usage: '<step>',
  parse: (args, context) => {
    const [step] = takeTexts(args, 1, 'vtsim skip <step>', context) as [string]
    if (!/^[a-z0-9-]+(\/[a-z0-9-]+)?$/.test(step)) throw context.mistake(
      `\`${step}\` is no name of a step`, args[0], 'as in `wait-for-catch-up`',
    )
    return step
  },
  async run(_ctx, session, step) {
    session.bench.skip.add(step)
  },
})
