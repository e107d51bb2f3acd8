import { isDecimal, type Value } from '../../sql/index.ts'
import { INT_TYPE, JSON_TYPE, TEXT_TYPE, toDoubleValue, toText, type ValueType } from '../values/index.ts'
import type { Compiled } from './compiled.ts'
import { combine } from './compiled.ts'
import { type BuiltIn, textual } from './built-in.ts'
import { jsonAt, jsonText, parseJson } from './json-path.ts'

export const jsonFunctions: readonly (readonly [string, BuiltIn])[] = [
  ['json_extract', textual(2, 2, JSON_TYPE, ([document, path]) => jsonAt(document!, path!, false))],
  ['json_unquote', textual(1, 1, TEXT_TYPE, ([text]) => unquoted(text!))],
  ['json_valid', textual(1, 1, INT_TYPE, ([text]) => isJson(text!) ? 1 : 0)],
  ['json_quote', textual(1, 1, TEXT_TYPE, ([text]) => JSON.stringify(text!))],
  ['json_length', textual(1, 1, INT_TYPE, ([document]) => {
    const value = parseJson(document!)
    return typeof value === 'object' && value !== null ? Object.keys(value).length : 1
  })],
  ['json_array', { minimum: 0, maximum: Infinity, compile: compileArray }],
  ['json_object', { minimum: 0, maximum: Infinity, compile: compileObject }],
]

function unquoted(text: string): string {
  if (!text.startsWith('"')) return text
  const value = parseJson(text)
  return typeof value === 'string' ? value : text
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function memberText(value: Value, type: ValueType): string {
  if (value === null) return 'null'
  if (type.class === 'json') return jsonText(parseJson(toText(value, type)))
  if (typeof value === 'string') return JSON.stringify(toText(value, type))
  return isDecimal(value) ? String(toDoubleValue(value, type)) : String(value)
}

function compileArray(args: readonly Compiled[]): Compiled {
  return combine(JSON_TYPE, args, (rows, env) =>
    `[${args.map((member) => memberText(member.evaluate(rows, env), member.type)).join(', ')}]`)
}

function compileObject(args: readonly Compiled[]): Compiled {
  return combine(JSON_TYPE, args, (rows, env) => {
    const members: string[] = []
    for (let i = 0; i + 1 < args.length; i += 2) {
      const [name, member] = [args[i]!, args[i + 1]!]
      const key = name.evaluate(rows, env)
      const value = memberText(member.evaluate(rows, env), member.type)
      members.push(`${JSON.stringify(key === null ? 'null' : toText(key, name.type))}: ${value}`)
    }
    return `{${members.join(', ')}}`
  })
}
