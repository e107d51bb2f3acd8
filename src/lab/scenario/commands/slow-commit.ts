import { parseGoDuration } from '../../../vitess/command/index.ts'
import { defineCommand, takeTexts } from '../command.ts'

/** `vtsim slow-commit 400ms`: every commit of every mysqld takes so long, until all is healed. */
export const slowCommit = defineCommand({
  name: 'vtsim slow-commit',
  usage: '<duration>',
  parse(args, context) {
    const [text] = takeTexts(args, 1, 'vtsim slow-commit <duration>', context) as [string]
    const ms = parseGoDuration(text)
    if (ms === undefined) throw context.mistake(`\`${text}\` is no duration`, args[0], 'as in `vtsim slow-commit 400ms`')
    return ms
  },
  async run(_ctx, session, ms) {
    session.bench.slowCommits(ms)
  },
})
