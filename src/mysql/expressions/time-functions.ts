import type { FunctionCall, Value } from '../../sql/index.ts'
import {
  DATE_TYPE, DATETIME_TYPE, dayNumber, daysInMonth, decimal, formatDate, formatMoment, formatTime, INT_TYPE,
  type Moment, momentOfSeconds, type NotNull, parseMoment, parseTime, secondsOf, TEXT_TYPE, TIME_TYPE, toDoubleValue,
  toText, type ValueType,
} from '../values/index.ts'
import { compileExpression } from './compile.ts'
import type { Compiled, Environment, Scope } from './compiled.ts'
import { combine } from './compiled.ts'
import { formatByPattern } from './date-format.ts'
import { type BuiltIn, strict } from './built-in.ts'
import { shiftMoment } from './operators.ts'

export const timeFunctions: readonly (readonly [string, BuiltIn])[] = [
  ['now', clock(DATETIME_TYPE, formatMoment)],
  ['current_timestamp', clock(DATETIME_TYPE, formatMoment)],
  ['localtime', clock(DATETIME_TYPE, formatMoment)],
  ['localtimestamp', clock(DATETIME_TYPE, formatMoment)],
  ['sysdate', clock(DATETIME_TYPE, formatMoment)],
  ['utc_timestamp', clock(DATETIME_TYPE, formatMoment)],
  ['curdate', clock(DATE_TYPE, formatDate)],
  ['current_date', clock(DATE_TYPE, formatDate)],
  ['utc_date', clock(DATE_TYPE, formatDate)],
  ['curtime', clock(TIME_TYPE, clockTime)],
  ['current_time', clock(TIME_TYPE, clockTime)],
  ['utc_time', clock(TIME_TYPE, clockTime)],
  ['unix_timestamp', { minimum: 0, maximum: 1, compile: compileUnixTimestamp }],
  ['from_unixtime', strict(1, 2, DATETIME_TYPE, fromUnixTime)],
  ['date', ofMoment(DATE_TYPE, formatDate)],
  ['time', strict(1, 1, TIME_TYPE, ([value], [type]) => {
    const micros = parseTime(toText(value!, type!))
    return micros === null ? null : formatTime(micros)
  })],
  ['timestamp', ofMoment(DATETIME_TYPE, (moment) => formatMoment(moment))],
  ['year', ofMoment(INT_TYPE, (moment) => moment.year)],
  ['quarter', ofMoment(INT_TYPE, (moment) => Math.ceil(moment.month / 3))],
  ['month', ofMoment(INT_TYPE, (moment) => moment.month)],
  ['day', ofMoment(INT_TYPE, (moment) => moment.day)],
  ['dayofmonth', ofMoment(INT_TYPE, (moment) => moment.day)],
  ['dayofyear', ofMoment(INT_TYPE, (moment) => dayOf(moment) - dayNumber(moment.year, 1, 1) + 1)],
  // 1970-01-01 was a Thursday.
  ['dayofweek', ofMoment(INT_TYPE, (moment) => (dayOf(moment) + 4) % 7 + 1)],
  ['weekday', ofMoment(INT_TYPE, (moment) => (dayOf(moment) + 3) % 7)],
  ['hour', ofClock((seconds) => Math.floor(seconds / 3600))],
  ['minute', ofClock((seconds) => Math.floor(seconds / 60) % 60)],
  ['second', ofClock((seconds) => seconds % 60)],
  ['microsecond', ofMoment(INT_TYPE, (moment) => moment.micros)],
  ['last_day', ofMoment(DATE_TYPE, (moment) =>
    formatDate({ ...moment, day: daysInMonth(moment.year, moment.month) }))],
  ['to_days', ofMoment(INT_TYPE, (moment) => dayOf(moment) + 719_528)],
  ['to_seconds', ofMoment(INT_TYPE, (moment) => secondsOf(moment) + 719_528 * 86_400)],
  ['datediff', strict(2, 2, INT_TYPE, (values, types) => {
    const [a, b] = values.map((value, i) => parseMoment(toText(value, types[i]!)))
    return a === null || a === undefined || b === null || b === undefined ? null : dayOf(a) - dayOf(b)
  })],
  ['date_format', strict(2, 2, TEXT_TYPE, (values, types) => {
    const moment = parseMoment(toText(values[0]!, types[0]!))
    return moment === null ? null : formatByPattern(moment, toText(values[1]!, types[1]!))
  })],
]

function dayOf(moment: Moment): number {
  return dayNumber(moment.year, moment.month, moment.day)
}

function clockTime(moment: Moment): string {
  return formatMoment(moment).slice(11)
}

/** What the clock of the statement says. With an argument: so many digits of the second. */
function clock(type: ValueType, format: (moment: Moment, digits: number) => string): BuiltIn {
  return {
    minimum: 0, maximum: 1,
    compile: ([digits]) => ({
      type, reads: 0, isVolatile: false,
      evaluate: (rows, env) => {
        const count = digits === undefined ? 0 : Number(digits.evaluate(rows, env) ?? 0)
        return format(momentNow(env), count)
      },
    }),
  }
}

function momentNow(env: Environment): Moment {
  const seconds = Math.floor(env.session.unixMicros / 1e6)
  return momentOfSeconds(seconds, env.session.unixMicros - seconds * 1e6)
}

function ofMoment(type: ValueType, compute: (moment: Moment) => Value): BuiltIn {
  return strict(1, 1, type, ([value], [valueType]) => {
    const moment = parseMoment(toText(value!, valueType!))
    return moment === null ? null : compute(moment)
  })
}

function ofClock(compute: (seconds: number) => number): BuiltIn {
  return strict(1, 1, INT_TYPE, ([value], [type]) => {
    const micros = parseTime(toText(value!, type!))
    return micros === null ? null : compute(Math.floor(Math.abs(micros) / 1e6))
  })
}

function compileUnixTimestamp(args: readonly Compiled[]): Compiled {
  const [given] = args
  return combine(INT_TYPE, args, (rows, env) => {
    if (given === undefined) return Math.floor(env.session.unixMicros / 1e6)
    const value = given.evaluate(rows, env)
    const moment = value === null ? null : parseMoment(toText(value, given.type))
    if (moment === null) return value === null ? null : 0
    const seconds = secondsOf(moment)
    return moment.micros === 0 ? seconds : decimal(BigInt(seconds) * 1_000_000n + BigInt(moment.micros), 6)
  })
}

function fromUnixTime(values: readonly NotNull[], types: readonly ValueType[]): Value {
  const time = toDoubleValue(values[0]!, types[0]!)
  if (time < 0 || time > 2_147_483_647) return null
  const seconds = Math.floor(time)
  const moment = momentOfSeconds(seconds, Math.round((time - seconds) * 1e6))
  if (values[1] !== undefined) return formatByPattern(moment, toText(values[1], types[1]!))
  return formatMoment(moment, moment.micros === 0 ? 0 : 6)
}

const SHIFTS = new Map<string, 1 | -1>([['date_add', 1], ['adddate', 1], ['date_sub', -1], ['subdate', -1]])

/** DATE_ADD and DATE_SUB, whose second argument is an interval; null for any other function. */
export function shiftFunction(call: FunctionCall, scope: Scope): Compiled | null {
  const sign = SHIFTS.get(call.name.toLowerCase())
  const [moment, by] = call.arguments
  if (sign === undefined || moment === undefined || by === undefined) return null
  const interval = by.kind === 'interval' ? by : { kind: 'interval', operand: by, unit: 'day' } as const
  return shiftMoment(compileExpression(moment, scope), interval, sign, scope)
}

