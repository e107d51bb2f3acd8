import { commandNames } from '../../../lab/scenario/index.ts'
import { guards } from '../../../sim/index.ts'
import { workerCommands } from '../../../vitess/vtworker/index.ts'
import { commands } from '../../../vitess/wrangler/index.ts'
import type { TextInput } from '../console-state.ts'
import { viewOf } from '../show.ts'
import type { Show } from '../state.ts'

const sqlBeginnings = [
  'select', 'insert into', 'update', 'delete from', 'begin', 'commit', 'rollback', 'show', 'describe', 'use',
]
const sqlWords = [
  'from', 'where', 'and', 'or', 'set', 'values', 'order by', 'group by', 'limit', 'join', 'on', 'in', 'count(*)',
  'for update', 'vitess_shards', 'vitess_tablets', 'vschema vindexes', 'tables',
]
/** Enough to show in one line, and to go through with Tab. */
const completionsMax = 40

/** What the word before the cursor may become, in the order in which it is most likely meant. */
export function completionsOf(show: Show, target: string, { text, at }: TextInput): readonly string[] {
  const line = text.slice(0, at)
  const word = /\S*$/.exec(line)![0]
  const before = line.slice(0, line.length - word.length).trim()
  const found = candidates(show, target, before).filter(one =>
    one.toLowerCase().startsWith(word.toLowerCase()) && one !== word)
  return [...new Set(found)].slice(0, completionsMax)
}

/** The input with the word before the cursor replaced, and a space after it if nothing else was meant. */
export function complete({ text, at }: TextInput, completion: string, isOnly: boolean): TextInput {
  const start = at - /\S*$/.exec(text.slice(0, at))![0].length
  const after = text.slice(at)
  const space = !isOnly || after.startsWith(' ') ? '' : ' '
  const end = start + completion.length + (isOnly ? 1 : 0)
  return { text: text.slice(0, start) + completion + space + after, at: end }
}

function candidates(show: Show, target: string, before: string): readonly string[] {
  const vtctl = commands.map(({ name }) => name)
  const workers = workerCommands.map(({ name }) => name)
  const verbs = commandNames.filter(name => name.startsWith('vtsim ')).map(name => name.slice(6))
  const [first = '', ...others] = before.replace(/^vtsim\s+/, '').split(/\s+/)
  if (before === '') return [...sqlBeginnings, ...verbs, ...workers, ...vtctl, 'vtctlclient', 'vtworker', 'vtsim']
  if (before === 'vtsim') return verbs
  if (first === 'vtctlclient' && !others.some(word => /^[A-Z]/.test(word))) return vtctl
  if (first === 'vtworker' && !others.some(word => /^[A-Z]/.test(word))) return workers
  if (first === 'guard-off') return guards().map(({ name }) => name)
  if (first === 'skip') return viewOf(show).procedures.map(({ step }) => step)
  if (verbs.includes(first)) return [...processes(show), 'topo']
  if (first.toLowerCase() === 'use') return [...places(show), ...aliases(show)]
  if (/^[A-Z]/.test(first) || first === 'vtctlclient' || first === 'vtworker') {
    return [...places(show), ...aliases(show), 'rdonly', 'replica', 'master', '-reverse', '-force']
  }
  return [...tables(show, target), ...columns(show, target), ...sqlWords]
}

function processes(show: Show): string[] {
  return [...viewOf(show).processes.keys()].filter(name => !/^(client-|operator)/.test(name))
}

function aliases(show: Show): string[] {
  return [...viewOf(show).tablets.keys()]
}

/** Keyspaces, and their shards. */
function places(show: Show): string[] {
  return [...viewOf(show).keyspaces.values()].flatMap(({ name, shards }) =>
    [name, ...shards.map(shard => shard.name)])
}

function tables(show: Show, target: string): string[] {
  return definitions(show, target).map(([, name]) => name!)
}

function columns(show: Show, target: string): string[] {
  return definitions(show, target).flatMap(([, , body]) =>
    body!.split(/,(?![^(]*\))/)
      .flatMap(part => /^\s*`?(\w+)`?\s+\w+/.exec(part)?.[1] ?? [])
      .filter(name => !/^(primary|unique|key)$/i.test(name)))
}

/** Of all tables, those of the target's keyspace first. */
function definitions(show: Show, target: string): RegExpExecArray[] {
  const { keyspaces } = show.scenario.frontMatter.cluster
  const isMeant = ({ name }: { name: string }): boolean => name === /^[^/:@]*/.exec(target)![0]
  const ordered = [...keyspaces.filter(isMeant), ...keyspaces.filter(one => !isMeant(one))]
  return ordered.flatMap(({ schema }) => schema.flatMap(statement => {
    const found = /create\s+table\s+`?(\w+)`?\s*\(([^]*)\)/i.exec(statement)
    return found === null ? [] : [found]
  }))
}
