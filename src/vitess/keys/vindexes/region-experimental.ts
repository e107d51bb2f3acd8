import { keyFailure } from '../key-error.ts'
import { hashKeyspaceId } from './hash.ts'
import { hexOfUint64, uint64OrNull } from './numbers.ts'
import type { MultiColumnVindex, TypedValue, VindexSpec } from './vindex.ts'

/**
 * `region_experimental`: columns (region, id); the low one or two bytes of the region, then the hash of the
 * id. In 2020 it places rows, but routes no query. Source: region_experimental.go.
 */
export function createRegionExperimental(spec: VindexSpec): MultiColumnVindex {
  const bytes = spec.params.get('region_bytes')
  if (bytes === undefined) throw keyFailure('UNKNOWN', 'region_experimental missing region_bytes param')
  if (bytes !== '1' && bytes !== '2') throw keyFailure('UNKNOWN', `region_bits must be 1 or 2: ${bytes}`)
  const keyspaceId = (values: readonly TypedValue[]): string | null => {
    if (values.length !== 2) return null
    const region = uint64OrNull(values[0]!.value ?? null)
    const id = uint64OrNull(values[1]!.value ?? null)
    return region === null || id === null ? null : hexOfUint64(region).slice(bytes === '1' ? -2 : -4)
      + hashKeyspaceId(id)
  }
  return {
    kind: 'multi-column', name: spec.name, type: spec.type, cost: 1, isUnique: true, needsVCursor: false,
    keyspaceId,
    verify: (values, id) => keyspaceId(values) === id,
  }
}
