import { formatDuration } from '../../base/index.ts'
import { failure } from './failures.ts'

/** One flag of a command, in the manner of Go's package flag. */
export interface FlagSpec<T> {
  readonly kind: 'bool' | 'string' | 'int' | 'float' | 'duration'
  readonly usage: string
  /** The default as `-help` prints it; '' is left out. */
  readonly defaultText: string
  readonly defaultValue: T
  /** @returns undefined if the text is not such a value. */
  parse(text: string): T | undefined
}
export type FlagSpecs = { readonly [name: string]: FlagSpec<unknown> }
export type FlagValues<S extends FlagSpecs> = { readonly [K in keyof S]: S[K] extends FlagSpec<infer T> ? T
  : never }

export const boolFlag = (defaultValue: boolean, usage: string): FlagSpec<boolean> => ({
  kind: 'bool', usage, defaultValue, defaultText: defaultValue ? 'true' : '',
    parse: text => booleans.get(text),
})
export const stringFlag = (defaultValue: string, usage: string): FlagSpec<string> => ({
  kind: 'string', usage, defaultValue, defaultText: defaultValue === '' ? '' : JSON.stringify(defaultValue),
    parse: text => text,
})
export const intFlag = (defaultValue: number, usage: string): FlagSpec<number> => ({
  kind: 'int', usage, defaultValue, defaultText: defaultValue === 0 ? '' : String(defaultValue),
  parse: text => /^[-+]?\d+$/.test(text) ? Number(text) : undefined,
})
export const floatFlag = (defaultValue: number, usage: string): FlagSpec<number> => ({
  kind: 'float', usage, defaultValue, defaultText: defaultValue === 0 ? '' : String(defaultValue),
  parse: text => /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text) ? Number(text) : undefined,
})
/** The value is in milliseconds. */
export const durationFlag = (defaultMs: number, usage: string): FlagSpec<number> => ({
  kind: 'duration', usage, defaultValue: defaultMs, defaultText: defaultMs === 0 ? ''
    : formatDuration(defaultMs), parse: parseGoDuration,
})

const booleans = new Map([
  ['1', true], ['t', true], ['T', true], ['true', true], ['TRUE', true], ['True', true],
  ['0', false], ['f', false], ['F', false], ['false', false], ['FALSE', false], ['False', false],
])

/** Thrown text of a command line that asks for help. Source: Go's package flag, ErrHelp. */
export const helpRequested = 'flag: help requested'

/**
 * Takes the flags from the front of a command line: `-flag`, `--flag=value`, `-flag value`, up to the first
 * word that is none or to `--`. Source: Go's package flag, FlagSet.Parse.
 * @throws Failure with Go's texts
 */
export function parseFlags<S extends FlagSpecs>(
  specs: S, words: readonly string[],
): { flags: FlagValues<S>; args: string[] } {
  const values = new Map<string, unknown>()
  for (const name of Object.keys(specs)) values.set(name, specs[name]!.defaultValue)
  let at = 0
  while (at < words.length) {
    const word = words[at]!
    if (word.length < 2 || !word.startsWith('-')) break
    at++
    if (word === '--') break
    const body = word.slice(word.startsWith('--') ? 2 : 1)
    if (body === '' || body.startsWith('-') || body.startsWith('=')) throw usage(`bad flag syntax: ${word}`)
    const equals = body.indexOf('=')
    const name = equals < 0 ? body : body.slice(0, equals)
    const spec = Object.hasOwn(specs, name) ? specs[name] : undefined
    if (spec === undefined) throw usage(name === 'help' || name === 'h' ? helpRequested
      : `flag provided but not defined: -${name}`)
    let text = equals < 0 ? undefined : body.slice(equals + 1)
    if (text === undefined && spec.kind === 'bool') text = 'true'
    if (text === undefined) {
      if (at === words.length) throw usage(`flag needs an argument: -${name}`)
      text = words[at++]!
    }
    const value = spec.parse(text)
    if (value === undefined) {
      const what = spec.kind === 'bool' ? `invalid boolean value ${JSON.stringify(text)} for`
        : `invalid value ${JSON.stringify(text)} for flag`
      throw usage(`${what} -${name}: parse error`)
    }
    values.set(name, value)
  }
  return { flags: Object.fromEntries(values) as FlagValues<S>, args: words.slice(at) }
}
const usage = (text: string): unknown => failure(text, 'INVALID_ARGUMENT')

/** The lines that Go's PrintDefaults prints, in the order of names. */
export function flagDefaults(specs: FlagSpecs): string {
  return Object.keys(specs).sort().map(name => {
    const spec = specs[name]!
    const type = spec.kind === 'bool' ? '' : ` ${spec.kind}`
    const shown = spec.defaultText === '' ? '' : ` (default ${spec.defaultText})`
    return `  -${name}${type}\n    \t${spec.usage}${shown}\n`
  }).join('')
}

const unitsMs = new Map([['ns', 1e-6], ['us', 1e-3], ['µs', 1e-3], ['ms', 1], ['s', 1000], ['m', 60_000],
  ['h', 3_600_000]])

/** `1h45m`, `300ms`, `0`: milliseconds, or undefined. Source: Go's time.ParseDuration. */
export function parseGoDuration(text: string): number | undefined {
  const match = /^([-+]?)(0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))+)$/.exec(text)
  if (match === null) return undefined
  let totalMs = 0
  for (const [, amount,
    unit] of match[2]!.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)/g)) totalMs += Number(
    amount) * unitsMs.get(unit!)!
  return match[1] === '-' ? -totalMs : totalMs
}
