import { keyFailure } from '../key-error.ts'
import { createBinaryMd5 } from './binary-md5.ts'
import { createBinary } from './binary.ts'
import { createConsistentLookup, createConsistentLookupUnique } from './consistent-lookup.ts'
import { createHash } from './hash.ts'
import {
  createLookup, createLookupHash, createLookupHashUnique, createLookupUnicodeLooseMd5Hash,
  createLookupUnicodeLooseMd5HashUnique,
  createLookupUnique,
} from './lookup.ts'
import { createNull } from './null.ts'
import { createNumericStaticMap } from './numeric-static-map.ts'
import { createNumeric } from './numeric.ts'
import { createRegionExperimental } from './region-experimental.ts'
import { createRegionJson } from './region-json.ts'
import { createReverseBits } from './reverse-bits.ts'
import { createUnicodeLooseMd5 } from './unicode-loose-md5.ts'
import type { Vindex, VindexFactory } from './vindex.ts'
import { createXxhash } from './xxhash.ts'

/** The vindex types of April 2020. */
export const vindexTypes: ReadonlyMap<string, VindexFactory> = new Map<string, VindexFactory>([
  ['binary', createBinary],
  ['binary_md5', createBinaryMd5],
  ['consistent_lookup', createConsistentLookup],
  ['consistent_lookup_unique', createConsistentLookupUnique],
  ['hash', createHash],
  ['lookup', createLookup],
  ['lookup_hash', createLookupHash],
  ['lookup_hash_unique', createLookupHashUnique],
  ['lookup_unicodeloosemd5_hash', createLookupUnicodeLooseMd5Hash],
  ['lookup_unicodeloosemd5_hash_unique', createLookupUnicodeLooseMd5HashUnique],
  ['lookup_unique', createLookupUnique],
  ['null', createNull],
  ['numeric', createNumeric],
  ['numeric_static_map', createNumericStaticMap],
  ['region_experimental', createRegionExperimental],
  ['region_json', createRegionJson],
  ['reverse_bits', createReverseBits],
  ['unicode_loose_md5', createUnicodeLooseMd5],
  ['xxhash', createXxhash],
])

const nothing: ReadonlyMap<string, string> = new Map()

/** Makes a vindex; fails if there is no such type or a parameter is wrong. Source: vindex.go CreateVindex. */
export function createVindex(
  type: string, name: string, params: ReadonlyMap<string, string> = nothing,
  { files = nothing, types = vindexTypes }: { files?: ReadonlyMap<string,
    string>; types?: ReadonlyMap<string, VindexFactory> } = {},
): Vindex {
  const create = types.get(type)
  if (create === undefined) throw keyFailure('UNKNOWN', `vindexType ${JSON.stringify(type)} not found`)
  return create({ name, type, params, files })
}
