import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  evenShardsKeyRange, findOverlappingShards, isKeyRange, keyRangeAdd, keyRangeContains, keyRangeIncludes,
  keyRangesIntersect,
  keyRangesOverlap, keyRangeString, parseKeyspaceShard, parseShardingSpec, parseShardName, resolveDestination,
  uint64Key,
  validateForReshard, type KeyRange,
} from '../../../../src/vitess/keys/index.ts'
import { parseTabletType, parseTarget } from '../../../../src/vitess/vtgate/target.ts'

interface Case {
  readonly id: string
  readonly op: string
  readonly args: readonly any[]
  readonly want?: any
  readonly error?: string
  readonly error_match?: 'exact' | 'contains' | 'prefix' | 'any'
  readonly years: readonly number[]
}

const all: readonly Case[] = JSON.parse(
  readFileSync(new URL('../../../vectors/keyranges.json', import.meta.url), 'utf8'))

const range = (text: string | null): KeyRange | null => {
  if (text === null) return null
  const [start, end] = text.split('-')
  return { start: start!, end: end! }
}
const shards = (names: readonly string[]) => names.map((name) => parseShardName(name))
const names = (list: readonly { name: string }[]) => list.map(({ name }) => name)
/** Which side is the left one is free. */
const sides = (pair: { left: readonly string[]; right: readonly string[] }) =>
  [pair.left, pair.right].map(String).sort()

const operations: Readonly<Record<string, (args: readonly any[]) => unknown>> = {
  uint64_key: ([n]) => uint64Key(BigInt(n)),
  even_shards_key_range: ([i, n]) => keyRangeString(evenShardsKeyRange(i, n)),
  key_range_add: ([a, b]) => {
    const sum = keyRangeAdd(range(a), range(b))
    return { ok: sum !== null, range: sum === null ? null : keyRangeString(sum) }
  },
  parse_sharding_spec: ([spec]) => parseShardingSpec(spec).map(({ start, end }) => [start, end]),
  key_range_contains: ([kr, id]) => keyRangeContains(range(kr), id),
  is_key_range: ([text]) => isKeyRange(text),
  key_range_intersect: ([a, b]) => keyRangesIntersect(range(a), range(b)),
  key_ranges_overlap: ([a, b]) => keyRangeString(keyRangesOverlap(range(a), range(b))),
  key_range_includes: ([a, b]) => keyRangeIncludes(range(a), range(b)),
  resolve_exact_key_range: ([list, kr]) => resolve(list, { kind: 'exact-key-range', keyRange: range(kr)! }),
  resolve_key_range: ([list, kr]) => resolve(list, { kind: 'key-range', keyRange: range(kr)! }),
  validate_for_reshard: ([from, to]) => validateForReshard(shards(from), shards(to)),
  find_overlapping_shards: ([list]) =>
    findOverlappingShards(shards(list)).map(
      ({ left, right }) => sides({ left: names(left), right: names(right) })),
  parse_destination: ([text, type]) => {
    const { keyspace, tabletType, destination } = parseTarget(text, parseTabletType(type))
    return { keyspace, tablet_type: tabletType.toLowerCase(), dest: destination }
  },
  parse_keyspace_shard: ([text]) => parseKeyspaceShard(text),
  validate_shard_name: ([name]) => parseShardName(name).name,
}

function resolve(
  list: readonly string[], destination: Parameters<typeof resolveDestination>[0],
): readonly string[] {
  return resolveDestination(destination, shards(list), () => 0)
}

/** The topology's own, tested there. */
const elsewhere = new Set(['topo_scenario', 'add_cells', 'remove_cells_from_list'])

describe('key ranges, sharding specs, shard names and destinations of Vitess, April 2020', () => {
  for (const example of all.filter(({ years, op }) => years.includes(2020) && !elsewhere.has(op))) {
    const { id, op, args, want, error, error_match: match = 'exact' } = example
    test(`${id} ${op} ${JSON.stringify(args).slice(0, 80)}`, () => {
      const run = () => operations[op]!(args)
      if (error === undefined) {
        expect(run()).toEqual(op === 'find_overlapping_shards' ? want.map(sides) : want)
      } else if (match === 'exact') {
        expect(run).toThrow(new RegExp(`^${error.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`))
      } else {
        expect(run).toThrow(match === 'any' ? undefined : error)
      }
    })
  }
})
