import type {
  Begin, Describe, Explain, Flush, Kill, LockTables, OtherStatement, Rollback, SetAssignment, SetStatement,
  SetTransaction, Statement, Use,
} from '../ast-statements.ts'
import type { Expression } from '../ast.ts'
import { charsetName } from './column-type.ts'
import type { Cursor } from './cursor.ts'
import { parseOther } from './definitions.ts'
import { parseExpression } from './expressions.ts'
import { systemVariable } from './primary.ts'
import { STRING, SYSTEM_VARIABLE, USER_VARIABLE, WORD } from './tokens.ts'

export function parseStartTransaction(cursor: Cursor): Begin {
  cursor.index += 2
  let consistentSnapshot = false
  let access: Begin['access'] = null
  while (!cursor.atEnd()) {
    if (cursor.takeAll('with', 'consistent', 'snapshot')) consistentSnapshot = true
    else access = parseAccess(cursor)
    if (!cursor.takeOperator(',')) break
  }
  return { kind: 'begin', startTransaction: true, consistentSnapshot, access }
}

function parseAccess(cursor: Cursor): 'read only' | 'read write' {
  cursor.expect('read')
  if (cursor.take('only')) return 'read only'
  cursor.expect('write')
  return 'read write'
}

export function parseRollback(cursor: Cursor): Rollback {
  cursor.expect('rollback')
  cursor.take('work')
  if (!cursor.take('to')) return { kind: 'rollback', savepoint: null }
  cursor.take('savepoint')
  return { kind: 'rollback', savepoint: cursor.name() }
}

/** A vtgate takes more than a name here: `use customer/-80@replica`. */
export function parseUse(cursor: Cursor): Use {
  cursor.expect('use')
  if (cursor.atEnd()) return { kind: 'use', target: '' }
  const start = cursor.index
  const target = cursor.anyName()
  if (cursor.atEnd()) return { kind: 'use', target }
  cursor.index = start
  return { kind: 'use', target: cursor.rest() }
}

export function parseSet(cursor: Cursor): SetStatement | SetTransaction | OtherStatement {
  if (cursor.word(1) === 'password' || cursor.word(1) === 'role') return parseOther(cursor)
  cursor.expect('set')
  const comments = cursor.comments()
  const scoped = cursor.isAnyWord('session', 'global', 'local') && cursor.word(1) === 'transaction'
  if (scoped || cursor.isWord('transaction')) return parseSetTransaction(cursor)
  return { kind: 'set', comments, assignments: cursor.list(parseSetAssignment) }
}

function parseSetTransaction(cursor: Cursor): SetTransaction {
  const word = cursor.isWord('transaction') ? null : cursor.nextWord()
  cursor.expect('transaction')
  let isolation: SetTransaction['isolation'] = null
  let access: SetTransaction['access'] = null
  cursor.list((at) => {
    if (!at.takeAll('isolation', 'level')) access = parseAccess(at)
    else if (at.takeAll('read', 'uncommitted')) isolation = 'read uncommitted'
    else if (at.takeAll('read', 'committed')) isolation = 'read committed'
    else if (at.takeAll('repeatable', 'read')) isolation = 'repeatable read'
    else {
      at.expect('serializable')
      isolation = 'serializable'
    }
  })
  const scope = word === null ? null : word === 'global' ? 'global' : 'session'
  return { kind: 'set-transaction', scope, isolation, access }
}

function parseSetAssignment(cursor: Cursor): SetAssignment {
  if (cursor.take('names')) return charsetAssignment(cursor, 'names')
  if (cursor.take('charset') || cursor.takeAll('character', 'set')) return charsetAssignment(cursor, 'charset')
  const { scope, name } = parseVariable(cursor)
  if (!cursor.takeOperator(':=')) cursor.expectOperator('=')
  return { kind: 'set-assignment', scope, name, value: parseSetValue(cursor) }
}

function charsetAssignment(cursor: Cursor, name: string): SetAssignment {
  let value: Expression = { kind: 'default', column: null }
  if (!cursor.take('default')) value = { kind: 'literal', type: 'string', value: charsetName(cursor) }
  if (cursor.take('collate')) cursor.index++
  return { kind: 'set-assignment', scope: null, name, value }
}

function parseVariable(cursor: Cursor): Pick<SetAssignment, 'scope' | 'name'> {
  if (cursor.kind === USER_VARIABLE) return { scope: 'user', name: cursor.next() }
  if (cursor.kind === SYSTEM_VARIABLE) {
    const text = cursor.next()
    const vitess = text.toLowerCase().split('.')
    if (vitess[0] === 'vitess_metadata') return { scope: 'vitess_metadata', name: vitess.slice(1).join('.') }
    const variable = systemVariable(text)
    return variable.kind === 'system-variable' ? variable : { scope: null, name: text }
  }
  let scope: SetAssignment['scope'] = null
  if (cursor.tokens.kinds[cursor.index + 1] === WORD) {
    if (cursor.take('global')) scope = 'global'
    else if (cursor.take('session') || cursor.take('local')) scope = 'session'
    else if (cursor.take('vitess_metadata')) scope = 'vitess_metadata'
  }
  let name = cursor.anyName().toLowerCase()
  while (cursor.takeOperator('.')) name += `.${cursor.anyName().toLowerCase()}`
  return { scope, name }
}

/** A bare word is a string: `set sql_mode = ansi`, `set autocommit = on`. */
function parseSetValue(cursor: Cursor): Expression {
  if (cursor.kind === WORD) {
    const followed = cursor.isOperator('(', 1) || cursor.isOperator('.', 1)
    const isBare = cursor.isAnyWord('on', 'off', 'binary', 'all') || (!followed && cursor.isName())
    if (isBare) return { kind: 'literal', type: 'string', value: cursor.next() }
  }
  return parseExpression(cursor)
}

export function parseLockTables(cursor: Cursor): LockTables {
  cursor.index += 2
  const tables = cursor.list((at): LockTables['tables'][number] => {
    const table = at.tableName()
    let alias: string | null = null
    if (at.take('as')) alias = at.name()
    else if (at.isName()) alias = at.next()
    if (at.take('read')) return { table, alias, mode: at.take('local') ? 'read local' : 'read' }
    const low = at.take('low_priority')
    at.expect('write')
    return { table, alias, mode: low ? 'low_priority write' : 'write' }
  })
  return { kind: 'lock-tables', tables }
}

export function parseFlush(cursor: Cursor): Flush {
  cursor.expect('flush')
  if (!cursor.take('no_write_to_binlog')) cursor.take('local')
  let what = cursor.nextWord()
  if (what === 'table') what = 'tables'
  if (what !== 'tables') {
    while (cursor.kind === WORD) what += ` ${cursor.nextWord()}`
    return { kind: 'flush', what, tables: [], withReadLock: false }
  }
  const named = !cursor.atEnd() && !cursor.isWord('with') && !cursor.isWord('for')
  const tables = named ? cursor.list((at) => at.tableName()) : []
  const withReadLock = cursor.takeAll('with', 'read', 'lock')
  return { kind: 'flush', what, tables, withReadLock }
}

const EXPLAINABLE = new Set(['select', 'insert', 'update', 'delete', 'replace'])

/** DESCRIBE, DESC and EXPLAIN are one word to MySQL: what follows decides. */
export function parseExplain(cursor: Cursor, parseStatement: (cursor: Cursor) => Statement): Explain | Describe {
  cursor.index++
  let format: string | null = null
  if (cursor.isWord('format') && cursor.isOperator('=', 1)) {
    cursor.index += 2
    format = cursor.next().toLowerCase()
  } else if (!cursor.take('extended')) {
    cursor.take('partitions')
  }
  if (EXPLAINABLE.has(cursor.word()) || cursor.isOperator('(')) {
    return { kind: 'explain', format, statement: parseStatement(cursor) }
  }
  const table = cursor.tableName()
  const column = cursor.atEnd() ? null : cursor.kind === STRING ? cursor.next() : cursor.anyName()
  return { kind: 'describe', table, column }
}

export function parseKill(cursor: Cursor): Kill {
  cursor.expect('kill')
  const what = cursor.take('query') ? 'query' : 'connection'
  if (what === 'connection') cursor.take('connection')
  return { kind: 'kill', what, id: parseExpression(cursor) }
}
