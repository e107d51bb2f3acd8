import type {
  ChangeMaster, PurgeBinaryLogs, ReplicationStatement, StartSlave,
} from '../ast-statements.ts'
import type { Cursor } from './cursor.ts'
import { parseExpression, parseUnary } from './expressions.ts'

/** The statements by which a tablet drives replication; null if none is here. */
export function parseReplication(cursor: Cursor): ReplicationStatement | null {
  if (cursor.takeAll('change', 'master', 'to')) return parseChangeMaster(cursor)
  if (cursor.takeAll('start', 'slave')) return parseStartSlave(cursor)
  if (cursor.takeAll('stop', 'slave')) return { kind: 'stop-slave', threads: parseThreads(cursor) }
  if (cursor.takeAll('reset', 'slave')) return { kind: 'reset-slave', all: cursor.take('all') }
  if (cursor.takeAll('reset', 'master')) return { kind: 'reset-master' }
  if (cursor.takeAll('purge', 'binary', 'logs') || cursor.takeAll('purge', 'master', 'logs')) {
    return parsePurge(cursor)
  }
  return null
}

function parseChangeMaster(cursor: Cursor): ChangeMaster {
  const options = cursor.list((at): ChangeMaster['options'][number] => {
    const name = at.nextWord()
    at.expectOperator('=')
    const value = parseUnary(at)
    if (value.kind !== 'literal' && value.kind !== 'argument') throw at.error(`${name} takes a literal`)
    return { name, value }
  })
  return { kind: 'change-master', options }
}

function parseThreads(cursor: Cursor): StartSlave['threads'] {
  const threads: ('io_thread' | 'sql_thread')[] = []
  do {
    if (cursor.take('io_thread')) threads.push('io_thread')
    else if (cursor.take('sql_thread')) threads.push('sql_thread')
  } while (cursor.takeOperator(','))
  return threads
}

function parseStartSlave(cursor: Cursor): StartSlave {
  const threads = parseThreads(cursor)
  if (!cursor.take('until')) return { kind: 'start-slave', threads, until: null }
  const condition = cursor.nextWord()
  if (condition !== 'sql_before_gtids' && condition !== 'sql_after_gtids') {
    throw cursor.error('expected SQL_BEFORE_GTIDS or SQL_AFTER_GTIDS')
  }
  cursor.expectOperator('=')
  return { kind: 'start-slave', threads, until: { condition, gtidSet: cursor.string() } }
}

function parsePurge(cursor: Cursor): PurgeBinaryLogs {
  if (cursor.take('to')) return { kind: 'purge-binary-logs', to: cursor.string(), before: null }
  cursor.expect('before')
  return { kind: 'purge-binary-logs', to: null, before: parseExpression(cursor) }
}
