import { parseJson, type JsonNode } from '../json-text.ts'
import { keyFailure } from '../key-error.ts'
import { prefixed } from './hash.ts'
import { hexOfUint64, toUint64, uint64OrNull } from './numbers.ts'
import type { FunctionalVindex, VindexSpec } from './vindex.ts'

/**
 * `numeric_static_map`: a file says where some numbers go; the others are taken as `numeric` does. Source:
 * numeric_static_map.go.
 */
export function createNumericStaticMap(spec: VindexSpec): FunctionalVindex {
  const path = spec.params.get('json_path')
  if (path === undefined) {
    throw keyFailure('UNKNOWN', 'NumericStaticMap: Could not find `json_path` param in vschema')
  }
  const table = new Map<string, bigint>()
  for (const [key, node] of readObject(spec, path)) table.set(key, BigInt(numberText(node, path)))
  const place = (n: number | bigint) => hexOfUint64(table.get(String(n)) ?? n)
  return {
    kind: 'functional', name: spec.name, type: spec.type, cost: 1, isUnique: true, needsVCursor: false,
    keyspaceId(value) {
      const n = uint64OrNull(value)
      return n === null ? null : place(n)
    },
    verify: (value, _type, keyspaceId) =>
      place(prefixed('NumericStaticMap.verify', () => toUint64(value))) === keyspaceId,
  }
}

/** The members of the JSON object in the file that a parameter names. */
export function readObject(spec: VindexSpec, path: string): ReadonlyMap<string, JsonNode> {
  const text = spec.files.get(path)
  if (text === undefined) throw keyFailure('UNKNOWN', `open ${path}: no such file or directory`)
  const root = parseJson(text, path)
  if (root.kind !== 'object') throw keyFailure('UNKNOWN', `${path}: not a JSON object`)
  return root.members
}

export function numberText(node: JsonNode, path: string): string {
  if (node.kind !== 'number' || !/^[0-9]+$/.test(node.text)) {
    throw keyFailure('UNKNOWN', `${path}: not an unsigned number`)
  }
  return node.text
}
