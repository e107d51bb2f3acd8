import type { Expression, Field, QueryResult, Row, TypeName, Value } from '../../sql/index.ts'
import { Parameters } from '../engine/index.ts'
import { compileExpression } from '../expressions/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { Session } from '../server/session.ts'
import { BINARY_TYPE, INT_TYPE, likeMatcher, TEXT_TYPE, truth } from '../values/index.ts'
import { rowlessScope } from './constants.ts'

/** What a SHOW answers, before LIKE and WHERE. */
export interface Listing {
  readonly fields: readonly Field[]
  readonly rows: readonly Row[]
}

/** A listing with these columns; a name that begins with `#` is a number's. */
export function listing(columns: readonly string[], rows: readonly (readonly Value[])[]): Listing {
  return { fields: fieldsOf(columns), rows: rows.map((row) => Object.freeze(row)) }
}

/** The fields of such columns. */
export function fieldsOf(columns: readonly string[]): readonly Field[] {
  return Object.freeze(
    columns.map((name) => (name.startsWith('#') ? field(name.slice(1), 'INT64') : field(name, 'VARCHAR'))),
  )
}

function field(name: string, type: TypeName): Field {
  return Object.freeze({ name, type, charset: type === 'VARCHAR' ? 'utf8' : 'binary' })
}

/** The rows whose first column is LIKE the pattern, or for which the condition holds. */
export function filtered(
  session: Session, { fields, rows }: Listing, like: string | null, where: Expression | null,
): QueryResult {
  let kept = rows
  if (like !== null) {
    const matches = likeMatcher(like.toLowerCase(), '\\', BINARY_TYPE.collation)
    kept = rows.filter((row) => matches(String(row[0]).toLowerCase()))
  }
  if (where !== null) kept = kept.filter(condition(session, fields, where))
  return Object.freeze({ fields, rows: Object.freeze([...kept]), rowsAffected: 0, insertId: 0 })
}

function condition(session: Session, fields: readonly Field[], where: Expression): (row: Row) => boolean {
  const scope = rowlessScope(new Parameters({}))
  const compiled = compileExpression(where, {
    ...scope,
    resolve: ({ name }) => {
      const column = fields.findIndex((each) => each.name.toLowerCase() === name.toLowerCase())
      if (column < 0) throw mysqlError(1054, `Unknown column '${name}' in 'where clause'`)
      return { source: 0, column, type: fields[column]!.type === 'INT64' ? INT_TYPE : TEXT_TYPE }
    },
  })
  const env = { values: [], session }
  return (row) => truth(compiled.evaluate([row], env), compiled.type) === true
}
