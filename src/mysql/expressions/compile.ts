import { unreachable } from '../../base/index.ts'
import type { CaseExpression, Expression, Value } from '../../sql/index.ts'
import { print } from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import { castFor, INT_TYPE, NULL_TYPE, TEXT_TYPE, textType, toText, truth } from '../values/index.ts'
import type { ColumnPlace, Compiled, Scope } from './compiled.ts'
import { combine, constant, DYNAMIC_TYPE, sourceBit } from './compiled.ts'
import { commonType, conversion } from './common-type.ts'
import { compileBetween, compileComparison, compileQuantified } from './comparisons.ts'
import { compileFunction } from './functions.ts'
import { compileLiteral } from './literals.ts'
import { compileAnd, compileIs, compileNot, compileOr, compileXor } from './logic.ts'
import { compileBinary, compileUnary } from './operators.ts'
import { compileTrim, compileUnitFunction } from './word-functions.ts'

/**
 * Turns an expression into a closure, once: names are resolved, types are chosen, functions are found.
 * Errors: those of the scope, 1305 unknown function, 1582 wrong count of arguments, 1111 misplaced aggregate.
 */
export function compileExpression(expression: Expression, scope: Scope): Compiled {
  switch (expression.kind) {
    case 'literal': return compileLiteral(expression)
    case 'null': return constant(NULL_TYPE, null)
    case 'boolean': return constant(INT_TYPE, expression.value ? 1 : 0)
    case 'column': return readColumn(scope.resolve(expression))
    case 'argument': return compileArgument(expression.name, scope)
    case 'and': return compileAnd(expression, scope)
    case 'or': return compileOr(expression, scope)
    case 'xor': return compileXor(expression, scope)
    case 'not': return compileNot(expression, scope)
    case 'is': return compileIs(expression, scope)
    case 'comparison': return compileComparison(expression, scope)
    case 'between': return compileBetween(expression, scope)
    case 'quantified': return compileQuantified(expression, scope)
    case 'binary': return compileBinary(expression, scope)
    case 'unary': return compileUnary(expression, scope)
    case 'case': return compileCase(expression, scope)
    case 'subquery': return compileScalarSubquery(expression, scope)
    case 'exists': return compileExists(expression, scope)
    case 'function': case 'group-concat': return compileCall(expression, scope)
    case 'unit-function': return compileUnitFunction(expression, scope)
    case 'trim': return compileTrim(expression, scope)
    case 'tuple': case 'interval': throw operandError(1)
    case 'default': case 'match':
      throw mysqlError(1235, `This version of MySQL doesn't yet support '${print(expression)}'`)
    default: return compileRare(expression, scope)
  }
}

type Rare = Extract<Expression, { kind:
  'collate' | 'cast' | 'convert-using' | 'values-reference' | 'user-variable' | 'system-variable' | 'assign' }>

function compileRare(expression: Rare, scope: Scope): Compiled {
  switch (expression.kind) {
    case 'collate': {
      const operand = compileExpression(expression.operand, scope)
      const type = textType(expression.collation, 0)
      return combine(type, [operand], textOf(operand))
    }
    case 'cast': {
      const operand = compileExpression(expression.operand, scope)
      const cast = castFor(expression.type, operand.type)
      if (cast === null) throw mysqlError(1235, `This version of MySQL doesn't yet support '${print(expression)}'`)
      return combine(cast.type, [operand], (rows, env) => cast.convert(operand.evaluate(rows, env)))
    }
    case 'convert-using': {
      const operand = compileExpression(expression.operand, scope)
      const type = expression.charset === 'binary' ? textType('binary', 4) : TEXT_TYPE
      return combine(type, [operand], textOf(operand))
    }
    case 'values-reference': {
      const place = scope.inserted(expression.column)
      return place === null ? constant(NULL_TYPE, null) : readColumn(place)
    }
    case 'user-variable': {
      const name = expression.name.toLowerCase()
      return {
        type: DYNAMIC_TYPE, reads: 0, isVolatile: true, evaluate: (_rows, env) => env.session.userVariable(name),
      }
    }
    case 'system-variable': return compileSystemVariable(expression.scope, expression.name)
    case 'assign': {
      const name = expression.name.toLowerCase()
      const value = compileExpression(expression.value, scope)
      return {
        ...value, isVolatile: true,
        evaluate: (rows, env) => {
          const assigned = value.evaluate(rows, env)
          env.session.setUserVariable(name, assigned)
          return assigned
        },
      }
    }
    default: return unreachable(expression)
  }
}

function textOf(operand: Compiled): Compiled['evaluate'] {
  return (rows, env) => {
    const value = operand.evaluate(rows, env)
    return value === null ? null : toText(value, operand.type)
  }
}

function compileSystemVariable(scope: 'global' | 'session' | null, name: string): Compiled {
  return {
    type: DYNAMIC_TYPE, reads: 0, isVolatile: false,
    evaluate: (_rows, env) => {
      const value = env.session.systemVariable(scope, name)
      if (value === undefined) throw mysqlError(1193, `Unknown system variable '${name}'`)
      return value
    },
  }
}

/** An expression that reads one column. */
export function readColumn({ source, column, type }: ColumnPlace): Compiled {
  return { type, reads: sourceBit(source), isVolatile: false, evaluate: (rows) => rows[source]![column]! }
}

function compileArgument(name: string, scope: Scope): Compiled {
  const { slot, type } = scope.argument(name)
  return { type, reads: 0, isVolatile: false, evaluate: (_rows, env) => env.values[slot] as Value }
}

/** Error 1241. */
export function operandError(columns: number): Error {
  return mysqlError(1241, `Operand should contain ${columns} column(s)`)
}

function compileCall(
  call: Extract<Expression, { kind: 'function' | 'group-concat' }>, scope: Scope,
): Compiled {
  const place = scope.aggregate(call)
  if (place !== null) return readColumn(place)
  if (call.kind === 'group-concat') throw mysqlError(1111, 'Invalid use of group function')
  return compileFunction(call, scope)
}

function compileCase(expression: CaseExpression, scope: Scope): Compiled {
  const { operand } = expression
  const conditions = expression.whens.map((when) => operand === null
    ? compileExpression(when.condition, scope)
    : compileComparison({ kind: 'comparison', operator: '=', left: operand, right: when.condition }, scope))
  const results = expression.whens.map((when) => compileExpression(when.result, scope))
  const otherwise = expression.otherwise === null ? constant(NULL_TYPE, null)
    : compileExpression(expression.otherwise, scope)
  const type = commonType([...results, otherwise].map((result) => result.type))
  const conversions = [...results, otherwise].map((result) => conversion(result.type, type))
  return combine(type, [...conditions, ...results, otherwise], (rows, env) => {
    for (let i = 0; i < conditions.length; i++) {
      const condition = conditions[i]!
      if (truth(condition.evaluate(rows, env), condition.type) === true) {
        return conversions[i]!(results[i]!.evaluate(rows, env))
      }
    }
    return conversions[conditions.length]!(otherwise.evaluate(rows, env))
  })
}

function compileScalarSubquery(expression: Extract<Expression, { kind: 'subquery' }>, scope: Scope): Compiled {
  const query = scope.subquery(expression.select)
  if (query.types.length !== 1) throw operandError(1)
  return {
    type: query.types[0]!, reads: query.reads, isVolatile: false,
    evaluate: (rows, env) => {
      const found = query.run(rows, env, 2)
      if (found.length > 1) throw mysqlError(1242, 'Subquery returns more than 1 row')
      return found.length === 0 ? null : found[0]![0]!
    },
  }
}

function compileExists(expression: Extract<Expression, { kind: 'exists' }>, scope: Scope): Compiled {
  const query = scope.subquery(expression.subquery.select)
  return {
    type: INT_TYPE, reads: query.reads, isVolatile: false,
    evaluate: (rows, env) => query.run(rows, env, 1).length > 0 ? 1 : 0,
  }
}
