import { didYouMean } from '../lab/scenario/index.ts'
import { UsageError } from './report-error.ts'

/** Which commands take an option. */
export const commandsOf: ReadonlyMap<string, readonly string[]> = new Map([
  ['seed', ['run', 'play', 'explore']], ['skip', ['run', 'play', 'explore']], ['do', ['run', 'play']],
  ['from', ['run', 'play', 'explore']], ['trace', ['run']], ['json', ['run', 'replay']], ['quiet', ['run', 'replay']],
  ['ascii', ['play', 'learn', 'pick']], ['tui', ['play', 'learn', 'pick']], ['list', ['learn']], ['plain', ['learn']],
  ['update', ['test']], ['to', ['export']], ['until', ['export']],
  ['schedules', ['explore']], ['faults', ['explore']], ['out', ['explore']],
])

/** What to say of a command line that has options but no command; null: it has none. */
export function loneOption(args: readonly string[]): UsageError | null {
  const word = args.find(arg => arg.startsWith('-'))
  if (word === undefined) return null
  const given = word.replace(/^--?(no-(?=tui))?/, '').split('=')[0]!
  const name = commandsOf.has(given) ? given : didYouMean(given, [...commandsOf.keys()])
  if (name === undefined) return new UsageError(`there is no option ${word}`, '`vtsim --help` shows the commands')
  const commands = commandsOf.get(name)!
  const place = `it belongs after a command: \`vtsim ${commands[0]!} … --${name}\`, also ${commands.slice(1).join(', ')}`
  const hint = commands.length > 1 ? place : place.slice(0, place.lastIndexOf(','))
  return name === given ? new UsageError(`--${name} stands without a command`, hint)
    : new UsageError(`there is no option --${given}`, `did you mean --${name}? ${hint}`)
}
