import type { Show, ShowWhat } from '../ast-statements.ts'
import type { TableName } from '../ast.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression } from './expressions.ts'

/** Shows that are one word, or two: no table, no database. */
const PLAIN: ReadonlyMap<string, ShowWhat> = new Map([
  ['databases', 'databases'], ['schemas', 'databases'], ['variables', 'variables'], ['status', 'status'],
  ['slave status', 'slave status'], ['master status', 'master status'], ['binary logs', 'binary logs'],
  ['master logs', 'binary logs'], ['slave hosts', 'slave hosts'], ['processlist', 'processlist'],
  ['engines', 'engines'], ['storage engines', 'engines'], ['warnings', 'warnings'], ['errors', 'errors'],
  ['charset', 'character set'], ['character set', 'character set'], ['collation', 'collation'],
  ['grants', 'grants'], ['plugins', 'plugins'], ['privileges', 'privileges'],
  ['keyspaces', 'keyspaces'], ['vitess_keyspaces', 'vitess_keyspaces'], ['shards', 'shards'],
  ['vitess_shards', 'vitess_shards'], ['tablets', 'tablets'], ['vitess_tablets', 'vitess_tablets'],
  ['vitess_targets', 'vitess_targets'], ['vitess_target', 'vitess_targets'],
  ['vschema tables', 'vschema tables'],
] as const)

type Draft = { -readonly [Key in keyof Show]: Show[Key] }

export function parseShow(cursor: Cursor): Show {
  cursor.expect('show')
  const show: Draft = {
    kind: 'show', what: 'other', scope: null, full: false, table: null, database: null, like: null, where: null,
    text: '',
  }
  const start = cursor.index
  if (cursor.take('global')) show.scope = 'global'
  else if (cursor.take('session') || cursor.take('local')) show.scope = 'session'
  show.full = cursor.take('full')
  if (!cursor.take('extended')) cursor.takeAll('all')
  if (!parseSubject(cursor, show)) return other(cursor, start)
  if (cursor.take('like')) show.like = cursor.string()
  else if (cursor.take('where')) show.where = parseExpression(cursor)
  return cursor.atEnd() ? show : other(cursor, start)
}

/** What we do not know is kept as text: the server that gets it decides. */
function other(cursor: Cursor, start: number): Show {
  cursor.index = start
  if (cursor.atEnd()) throw cursor.error('expected what to show')
  return {
    kind: 'show', what: 'other', scope: null, full: false, table: null, database: null, like: null, where: null,
    text: cursor.rest(),
  }
}

function parseSubject(cursor: Cursor, show: Draft): boolean {
  switch (cursor.word()) {
    case 'tables': case 'triggers':
      show.what = cursor.nextWord() as 'tables' | 'triggers'
      show.database = parseDatabase(cursor)
      return true
    case 'columns': case 'fields': case 'index': case 'indexes': case 'keys':
      show.what = cursor.word() === 'columns' || cursor.word() === 'fields' ? 'columns' : 'index'
      cursor.index++
      return parseTableAndDatabase(cursor, show)
    case 'create': return parseShowCreate(cursor, show)
    case 'vschema':
      if (cursor.word(1) !== 'vindexes') break
      cursor.index += 2
      show.what = 'vschema vindexes'
      if (cursor.take('on') || cursor.take('from')) show.table = cursor.tableName()
      return true
    case 'table':
      if (!cursor.takeAll('table', 'status')) return false
      show.what = 'table status'
      show.database = parseDatabase(cursor)
      return true
  }
  for (const length of [2, 1]) {
    const what = PLAIN.get(length === 2 ? `${cursor.word()} ${cursor.word(1)}` : cursor.word())
    if (what === undefined) continue
    cursor.index += length
    show.what = what
    return true
  }
  return false
}

function parseDatabase(cursor: Cursor): string | null {
  return cursor.take('from') || cursor.take('in') ? cursor.name() : null
}

/** `from t`, `from d.t`, `from t from d`. */
function parseTableAndDatabase(cursor: Cursor, show: Draft): boolean {
  if (!cursor.take('from') && !cursor.take('in')) return false
  const table: TableName = cursor.tableName()
  const database = parseDatabase(cursor)
  show.table = database === null ? table : { ...table, database }
  return true
}

function parseShowCreate(cursor: Cursor, show: Draft): boolean {
  cursor.index++
  if (cursor.take('table')) {
    show.what = 'create table'
    show.table = cursor.tableName()
    return true
  }
  if (!cursor.take('database') && !cursor.take('schema')) return false
  if (cursor.atEnd()) return false
  cursor.takeAll('if', 'not', 'exists')
  show.what = 'create database'
  show.database = cursor.name()
  return true
}
