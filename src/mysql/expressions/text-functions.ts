import { bytesOfHex, bytesOfText, hexOfBytes, type Value } from '../../sql/index.ts'
import {
  BINARY_TYPE, comparatorFor, foldFor, INT_TYPE, type NotNull, TEXT_TYPE, toBytes, toInteger, toNumeric,
  toText, type ValueType,
} from '../values/index.ts'
import { commonType } from './common-type.ts'
import type { Compiled } from './compiled.ts'
import { combine } from './compiled.ts'
import { type BuiltIn, strict, textual } from './built-in.ts'

/** MySQL lets no text grow beyond max_allowed_packet; NULL comes instead. */
const LENGTH_MAX = 4_194_304

export const textFunctions: readonly (readonly [string, BuiltIn])[] = [
  ['concat', { minimum: 1, maximum: Infinity, compile: (args) => joined(args) }],
  ['concat_ws', { minimum: 2, maximum: Infinity, compile: compileConcatWs }],
  ['length', strict(1, 1, INT_TYPE, ([value], [type]) => toBytes(value!, type!).length)],
  ['octet_length', strict(1, 1, INT_TYPE, ([value], [type]) => toBytes(value!, type!).length)],
  ['bit_length', strict(1, 1, INT_TYPE, ([value], [type]) => toBytes(value!, type!).length * 8)],
  ['char_length', strict(1, 1, INT_TYPE, ([value], [type]) => letters(value!, type!).length)],
  ['character_length', strict(1, 1, INT_TYPE, ([value], [type]) => letters(value!, type!).length)],
  ['lower', sameType(1, (texts) => texts[0]!.toLowerCase())],
  ['lcase', sameType(1, (texts) => texts[0]!.toLowerCase())],
  ['upper', sameType(1, (texts) => texts[0]!.toUpperCase())],
  ['ucase', sameType(1, (texts) => texts[0]!.toUpperCase())],
  ['ltrim', sameType(1, (texts) => texts[0]!.replace(/^ +/, ''))],
  ['rtrim', sameType(1, (texts) => texts[0]!.replace(/ +$/, ''))],
  ['reverse', sameType(1, (texts) => [...texts[0]!].reverse().join(''))],
  ['replace', sameType(3, ([text, from, to]) => from === '' ? text! : text!.replaceAll(from!, () => to!))],
  ['left', sliced(2, 2, (text, [length]) => text.slice(0, Math.max(length!, 0)))],
  ['right', sliced(2, 2, (text, [length]) => length! <= 0 ? [] : text.slice(-length!))],
  ['substring', sliced(2, 3, substring)],
  ['substr', sliced(2, 3, substring)],
  ['mid', sliced(2, 3, substring)],
  ['repeat', sliced(2, 2, (text, [count]) => repeated(text, count!))],
  ['lpad', strict(3, 3, TEXT_TYPE, (values, types) => padded(values, types, true))],
  ['rpad', strict(3, 3, TEXT_TYPE, (values, types) => padded(values, types, false))],
  ['space', strict(1, 1, TEXT_TYPE, ([count], [type]) => ' '.repeat(Math.max(whole(count!, type!), 0)))],
  ['locate', strict(2, 3, INT_TYPE, (values, types) =>
    positionOf(values[0]!, types[0]!, values[1]!, types[1]!, values[2] === undefined ? 1 : whole(values[2], types[2]!)))],
  ['instr', strict(2, 2, INT_TYPE, (values, types) => positionOf(values[1]!, types[1]!, values[0]!, types[0]!, 1))],
  ['strcmp', { minimum: 2, maximum: 2, compile: ([left, right]) => compileStrcmp(left!, right!) }],
  ['find_in_set', textual(2, 2, INT_TYPE, ([sought, set]) =>
    set === '' ? 0 : set!.split(',').map(foldText).indexOf(foldText(sought!)) + 1)],
  ['substring_index', strict(3, 3, TEXT_TYPE, (values, types) =>
    substringIndex(toText(values[0]!, types[0]!), toText(values[1]!, types[1]!), whole(values[2]!, types[2]!)))],
  ['ascii', strict(1, 1, INT_TYPE, ([value], [type]) => toBytes(value!, type!).charCodeAt(0) || 0)],
  ['char', strict(1, Infinity, BINARY_TYPE, (values, types) => values.map((value, i) =>
    bytesOfNumber(whole(value, types[i]!))).join(''))],
  ['hex', strict(1, 1, TEXT_TYPE, ([value], [type]) => hexadecimal(value!, type!))],
  ['unhex', textual(1, 1, BINARY_TYPE, ([digits]) => unhex(digits!))],
  ['quote', textual(1, 1, TEXT_TYPE, ([text]) => `'${text!.replace(/['\\\0\x1a]/g, quoteLetter)}'`)],
  ['weight_string', { minimum: 1, maximum: 1, compile: ([operand]) => compileWeightString(operand!) }],
]

function foldText(text: string): string {
  return foldFor('utf8_general_ci')(text)
}

function letters(value: NotNull, type: ValueType): readonly string[] {
  return type.class === 'binary' ? [...toBytes(value, type)] : [...toText(value, type)]
}

function whole(value: NotNull, type: ValueType): number {
  return Number(toInteger(toNumeric(value, type)))
}

/** A function whose result is text like its first argument. */
function sameType(count: number, compute: (texts: readonly string[]) => string): BuiltIn {
  return {
    minimum: count, maximum: count,
    compile: (args, call) => {
      const type = textOf(args[0]!.type)
      const isBinary = type.class === 'binary'
      return strict(count, count, type, (values, types) => {
        if (isBinary) return compute(values.map((value, i) => toBytes(value, types[i]!)))
        return compute(values.map((value, i) => toText(value, types[i]!)))
      }).compile(args, call)
    },
  }
}

function textOf(type: ValueType): ValueType {
  return type.class === 'text' || type.class === 'binary' ? type : TEXT_TYPE
}

/** A function that takes some letters of its first argument; the others are whole numbers. */
function sliced(
  minimum: number, maximum: number, compute: (text: readonly string[], numbers: readonly number[]) => readonly string[],
): BuiltIn {
  return {
    minimum, maximum,
    compile: (args, call) => strict(minimum, maximum, textOf(args[0]!.type), ([text, ...numbers], [type, ...types]) => {
      const result = compute(letters(text!, type!), numbers.map((value, i) => whole(value, types[i]!)))
      return result.length > LENGTH_MAX ? null : result.join('')
    }).compile(args, call),
  }
}

function substring(text: readonly string[], [from, length]: readonly number[]): readonly string[] {
  const start = from! > 0 ? from! - 1 : from! < 0 ? text.length + from! : -1
  if (start < 0 || (length !== undefined && length <= 0)) return []
  return text.slice(start, length === undefined ? undefined : start + length)
}

function repeated(text: readonly string[], count: number): readonly string[] {
  if (count <= 0) return []
  if (text.length * count > LENGTH_MAX) return new Array<string>(LENGTH_MAX + 1)
  return Array.from({ length: count }, () => text.join(''))
}

function joined(args: readonly Compiled[]): Compiled {
  const type = textOf(commonType(args.map((argument) => argument.type)))
  const toPart = type.class === 'binary' ? toBytes : toText
  return combine(type, args, (rows, env) => {
    let text = ''
    for (const argument of args) {
      const value = argument.evaluate(rows, env)
      if (value === null) return null
      text += toPart(value, argument.type)
    }
    return text
  })
}

/** NULL members are left out; a NULL separator makes NULL. */
function compileConcatWs([separator, ...members]: readonly Compiled[]): Compiled {
  return combine(TEXT_TYPE, [separator!, ...members], (rows, env) => {
    const between = separator!.evaluate(rows, env)
    if (between === null) return null
    const parts: string[] = []
    for (const member of members) {
      const value = member.evaluate(rows, env)
      if (value !== null) parts.push(toText(value, member.type))
    }
    return parts.join(toText(between, separator!.type))
  })
}

function padded(values: readonly NotNull[], types: readonly ValueType[], atLeft: boolean): Value {
  const text = letters(values[0]!, types[0]!)
  const length = whole(values[1]!, types[1]!)
  const fill = letters(values[2]!, types[2]!)
  if (length < 0 || length > LENGTH_MAX) return null
  if (text.length >= length) return text.slice(0, length).join('')
  if (fill.length === 0) return null
  const missing = Array.from({ length: length - text.length }, (_, i) => fill[i % fill.length]!).join('')
  return atLeft ? missing + text.join('') : text.join('') + missing
}

/** Counts letters from 1; 0 is not found. */
function positionOf(sought: NotNull, soughtType: ValueType, text: NotNull, textType: ValueType, from: number): number {
  const isBinary = soughtType.class === 'binary' || textType.class === 'binary'
  const fold = isBinary ? (part: string) => part : foldText
  const haystack = letters(text, textType).map(fold)
  const needle = letters(sought, soughtType).map(fold)
  if (from < 1) return 0
  for (let at = from - 1; at + needle.length <= haystack.length; at++) {
    if (needle.every((letter, i) => haystack[at + i] === letter)) return at + 1
  }
  return 0
}

function compileStrcmp(left: Compiled, right: Compiled): Compiled {
  const compare = comparatorFor(textOf(left.type), textOf(right.type))
  return combine(INT_TYPE, [left, right], (rows, env) => {
    const a = left.evaluate(rows, env)
    const b = right.evaluate(rows, env)
    if (a === null || b === null) return null
    return Math.sign(compare(toText(a, left.type), toText(b, right.type)))
  })
}

function substringIndex(text: string, delimiter: string, count: number): string {
  if (delimiter === '' || count === 0) return ''
  const parts = text.split(delimiter)
  return (count > 0 ? parts.slice(0, count) : parts.slice(count)).join(delimiter)
}

function bytesOfNumber(number: number): string {
  let bytes = ''
  for (let rest = number >>> 0; rest > 0 || bytes === ''; rest = Math.floor(rest / 256)) {
    bytes = String.fromCharCode(rest % 256) + bytes
  }
  return bytes
}

function hexadecimal(value: NotNull, type: ValueType): string {
  if (typeof value === 'string') return hexOfBytes(toBytes(value, type)).toUpperCase()
  return BigInt.asUintN(64, BigInt(toInteger(toNumeric(value, type)))).toString(16).toUpperCase()
}

function unhex(digits: string): string | null {
  const even = digits.length % 2 === 0 ? digits : `0${digits}`
  return /^[0-9a-fA-F]*$/.test(even) ? bytesOfHex(even) : null
}

function quoteLetter(letter: string): string {
  return letter === '\0' ? '\\0' : letter === '\x1a' ? '\\Z' : `\\${letter}`
}

/**
 * The bytes by which a text sorts: two for each letter, as for utf8_general_ci. vtgate asks for it to merge sorted
 * results. Numbers and dates have none.
 */
function compileWeightString(operand: Compiled): Compiled {
  const { type } = operand
  if (type.class !== 'text' && type.class !== 'binary') return combine(BINARY_TYPE, [operand], () => null)
  const fold = foldFor(type.collation)
  return combine(BINARY_TYPE, [operand], (rows, env) => {
    const value = operand.evaluate(rows, env)
    if (value === null) return null
    if (type.class === 'binary') return toBytes(value, type)
    let weights = ''
    for (const unit of fold(toText(value, type))) {
      const code = unit.charCodeAt(0)
      weights += String.fromCharCode(code >> 8, code & 255)
    }
    return type.collation.endsWith('_bin') ? bytesOfText(fold(toText(value, type))) : weights
  })
}

