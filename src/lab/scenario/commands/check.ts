import { defineCommand } from '../command.ts'
import { checkRun, invariantNames } from '../../check/index.ts'
import { didYouMean } from '../did-you-mean.ts'
import { verdictLines } from '../verdict-lines.ts'

/** `vtsim check`: the verdicts of all checks at this moment, or of those that are named. */
export const check = defineCommand({
  name: 'vtsim check',
  usage: '[<check> …]',
  parse: (args, context) => args.map(argument => {
    if (!invariantNames.includes(argument.text)) {
      const near = didYouMean(argument.text, invariantNames)
      throw context.mistake(
        `there is no check \`${argument.text}\``, argument,
        near === undefined ? `checks are: ${invariantNames.join(', ')}` : `did you mean \`${near}\`?`,
      )
    }
    return argument.text
  }),
  async run(ctx, session, names) {
    const record = await session.bench.record(ctx)
    for (const result of checkRun(record, names.length > 0 ? names : session.bench.checks)) {
      for (const line of verdictLines(result)) session.print(line)
    }
  },
})
