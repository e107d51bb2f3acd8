import type {
  AndExpression, Expression, IsExpression, NotExpression, OrExpression, XorExpression,
} from '../../sql/index.ts'
import { INT_TYPE, truth } from '../values/index.ts'
import { compileExpression } from './compile.ts'
import type { Compiled, Environment, Rows, Scope } from './compiled.ts'
import { combine } from './compiled.ts'

/** True, false or unknown. */
export type Truth = (rows: Rows, env: Environment) => boolean | null

export function truthOf(compiled: Compiled): Truth {
  const { evaluate, type } = compiled
  return (rows, env) => truth(evaluate(rows, env), type)
}

/** A condition: is the row wanted? Unknown is no. */
export type Condition = (rows: Rows, env: Environment) => boolean

/** Compiles WHERE, ON and HAVING. */
export function conditionOf(compiled: Compiled): Condition {
  const { evaluate, type } = compiled
  return (rows, env) => {
    const value = evaluate(rows, env)
    return value === 1 || (value !== 0 && truth(value, type) === true)
  }
}

export function compileAnd(expression: AndExpression, scope: Scope): Compiled {
  const [left, right] = bothSides(expression, scope)
  const [leftTruth, rightTruth] = [truthOf(left), truthOf(right)]
  return combine(INT_TYPE, [left, right], (rows, env) => {
    const a = leftTruth(rows, env)
    if (a === false) return 0
    const b = rightTruth(rows, env)
    if (b === false) return 0
    return a === null || b === null ? null : 1
  })
}

export function compileOr(expression: OrExpression, scope: Scope): Compiled {
  const [left, right] = bothSides(expression, scope)
  const [leftTruth, rightTruth] = [truthOf(left), truthOf(right)]
  return combine(INT_TYPE, [left, right], (rows, env) => {
    const a = leftTruth(rows, env)
    if (a === true) return 1
    const b = rightTruth(rows, env)
    if (b === true) return 1
    return a === null || b === null ? null : 0
  })
}

export function compileXor(expression: XorExpression, scope: Scope): Compiled {
  const [left, right] = bothSides(expression, scope)
  const [leftTruth, rightTruth] = [truthOf(left), truthOf(right)]
  return combine(INT_TYPE, [left, right], (rows, env) => {
    const a = leftTruth(rows, env)
    const b = rightTruth(rows, env)
    return a === null || b === null ? null : a === b ? 0 : 1
  })
}

function bothSides(expression: { left: Expression; right: Expression }, scope: Scope): [Compiled, Compiled] {
  return [compileExpression(expression.left, scope), compileExpression(expression.right, scope)]
}

export function compileNot(expression: NotExpression, scope: Scope): Compiled {
  return negate(compileExpression(expression.operand, scope))
}

/** NOT of a condition: unknown stays unknown. */
export function negate(operand: Compiled): Compiled {
  const isTrue = truthOf(operand)
  return combine(INT_TYPE, [operand], (rows, env) => {
    const value = isTrue(rows, env)
    return value === null ? null : value ? 0 : 1
  })
}

export function compileIs(expression: IsExpression, scope: Scope): Compiled {
  const operand = compileExpression(expression.operand, scope)
  const [yes, no] = expression.negated ? [0, 1] : [1, 0]
  if (expression.test === 'null') {
    return combine(INT_TYPE, [operand], (rows, env) => operand.evaluate(rows, env) === null ? yes : no)
  }
  const wanted = expression.test === 'true'
  const isTrue = truthOf(operand)
  return combine(INT_TYPE, [operand], (rows, env) => isTrue(rows, env) === wanted ? yes : no)
}
