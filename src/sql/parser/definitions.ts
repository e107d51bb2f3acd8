import type {
  CreateDatabase, CreateIndex, CreateTable, CreateView, DefinitionStatement, OtherStatement, TableConstraint,
  TableOption,
} from '../ast-statements.ts'
import type { TableName } from '../ast.ts'
import { parseColumnDefinition, parseConstraint, parseIndexColumns, startsConstraint } from './columns.ts'
import type { Cursor } from './cursor.ts'
import { parseSelectStatement } from './select.ts'
import { END, STRING, WORD } from './tokens.ts'

export function parseCreate(cursor: Cursor): DefinitionStatement | OtherStatement {
  const start = cursor.index
  cursor.expect('create')
  const orReplace = cursor.takeAll('or', 'replace')
  const temporary = cursor.take('temporary')
  if (cursor.take('table')) return parseCreateTable(cursor, temporary)
  if (cursor.take('database') || cursor.take('schema')) return parseCreateDatabase(cursor)
  if (cursor.isAnyWord('index', 'unique', 'fulltext', 'spatial')) return parseCreateIndex(cursor)
  if (cursor.take('view')) return parseCreateView(cursor, orReplace)
  cursor.index = start
  return parseOther(cursor)
}

/** A statement that we keep as text. */
export function parseOther(cursor: Cursor): OtherStatement {
  return { kind: 'other', verb: cursor.nextWord(), text: cursor.rest() }
}

function parseCreateTable(cursor: Cursor, temporary: boolean): CreateTable {
  const ifNotExists = cursor.takeAll('if', 'not', 'exists')
  const table = cursor.tableName()
  const head = { kind: 'create-table', temporary, ifNotExists, table } as const
  const nothing = { columns: [], constraints: [], options: [] }
  if (cursor.take('like')) return { ...head, ...nothing, like: cursor.tableName() }
  cursor.expectOperator('(')
  if (cursor.take('like')) {
    const like = cursor.tableName()
    cursor.expectOperator(')')
    return { ...head, ...nothing, like }
  }
  const columns: CreateTable['columns'][number][] = []
  const constraints: TableConstraint[] = []
  do {
    if (startsConstraint(cursor)) constraints.push(parseConstraint(cursor))
    else columns.push(parseColumnDefinition(cursor))
  } while (cursor.takeOperator(','))
  cursor.expectOperator(')')
  return { ...head, columns, constraints, options: parseTableOptions(cursor), like: null }
}

export function parseTableOptions(cursor: Cursor): readonly TableOption[] {
  const options: TableOption[] = []
  for (;;) {
    cursor.takeOperator(',')
    if (cursor.kind !== WORD) return options
    options.push(parseTableOption(cursor))
  }
}

export function parseTableOption(cursor: Cursor): TableOption {
  if (cursor.isWord('partition')) return { name: 'partition', value: restAfterWord(cursor), quoted: false }
  cursor.take('default')
  let name = cursor.nextWord()
  if ((name === 'character' || name === 'char') && cursor.take('set')) name = 'charset'
  if (name === 'data' || name === 'index') name += ` ${cursor.nextWord()}`
  cursor.takeOperator('=')
  if (cursor.kind === END) throw cursor.error(`expected a value for ${name.toUpperCase()}`)
  const quoted = cursor.kind === STRING
  return { name, value: cursor.isOperator('(') ? parenthesizedText(cursor) : cursor.next(), quoted }
}

function restAfterWord(cursor: Cursor): string {
  cursor.index++
  return cursor.rest()
}

function parenthesizedText(cursor: Cursor): string {
  return `(${cursor.parenthesized((at) => at.anyName()).join(', ')})`
}

function parseCreateDatabase(cursor: Cursor): CreateDatabase {
  const ifNotExists = cursor.takeAll('if', 'not', 'exists')
  return { kind: 'create-database', ifNotExists, name: cursor.name(), options: parseTableOptions(cursor) }
}

function parseCreateIndex(cursor: Cursor): CreateIndex {
  const word = cursor.nextWord()
  const type = word === 'index' ? 'key' : word as 'unique' | 'fulltext' | 'spatial'
  if (word !== 'index') cursor.expect('index')
  const name = cursor.anyName()
  if (cursor.take('using')) cursor.index++
  cursor.expect('on')
  const table = cursor.tableName()
  const columns = parseIndexColumns(cursor)
  if (cursor.take('using')) cursor.index++
  return { kind: 'create-index', table, index: { kind: 'index-definition', type, name, columns, comment: null } }
}

function parseCreateView(cursor: Cursor, orReplace: boolean): CreateView {
  const view = cursor.tableName()
  const columns = cursor.isOperator('(') ? cursor.parenthesized((at) => at.name()) : []
  cursor.expect('as')
  return { kind: 'create-view', orReplace, view, columns, select: parseSelectStatement(cursor) }
}

export function parseDrop(cursor: Cursor): DefinitionStatement | OtherStatement {
  const start = cursor.index
  cursor.expect('drop')
  cursor.take('temporary')
  if (cursor.take('table') || cursor.take('tables')) {
    const ifExists = cursor.takeAll('if', 'exists')
    return { kind: 'drop-table', ifExists, tables: parseTableNames(cursor) }
  }
  if (cursor.take('database') || cursor.take('schema')) {
    const ifExists = cursor.takeAll('if', 'exists')
    return { kind: 'drop-database', ifExists, name: cursor.name() }
  }
  if (cursor.take('index')) {
    const name = cursor.anyName()
    cursor.expect('on')
    return { kind: 'drop-index-statement', table: cursor.tableName(), name }
  }
  if (cursor.take('view')) {
    const ifExists = cursor.takeAll('if', 'exists')
    return { kind: 'drop-view', ifExists, views: parseTableNames(cursor) }
  }
  cursor.index = start
  return parseOther(cursor)
}

function parseTableNames(cursor: Cursor): readonly TableName[] {
  const names = cursor.list((at) => at.tableName())
  if (!cursor.take('cascade')) cursor.take('restrict')
  return names
}

export function parseTruncate(cursor: Cursor): DefinitionStatement {
  cursor.expect('truncate')
  cursor.take('table')
  return { kind: 'truncate-table', table: cursor.tableName() }
}

export function parseRename(cursor: Cursor): DefinitionStatement | OtherStatement {
  if (cursor.word(1) !== 'table' && cursor.word(1) !== 'tables') return parseOther(cursor)
  cursor.index += 2
  const renames = cursor.list((at) => {
    const from = at.tableName()
    at.expect('to')
    return { from, to: at.tableName() }
  })
  return { kind: 'rename-table-statement', renames }
}
