import type { TypeName, Value } from '../../sql/index.ts'
import { keyFailure } from './key-error.ts'
import type { ColumnVindex } from './table-vschema.ts'
import type { KeyspaceSchema } from './vschema.ts'
import type { FunctionalVindex } from './vindexes/vindex.ts'

/**
 * The column vindex that decides where a table's rows go when they are copied: the cheapest unique one that
 * can be computed. Source: vschema.go FindVindexForSharding.
 */
export function findVindexForSharding(tableName: string, colVindexes: readonly ColumnVindex[]): ColumnVindex {
  if (colVindexes.length === 0) throw keyFailure('UNKNOWN', `no vindex definition for table ${tableName}`)
  let result = colVindexes[0]!
  for (const candidate of colVindexes) {
    if (candidate.vindex.cost < result.vindex.cost && candidate.vindex.isUnique) result = candidate
  }
  if (result.vindex.cost > 1 || !result.vindex.isUnique) {
    throw keyFailure('UNKNOWN', `could not find a vindex to use for sharding table ${tableName}`)
  }
  return result
}

/** The keyspace id of a row, in hex. Fails if the row has no place. */
export type KeyResolver = (row: readonly Value[]) => string

/**
 * Makes the function that tells the keyspace id of a table's rows, which have these columns. Used by
 * SplitClone and SplitDiff. Source: go/vt/worker/key_resolver.go newV3ResolverFromTableDefinition.
 */
export function createKeyResolver(
  schema: KeyspaceSchema,
  table: { readonly name: string; readonly columns: readonly string[]; readonly types: readonly TypeName[] },
): KeyResolver {
  if (!schema.keyspace.sharded) throw keyFailure('UNKNOWN', `not a sharded keyspace: ${schema.keyspace.name}`)
  const known = schema.tables.get(table.name)
  if (known === undefined) throw keyFailure('UNKNOWN', `no vschema definition for table ${table.name}`)
  const { columns, vindex } = findVindexForSharding(table.name, known.columnVindexes)
  const at = columns.map((column) => {
    const index = table.columns.findIndex((name) => name.toLowerCase() === column.toLowerCase())
    if (index < 0) throw keyFailure('UNKNOWN', `table ${table.name} has no column ${column}`)
    return index
  })
  if (vindex.kind === 'functional') return functionalResolver(vindex, at[0]!, table.types[at[0]!]!)
  if (vindex.kind === 'multi-column') {
    return (row) => vindex.keyspaceId(at.map((i) => ({ type: table.types[i]!, value: row[i]! })))
      ?? noPlace(row, at)
  }
  throw keyFailure('UNKNOWN', `could not find a vindex to use for sharding table ${table.name}`)
}

function functionalResolver(vindex: FunctionalVindex, at: number, type: TypeName): KeyResolver {
  return (row) => vindex.keyspaceId(row[at]!, type) ?? noPlace(row, [at])
}

function noPlace(row: readonly Value[], at: readonly number[]): never {
  const values = at.map((i) => String(row[i])).join(', ')
  throw keyFailure('UNKNOWN', `could not map ${values} to a unique keyspace id: DestinationNone()`)
}
