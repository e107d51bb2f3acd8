import type { FunctionCall, GroupConcat, Value } from '../../sql/index.ts'
import { integer } from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import {
  arithmeticFor, type ArithmeticOperator, comparatorFor, decimal, decimalType, DOUBLE_TYPE, groupingKey, INT_TYPE,
  orderingFor, TEXT_TYPE, toBits, toDoubleValue, toText, UINT_TYPE, type ValueType,
} from '../values/index.ts'
import { compileExpression } from './compile.ts'
import type { Compiled, Environment, Rows, Scope } from './compiled.ts'

/** The rows of one group, on their way to one value. */
export interface Accumulator {
  add(rows: Rows, env: Environment): void
  result(): Value
}

/** An aggregate of a query. */
export interface Aggregate {
  readonly type: ValueType
  /** For a new group. */
  start(): Accumulator
}

/** Compiles a call of an aggregate; its arguments are read from the rows before grouping. */
export function compileAggregate(call: FunctionCall | GroupConcat, scope: Scope): Aggregate {
  const args = call.arguments.map((argument) => compileExpression(argument, scope))
  if (call.kind === 'group-concat') return groupConcat(call, args, scope)
  const name = call.name.toLowerCase()
  if (name === 'count') return count(args, call)
  const [argument] = args
  if (argument === undefined || args.length > 1) {
    throw mysqlError(1582, `Incorrect parameter count in the call to native function '${call.name}'`)
  }
  const aggregate = simpleAggregate(name, argument)
  return call.distinct ? distinct(aggregate, args) : withoutNulls(aggregate, argument)
}

/** An aggregate of values that are not NULL. */
interface Fold { readonly type: ValueType; start(): { add(value: Exclude<Value, null>): void; result(): Value } }

function simpleAggregate(name: string, argument: Compiled): Fold {
  switch (name) {
    case 'sum': return sum(argument.type)
    case 'avg': return average(argument.type)
    case 'min': return extreme(argument.type, -1)
    case 'max': return extreme(argument.type, 1)
    case 'any_value': return extreme(argument.type, 0)
    case 'bit_and': return bits(argument.type, 2n ** 64n - 1n, (a, b) => a & b)
    case 'bit_or': return bits(argument.type, 0n, (a, b) => a | b)
    case 'bit_xor': return bits(argument.type, 0n, (a, b) => a ^ b)
    case 'std': case 'stddev': case 'stddev_pop': return deviation(argument.type, 0, true)
    case 'stddev_samp': return deviation(argument.type, 1, true)
    case 'variance': case 'var_pop': return deviation(argument.type, 0, false)
    case 'var_samp': return deviation(argument.type, 1, false)
    default: throw mysqlError(1235, `This version of MySQL doesn't yet support '${name}'`)
  }
}

function withoutNulls(fold: Fold, argument: Compiled): Aggregate {
  return {
    type: fold.type,
    start: () => {
      const state = fold.start()
      return {
        add: (rows, env) => {
          const value = argument.evaluate(rows, env)
          if (value !== null) state.add(value)
        },
        result: () => state.result(),
      }
    },
  }
}

function distinct(fold: Fold, args: readonly Compiled[]): Aggregate {
  const argument = args[0]!
  const keyOf = groupingKey(argument.type)
  return {
    type: fold.type,
    start: () => {
      const state = fold.start()
      const seen = new Set<string>()
      return {
        add: (rows, env) => {
          const value = argument.evaluate(rows, env)
          if (value === null || seen.size === seen.add(keyOf(value)).size) return
          state.add(value)
        },
        result: () => state.result(),
      }
    },
  }
}

/** COUNT: all rows, or those in which no argument is NULL, or the different ones of those. */
function count(args: readonly Compiled[], call: FunctionCall): Aggregate {
  const keys = args.map((argument) => groupingKey(argument.type))
  return {
    type: INT_TYPE,
    start: () => {
      let total = 0
      const seen = new Set<string>()
      return {
        add: (rows, env) => {
          let key = ''
          for (let i = 0; i < args.length; i++) {
            const value = args[i]!.evaluate(rows, env)
            if (value === null) return
            if (call.distinct) key += lengthened(keys[i]!(value))
          }
          if (call.distinct) seen.add(key)
          else total++
        },
        result: () => call.distinct ? seen.size : total,
      }
    },
  }
}

/** A key with its length before it, so that keys can be joined without being confused. */
export function lengthened(key: string): string {
  return `${key.length}:${key}`
}

function sum(type: ValueType): Fold {
  const isExact = type.class === 'int' || type.class === 'uint' || type.class === 'decimal'
  if (!isExact) return total(DOUBLE_TYPE, type)
  return total(decimalType(type.scale), type)
}

/** The sum of integers is a DECIMAL in MySQL; of text and doubles a double. */
function total(resultType: ValueType, type: ValueType): Fold {
  return {
    type: resultType,
    start: () => {
      let exact = 0n
      let double = 0
      let seen = false
      return {
        add: (value) => {
          seen = true
          if (resultType === DOUBLE_TYPE) double += toDoubleValue(value, type)
          else exact += typeof value === 'object' ? value.decimal : BigInt(value)
        },
        result: () => {
          if (!seen) return null
          return resultType === DOUBLE_TYPE ? double : decimal(exact, resultType.scale)
        },
      }
    },
  }
}

function average(type: ValueType): Fold {
  const totals = sum(type)
  const divide: ArithmeticOperator = '/'
  const { type: resultType, evaluate } = arithmeticFor(divide, totals.type, INT_TYPE, 'avg')
  return {
    type: resultType,
    start: () => {
      const state = totals.start()
      let rows = 0
      return {
        add: (value) => {
          rows++
          state.add(value)
        },
        result: () => evaluate(state.result(), rows),
      }
    },
  }
}

/** MIN (-1), MAX (1), or the first (0). */
function extreme(type: ValueType, sign: 1 | 0 | -1): Fold {
  const compare = comparatorFor(type, type)
  return {
    type,
    start: () => {
      let best: Value = null
      return {
        add: (value) => {
          if (best === null || compare(value, best) * sign > 0) best = value
        },
        result: () => best,
      }
    },
  }
}

function bits(type: ValueType, empty: bigint, combineBits: (left: bigint, right: bigint) => bigint): Fold {
  return {
    type: UINT_TYPE,
    start: () => {
      let result = empty
      return {
        add: (value) => {
          result = combineBits(result, toBits(value, type))
        },
        result: () => integer(result),
      }
    },
  }
}

/** Welford's running variance. */
function deviation(type: ValueType, fewer: 0 | 1, isRoot: boolean): Fold {
  return {
    type: DOUBLE_TYPE,
    start: () => {
      let rows = 0
      let mean = 0
      let squares = 0
      return {
        add: (value) => {
          const number = toDoubleValue(value, type)
          rows++
          const delta = number - mean
          mean += delta / rows
          squares += delta * (number - mean)
        },
        result: () => {
          if (rows <= fewer) return null
          const variance = squares / (rows - fewer)
          return isRoot ? Math.sqrt(variance) : variance
        },
      }
    },
  }
}

function groupConcat(call: GroupConcat, args: readonly Compiled[], scope: Scope): Aggregate {
  const keyOf = groupingKey(TEXT_TYPE)
  const orders = call.orderBy.map((item) => {
    const value = compileExpression(item.expression, scope)
    return { value, compare: orderingFor(value.type), sign: item.descending ? -1 : 1 }
  })
  return {
    type: TEXT_TYPE,
    start: () => {
      const parts: { text: string; keys: readonly Value[] }[] = []
      const seen = new Set<string>()
      return {
        add: (rows, env) => {
          let text = ''
          for (const argument of args) {
            const value = argument.evaluate(rows, env)
            if (value === null) return
            text += toText(value, argument.type)
          }
          if (call.distinct && seen.size === seen.add(keyOf(text)).size) return
          parts.push({ text, keys: orders.map(({ value }) => value.evaluate(rows, env)) })
        },
        result: () => {
          if (parts.length === 0) return null
          parts.sort((a, b) => {
            for (let i = 0; i < orders.length; i++) {
              const order = orders[i]!.compare(a.keys[i]!, b.keys[i]!) * orders[i]!.sign
              if (order !== 0) return order
            }
            return 0
          })
          // group_concat_max_len.
          return parts.map((part) => part.text).join(call.separator ?? ',').slice(0, 1024)
        },
      }
    },
  }
}
