import { client } from '../../../sim/index.ts'
import { Vtctl, vtctldAddress } from '../../../vitess/wire/index.ts'
import { commands } from '../../../vitess/wrangler/index.ts'
import { defineCommand, knownName } from '../command.ts'
import { commandOutputLines } from '../glog.ts'
import { parseGoDuration } from '../../../vitess/command/index.ts'
import { grpcErrorText } from '../grpc-error.ts'

const pid = 1691
const actionTimeoutMs = 3_600_000

const commandNames = commands.map(({ name }) => name)
/** vtctld does not mind the case of a name; vtworker does. */
const lowerCaseNames = new Set(commandNames.map(name => name.toLowerCase()))

/** `vtctlclient -server localhost:15999 <command> …`. Source: go/cmd/vtctlclient/main.go. */
export const vtctlclient = defineCommand({
  name: 'vtctlclient',
  usage: '-server localhost:15999 <command> [arguments]',
  parse(args, context) {
    let timeoutMs = actionTimeoutMs
    let index = 0
    while (index < args.length && args[index]!.text.startsWith('-')) {
      const [flag, inline] = args[index]!.text.replace(/^--?/, '').split('=') as [string, string?]
      const value = inline ?? args[index + 1]?.text
      if (flag !== 'server' && flag !== 'action_timeout') {
        throw context.mistake(
          `flag provided but not defined: -${flag}`, args[index],
          'vtctlclient takes -server and -action_timeout before the command',
        )
      }
      if (value === undefined) throw context.mistake(`flag needs an argument: -${flag}`, args[index])
      if (flag === 'action_timeout') timeoutMs = parseGoDuration(value) ?? 0
      if (timeoutMs <= 0) throw context.mistake(`${value} is no duration`, args[index], 'as in 30s')
      index += inline === undefined ? 2 : 1
    }
    if (index >= args.length) throw context.mistake('which command?')
    if (!lowerCaseNames.has(args[index]!.text.toLowerCase())) knownName(args[index]!, commandNames, context)
    return { words: args.slice(index).map(argument => argument.text), timeoutMs }
  },
  async run(ctx, session, { words, timeoutMs }) {
    const vtctld = client(Vtctl, vtctldAddress)
    try {
      await ctx.timeout(timeoutMs, async inner => {
        const request = { args: Object.freeze(words), actionTimeoutMs: timeoutMs }
        for await (const output of vtctld.executeVtctlCommand(inner, request)) {
          for (const line of commandOutputLines(output, { pid })) session.print(line)
        }
      })
    } catch (error) {
      session.printFailure(error, failure => `${words[0]} Error: ${grpcErrorText(failure)}`)
    }
  },
})
