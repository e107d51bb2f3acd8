import { UserError } from '../../base/index.ts'
import type { ConsoleEntry } from './console-block.ts'
import { didYouMean } from './did-you-mean.ts'
import type { Scenario } from './parse-scenario.ts'
import type { ShellNode, SimpleCommand, Word } from './shell/syntax.ts'
import { StandingFaults, type Breaking } from './standing-faults.ts'

/**
 * A command before which a run can begin. Named as procedures are, after the first thing that it does:
 * `migrate-served-types-master`, `mysqlctl-up`, `run-for`; the second of a name is `split-diff/2`.
 */
export interface StartPoint { readonly name: string; readonly entry: ConsoleEntry }

/** A command, and why no run can begin before it; null: one can. */
interface Place extends StartPoint { readonly hindrance: string | null }

/**
 * All there are, in order. There is none while a command runs in the background, nor where something is still broken
 * that no image has.
 */
export function startPoints(scenario: Scenario): readonly StartPoint[] {
  return placesOf(scenario).flatMap(({ name, entry, hindrance }) => hindrance === null ? [{ name, entry }] : [])
}

function placesOf({ blocks }: Scenario): readonly Place[] {
  const counts = new Map<string, number>()
  const places: Place[] = []
  const faults = new StandingFaults()
  let background: number | null = null
  for (const block of blocks) {
    if (block.kind !== 'console') continue
    for (const entry of block.entries) {
      if (entry.kind !== 'shell') continue
      const commands = entry.nodes.flatMap(simpleCommands)
      const name = commands.map(nameOf).find(found => found !== null) ?? null
      if (name !== null) {
        const nth = (counts.get(name) ?? 0) + 1
        counts.set(name, nth)
        places.push({ name: nth === 1 ? name : `${name}/${nth}`, entry, hindrance: hindranceOf(background, faults.first) })
      }
      for (const command of commands) {
        const line = command.at.line
        if (command.background) background = line
        else if (nameOf(command) === 'wait') background = null
        faults.note({ words: command.words.map(textOf), line })
      }
    }
  }
  return places
}

function hindranceOf(background: number | null, broken: Breaking | null): string | null {
  if (background !== null) return `the command of line ${background} is still running`
  return broken === null ? null : `what \`${broken.words.join(' ')}\` breaks in line ${broken.line} is not whole again`
}

/** Fails with a UserError that says what there is. */
export function startPoint(scenario: Scenario, name: string): StartPoint {
  const places = placesOf(scenario)
  const found = places.find(place => place.name === name.replace(/\/1$/, ''))
  if (found !== undefined && found.hindrance === null) return { name: found.name, entry: found.entry }
  const names = startPoints(scenario).map(point => point.name)
  const hint = `there are: ${names.join(', ')}`
  if (found !== undefined) throw new UserError(
    `no run can begin before \`${found.name}\` in ${scenario.source.file}: ${found.hindrance!}`, { hint },
  )
  const near = didYouMean(name, names)
  throw new UserError(`no command \`${name}\` stands in ${scenario.source.file} from which a run could begin`, {
    hint: near === undefined ? hint : `did you mean \`${near}\`? ${hint}`,
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
