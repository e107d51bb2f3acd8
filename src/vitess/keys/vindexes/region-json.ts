import { valueText } from '../../../sql/index.ts'
import { keyFailure } from '../key-error.ts'
import { hashKeyspaceId } from './hash.ts'
import { numberText, readObject } from './numeric-static-map.ts'
import { hexOfUint64, uint64OrNull } from './numbers.ts'
import type { MultiColumnVindex, TypedValue, VindexSpec } from './vindex.ts'

/**
 * `region_json`: columns (id, country); a file gives each country its region. In 2020 the region always takes
 * two bytes, because `region_bytes` is read but never kept. Source: region_json.go.
 */
export function createRegionJson(spec: VindexSpec): MultiColumnVindex {
  const path = spec.params.get('region_map')
  if (path === undefined || path === '') throw keyFailure('UNKNOWN', 'region_map path is not specified')
  const regions = new Map([...readObject(spec, path)].map(
    ([country, node]) => [country, BigInt(numberText(node, path))]))
  const keyspaceId = (values: readonly TypedValue[]): string | null => {
    if (values.length !== 2) return null
    const id = uint64OrNull(values[0]!.value ?? null)
    const region = regions.get(valueText(values[1]!.value ?? null) ?? '')
    return id === null || region === undefined ? null : hexOfUint64(region).slice(-4) + hashKeyspaceId(id)
  }
  return {
    kind: 'multi-column', name: spec.name, type: spec.type, cost: 1, isUnique: true, needsVCursor: false,
    keyspaceId,
    verify: (values, id) => keyspaceId(values) === id,
  }
}
