import { defineCommand } from '../command.ts'
import { logLine } from '../glog.ts'
import { parseLogFile, pids } from './log-file.ts'

/** `grep chunk.go "$VTDATAROOT"/tmp/vtworker.INFO`: the lines of a server's own log that a pattern matches. */
export const grep = defineCommand({
  name: 'grep',
  usage: '[-E] [-v] <pattern> <log file of vtctld or vtworker>',
  parse(args, context) {
    const flags = args.filter(({ text }) => /^-[Ev]+$/.test(text))
    const [pattern, file, rest] = args.filter(argument => !flags.includes(argument))
    if (rest !== undefined) throw context.mistake(`unexpected \`${rest.text}\``, rest)
    if (pattern === undefined) throw context.mistake('which pattern?')
    const process = parseLogFile(file, context)
    try {
      return {
        process, pattern: new RegExp(pattern.text), isInverse: flags.some(({ text }) => text.includes('v')),
      }
    } catch {
      throw context.mistake(`\`${pattern.text}\` is no pattern`, pattern)
    }
  },
  async run(_ctx, session, { process, pattern, isInverse }) {
    for (const line of session.bench.logs.of(process)) {
      const text = logLine(line, pids.get(process)!)
      if (pattern.test(text) !== isInverse) session.print(text)
    }
  },
})
