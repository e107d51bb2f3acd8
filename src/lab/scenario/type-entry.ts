import type { TextPosition } from '../../base/index.ts'
import { Failure, type Ctx } from '../../sim/index.ts'
import type { Bench } from './bench.ts'
import { environment } from './commands/source.ts'
import type { ConsoleEntry } from './console-block.ts'
import { parseShell } from './shell/parse-shell.ts'
import { ShellSession } from './shell-session.ts'
import type { Trouble } from './trouble.ts'

/**
 * Types one entry of a scenario; in a world with trouble, again and again while it fails and the policy of the
 * operator is to do so. Answers whether it went well in the end.
 */
export async function typeEntry(
  ctx: Ctx, session: ShellSession, entry: ConsoleEntry, at: TextPosition, trouble: Trouble | undefined,
): Promise<boolean> {
  if (trouble === undefined) {
    await session.runEntry(ctx, entry, at)
    return true
  }
  for (let attempt = 1; ; attempt++) {
    if (await goesWell(session, () => session.runEntry(ctx, entry, at))) return true
    ctx.emit('scenario/failed', { line: entry.firstLine, attempt })
    if (!await trouble.failed(ctx, attempt)) return false
  }
}

/** Types a line that stands in no scenario, in a shell of its own. Answers whether it went well. */
export async function typeLine(ctx: Ctx, bench: Bench, text: string): Promise<boolean> {
  const nodes = parseShell(text, offset => ({ line: 1, column: offset + 1 }))
  const session = new ShellSession(bench)
  for (const [name, value] of environment) session.variables.set(name, value)
  ctx.emit('operator/typed', { text })
  session.print = line => void ctx.emit('scenario/output', { text: line })
  return nodes !== 'incomplete' && await goesWell(session, () => session.run(ctx, nodes))
}

async function goesWell(session: ShellSession, body: () => Promise<void>): Promise<boolean> {
  const before = session.failures
  try {
    await body()
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return false
  }
  return session.failures === before
}
