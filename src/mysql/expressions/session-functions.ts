import { GtidSet, type Value } from '../../sql/index.ts'
import { INT_TYPE, TEXT_TYPE, toInteger, toNumeric, UINT_TYPE, type ValueType } from '../values/index.ts'
import type { Session } from './compiled.ts'
import { combine } from './compiled.ts'
import { type BuiltIn, strict, textual } from './built-in.ts'

/** What a session knows of itself, and the functions over GTID sets. */
export const sessionFunctions: readonly (readonly [string, BuiltIn])[] = [
  ['database', ofSession(TEXT_TYPE, (session) => session.database)],
  ['schema', ofSession(TEXT_TYPE, (session) => session.database)],
  ['user', ofSession(TEXT_TYPE, (session) => session.user)],
  ['current_user', ofSession(TEXT_TYPE, (session) => session.user)],
  ['session_user', ofSession(TEXT_TYPE, (session) => session.user)],
  ['system_user', ofSession(TEXT_TYPE, (session) => session.user)],
  ['version', ofSession(TEXT_TYPE, (session) => session.version)],
  ['connection_id', ofSession(UINT_TYPE, (session) => session.connectionId)],
  ['found_rows', ofSession(INT_TYPE, (session) => session.foundRows)],
  ['row_count', ofSession(INT_TYPE, (session) => session.rowCount)],
  ['last_insert_id', { minimum: 0, maximum: 1, compile: (args, call) => {
    const [given] = args
    if (given === undefined) return ofSession(UINT_TYPE, (session) => session.lastInsertId).compile(args, call)
    const result = combine(UINT_TYPE, args, (rows, env) => {
      const value = given.evaluate(rows, env)
      if (value === null) return null
      const id = toInteger(toNumeric(value, given.type))
      env.session.setLastInsertId(id)
      return id
    })
    return { ...result, isVolatile: true }
  } }],
  ['uuid', { minimum: 0, maximum: 0, compile: () => ({
    type: TEXT_TYPE, reads: 0, isVolatile: true, evaluate: (_rows, env) => randomUuid(env.session),
  }) }],
  // Time does not pass inside an expression: a server that wants SLEEP to take time does so around the statement.
  ['sleep', strict(1, 1, INT_TYPE, () => 0)],
  ['gtid_subset', textual(2, 2, INT_TYPE, ([subset, set]) =>
    GtidSet.parse(set!).contains(GtidSet.parse(subset!)) ? 1 : 0)],
  ['gtid_subtract', textual(2, 2, TEXT_TYPE, ([set, subtrahend]) =>
    GtidSet.parse(set!).subtract(GtidSet.parse(subtrahend!)).toString())],
]

function ofSession(type: ValueType, read: (session: Session) => Value): BuiltIn {
  return {
    minimum: 0, maximum: 0,
    compile: () => ({ type, reads: 0, isVolatile: false, evaluate: (_rows, env) => read(env.session) }),
  }
}

function randomUuid(session: Session): string {
  const digits = Array.from({ length: 32 }, () => Math.floor(session.random() * 16).toString(16)).join('')
  const parts = [digits.slice(0, 8), digits.slice(8, 12), `1${digits.slice(13, 16)}`, digits.slice(16, 20)]
  return [...parts, digits.slice(20)].join('-')
}
