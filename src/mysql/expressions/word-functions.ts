import type { TrimExpression, UnitFunction } from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import {
  INT_TYPE, type Moment, momentDifference, parseMoment, TEXT_TYPE, toText,
} from '../values/index.ts'
import { compileExpression } from './compile.ts'
import type { Compiled, Scope } from './compiled.ts'
import { combine } from './compiled.ts'
import { shiftMoment } from './operators.ts'

/** EXTRACT, TIMESTAMPDIFF and TIMESTAMPADD. */
export function compileUnitFunction(expression: UnitFunction, scope: Scope): Compiled {
  const { unit } = expression
  if (expression.name === 'timestampadd') {
    const [count, moment] = expression.arguments
    if (count === undefined || moment === undefined) throw wrongCount(expression.name)
    return shiftMoment(compileExpression(moment, scope), { kind: 'interval', operand: count, unit }, 1, scope)
  }
  const args = expression.arguments.map((argument) => compileExpression(argument, scope))
  if (args.length !== (expression.name === 'extract' ? 1 : 2)) throw wrongCount(expression.name)
  return combine(INT_TYPE, args, (rows, env) => {
    const moments: Moment[] = []
    for (const argument of args) {
      const value = argument.evaluate(rows, env)
      const moment = value === null ? null : parseMoment(toText(value, argument.type))
      if (moment === null) return null
      moments.push(moment)
    }
    if (expression.name === 'extract') return partOf(moments[0]!, unit)
    return momentDifference(moments[0]!, moments[1]!, unit)
  })
}

function wrongCount(name: string): Error {
  return mysqlError(1582, `Incorrect parameter count in the call to native function '${name}'`)
}

function partOf(moment: Moment, unit: string): number | null {
  switch (unit) {
    case 'year': return moment.year
    case 'quarter': return Math.ceil(moment.month / 3)
    case 'month': return moment.month
    case 'day': return moment.day
    case 'hour': return moment.hour
    case 'minute': return moment.minute
    case 'second': return moment.second
    case 'microsecond': return moment.micros
    case 'year_month': return moment.year * 100 + moment.month
    default: return null
  }
}

export function compileTrim(expression: TrimExpression, scope: Scope): Compiled {
  const operand = compileExpression(expression.operand, scope)
  const removed = expression.removed === null ? null : compileExpression(expression.removed, scope)
  const type = operand.type.class === 'text' || operand.type.class === 'binary' ? operand.type : TEXT_TYPE
  return combine(type, removed === null ? [operand] : [operand, removed], (rows, env) => {
    const value = operand.evaluate(rows, env)
    const part = removed === null ? ' ' : removed.evaluate(rows, env)
    if (value === null || part === null) return null
    return trimmed(toText(value, operand.type), removed === null ? ' ' : toText(part, removed.type), expression.side)
  })
}

function trimmed(text: string, part: string, side: TrimExpression['side']): string {
  if (part === '') return text
  let [start, end] = [0, text.length]
  if (side !== 'trailing') while (end - start >= part.length && text.startsWith(part, start)) start += part.length
  if (side !== 'leading') while (end - start >= part.length && text.endsWith(part, end)) end -= part.length
  return text.slice(start, end)
}
