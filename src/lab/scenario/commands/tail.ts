import { defineCommand } from '../command.ts'
import { logLine } from '../glog.ts'
import { parseLogFile, pids } from './log-file.ts'

/**
 * `tail -n 14 "$VTDATAROOT"/tmp/vtctld.INFO`: the end of a server's own log, which says more than its clients
 * are told.
 */
export const tail = defineCommand({
  name: 'tail',
  usage: '[-n <lines>] <log file of vtctld or vtworker>',
  parse(args, context) {
    let count = 10
    let index = 0
    if (args[0]?.text === '-n') {
      count = Number(args[1]?.text)
      if (!Number.isInteger(count) || count < 1) throw context.mistake(
        '-n needs a number of lines', args[1] ?? args[0],
      )
      index = 2
    }
    return { process: parseLogFile(args[index], context), count }
  },
  async run(_ctx, session, { process, count }) {
    for (const line of session.bench.logs.of(process).slice(-count)) session.print(
      logLine(line, pids.get(process)!)
    )
  },
})
