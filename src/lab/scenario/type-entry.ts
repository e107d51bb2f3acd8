import type { TextPosition } from '../../base/index.ts'
import { Failure, type Ctx } from '../../sim/index.ts'
import type { Bench } from './bench.ts'
import { environment } from './commands/source.ts'
import type { ConsoleEntry } from './console-block.ts'
import { expandWords } from './shell/expand.ts'
import { parseShell } from './shell/parse-shell.ts'
import { ShellSession, type FailureSeen } from './shell-session.ts'
import type { SimpleCommand } from './shell/syntax.ts'
import type { Trouble } from './trouble.ts'

export interface EntryTyped {
  /** null: it went as it was written, or came to the same. Else the first failure that was not. */
  readonly failure: FailureSeen | null
  /** Whether the operator goes on to the next. */
  readonly goesOn: boolean
}

/** Something that is typed as a whole, and typed again as a whole. */
interface Typed {
  readonly text: string
  /** Of the scenario. */
  readonly line: number
  /** The command in the background that is typed once more, by itself; null: an entry. */
  readonly once: SimpleCommand | null
  run(ctx: Ctx): Promise<void>
}

/**
 * Types one entry of a scenario; in a world with trouble, again and again while it fails and the policy of the
 * operator is to do so. Commands in the background that have failed meanwhile are then typed by themselves. A failure
 * that is `foreseen` is none.
 */
export async function typeEntry(
  ctx: Ctx, session: ShellSession, entry: ConsoleEntry, at: TextPosition, trouble: Trouble | undefined,
  foreseen: (failure: FailureSeen) => boolean,
): Promise<EntryTyped> {
  const before = session.failures.length
  const asWritten: Typed = { text: entry.text, line: entry.firstLine, once: null, run: inner => session.runEntry(inner, entry, at) }
  if (trouble === undefined) {
    await asWritten.run(ctx)
    return { failure: session.failures.slice(before).find(seen => !foreseen(seen)) ?? null, goesOn: true }
  }
  const toType: Typed[] = [asWritten]
  for (const typed of toType) {
    const done = await typeUntilDone(ctx, session, typed, trouble, foreseen, command => {
      const text = expandWords(command.words, session.variables).map(word => word.text).join(' ')
      const { line } = command.at
      toType.push({ text, line, once: command, run: inner => session.run(inner, [{ ...command, background: false }]) })
    })
    if (!done.goesOn) return done
  }
  return { failure: null, goesOn: true }
}

async function typeUntilDone(
  ctx: Ctx, session: ShellSession, typed: Typed, trouble: Trouble, foreseen: (failure: FailureSeen) => boolean,
  failedBehind: (command: SimpleCommand) => void,
): Promise<EntryTyped> {
  for (let attempt = 1; ; attempt++) {
    const before = session.failures.length
    try {
      await ctx.timeout(trouble.patienceMs, inner => typed.run(inner))
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      session.failures.push({ says: error.message, mayBeOfBackground: false, background: null })
    }
    const failures = session.failures.slice(before).filter(seen => seen.isMiss !== true && !foreseen(seen))
    for (const { background } of failures) if (background !== null) failedBehind(background)
    const failure = failures.find(({ background }) => background === null)
    if (failure === undefined) {
      if (await trouble.done(ctx, typed.text)) continue
      return { failure: null, goesOn: true }
    }
    ctx.emit('scenario/failed', { line: typed.line, attempt })
    const then = await trouble.failed(ctx, attempt, typed.text)
    if (then === 'done') return { failure: null, goesOn: true }
    if (then === 'given-up') return { failure: { ...failure, background: typed.once }, goesOn: false }
  }
}

/** Types a line that stands in no scenario, in a shell of its own. Answers how it says that it failed; null if it did not. */
export async function typeLine(ctx: Ctx, bench: Bench, text: string): Promise<string | null> {
  const nodes = parseShell(text, offset => ({ line: 1, column: offset + 1 }))
  if (nodes === 'incomplete') return 'the command does not end'
  const session = new ShellSession(bench)
  for (const [name, value] of environment) session.variables.set(name, value)
  ctx.emit('operator/typed', { text })
  session.print = line => void ctx.emit('scenario/output', { text: line })
  try {
    await session.run(ctx, nodes)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return error.message
  }
  return session.failures[0]?.says ?? null
}
