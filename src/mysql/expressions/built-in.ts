import type { FunctionCall, Value } from '../../sql/index.ts'
import { type NotNull, toDoubleValue, toText, type ValueType } from '../values/index.ts'
import type { Compiled, Environment } from './compiled.ts'
import { combine } from './compiled.ts'

/** One built-in function: how many arguments it takes, and how a call of it becomes a closure. */
export interface BuiltIn {
  readonly minimum: number
  readonly maximum: number
  compile(args: readonly Compiled[], call: FunctionCall): Compiled
}

/** A function of values that is NULL if one of them is. */
export function strict(
  minimum: number, maximum: number, type: ValueType,
  compute: (values: readonly NotNull[], types: readonly ValueType[], env: Environment) => Value,
): BuiltIn {
  return {
    minimum, maximum,
    compile: (args) => {
      const types = args.map((argument) => argument.type)
      return combine(type, args, (rows, env) => {
        const values: NotNull[] = []
        for (const argument of args) {
          const value = argument.evaluate(rows, env)
          if (value === null) return null
          values.push(value)
        }
        return compute(values, types, env)
      })
    },
  }
}

/** As {@link strict}, with all arguments as texts. */
export function textual(
  minimum: number, maximum: number, type: ValueType, compute: (texts: readonly string[]) => Value,
): BuiltIn {
  return strict(minimum, maximum, type, (values, types) => compute(values.map((value, i) => toText(value, types[i]!))))
}

/** As {@link strict}, with all arguments as doubles. */
export function mathematical(
  minimum: number, maximum: number, type: ValueType, compute: (numbers: readonly number[]) => Value,
): BuiltIn {
  return strict(minimum, maximum, type, (values, types) =>
    compute(values.map((value, i) => toDoubleValue(value, types[i]!))))
}
