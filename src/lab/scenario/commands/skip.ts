import { defineCommand, takeTexts } from '../command.ts'
import { stepMistake } from '../known-steps.ts'

/** `vtsim skip wait-for-catch-up`: from now on procedures leave this step out. */
export const skip = defineCommand({
  name: 'vtsim skip',
  usage: '<step>',
  parse: (args, context) => {
    const [step] = takeTexts(args, 1, 'vtsim skip <step>', context) as [string]
    const mistake = stepMistake(step)
    if (mistake !== null) throw context.mistake(mistake.message, args[0], mistake.hint)
    return step
  },
  async run(_ctx, session, step) {
    session.bench.skip.add(step)
  },
})
