import type { UserError } from '../../base/index.ts'
import type { Ctx } from '../../sim/index.ts'
import { didYouMean } from './did-you-mean.ts'
import type { Argument, Variables } from './shell/expand.ts'
import type { ShellSession } from './shell-session.ts'

/** One verb of the console, as a pair: read the arguments, do it. */
export interface Command {
  /** As it is typed; a verb of the sandbox has two words: `vtsim until`. */
  readonly name: string
  /** After the name, for messages: `<duration>`. */
  readonly usage: string
  /** Fails with a UserError at the argument that is wrong. What is read is given to `run`. */
  parse(args: readonly Argument[], context: ParseContext): unknown
  run(ctx: Ctx, session: ShellSession, parsed: never): Promise<void>
}

export interface ParseContext {
  readonly variables: Variables
  /** A UserError at an argument, or at the command if there is none. */
  mistake(message: string, at?: Argument, hint?: string): UserError
}

/** Keeps the type of what `parse` gives and `run` gets, while the table of commands forgets it. */
export function defineCommand<A>(command: {
  readonly name: string
  readonly usage: string
  parse(args: readonly Argument[], context: ParseContext): A
  run(ctx: Ctx, session: ShellSession, parsed: A): Promise<void>
}): Command {
  return command
}

/** Fails with a UserError if the argument names none of these. */
export function knownName(argument: Argument, names: readonly string[], context: ParseContext): void {
  if (names.includes(argument.text)) return
  const near = didYouMean(argument.text, names)
  throw context.mistake(`unknown command \`${argument.text}\``, argument, near === undefined
    ? `commands are: ${names.join(', ')}` : `did you mean \`${near}\`?`)
}

/** The arguments as exactly these many texts. */
export function takeTexts(
  args: readonly Argument[], count: number, usage: string, context: ParseContext,
): string[] {
  if (args.length < count) throw context.mistake(`an argument is missing`, undefined, `usage: ${usage}`)
  if (args.length > count) throw context.mistake(
    `unexpected \`${args[count]!.text}\``, args[count], `usage: ${usage}`,
  )
  return args.map(argument => argument.text)
}
