import type { TableName } from '../ast.ts'
import { isReserved } from '../parser/keywords.ts'

/**
 * Words that Vitess's grammar knows though MySQL does not reserve them: it prints names like these in backticks
 * (go/vt/sqlparser/token.go keywords, ast.go formatID), and so do we.
 */
const KNOWN_TO_VITESS = new Set((
  'against auto_increment begin bit bool boolean cast charset collation columns comment comment_keyword commit '
  + 'committed constraint date datetime duplicate enclosed end engine engines enum event expansion expire extended '
  + 'fields flush full function geometry geometrycollection global group_concat isolation json keyspaces language '
  + 'last_insert_id less level linestring mode multilinestring multipoint multipolygon names next no offset only open '
  + 'optimize plugins point polygon processlist query reorganize repair repeatable rollback savepoint sequence '
  + 'serializable session share signed sql_cache sql_no_cache start status storage substr substring tables text than '
  + 'time timestamp timestampadd timestampdiff transaction truncate uncommitted unused value variables view vindex '
  + 'vindexes vitess_keyspaces vitess_metadata vitess_shards vitess_tablets vschema work year'
).split(' '))

const PLAIN_NAME = /^[A-Za-z_$@][A-Za-z0-9_$@]*$/

const NAMES_MAX = 5000
const printed = new Map<string, string>()

/** A name, in backticks where it needs them. */
export function printName(name: string): string {
  let text = printed.get(name)
  if (text === undefined) {
    text = needsQuotes(name) ? quoteName(name) : name
    if (printed.size >= NAMES_MAX) printed.clear()
    printed.set(name, text)
  }
  return text
}

function needsQuotes(name: string): boolean {
  if (!PLAIN_NAME.test(name) || name.includes('@')) return true
  const lower = name.toLowerCase()
  return isReserved(lower) || KNOWN_TO_VITESS.has(lower)
}

/** A name in backticks, whatever it is. */
export function quoteName(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}

export function printNames(names: readonly string[]): string {
  return names.map(printName).join(', ')
}

export function printTableName(table: TableName): string {
  return table.database === null ? printName(table.name) : `${printName(table.database)}.${printName(table.name)}`
}

const ESCAPES = new Map([
  ['\0', '\\0'], ["'", "\\'"], ['"', '\\"'], ['\b', '\\b'], ['\n', '\\n'], ['\r', '\\r'], ['\t', '\\t'],
  ['\x1a', '\\Z'], ['\\', '\\\\'],
])

/** A string literal, escaped as Vitess does (go/sqltypes encodeBytesSQL). */
export function quoteString(text: string): string {
  return `'${text.replace(/[\0'"\b\n\r\t\x1a\\]/g, (character) => ESCAPES.get(character)!)}'`
}
