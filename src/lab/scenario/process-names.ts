import { UserError } from '../../base/index.ts'
import type { Process } from '../../sim/index.ts'
import type { ParseContext } from './command.ts'
import { didYouMean } from './did-you-mean.ts'
import type { Argument } from './shell/expand.ts'
import type { ShellSession } from './shell-session.ts'

/**
 * A process as it was typed: `vtctld`, `vttablet zone1-300`, `mysqld zone1-300`, `topo zone1`, or `topo` for
 * all of them.
 */
export interface ProcessName { readonly name: string; readonly at: Argument }

const twoWords = new Set(['vttablet', 'mysqld', 'topo'])

/** Reads so many names; the kind and the tablet of a server are two words. */
export function parseProcessNames(
  args: readonly Argument[], count: number, context: ParseContext,
): ProcessName[] {
  const names: ProcessName[] = []
  for (let index = 0; index < args.length; index++) {
    const at = args[index]!
    const next = args[index + 1]
    const second = at.text === 'topo' ? /^(global|zone\d+|cell\w*)$/ : /-\d+$/
    const isPair = twoWords.has(at.text) && next !== undefined && second.test(next.text)
    names.push({ name: isPair ? `${at.text} ${next.text}` : at.text, at })
    if (isPair) index++
  }
  if (names.length !== count) throw context.mistake(
    `expected ${count === 1 ? 'one name' : `${count} names`}, found ${names.length}`
  )
  return names
}

/**
 * The processes of that name; a first word alone means all that begin with it. Fails with a UserError if
 * there is none.
 */
export function requireProcess(session: ShellSession, { name, at }: ProcessName): readonly Process[] {
  const processes = session.bench.simulation.processes()
  const found = processes.filter(process => process.name === name || process.name.startsWith(`${name} `))
  if (found.length > 0) return found
  const near = didYouMean(name, processes.map(process => process.name))
  throw new UserError(`there is no process \`${name}\``, {
    position: at.at, hint: near === undefined
      ? `processes are: ${processes.map(process => process.name).join(', ')}`
      : `did you mean \`${near}\`?`,
  })
}
