import { client } from '../../../sim/index.ts'
import { Vtworker } from '../../../vitess/wire/index.ts'
import { workerCommands } from '../../../vitess/vtworker/index.ts'
import { defineCommand, knownName } from '../command.ts'
import { commandOutputLines, glogTime, logLine } from '../glog.ts'

const pid = 39_992
export const vtworkerAddress = 'vtworker'

/** Flags of the program that take no value of their own. */
const booleans = new Set(['alsologtostderr', 'logtostderr', 'use_v3_resharding_mode'])
/** Flags that say where the program runs, which the sandbox has decided. */
const placement = /^(topo_\w+|cell|log_dir|alsologtostderr|logtostderr|stderrthreshold|v)$/

const commandNames = workerCommands.map(({ name }) => name)

/**
 * `vtworker <flags> SplitClone …`. Its log goes to files, and only errors to the terminal, unless
 * `-alsologtostderr` or `-logtostderr` is given. Source: go/cmd/vtworker/vtworker.go, glog.
 */
export const vtworker = defineCommand({
  name: 'vtworker',
  usage: '[flags] <command> [arguments]',
  parse(args, context) {
    const flags: string[] = []
    let isQuiet = true
    let index = 0
    while (index < args.length && args[index]!.text.startsWith('-')) {
      const { text } = args[index]!
      const name = text.replace(/^--?/, '').split('=')[0]!
      const takesNext = !text.includes('=') && !booleans.has(name)
      if (takesNext && args[index + 1] === undefined) throw context.mistake(
        `flag needs an argument: -${name}`, args[index],
      )
      if (/^(also)?logtostderr$/.test(name)) isQuiet = text.endsWith('=false')
      if (!placement.test(name)) flags.push(takesNext ? `${text}=${args[index + 1]!.text}` : text)
      index += takesNext ? 2 : 1
    }
    if (index >= args.length) throw context.mistake('which command?')
    knownName(args[index]!, commandNames, context)
    return { words: [...flags, ...args.slice(index).map(argument => argument.text)], isQuiet }
  },
  async run(ctx, session, { words, isQuiet }) {
    const worker = client(Vtworker, vtworkerAddress)
    // The program runs in this very shell: its log is seen as far as it goes to the terminal.
    const forget = session.bench.logs.follow(vtworkerAddress, line => {
      if (!isQuiet || line.level === 'E') session.print(logLine(line, pid))
    })
    try {
      for await (const output of worker.executeVtworkerCommand(ctx, { args: Object.freeze(words) })) {
        if (output.level !== 'CONSOLE') continue
        for (const line of commandOutputLines(output, { pid })) session.print(line)
      }
    } catch (error) {
      session.printFailure(error, failure =>
        `E${glogTime(ctx.unixMs * 1000 + ctx.nowUs % 1000)} ${pid} vtworker.go:114] ${failure.message}`)
    } finally {
      forget()
    }
  },
})
