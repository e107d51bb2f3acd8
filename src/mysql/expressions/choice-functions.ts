import type { Value } from '../../sql/index.ts'
import { comparatorFor, INT_TYPE, type NotNull, NULL_TYPE, truth, type ValueType } from '../values/index.ts'
import { commonType, conversion } from './common-type.ts'
import type { Compiled } from './compiled.ts'
import { combine } from './compiled.ts'
import { compileSign } from './comparisons.ts'
import type { BuiltIn } from './built-in.ts'

/** IF, COALESCE, LEAST and their like: they give back one of their arguments, in a type common to all. */
export const choiceFunctions: readonly (readonly [string, BuiltIn])[] = [
  ['if', { minimum: 3, maximum: 3, compile: ([condition, yes, no]) => compileIf(condition!, yes!, no!) }],
  ['ifnull', { minimum: 2, maximum: 2, compile: compileCoalesce }],
  ['coalesce', { minimum: 1, maximum: Infinity, compile: compileCoalesce }],
  ['nullif', { minimum: 2, maximum: 2, compile: ([left, right]) => compileNullIf(left!, right!) }],
  ['isnull', { minimum: 1, maximum: 1, compile: ([operand]) =>
    combine(INT_TYPE, [operand!], (rows, env) => operand!.evaluate(rows, env) === null ? 1 : 0) }],
  ['least', { minimum: 2, maximum: Infinity, compile: (args) => compileExtreme(args, -1) }],
  ['greatest', { minimum: 2, maximum: Infinity, compile: (args) => compileExtreme(args, 1) }],
  ['elt', { minimum: 2, maximum: Infinity, compile: compileElt }],
  ['field', { minimum: 2, maximum: Infinity, compile: compileField }],
]

function compileIf(condition: Compiled, yes: Compiled, no: Compiled): Compiled {
  const type = commonType([yes.type, no.type])
  const [asYes, asNo] = [conversion(yes.type, type), conversion(no.type, type)]
  return combine(type, [condition, yes, no], (rows, env) =>
    truth(condition.evaluate(rows, env), condition.type) === true
      ? asYes(yes.evaluate(rows, env)) : asNo(no.evaluate(rows, env)))
}

function compileCoalesce(args: readonly Compiled[]): Compiled {
  const type = commonType(args.map((argument) => argument.type))
  const conversions = args.map((argument) => conversion(argument.type, type))
  return combine(type, args, (rows, env) => {
    for (let i = 0; i < args.length; i++) {
      const value = args[i]!.evaluate(rows, env)
      if (value !== null) return conversions[i]!(value)
    }
    return null
  })
}

function compileNullIf(left: Compiled, right: Compiled): Compiled {
  const equal = compileSign('=', left, right)
  return combine(left.type, [left, right], (rows, env) =>
    equal.evaluate(rows, env) === 1 ? null : left.evaluate(rows, env))
}

function compileExtreme(args: readonly Compiled[], sign: 1 | -1): Compiled {
  const type = commonType(args.map((argument) => argument.type))
  const conversions = args.map((argument) => conversion(argument.type, type))
  const compare = comparatorFor(type, type)
  return combine(type, args, (rows, env) => {
    let best: Value = null
    for (let i = 0; i < args.length; i++) {
      const value = conversions[i]!(args[i]!.evaluate(rows, env))
      if (value === null) return null
      if (best === null || compare(value, best) * sign > 0) best = value
    }
    return best
  })
}

function compileElt([index, ...members]: readonly Compiled[]): Compiled {
  const type = commonType(members.map((member) => member.type))
  return combine(type, [index!, ...members], (rows, env) => {
    const place = index!.evaluate(rows, env)
    const member = place === null ? undefined : members[Number(place) - 1]
    return member === undefined ? null : conversion(member.type, type)(member.evaluate(rows, env))
  })
}

function compileField([sought, ...members]: readonly Compiled[]): Compiled {
  const comparators = members.map((member) => equality(sought!.type, member.type))
  return combine(INT_TYPE, [sought!, ...members], (rows, env) => {
    const value = sought!.evaluate(rows, env)
    if (value === null) return 0
    for (let i = 0; i < members.length; i++) {
      const member = members[i]!.evaluate(rows, env)
      if (member !== null && comparators[i]!(value, member)) return i + 1
    }
    return 0
  })
}

function equality(left: ValueType, right: ValueType): (a: NotNull, b: NotNull) => boolean {
  if (left === NULL_TYPE || right === NULL_TYPE) return () => false
  const compare = comparatorFor(left, right)
  return (a, b) => compare(a, b) === 0
}
