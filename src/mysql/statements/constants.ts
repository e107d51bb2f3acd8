import type { BindVariables, Expression, Value } from '../../sql/index.ts'
import { Parameters } from '../engine/index.ts'
import { type Compiled, compileExpression, type Scope } from '../expressions/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { Session } from '../server/session.ts'

/** The value of an expression that looks at no row: in SET, KILL, CHANGE MASTER, or behind DO. */
export function evaluateConstant(session: Session, expression: Expression, binds: BindVariables = noBinds): Value {
  const known = withoutBinds.get(expression)
  if (known !== undefined) return known.evaluate([], { values: [], session })
  const parameters = new Parameters(binds)
  const compiled = compileExpression(expression, rowlessScope(parameters))
  const values = parameters.values(binds)
  // Trees of short statements are shared by all worlds.
  if (values.length === 0) withoutBinds.set(expression, compiled)
  return compiled.evaluate([], { values, session })
}

const noBinds: BindVariables = Object.freeze({})
const withoutBinds = new WeakMap<Expression, Compiled>()

/** A scope without any table. */
export function rowlessScope(parameters: Parameters): Scope {
  return {
    resolve: (column) => {
      throw mysqlError(1054, `Unknown column '${column.name}' in 'field list'`)
    },
    argument: (name) => parameters.slot(name),
    aggregate: () => null,
    inserted: () => null,
    subquery: () => {
      throw mysqlError(1235, "This version of MySQL doesn't yet support 'subqueries here'")
    },
  }
}
