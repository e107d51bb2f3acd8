import { keyFailure } from './key-error.ts'
import { fullKeyRange, parseKeyRangeParts, type KeyRange } from './key-range.ts'

/**
 * `-40-80-` → three ranges; `-80` and `80-` → one. The limits are compared as hex texts, as in Vitess, so
 * `-80-A0` is refused: an upper-case letter sorts before a lower-case one but after a digit. Source: key.go
 * ParseShardingSpec.
 */
export function parseShardingSpec(spec: string): KeyRange[] {
  const parts = spec.split('-')
  if (parts.length === 1) throw malformed(`malformed spec: doesn't define a range: ${JSON.stringify(spec)}`)
  const ranges: KeyRange[] = []
  let old = parts[0]!
  parts.forEach((part, i) => {
    if (i === 0) return
    if (part === '' && i !== parts.length - 1) {
      throw malformed('malformed spec: MinKey/MaxKey cannot be in the middle of the spec: '
        + JSON.stringify(spec))
    }
    if (part !== '' && part <= old) {
      throw malformed(`malformed spec: shard limits should be in order: ${JSON.stringify(spec)}`)
    }
    ranges.push(parseKeyRangeParts(old, part))
    old = part
  })
  return ranges
}

const malformed = (message: string) => keyFailure('UNKNOWN', message)

/** True for the text of one key range, in even hex. Source: key.go IsKeyRange. */
export function isKeyRange(text: string): boolean {
  return /^([0-9a-fA-F]{2})*-([0-9a-fA-F]{2})*$/.test(text)
}

/** Big-endian 8 bytes in hex. Source: key.go Uint64Key. */
export function uint64Key(n: bigint | number): string {
  return BigInt.asUintN(64, BigInt(n)).toString(16).padStart(16, '0')
}

/** The i-th of `n` equal ranges; `n` must be a power of two. Source: key.go EvenShardsKeyRange. */
export function evenShardsKeyRange(i: number, n: number): KeyRange {
  if (n <= 0) throw malformed(`the shard count must be > 0: ${n}`)
  if (i >= n) {
    throw malformed(`the index of the shard must be less than the total number of shards: ${i} < ${n}`)
  }
  if (Math.log2(n) % 1 !== 0) throw malformed(`the shard count must be a power of two: ${n}`)
  if (n === 1) return fullKeyRange
  const hexDigits = 2 * Math.ceil(Math.log2(n) / 8)
  const width = (1n << 64n) / BigInt(n)
  const bound = (k: number) => (k === 0 || k === n ? '' : uint64Key(width * BigInt(k)).slice(0, hexDigits))
  return Object.freeze({ start: bound(i), end: bound(i + 1) })
}
