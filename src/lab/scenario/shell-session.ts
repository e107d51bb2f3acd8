import { UserError, type TextPosition } from '../../base/index.ts'
import { Failure, Signal, type Ctx, type Task } from '../../sim/index.ts'
import type { Bench } from './bench.ts'
import { commandTable } from './command-table.ts'
import type { Command, ParseContext } from './command.ts'
import type { ConsoleEntry } from './console-block.ts'
import { didYouMean } from './did-you-mean.ts'
import type { MysqlClient } from './mysql-client.ts'
import { expandText, expandWords, type Argument } from './shell/expand.ts'
import type { ShellNode, SimpleCommand } from './shell/syntax.ts'

/** Where the lines of a command go. */
export type PrintLine = (line: string) => void

/** What a command printed when it failed in the world. */
export interface FailureSeen {
  readonly says: string
  /** Whether a command that runs in the background may have printed it. */
  readonly mayBeOfBackground: boolean
  /** The command in the background that printed it; null: it was none. */
  readonly background: SimpleCommand | null
  /** What was waited for never came: typing it again would not help. */
  readonly isMiss?: true
}

/**
 * The operator's shell: variables, background commands, an open mysql client. What a background command
 * prints appears under whatever stands in the foreground, as on a terminal.
 */
export class ShellSession {
  readonly variables = new Map<string, string>()
  /** The client that `mysql> ` lines speak to. */
  mysql: MysqlClient | null = null
  /** Raised when the operator goes on: what is held at a pause point is let go. */
  readonly goOn = new Signal('operator goes on')
  /** Commands started with `&` that have not been waited for. */
  readonly background: Task<void>[] = []
  print: PrintLine = () => {}
  /** Of commands that have failed in the world so far. */
  readonly failures: FailureSeen[] = []
  private backgroundRunning = 0

  constructor(readonly bench: Bench) {}

  async run(ctx: Ctx, nodes: readonly ShellNode[]): Promise<void> {
    for (const node of nodes) {
      if (node.kind === 'simple') await this.runSimple(ctx, node)
      else {
        for (const item of expandWords(node.items, this.variables)) {
          this.variables.set(node.name, item.text)
          await this.run(ctx, node.body)
        }
      }
    }
  }

  private async runSimple(ctx: Ctx, node: SimpleCommand): Promise<void> {
    const resolved = resolve(node, this.variables)
    if (resolved === null) {
      for (const { name, value } of node.assignments) {
        this.variables.set(name, expandText(value, this.variables))
      }
      return
    }
    const { command, parsed } = resolved
    if (!node.background) return command.run(ctx, this, parsed as never)
    this.backgroundRunning++
    this.background.push(ctx.spawn(command.name, async inner => {
      try {
        await command.run(inner, this.behind(node), parsed as never)
      } finally {
        this.backgroundRunning--
      }
    }, { daemon: true }))
  }

  /** This shell as a command in the background sees it: it prints on the same terminal, and a failure is known as its own. */
  private behind(background: SimpleCommand): ShellSession {
    const fail: PrintLine = says => this.sawFailure(says, background)
    return Object.create(this, { fail: { value: fail } }) as ShellSession
  }

  /** Lets go what is held at pause points, and waits for all background commands. */
  async waitForBackground(ctx: Ctx): Promise<void> {
    this.goOn.notify(ctx)
    for (const task of this.background.splice(0)) await task.join(ctx)
  }

  async runEntry(ctx: Ctx, entry: ConsoleEntry, position: TextPosition): Promise<void> {
    if (entry.kind === 'shell') {
      this.mysql = null
      return this.run(ctx, entry.nodes)
    }
    if (this.mysql === null) {
      throw new UserError(
        'no mysql client is open here', { position, hint: 'open one first: `$ mysql customer/0`' },
      )
    }
    await this.mysql.run(ctx, entry.text, this.print, this.fail)
  }

  /** Prints a line that tells of a failure. */
  readonly fail: PrintLine = says => this.sawFailure(says, null)

  private sawFailure(says: string, background: SimpleCommand | null): void {
    this.failures.push({ says, mayBeOfBackground: this.backgroundRunning > 0, background })
    this.print(says)
  }

  /** Prints that what was waited for has not come. */
  missed(says: string): void {
    this.failures.push({ says, mayBeOfBackground: false, background: null, isMiss: true })
    this.print(says)
  }

  /** Prints the failure of a command as its program does; what is not modelled goes on. */
  printFailure(error: unknown, text: (failure: Failure) => string): void {
    if (!(error instanceof Failure)) throw error
    this.fail(text(error))
  }
}

/**
 * A simple command with its words expanded and read; null for one that only assigns. Fails with a UserError.
 */
export function resolve(
  node: SimpleCommand, variables: ReadonlyMap<string, string>,
): { command: Command; parsed: unknown } | null {
  const words = expandWords(node.words, variables)
  if (words.length === 0) return null
  const local = new Map(variables)
  for (const { name, value } of node.assignments) local.set(name, expandText(value, variables))
  const { command, args } = findCommand(words)
  const context: ParseContext = {
    variables: local,
    mistake: (message, at, hint) =>
      new UserError(
        `${command.name}: ${message}`,
        { position: at?.at ?? node.at, hint: hint ?? `usage: ${command.name} ${command.usage}` },
      ),
  }
  return { command, parsed: command.parse(args, context) }
}

function findCommand(words: readonly Argument[]): { command: Command; args: readonly Argument[] } {
  const [first, second] = words
  const single = commandTable.get(first!.text.replace(/^.*\//, ''))
  if (single !== undefined) return { command: single, args: words.slice(1) }
  if (first!.text === 'vtsim') {
    const verbs = [...commandTable.keys()].flatMap(name => (name.startsWith('vtsim ') ? [name.slice(6)] : []))
    const verb = second === undefined ? undefined : commandTable.get(`vtsim ${second.text}`)
    if (verb !== undefined) return { command: verb, args: words.slice(2) }
    const near = second === undefined ? undefined : didYouMean(second.text, verbs)
    throw new UserError(second === undefined ? 'vtsim what?' : `vtsim has no verb \`${second.text}\``, {
      position: (second ?? first)!.at, hint: near === undefined
        ? `verbs are: ${verbs.join(', ')}`
        : `did you mean \`${near}\`?`,
    })
  }
  const names = [...new Set([...commandTable.keys()].map(name => name.split(' ')[0]!))]
  const near = didYouMean(first!.text, names)
  throw new UserError(`unknown command \`${first!.text}\``, {
    position: first!.at, hint: near === undefined
      ? `the sandbox knows: ${names.join(', ')}`
      : `did you mean \`${near}\`?`,
  })
}
