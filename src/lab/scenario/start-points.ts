import { UserError } from '../../base/index.ts'
import type { ConsoleEntry } from './console-block.ts'
import { didYouMean } from './did-you-mean.ts'
import type { Scenario } from './parse-scenario.ts'
import type { ShellNode, SimpleCommand, Word } from './shell/syntax.ts'

/**
 * A command before which a run can begin. Named as procedures are, after the first thing that it does:
 * `migrate-served-types-master`, `mysqlctl-up`, `run-for`; the second of a name is `split-diff/2`.
 */
export interface StartPoint { readonly name: string; readonly entry: ConsoleEntry }

/** All there are, in order. While a command runs in the background the world is not at rest: there is none. */
export function startPoints({ blocks }: Scenario): readonly StartPoint[] {
  const counts = new Map<string, number>()
  const points: StartPoint[] = []
  let isBusy = false
  for (const block of blocks) {
    if (block.kind !== 'console') continue
    for (const entry of block.entries) {
      if (entry.kind !== 'shell') continue
      const commands = entry.nodes.flatMap(simpleCommands)
      const name = commands.map(nameOf).find(found => found !== null) ?? null
      if (name !== null && !isBusy) {
        const nth = (counts.get(name) ?? 0) + 1
        counts.set(name, nth)
        points.push({ name: nth === 1 ? name : `${name}/${nth}`, entry })
      }
      for (const command of commands) isBusy = command.background || isBusy && nameOf(command) !== 'wait'
    }
  }
  return points
}

/** Fails with a UserError that says what there is. */
export function startPoint(scenario: Scenario, name: string): StartPoint {
  const points = startPoints(scenario)
  const found = points.find(point => point.name === name.replace(/\/1$/, ''))
  if (found !== undefined) return found
  const names = points.map(point => point.name)
  const near = didYouMean(name, names)
  throw new UserError(`no command \`${name}\` stands in ${scenario.source.file} from which a run could begin`, {
    hint: `${near === undefined ? '' : `did you mean \`${near}\`? `}there are: ${names.join(', ')}`,
  })
}

function simpleCommands(node: ShellNode): readonly SimpleCommand[] {
  return node.kind === 'simple' ? [node] : node.body.flatMap(simpleCommands)
}

/** null: it only assigns, or what it is stands in a variable. */
function nameOf({ words }: SimpleCommand): string | null {
  const [program = '', ...rest] = words.map(textOf)
  if (program === 'vtsim') return rest[0] ?? null
  if (program !== 'vtctlclient' && program !== 'vtworker') return program.replace(/^.*\//, '').replace(/\.sh$/, '') || null
  const command = rest.find(word => /^[A-Z][A-Za-z]+$/.test(word))
  if (command === undefined) return null
  const [, type] = command.startsWith('MigrateServed') ? /^(rdonly|replica|master)$/i.exec(rest.at(-1)!) ?? [] : []
  return [command.replace(/([a-z])([A-Z])/g, '$1-$2'), ...type === undefined ? [] : [type]].join('-').toLowerCase()
}

function textOf({ parts }: Word): string {
  return parts.map(part => part.kind === 'text' ? part.text : '').join('')
}
