import { keyFailure } from './key-error.ts'
import {
  compareKeyRangeStart, keyRangeAdd, keyRangeEndEqual, keyRangeEqual, keyRangeStartEqual, keyRangeString,
  keyRangesIntersect,
  type KeyRange,
} from './key-range.ts'

export interface RangedShard { readonly name: string; readonly keyRange: KeyRange | null }

/** Two sets of shards that cover the same ids: what a resharding moves data between, in either direction. */
export interface OverlappingShards<S extends RangedShard> { readonly left: S[]; readonly right: S[] }

/**
 * Groups the shards that intersect. A group with holes, or whose sides do not cover the same ids, is left out
 * without a word, as in Vitess. Vitess starts each group at a random shard; here it is the first, which is
 * then on the left. Source: go/vt/topotools/split.go findOverlappingShards.
 */
export function findOverlappingShards<S extends RangedShard>(shards: readonly S[]): OverlappingShards<S>[] {
  const rest = [...shards]
  const result: OverlappingShards<S>[] = []
  while (rest.length > 0) {
    const left = [rest.shift()!]
    const right: S[] = []
    for (;;) {
      const toRight = takeIntersecting(rest, left, right)
      if (toRight !== null) { right.push(toRight); continue }
      const toLeft = takeIntersecting(rest, right, left)
      if (toLeft === null) break
      left.push(toLeft)
    }
    if (right.length === 0) continue
    left.sort((a, b) => compareKeyRangeStart(a.keyRange, b.keyRange))
    right.sort((a, b) => compareKeyRangeStart(a.keyRange, b.keyRange))
    if (isContiguous(left) && isContiguous(right) && coverTheSame(left, right)) result.push({ left, right })
  }
  return result
}

function takeIntersecting<S extends RangedShard>(
  rest: S[], others: readonly S[], own: readonly S[],
): S | null {
  const at = rest.findIndex((shard) =>
    others.some((other) => keyRangesIntersect(shard.keyRange, other.keyRange)))
  if (at < 0) return null
  const [shard] = rest.splice(at, 1)
  if (own.some((other) => keyRangesIntersect(shard!.keyRange, other.keyRange))) {
    throw keyFailure('UNKNOWN',
      `shard ${shard!.name} intersects with more than one shard, this is not supported`)
  }
  return shard!
}

function isContiguous(sorted: readonly RangedShard[]): boolean {
  return sorted.every((shard, i) => i === 0 || keyRangeAdd(sorted[i - 1]!.keyRange, shard.keyRange) !== null)
}

function coverTheSame(left: readonly RangedShard[], right: readonly RangedShard[]): boolean {
  return keyRangeStartEqual(left[0]!.keyRange, right[0]!.keyRange)
    && keyRangeEndEqual(left.at(-1)!.keyRange, right.at(-1)!.keyRange)
}

/**
 * Fails unless sources and targets cover the same ids and have no range in common. Source: split.go
 * ValidateForReshard.
 */
export function validateForReshard(sources: readonly RangedShard[], targets: readonly RangedShard[]): void {
  for (const source of sources) {
    for (const target of targets) {
      if (keyRangeEqual(source.keyRange, target.keyRange)) {
        throw keyFailure('UNKNOWN',
          `same keyrange is present in source and target: ${keyRangeString(source.keyRange)}`)
      }
    }
  }
  const from = combineKeyRanges(sources)
  const to = combineKeyRanges(targets)
  if (!keyRangeEqual(from, to)) {
    throw keyFailure('UNKNOWN',
      `source and target keyranges don't match: ${keyRangeString(from)} vs ${keyRangeString(to)}`)
  }
}

/** Source: split.go combineKeyRanges. */
export function combineKeyRanges(shards: readonly RangedShard[]): KeyRange | null {
  if (shards.length === 0) throw keyFailure('UNKNOWN', 'there are no shards to combine')
  const sorted = [...shards].sort((a, b) => compareKeyRangeStart(a.keyRange, b.keyRange))
  let range = sorted[0]!.keyRange
  for (const shard of sorted.slice(1)) {
    const sum = keyRangeAdd(range, shard.keyRange)
    if (sum === null) throw keyFailure('UNKNOWN', "shards don't form a contiguous keyrange")
    range = sum
  }
  return range
}
