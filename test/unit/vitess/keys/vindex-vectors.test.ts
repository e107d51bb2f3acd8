import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { TypeName, Value } from '../../../../src/sql/index.ts'
import {
  binaryOfHex, createVindex, keyRangeContains, parseShardName, type FunctionalVindex, type MultiColumnVindex,
  type TypedValue,
} from '../../../../src/vitess/keys/index.ts'
import { normalizeLoose } from '../../../../src/vitess/keys/vindexes/unicode-loose-md5.ts'

interface Input { readonly type: string; readonly value: string | null; readonly hex?: string; readonly values?: readonly string[] }
interface Case {
  readonly id: string
  readonly vindex: string
  readonly params: Readonly<Record<string, string>>
  readonly op: string
  readonly input: Input | readonly Input[]
  readonly files?: Readonly<Record<string, unknown>>
  readonly dest?: string
  readonly ksid?: string | null
  readonly want?: any
  readonly shards?: readonly string[]
  readonly error?: string
  readonly years: readonly number[]
}

const all: readonly Case[] = JSON.parse(
  readFileSync(new URL('../../../vectors/vindexes.json', import.meta.url), 'utf8'))

const typeNames: Readonly<Record<string, TypeName>> = {
  int64: 'INT64', uint64: 'UINT64', float64: 'FLOAT64', varchar: 'VARCHAR', varbinary: 'VARBINARY',
    null: 'NULL_TYPE',
}

function typed({ type, value, hex }: Input): TypedValue & { value: Value } {
  const name = typeNames[type]!
  if (value === null && hex !== undefined) return { type: name, value: binaryOfHex(hex) }
  if (value === null) return { type: name, value: null }
  if (type === 'varbinary') return { type: name, value: binaryOfHex(hex!) }
  if (type === 'varchar') return { type: name, value }
  const n = BigInt(/^-?\d+$/.test(value) ? value : 0)
  if (type === 'float64') return { type: name, value: Number(value) }
  return { type: name, value: Number.isSafeInteger(Number(n)) ? Number(n) : n }
}

function vindexOf({ vindex, params, files }: Case): FunctionalVindex | MultiColumnVindex {
  const contents = new Map(Object.entries(files ?? {}).map(([path, json]) => [path, JSON.stringify(json)]))
  const made = createVindex(vindex, 'v', new Map(Object.entries(params)), { files: contents })
  if (made.kind === 'lookup') throw new Error('no lookup here')
  return made
}

function idOf(example: Case, input: Input | readonly Input[]): string | null {
  const vindex = vindexOf(example)
  const values = (Array.isArray(input) ? input : [input]).map(typed)
  return vindex.kind === 'functional' ? vindex.keyspaceId(values[0]!.value, values[0]!.type)
    : vindex.keyspaceId(values)
}

const placeOf = (example: Case, input: Input): string =>
  example.shards!.find((shard) => keyRangeContains(parseShardName(shard).keyRange, idOf(example, input)!))!

function run(example: Case): unknown {
  const { op, input, ksid } = example
  switch (op) {
    case 'create': {
      const { cost, isUnique, needsVCursor } = vindexOf(example)
      return { cost, unique: isUnique, needs_vcursor: needsVCursor }
    }
    case 'map': {
      const id = idOf(example, input)
      return id === null ? { dest: 'none' } : { dest: 'ksid', ksid: id }
    }
    case 'verify': {
      const vindex = vindexOf(example)
      const values = (Array.isArray(input) ? input : [input]).map(typed)
      return vindex.kind === 'functional' ? vindex.verify(values[0]!.value, values[0]!.type, ksid ?? '')
        : vindex.verify(values, ksid!)
    }
    case 'reverse': {
      const vindex = vindexOf(example) as FunctionalVindex
      const { type, value } = vindex.reverse!(ksid as string)
      return { type: type.toLowerCase(), value: String(value) }
    }
    case 'normalize': {
      const hex = (input as Input).hex!
      const bytes = Uint8Array.from(hex.match(/../g)!, (pair) => parseInt(pair, 16))
      return [...normalizeLoose(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    }
    case 'place': return placeOf(example, input as Input)
    case 'distribute': {
      const { type, values } = input as Input
      const counts: Record<string, number> = {}
      for (const value of values!) {
        const shard = placeOf(example, { type, value })
        counts[shard] = (counts[shard] ?? 0) + 1
      }
      return counts
    }
    default: throw new Error(`unknown operation ${op}`)
  }
}

describe('vindexes of Vitess, April 2020', () => {
  for (const example of all.filter(({ years }) => years.includes(2020))) {
    const { id, vindex, op, input, dest, ksid, want, error } = example
    test(`${id} ${vindex} ${op} ${JSON.stringify(input)?.slice(0, 70)}`, () => {
      if (error !== undefined) expect(() => run(example)).toThrow(error)
      else if (op === 'map') expect(run(example)).toEqual(dest === 'ksid' ? { dest, ksid } : { dest })
      else expect(run(example)).toEqual(want)
    })
  }
})
