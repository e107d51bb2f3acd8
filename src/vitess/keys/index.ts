/**
 * # keys: where a row lives
 *
 * A **keyspace id** is a byte string, written as lower-case hex. A **key range** is an interval of them, a
 * **shard** is a key range with a name. A **vindex** turns column values into a keyspace id; the **VSchema**
 * says which vindex each table uses. A **destination** says where a query is to go before anybody knows which
 * shards there are.
 *
 *     customer_id 4 ── hash ──▶ d2fd8867d50d2dfe ── resolve ──▶ shard 80-
 *                      vindex     keyspace id        shards of the moment
 *
 * Invariants: hex of whole bytes sorts as the bytes do, so ids are compared as texts; everything here is a
 * value or a pure function, except that a lookup vindex asks its table through a cursor that it is handed; a
 * built VSchema is never changed.
 *
 * What real Vitess does that we do not: plugins with more vindex types. As in Vitess of 2020, bounds are not
 * normalised: `80` and `8000` are different ids.
 */
export { buildKeyspaceSchema, buildVSchema, type VSchemaOptions } from './build-vschema.ts'
export {
  allShards, anyShard, destinationString, noDestination, resolveDestination, type Destination,
  type ShardRange,
} from './destination.ts'
export { parseJson, type JsonNode } from './json-text.ts'
export {
  compareKeyRangeStart, fullKeyRange, keyRangeAdd, keyRangeContains, keyRangeEqual, keyRangeIncludes,
  keyRangeProto, keyRangesIntersect, keyRangesOverlap, keyRangeString, parseHex, parseKeyRangeProto,
  type KeyRange,
} from './key-range.ts'
export { createKeyResolver, findVindexForSharding, type KeyResolver } from './key-resolver.ts'
export {
  findOverlappingShards, validateForReshard, type OverlappingShards, type RangedShard,
} from './overlapping-shards.ts'
export { keyspaceShardString, parseKeyspaceShard, parseShardName, type ShardName } from './shard-name.ts'
export { evenShardsKeyRange, isKeyRange, parseShardingSpec, uint64Key } from './sharding-spec.ts'
export type { ColumnVindex, KeyspaceTable } from './table-vschema.ts'
export { createVindex, vindexTypes } from './vindexes/create-vindex.ts'
export { hashKeyspaceId, unhashKeyspaceId } from './vindexes/hash.ts'
export { goValue } from './vindexes/lookup.ts'
export { binaryOfHex, hexOfBinary } from './vindexes/value-bytes.ts'
export type {
  CommitOrder, FunctionalVindex, LookupVindex, MultiColumnVindex, TypedValue, Vindex, VindexCursor,
  VindexFactory, VindexSpec,
} from './vindexes/vindex.ts'
export { VSchema, type KeyspaceSchema, type VSchemaKeyspaceName } from './vschema.ts'
export {
  parseVSchema, type RoutingRuleJson, type SrvVSchemaJson, type VSchemaKeyspaceJson, type VSchemaTableJson,
  type VSchemaVindexJson,
} from './vschema-json.ts'
