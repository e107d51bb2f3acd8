import type { Intervention } from '../../../lab/branch/index.ts'
import { commandNames, lineMistake } from '../../../lab/scenario/index.ts'
import { parse, SqlError } from '../../../sql/index.ts'
import { workerCommands } from '../../../vitess/vtworker/index.ts'
import { commands } from '../../../vitess/wrangler/index.ts'

/**
 * What a line of the console means. `ask` only reads: it leaves no trace. `do` is a decision. `canonical` is the
 * line as it would be typed at a shell; it differs from the text where a shortcut was used.
 */
export type TypedLine =
  | { readonly kind: 'ask' | 'do'; readonly intervention: Intervention; readonly canonical: string }
  | { readonly kind: 'target'; readonly target: string }
  | { readonly kind: 'answer'; readonly lines: readonly string[]; readonly isWell: boolean }
  | { readonly kind: 'leave' | 'clear' }

/** Verbs of the sandbox that let time go on: here the reader has keys for that. */
const timeVerbs = new Set(['vtsim until', 'vtsim run-for', 'wait', 'sleep'])

/** Lines that leave everything as it is; of vtctl those whose command begins so. */
const readers =
  /^(?:(?:vtsim (?:check|outage)|tail|grep)\b|vtctlclient (?:-\S+ \S+ )*(?:Get|List|Find|Validate|Show|help))/i

const timeIsYours = 'time is yours here: Esc, then space plays, ] goes to the next phase, t to a time'

const help = [
  'SQL goes to the target of the prompt: select … only asks, update … makes a branch.',
  'use customer/-80@replica   another target: keyspace, keyspace/shard, @type, or a tablet: use zone1-300',
  'vtctlclient …   vtworker …   as in the article; MigrateServedTypes customer/0 rdonly will do',
  'crash, restart, stall, partition, heal, skip, guard-off, workload, check, outage   verbs of vtsim',
  'exit   leaves the console     Tab completes     ↑ ↓ Ctrl-R history',
]

/** Reads what was typed at the moment `after`. */
export function readLine(text: string, target: string, after: number): TypedLine {
  const trimmed = text.trim()
  const bare = trimmed.replace(/;$/, '').trim()
  if (/^(exit|quit|\\q)$/i.test(bare)) return { kind: 'leave' }
  if (/^(clear|\\c)$/i.test(bare)) return { kind: 'clear' }
  if (/^(help|\\h|\\help|\?)$/i.test(bare)) return { kind: 'answer', lines: help, isWell: true }
  const used = /^(?:use|mysql)\s+`?([^\s`-][^\s`]*)`?$/i.exec(bare)?.[1]
  if (used !== undefined) return { kind: 'target', target: used }
  const canonical = asCommand(trimmed)
  if (canonical === null) {
    const intervention: Intervention = { kind: 'sql', after, target, text: trimmed }
    const kind = onlyReads(trimmed) || !isUnderstood(trimmed) ? 'ask' : 'do'
    return { kind, intervention, canonical: trimmed }
  }
  return command(canonical, after)
}

function command(canonical: string, after: number): TypedLine {
  if ([...timeVerbs].some(verb => `${canonical} `.startsWith(`${verb} `))) {
    return { kind: 'answer', isWell: false, lines: [timeIsYours] }
  }
  const mistake = lineMistake(canonical)
  if (mistake !== null) {
    const hint = mistake.hint === undefined ? [] : [`hint: ${mistake.hint}`]
    return { kind: 'answer', isWell: false, lines: [mistake.message, ...hint] }
  }
  const statement = /^mysql\b.*\s(?:-e|--execute)[ =]?(?:"([^"]*)"|'([^']*)')/.exec(canonical)
  const isAsking = statement === null ? readers.test(canonical) : onlyReads(statement[1] ?? statement[2]!)
  return { kind: isAsking ? 'ask' : 'do', intervention: { kind: 'line', after, text: canonical }, canonical }
}

/** The text as a line of a shell; null: it is SQL. */
function asCommand(text: string): string | null {
  const words = text.split(/\s+/)
  const first = words[0]!
  const program = first.replace(/^.*\//, '')
  if (program === 'vtsim' || commandNames.includes(program)) return text
  if (/^[A-Z_]\w*=/.test(first) || first === 'for') return text
  if (commandNames.includes(`vtsim ${first}`)) return `vtsim ${text}`
  const is = (name: string): boolean => name.toLowerCase() === first.toLowerCase()
  if (workerCommands.some(({ name }) => is(name))) return `vtworker ${text}`
  // `help` of vtctl is that of the console here.
  if (commands.some(({ name }) => is(name))) return `vtctlclient -server localhost:15999 ${text}`
  return null
}

/** Whether vtgate can read it. If not, its answer is an error, and nothing is decided by it. */
function isUnderstood(sql: string): boolean {
  try {
    for (const one of sql.split(';')) if (one.trim() !== '') parse(one)
    return true
  } catch (error) {
    // A `;` inside a text was no end of a statement: then only vtgate knows.
    if (error instanceof SqlError) return /['"`][^'"`]*;/.test(sql)
    throw error
  }
}

/** Whether each statement leaves everything as it is. A sequence's `select next` does not. */
function onlyReads(sql: string): boolean {
  return sql.split(';').filter(one => one.trim() !== '').every(one =>
    /^\s*(select|show|desc|describe|explain)\b/i.test(one)
    && !/^\s*select\s+next\b|\bfor\s+update\b|\block\s+in\s+share\s+mode\b/i.test(one))
}
