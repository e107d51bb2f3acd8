import type { TypeName, Value } from '../../sql/index.ts'
import {
  buildKeyspaceSchema, createKeyResolver, keyRangeContains, parseShardName,
} from '../../vitess/keys/index.ts'
import type { KeyspaceSpec, ShardSpec } from './cluster-spec.ts'
import { servingShards } from './serving-shards.ts'

/** The columns of a table that is to get its first rows. */
export interface FirstTable {
  readonly name: string
  readonly columns: readonly string[]
  readonly types: readonly TypeName[]
}

/** The rows that a description gives a table, in the order of its columns: first the written ones. */
export function firstRows(keyspace: KeyspaceSpec, table: FirstTable): readonly (readonly Value[])[] {
  const written = keyspace.rows.filter(rows => rows.table === table.name).flatMap(({ rows }) =>
    rows.map(row => row.map(value => (typeof value === 'string' && isWhole(value) ? Number(value) : value))))
  const total = keyspace.fill?.get(table.name) ?? 0
  const filled = Array.from({ length: Math.max(0, total - written.length) }, (_, index) => {
    const number = written.length + index + 1
    return table.types.map(type => (isNumber(type) ? number : `${table.name}-${number}`))
  })
  return [...written, ...filled]
}

/** Those of the rows that live in the shard; none in a shard that is not routed to. */
export function rowsOfShard(
  keyspace: KeyspaceSpec, shard: ShardSpec, table: FirstTable, rows: readonly (readonly Value[])[],
): readonly (readonly Value[])[] {
  if (!servingShards(keyspace).includes(shard)) return []
  const { vschema } = keyspace
  if (vschema.sharded !== true || vschema.tables?.[table.name]?.column_vindexes === undefined) return rows
  const keyspaceId = createKeyResolver(buildKeyspaceSchema(vschema, keyspace.name), table)
  const { keyRange } = parseShardName(shard.name)
  return keyRange === null ? rows : rows.filter(row => keyRangeContains(keyRange, keyspaceId(row)))
}

function isNumber(type: TypeName): boolean {
  return /^(U?INT|FLOAT|DECIMAL)/.test(type)
}

function isWhole(text: string): boolean {
  return /^-?\d{1,15}$/.test(text)
}
