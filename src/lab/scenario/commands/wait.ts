import { defineCommand, takeTexts } from '../command.ts'

/** `wait`: until all background commands have ended. */
export const wait = defineCommand({
  name: 'wait',
  usage: '',
  parse: (args, context) => takeTexts(args, 0, 'wait', context),
  run: (ctx, session) => session.waitForBackground(ctx),
})
