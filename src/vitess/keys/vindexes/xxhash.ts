import { valueBytes } from './value-bytes.ts'
import type { FunctionalVindex, VindexSpec } from './vindex.ts'

/**
 * `xxhash`: XXH64 of the value's bytes, written little-endian, unlike its canonical form. Source: xxhash.go.
 */
export function createXxhash(spec: VindexSpec): FunctionalVindex {
  return {
    kind: 'functional', name: spec.name, type: spec.type, cost: 1, isUnique: true, needsVCursor: false,
    keyspaceId: (value, type) => littleEndian(xxh64(valueBytes(value, type))),
    verify: (value, type, keyspaceId) => littleEndian(xxh64(valueBytes(value, type))) === keyspaceId,
  }
}

const prime1 = 0x9e3779b185ebca87n
const prime2 = 0xc2b2ae3d27d4eb4fn
const prime3 = 0x165667b19e3779f9n
const prime4 = 0x85ebca77c2b2ae63n
const prime5 = 0x27d4eb2f165667c5n
const u64 = (n: bigint): bigint => BigInt.asUintN(64, n)
const turn = (n: bigint, bits: bigint): bigint => u64(n << bits) | (n >> (64n - bits))
const round = (sum: bigint, input: bigint): bigint => u64(turn(u64(sum + input * prime2), 31n) * prime1)

/** XXH64 with seed 0, as published. */
function xxh64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let at = 0
  let hash = prime5
  if (bytes.length >= 32) {
    const sums = [u64(prime1 + prime2), prime2, 0n, u64(-prime1)]
    for (; at + 32 <= bytes.length; at += 32) {
      for (let i = 0; i < 4; i += 1) sums[i] = round(sums[i]!, view.getBigUint64(at + 8 * i, true))
    }
    hash = u64(turn(sums[0]!, 1n) + turn(sums[1]!, 7n) + turn(sums[2]!, 12n) + turn(sums[3]!, 18n))
    for (const sum of sums) hash = u64((hash ^ round(0n, sum)) * prime1 + prime4)
  }
  hash = u64(hash + BigInt(bytes.length))
  for (; at + 8 <= bytes.length; at += 8) {
    hash = u64(turn(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * prime1 + prime4)
  }
  if (at + 4 <= bytes.length) {
    hash = u64(turn(hash ^ u64(BigInt(view.getUint32(at, true)) * prime1), 23n) * prime2 + prime3)
    at += 4
  }
  for (; at < bytes.length; at += 1) hash = u64(turn(hash ^ u64(BigInt(bytes[at]!) * prime5), 11n) * prime1)
  hash = u64((hash ^ (hash >> 33n)) * prime2)
  hash = u64((hash ^ (hash >> 29n)) * prime3)
  return hash ^ (hash >> 32n)
}

function littleEndian(n: bigint): string {
  return n.toString(16).padStart(16, '0').match(/../g)!.reverse().join('')
}
