import type { AlterAction, AlterVschema, ColumnPosition, DefinitionStatement, OtherStatement } from '../ast-statements.ts'
import type { TableName } from '../ast.ts'
import { parseColumnDefinition, parseConstraint, startsConstraint } from './columns.ts'
import type { Cursor } from './cursor.ts'
import { parseOther, parseTableOption, parseTableOptions } from './definitions.ts'
import { parseExpression } from './expressions.ts'

export function parseAlter(cursor: Cursor): DefinitionStatement | OtherStatement {
  switch (cursor.word(1)) {
    case 'vschema':
      cursor.index += 2
      return parseAlterVschema(cursor)
    case 'database': case 'schema':
      cursor.index += 2
      return { kind: 'alter-database', name: cursor.name(), options: parseTableOptions(cursor) }
    case 'table': break
    case 'ignore':
      cursor.index++
      break
    default: return parseOther(cursor)
  }
  cursor.index++
  cursor.expect('table')
  const table = cursor.tableName()
  return { kind: 'alter-table', table, actions: cursor.atEnd() ? [] : cursor.list(parseAction) }
}

function parseAction(cursor: Cursor): AlterAction {
  switch (cursor.word()) {
    case 'add':
      if (cursor.word(1) === 'partition') break
      cursor.index++
      return parseAdd(cursor)
    case 'drop':
      if (cursor.word(1) === 'partition') break
      cursor.index++
      return parseDropAction(cursor)
    case 'modify': {
      cursor.index++
      cursor.take('column')
      const column = parseColumnDefinition(cursor)
      return { kind: 'modify-column', column, position: parsePosition(cursor) }
    }
    case 'change': {
      cursor.index++
      cursor.take('column')
      const name = cursor.name()
      const column = parseColumnDefinition(cursor)
      return { kind: 'change-column', name, column, position: parsePosition(cursor) }
    }
    case 'alter': return parseSetDefault(cursor)
    case 'rename': return parseRenameAction(cursor)
    case 'engine': case 'auto_increment': case 'comment': case 'row_format': case 'charset': case 'default':
    case 'character': case 'collate':
      return { kind: 'table-option', option: parseTableOption(cursor) }
  }
  return parseOtherAction(cursor)
}

function parseAdd(cursor: Cursor): AlterAction {
  if (startsConstraint(cursor)) return { kind: 'add-constraint', constraint: parseConstraint(cursor) }
  cursor.take('column')
  const column = parseColumnDefinition(cursor)
  return { kind: 'add-column', column, position: parsePosition(cursor) }
}

function parsePosition(cursor: Cursor): ColumnPosition {
  if (cursor.take('first')) return { first: true }
  return cursor.take('after') ? { after: cursor.name() } : null
}

function parseDropAction(cursor: Cursor): AlterAction {
  if (cursor.takeAll('primary', 'key')) return { kind: 'drop-primary-key' }
  if (cursor.take('index') || cursor.take('key')) return { kind: 'drop-index', name: cursor.anyName() }
  if (cursor.takeAll('foreign', 'key')) return { kind: 'drop-foreign-key', name: cursor.anyName() }
  cursor.take('column')
  return { kind: 'drop-column', name: cursor.name() }
}

function parseSetDefault(cursor: Cursor): AlterAction {
  cursor.expect('alter')
  cursor.take('column')
  const name = cursor.name()
  if (cursor.takeAll('drop', 'default')) return { kind: 'set-default', name, default: null }
  cursor.expect('set')
  cursor.expect('default')
  return { kind: 'set-default', name, default: parseExpression(cursor) }
}

function parseRenameAction(cursor: Cursor): AlterAction {
  cursor.expect('rename')
  if (cursor.take('index') || cursor.take('key')) {
    const name = cursor.anyName()
    cursor.expect('to')
    return { kind: 'rename-index', name, to: cursor.anyName() }
  }
  if (!cursor.take('to')) cursor.take('as')
  return { kind: 'rename-table', table: cursor.tableName() }
}

function parseOtherAction(cursor: Cursor): AlterAction {
  const { sql, starts, ends } = cursor.tokens
  const start = cursor.index
  let depth = 0
  while (!cursor.atEnd() && (depth > 0 || !cursor.isOperator(','))) {
    if (cursor.isOperator('(')) depth++
    if (cursor.isOperator(')')) depth--
    cursor.index++
  }
  if (cursor.index === start) throw cursor.error('expected what to alter')
  return { kind: 'other-action', text: sql.slice(starts[start], ends[cursor.index - 1]) }
}

/** As in go/vt/sqlparser/sql.y alter_statement, the forms with VSCHEMA. */
function parseAlterVschema(cursor: Cursor): AlterVschema {
  const none = { kind: 'alter-vschema', vindex: null, columns: [], sequence: null } as const
  if (cursor.takeAll('create', 'vindex')) {
    const table = cursor.tableName()
    return { ...none, action: 'create vindex', table, vindex: parseVindex(cursor, table.name) }
  }
  if (cursor.takeAll('drop', 'vindex')) return { ...none, action: 'drop vindex', table: cursor.tableName() }
  if (cursor.takeAll('add', 'table')) return { ...none, action: 'add table', table: cursor.tableName() }
  if (cursor.takeAll('drop', 'table')) return { ...none, action: 'drop table', table: cursor.tableName() }
  if (cursor.takeAll('add', 'sequence')) return { ...none, action: 'add sequence', table: cursor.tableName() }
  cursor.expect('on')
  const table = cursor.tableName()
  if (cursor.takeAll('drop', 'vindex')) {
    return { ...none, action: 'drop table vindex', table, vindex: { name: cursor.name(), type: null, params: [] } }
  }
  cursor.expect('add')
  return cursor.take('auto_increment') ? parseAutoIncrement(cursor, table) : parseTableVindex(cursor, table)
}

function parseAutoIncrement(cursor: Cursor, table: TableName): AlterVschema {
  const column = cursor.name()
  cursor.expect('using')
  const sequence = cursor.tableName()
  return { kind: 'alter-vschema', action: 'add auto_increment', table, vindex: null, columns: [column], sequence }
}

function parseTableVindex(cursor: Cursor, table: TableName): AlterVschema {
  cursor.expect('vindex')
  const name = cursor.name()
  const columns = cursor.parenthesized((at) => at.name())
  const vindex = parseVindex(cursor, name)
  return { kind: 'alter-vschema', action: 'add vindex', table, vindex, columns, sequence: null }
}

function parseVindex(cursor: Cursor, name: string): NonNullable<AlterVschema['vindex']> {
  const type = cursor.take('using') ? cursor.name() : null
  const params: { name: string; value: string }[] = []
  if (cursor.take('with')) {
    cursor.list((at) => {
      const param = at.name()
      at.expectOperator('=')
      params.push({ name: param, value: at.next() })
    })
  }
  return { name, type, params }
}
