import { unreachable } from '../../base/index.ts'
import type { Literal } from '../../sql/index.ts'
import { bytesOfHex, bytesOfText, integer, parseDecimal } from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import {
  DATE_TYPE, DATETIME_TYPE, decimalType, DOUBLE_TYPE, formatDate, formatMoment, formatTime, HEX_TYPE, INT_TYPE,
  INT64_MAX, INT64_MIN, parseMoment, parseTime, TEXT_TYPE, TIME_TYPE, UINT64_MAX, UINT_TYPE, BINARY_TYPE,
} from '../values/index.ts'
import type { Compiled } from './compiled.ts'
import { constant } from './compiled.ts'

export function compileLiteral(literal: Literal): Compiled {
  switch (literal.type) {
    case 'int': return integerLiteral(literal.value)
    case 'decimal': {
      const value = parseDecimal(literal.value)
      return constant(decimalType(value.scale), value)
    }
    case 'float': return constant(DOUBLE_TYPE, Number(literal.value))
    case 'string':
      if (literal.charset === 'binary') return constant(BINARY_TYPE, bytesOfText(literal.value))
      return constant(TEXT_TYPE, literal.value)
    case 'hex': return constant(HEX_TYPE, bytesOfHex(literal.value))
    case 'hex-number': return constant(HEX_TYPE, bytesOfHex(evenDigits(literal.value)))
    case 'bit': return constant(HEX_TYPE, bytesOfHex(evenDigits(BigInt(`0b0${literal.value}`).toString(16))))
    case 'date': case 'time': case 'timestamp': return temporalLiteral(literal.type, literal.value)
    default: return unreachable(literal.type)
  }
}

/** An integer beyond 64 bits is a decimal. */
function integerLiteral(text: string): Compiled {
  const value = BigInt(text)
  if (value >= INT64_MIN && value <= INT64_MAX) return constant(INT_TYPE, integer(value))
  if (value >= 0n && value <= UINT64_MAX) return constant(UINT_TYPE, value)
  return constant(decimalType(0), parseDecimal(text))
}

function evenDigits(digits: string): string {
  return digits.length % 2 === 0 ? digits : `0${digits}`
}

function temporalLiteral(type: 'date' | 'time' | 'timestamp', text: string): Compiled {
  const incorrect = (word: string): Error => mysqlError(1525, `Incorrect ${word} value: '${text}'`)
  if (type === 'time') {
    const micros = parseTime(text)
    if (micros === null) throw incorrect('TIME')
    return constant(TIME_TYPE, formatTime(micros))
  }
  const moment = parseMoment(text)
  if (moment === null) throw incorrect(type === 'date' ? 'DATE' : 'DATETIME')
  return type === 'date' ? constant(DATE_TYPE, formatDate(moment)) : constant(DATETIME_TYPE, formatMoment(moment))
}
