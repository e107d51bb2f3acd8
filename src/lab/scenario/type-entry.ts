import type { TextPosition } from '../../base/index.ts'
import { Failure, type Ctx } from '../../sim/index.ts'
import type { Bench } from './bench.ts'
import { environment } from './commands/source.ts'
import type { ConsoleEntry } from './console-block.ts'
import { parseShell } from './shell/parse-shell.ts'
import { ShellSession, type FailureSeen } from './shell-session.ts'
import type { Trouble } from './trouble.ts'

export interface EntryTyped {
  /** null: it went as it was written. Else the first failure that was not. */
  readonly failure: FailureSeen | null
  /** Whether the operator goes on to the next. */
  readonly goesOn: boolean
}

/**
 * Types one entry of a scenario; in a world with trouble, again and again while it fails and the policy of the
 * operator is to do so. A failure that is `foreseen` is none.
 */
export async function typeEntry(
  ctx: Ctx, session: ShellSession, entry: ConsoleEntry, at: TextPosition, trouble: Trouble | undefined,
  foreseen: (failure: FailureSeen) => boolean,
): Promise<EntryTyped> {
  for (let attempt = 1; ; attempt++) {
    const before = session.failures.length
    try {
      if (trouble === undefined) await session.runEntry(ctx, entry, at)
      else await ctx.timeout(trouble.patienceMs, inner => session.runEntry(inner, entry, at))
    } catch (error) {
      if (!(error instanceof Failure) || trouble === undefined) throw error
      session.failures.push({ says: error.message, mayBeOfBackground: false })
    }
    const failure = session.failures.slice(before).find(seen => !foreseen(seen)) ?? null
    if (trouble === undefined) return { failure, goesOn: true }
    if (failure === null) {
      if (await trouble.done(ctx, entry.text)) continue
      return { failure, goesOn: true }
    }
    ctx.emit('scenario/failed', { line: entry.firstLine, attempt })
    if (!await trouble.failed(ctx, attempt, entry.text)) return { failure, goesOn: false }
  }
}

/** Types a line that stands in no scenario, in a shell of its own. Answers whether it went well. */
export async function typeLine(ctx: Ctx, bench: Bench, text: string): Promise<boolean> {
  const nodes = parseShell(text, offset => ({ line: 1, column: offset + 1 }))
  if (nodes === 'incomplete') return false
  const session = new ShellSession(bench)
  for (const [name, value] of environment) session.variables.set(name, value)
  ctx.emit('operator/typed', { text })
  session.print = line => void ctx.emit('scenario/output', { text: line })
  try {
    await session.run(ctx, nodes)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return false
  }
  return session.failures.length === 0
}
