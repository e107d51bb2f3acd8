import { print, type BindVariable, type Expression } from '../../../sql/index.ts'
import { hexOfBinary, binaryOfHex } from '../../keys/index.ts'
import type { PlanValue } from '../engine/primitive.ts'
import { planFailure } from './plan-failure.ts'

/** The value of a literal, or where to find that of an argument. Source: sqlparser.NewPlanValue. */
export function planValue(expression: Expression): PlanValue {
  switch (expression.kind) {
    case 'argument':
      return { kind: expression.list ? 'list-argument' : 'argument', name: expression.name }
    case 'null':
      return { kind: 'value', value: { type: 'NULL_TYPE', value: null } }
    case 'tuple':
      return { kind: 'list', values: expression.items.map(planValue) }
    case 'literal': {
      const value = literalValue(expression.type, expression.value)
      if (value !== null) return { kind: 'value', value }
      break
    }
    default:
  }
  throw planFailure(`expression is too complex '${print(expression)}'`)
}

function literalValue(type: string, text: string): BindVariable | null {
  switch (type) {
    case 'int': {
      const n = BigInt(text)
      if (n > 0xffff_ffff_ffff_ffffn || n < -(1n << 63n)) {
        throw planFailure(`strconv.ParseUint: parsing ${JSON.stringify(text)}: value out of range`)
      }
      const value = n > 9007199254740991n || n < -9007199254740991n ? n : Number(n)
      return { type: n >= 1n << 63n ? 'UINT64' : 'INT64', value }
    }
    case 'string': return { type: 'VARBINARY', value: text }
    case 'hex': return { type: 'VARBINARY', value: binaryOfHex(text) }
    case 'hex-number': {
      const digits = text.replace(/^0x/i, '')
      return { type: 'VARBINARY', value: binaryOfHex(digits.length % 2 === 0 ? digits : `0${digits}`) }
    }
    default: return null
  }
}

/** True if both stand for the same value whatever is bound. Source: planbuilder valEqual. */
export function sameValue(a: Expression, b: Expression): boolean {
  if (a.kind === 'argument' && b.kind === 'argument') return a.name === b.name && a.list === b.list
  if (a.kind !== 'literal' || b.kind !== 'literal') return false
  const bytes = (type: string, text: string) =>
    (type === 'hex' ? text.toLowerCase() : type === 'string' ? hexOfBinary(text) : null)
  if (a.type === 'int' || b.type === 'int') return a.type === b.type && a.value === b.value
  const left = bytes(a.type, a.value)
  return left !== null && left === bytes(b.type, b.value)
}
