import type { Statement } from '../ast-statements.ts'
import { parseAlter } from './alter.ts'
import { parseDelete, parseInsert, parseUpdate } from './changes.ts'
import { Cursor } from './cursor.ts'
import { parseCreate, parseDrop, parseOther, parseRename, parseTruncate } from './definitions.ts'
import { parseExpression } from './expressions.ts'
import { parseReplication } from './replication.ts'
import { parseSelectStatement } from './select.ts'
import {
  parseExplain, parseFlush, parseKill, parseLockTables, parseRollback, parseSet, parseStartTransaction, parseUse,
} from './session.ts'
import { parseShow } from './show.ts'

/** Reads one statement; a semicolon may follow. Throws {@link SqlError} (errno 1064) at the first token that does not fit. */
export function parseStatementText(sql: string): Statement {
  const cursor = new Cursor(sql)
  if (cursor.atEnd()) throw cursor.error('the statement is empty')
  const statement = parseStatement(cursor)
  while (cursor.takeOperator(';')) continue
  if (!cursor.atEnd()) throw cursor.error()
  return statement
}

function parseStatement(cursor: Cursor): Statement {
  if (cursor.isOperator('(')) return parseSelectStatement(cursor)
  switch (cursor.word()) {
    case 'select': return parseSelectStatement(cursor)
    case 'insert': case 'replace': return parseInsert(cursor)
    case 'update': return parseUpdate(cursor)
    case 'delete': return parseDelete(cursor)
    case 'create': return parseCreate(cursor)
    case 'alter': return parseAlter(cursor)
    case 'drop': return parseDrop(cursor)
    case 'truncate': return parseTruncate(cursor)
    case 'rename': return parseRename(cursor)
    case 'set': return parseSet(cursor)
    case 'show': return parseShow(cursor)
    case 'use': return parseUse(cursor)
    case 'desc': case 'describe': case 'explain': return parseExplain(cursor, parseStatement)
    case 'flush': return parseFlush(cursor)
    case 'kill': return parseKill(cursor)
    case 'do':
      cursor.index++
      return { kind: 'do', expressions: cursor.list(parseExpression) }
    default: return parseReplication(cursor) ?? parseTransaction(cursor) ?? parseKnownOther(cursor)
  }
}

function parseTransaction(cursor: Cursor): Statement | null {
  switch (cursor.word()) {
    case 'begin':
      cursor.index++
      cursor.take('work')
      return { kind: 'begin', startTransaction: false, consistentSnapshot: false, access: null }
    case 'start': return cursor.word(1) === 'transaction' ? parseStartTransaction(cursor) : null
    case 'commit':
      cursor.index++
      cursor.take('work')
      return { kind: 'commit' }
    case 'rollback': return parseRollback(cursor)
    case 'savepoint':
      cursor.index++
      return { kind: 'savepoint', name: cursor.name() }
    case 'release':
      cursor.index++
      cursor.expect('savepoint')
      return { kind: 'release-savepoint', name: cursor.name() }
    case 'lock':
      return cursor.word(1) === 'tables' || cursor.word(1) === 'table' ? parseLockTables(cursor) : null
    case 'unlock':
      cursor.index++
      if (!cursor.take('table')) cursor.expect('tables')
      return { kind: 'unlock-tables' }
    default: return null
  }
}

const OTHER_VERBS = new Set([
  'analyze', 'optimize', 'repair', 'check', 'checksum', 'grant', 'revoke', 'call', 'load', 'install', 'uninstall',
  'handler', 'xa', 'prepare', 'execute', 'deallocate', 'start', 'stop', 'reset', 'change', 'purge', 'binlog', 'help',
])

function parseKnownOther(cursor: Cursor): Statement {
  if (!OTHER_VERBS.has(cursor.word())) throw cursor.error()
  return parseOther(cursor)
}
