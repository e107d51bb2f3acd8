import type { Ctx } from '../../sim/index.ts'
import type { KeyRange } from '../keys/index.ts'
import {
  type Keyspace, type Shard, type ShardReplication, type SrvKeyspace, type Tablet, type TabletAlias,
  type TabletType, tabletTypes,
} from '../wire/index.ts'
import type { Wrangler } from './wrangler.ts'

/** A protobuf message on its way to JSON: fields in the order of the .proto file; a Map is a protobuf map. */
export type ProtoJson =
  | null | boolean | number | string | readonly ProtoJson[] | ReadonlyMap<string,
    ProtoJson> | { readonly [field: string]: ProtoJson }

/**
 * Go's jsonpb with two spaces: an empty list takes two lines, an empty message three. Source:
 * github.com/golang/protobuf/jsonpb.
 */
export function protoJsonText(value: ProtoJson, indent = ''): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const inner = `${indent}  `
  const field = (name: string, item: ProtoJson): string =>
    `${inner}${JSON.stringify(name)}: ${protoJsonText(item, inner)}`
  if (Array.isArray(value)) {
    const items = (value as readonly ProtoJson[]).map(item => `\n${inner}${protoJsonText(item, inner)}`)
    return `[${items.join(',')}\n${indent}]`
  }
  if (value instanceof Map) {
    const entries = [...value as ReadonlyMap<string, ProtoJson>].sort(([a], [b]) => a < b ? -1 : 1)
    const lines = entries.map(([name, item]) => `\n${field(name, item)}`)
    return `{${lines.join(',')}\n${indent}}`
  }
  return `{\n${Object.entries(value).map(([name, item]) => field(name, item)).join(',\n')}\n${indent}}`
}

/** Source: go/vt/vtctl/vtctl.go printJSON. */
export function printJson(ctx: Ctx, wr: Wrangler, value: ProtoJson): void {
  wr.logger.printf(ctx, `${protoJsonText(value)}\n`)
}

/** A byte string of hex in base64; an empty one was never set, and is null in Go. */
function bytes(hex: string): ProtoJson {
  if (hex === '') return null
  const codes = hex.match(/../g)!.map(pair => parseInt(pair, 16))
  let text = ''
  for (let i = 0; i < codes.length; i += 3) {
    const [a, b, c] = [codes[i]!, codes[i + 1], codes[i + 2]]
    const group = (a << 16) | ((b ?? 0) << 8) | (c ?? 0)
    text += base64[group >> 18]! + base64[(group >> 12) & 63]!
      + (b === undefined ? '=' : base64[(group >> 6) & 63]!)
      + (c === undefined ? '=' : base64[group & 63]!)
  }
  return text
}
const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

const aliasJson = (alias: TabletAlias | null): ProtoJson => alias === null ? null
  : { cell: alias.cell, uid: alias.uid }
const typeJson = (type: TabletType): number => tabletTypes.indexOf(type)
export const keyRangeJson = (range: KeyRange | null): ProtoJson =>
  range === null ? null : { start: bytes(range.start), end: bytes(range.end) }
/** 64-bit integers are text. */
const timeJson = (ms: number | null): ProtoJson =>
  ms === null ? null : { seconds: String(Math.floor(ms / 1000)), nanoseconds: (ms % 1000) * 1_000_000 }
const shardingColumnTypes = ['', 'UINT64', 'BYTES']

export function tabletJson(tablet: Tablet): ProtoJson {
  return {
    alias: aliasJson(tablet.alias), hostname: tablet.hostname,
      port_map: new Map(Object.entries(tablet.portMap)),
    keyspace: tablet.keyspace, shard: tablet.shard, key_range: keyRangeJson(tablet.keyRange),
      type: typeJson(tablet.type),
    db_name_override: tablet.dbNameOverride, tags: new Map(Object.entries(tablet.tags)),
      mysql_hostname: tablet.mysqlHostname,
    mysql_port: tablet.mysqlPort, master_term_start_time: timeJson(tablet.masterTermStartMs),
  }
}

export function shardJson(shard: Shard): { readonly [field: string]: ProtoJson } {
  return {
    master_alias: aliasJson(shard.masterAlias), master_term_start_time: timeJson(shard.masterTermStartMs),
    key_range: keyRangeJson(shard.keyRange), served_types: [],
    source_shards: shard.sourceShards.map(source => ({
      uid: source.uid, keyspace: source.keyspace, shard: source.shard,
        key_range: keyRangeJson(source.keyRange), tables: source.tables,
    })),
    tablet_controls: shard.tabletControls.map(control => ({
      tablet_type: typeJson(control.tabletType), cells: control.cells,
        blacklisted_tables: control.blacklistedTables,
      frozen: control.frozen,
    })),
    is_master_serving: shard.isMasterServing,
  }
}

export function keyspaceJson(keyspace: Keyspace): ProtoJson {
  return {
    sharding_column_name: keyspace.shardingColumnName,
      sharding_column_type: shardingColumnTypes.indexOf(keyspace.shardingColumnType),
    served_froms: keyspace.servedFroms.map(from => ({ tablet_type: typeJson(from.tabletType),
      cells: from.cells, keyspace: from.keyspace })),
    keyspace_type: keyspace.keyspaceType === 'SNAPSHOT' ? 1 : 0, base_keyspace: keyspace.baseKeyspace,
    snapshot_time: timeJson(keyspace.snapshotTimeMs),
  }
}

export function srvKeyspaceJson(record: SrvKeyspace): ProtoJson {
  return {
    partitions: record.partitions.map(partition => ({
      served_type: typeJson(partition.servedType),
      shard_references: partition.shardReferences.map(shard =>
        ({ name: shard.name, key_range: keyRangeJson(shard.keyRange) })),
      shard_tablet_controls: partition.shardTabletControls.map(control => ({
        name: control.name, key_range: keyRangeJson(control.keyRange),
          query_service_disabled: control.queryServiceDisabled,
      })),
    })),
    sharding_column_name: record.shardingColumnName,
      sharding_column_type: shardingColumnTypes.indexOf(record.shardingColumnType),
    served_from: record.servedFrom.map(from => ({ tablet_type: typeJson(from.tabletType),
      keyspace: from.keyspace })),
  }
}

export const shardReplicationJson = (record: ShardReplication): ProtoJson =>
  ({ nodes: record.nodes.map(alias => ({ tablet_alias: aliasJson(alias) })) })

/** A record as Go's own encoder prints it: what has its zero value is left out. */
export function withoutZeroes(value: ProtoJson): ProtoJson {
  if (value === null || typeof value !== 'object' || value instanceof Map) return value
  if (Array.isArray(value)) return (value as readonly ProtoJson[]).map(withoutZeroes)
  return Object.fromEntries(Object.entries(value).filter(([, item]) => !isZero(item)).map(([name, item]) =>
    // Outside of jsonpb a 64-bit integer is a number.
    [name, name === 'seconds' ? Number(item) : withoutZeroes(item)]))
}
const isZero = (value: ProtoJson): boolean =>
  value === null || value === false || value === 0 || value === ''
    || (Array.isArray(value) && value.length === 0)
