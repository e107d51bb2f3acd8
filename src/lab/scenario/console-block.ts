import { UserError } from '../../base/index.ts'
import type { SourceText } from './source-text.ts'
import { parseShell } from './shell/parse-shell.ts'
import type { ShellNode } from './shell/syntax.ts'

/**
 * What stands after one prompt, with the output that is recorded under it. Lines count from 1 in the file.
 */
export type ConsoleEntry = ShellEntry | SqlEntry

interface RecordedEntry {
  readonly firstLine: number
  /** The last line of the command itself; its output follows. */
  readonly lastLine: number
  readonly output: readonly string[]
}
export interface ShellEntry extends RecordedEntry {
  readonly kind: 'shell'
  /** As a person typed it, without prompts. */
  readonly text: string
  readonly nodes: readonly ShellNode[]
}
export interface SqlEntry extends RecordedEntry {
  readonly kind: 'sql'
  readonly text: string
}

const shellPrompt = '$ '
const sqlPrompt = 'mysql> '
const continuations = { shell: '> ', sql: '    -> ' }

/** Reads the lines `firstLine` to `lastLine` of a file: the inside of a ```` ```console ```` block. */
export function parseConsoleBlock(source: SourceText, firstLine: number, lastLine: number): ConsoleEntry[] {
  const entries: ConsoleEntry[] = []
  let line = firstLine
  while (line <= lastLine) {
    const text = source.line(line)
    const entry = text.startsWith(shellPrompt) ? readShell(source, line, lastLine)
      : text.startsWith(sqlPrompt) ? readSql(source, line, lastLine)
        : null
    if (entry === null) {
      if (text.trim() === '') {
        line++
        continue
      }
      throw new UserError('output without a command above it', {
        position: source.at(line, 1), hint: 'a command line starts with `$ ` or `mysql> `',
      })
    }
    const output: string[] = []
    line = entry.lastLine + 1
    while (line <= lastLine && !isPrompt(source.line(line))) output.push(source.line(line++))
    entries.push({ ...entry, output })
  }
  return entries
}

function isPrompt(text: string): boolean {
  return text.startsWith(shellPrompt) || text.startsWith(sqlPrompt)
}

/**
 * A command goes on over the following lines while it is incomplete; a `> ` before them is the shell's own
 * prompt.
 */
function readShell(source: SourceText, first: number, last: number): ShellEntry {
  const lines: { text: string; line: number; column: number }[] = []
  for (let line = first; line <= last; line++) {
    const raw = source.line(line)
    const prompt =
      line === first ? shellPrompt : raw.startsWith(continuations.shell) ? continuations.shell : ''
    lines.push({ text: raw.slice(prompt.length), line, column: prompt.length + 1 })
    const text = lines.map(part => part.text).join('\n')
    const nodes = parseShell(text, offset => {
      let rest = offset
      for (const part of lines) {
        if (rest <= part.text.length) return source.at(part.line, part.column + rest)
        rest -= part.text.length + 1
      }
      return source.at(line, 1)
    })
    if (nodes !== 'incomplete') return {
      kind: 'shell', text, nodes, firstLine: first, lastLine: line, output: [],
    }
  }
  throw new UserError('the command does not end', {
    position: source.at(
      first, shellPrompt.length + 1,
    ), hint: 'a quote, a `done` or the line after a `\\` is missing',
  })
}

/** A statement ends at `;`, `\G` or `\g`; `use` and `\q` need none. */
function readSql(source: SourceText, first: number, last: number): SqlEntry {
  let text = ''
  for (let line = first; line <= last; line++) {
    const raw = source.line(line)
    const prompt = line === first ? sqlPrompt : raw.startsWith(continuations.sql) ? continuations.sql : ''
    text += (line === first ? '' : '\n') + raw.slice(prompt.length)
    if (isWholeStatement(text)) return { kind: 'sql', text, firstLine: first, lastLine: line, output: [] }
    if (line < last && isPrompt(source.line(line + 1))) break
  }
  throw new UserError('the SQL statement does not end', {
    position: source.at(first, sqlPrompt.length + 1), hint: 'end it with `;` or `\\G`',
  })
}

export function isWholeStatement(text: string): boolean {
  const trimmed = text.trim()
  return /(;|\\[Gg])$/.test(trimmed) || /^(use\s+\S+|exit|quit|\\q)$/i.test(trimmed)
}

/** Statements as typed after a prompt, one per terminator. A terminator inside quotes does not count. */
export interface TypedStatement { readonly sql: string; readonly vertical: boolean }
export function splitStatements(text: string): TypedStatement[] {
  const statements: TypedStatement[] = []
  let start = 0
  let quote = ''
  const push = (end: number, vertical: boolean): void => {
    const sql = text.slice(start, end).trim()
    if (sql !== '') statements.push({ sql, vertical })
  }
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]!
    if (quote !== '') {
      if (letter === '\\') at++
      else if (letter === quote) quote = ''
    } else if (letter === "'" || letter === '"' || letter === '`') quote = letter
    else if (letter === ';') {
      push(at, false)
      start = at + 1
    } else if (letter === '\\' && /[Gg]/.test(text[at + 1] ?? '')) {
      push(at, text[at + 1] === 'G')
      start = ++at + 1
    }
  }
  push(text.length, false)
  return statements
}
