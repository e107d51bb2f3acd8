import { keyFailure } from './key-error.ts'
import { parseHex } from './key-range.ts'
import type { VSchemaKeyspaceName } from './vschema.ts'
import type { ColumnVindexJson, VSchemaKeyspaceJson, VSchemaTableJson } from './vschema-json.ts'
import type { Vindex } from './vindexes/vindex.ts'

/** A table as the planner knows it. Source: vschema.go Table. */
export interface KeyspaceTable {
  readonly type: '' | 'sequence' | 'reference'
  readonly name: string
  readonly keyspace: VSchemaKeyspaceName
  /** As written; the first one decides where a row lives. */
  readonly columnVindexes: readonly ColumnVindex[]
  /** By cost, cheapest first. */
  readonly ordered: readonly ColumnVindex[]
  /** The lookups that this table keeps in step. */
  readonly owned: readonly ColumnVindex[]
  /** Filled in after all tables are there. */
  autoIncrement: { readonly column: string; readonly sequence: KeyspaceTable } | null
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  /** A keyspace id in hex: all rows of the table are there. */
  readonly pinned: string | null
  readonly columnListAuthoritative: boolean
}

export interface ColumnVindex {
  readonly columns: readonly string[]
  readonly type: string
  readonly name: string
  readonly owned: boolean
  readonly vindex: Vindex
}

/** Source: vschema.go buildTables. Fails with the texts of Vitess. */
export function buildTable(name: string, json: VSchemaTableJson, keyspace: VSchemaKeyspaceName,
  source: VSchemaKeyspaceJson,
  vindexes: ReadonlyMap<string, Vindex>): KeyspaceTable {
  const type = json.type ?? ''
  const pinned = json.pinned ?? ''
  if (type === 'sequence' && keyspace.sharded && pinned === '') {
    throw wrong(`sequence table has to be in an unsharded keyspace or must be pinned: ${name}`)
  }
  if (type !== '' && type !== 'sequence' && type !== 'reference') {
    throw wrong(`unidentified table type ${String(type)}`)
  }
  const pinnedId = pinned === '' ? null : decodePin(pinned)
  if (keyspace.sharded && type !== 'reference' && pinned === ''
    && (json.column_vindexes ?? []).length === 0) {
    throw wrong(`missing primary col vindex for table: ${name}`)
  }
  const columnNames = new Set<string>()
  const columns = (json.columns ?? []).map((column) => {
    if (columnNames.has(column.name.toLowerCase())) {
      throw wrong(`duplicate column name '${column.name}' for table: ${name}`)
    }
    columnNames.add(column.name.toLowerCase())
    return { name: column.name, type: column.type ?? 'NULL_TYPE' }
  })
  const columnVindexes = (json.column_vindexes ?? []).map((entry, i) =>
    buildColumnVindex(name, entry, i === 0, source, vindexes))
  return {
    type, name, keyspace, columnVindexes,
    ordered: columnVindexes.map((vindex, i) => ({ vindex, i }))
      .sort((a, b) => a.vindex.vindex.cost - b.vindex.vindex.cost || a.i - b.i).map(({ vindex }) => vindex),
    owned: columnVindexes.filter((vindex) => vindex.owned),
    autoIncrement: null, columns, pinned: pinnedId,
    columnListAuthoritative: json.column_list_authoritative ?? false,
  }
}

function buildColumnVindex(table: string, entry: ColumnVindexJson,
  isPrimary: boolean,
  source: VSchemaKeyspaceJson, vindexes: ReadonlyMap<string, Vindex>): ColumnVindex {
  const vindex = vindexes.get(entry.name)
  if (vindex === undefined) throw wrong(`vindex ${entry.name} not found for table ${table}`)
  const owned = vindex.kind === 'lookup' && source.vindexes?.[entry.name]?.owner === table
  const column = entry.column ?? ''
  const columns = entry.columns ?? []
  if (column !== '' && columns.length > 0) {
    throw wrong(
      `can't use column and columns at the same time in vindex (${entry.name}) and table (${table})`)
  }
  if (column === '' && columns.length === 0) {
    throw wrong(`must specify at least one column for vindex (${entry.name}) and table (${table})`)
  }
  if (isPrimary && !vindex.isUnique) {
    throw wrong(`primary vindex ${entry.name} is not Unique for table ${table}`)
  }
  if (isPrimary && owned) throw wrong(`primary vindex ${entry.name} cannot be owned for table ${table}`)
  return { columns: column === '' ? columns : [column], type: vindex.type, name: entry.name, owned, vindex }
}

function decodePin(pinned: string): string {
  try {
    return parseHex(pinned)
  } catch (error) {
    throw wrong(`could not decode the keyspace id for pin: ${(error as Error).message}`)
  }
}

const wrong = (message: string) => keyFailure('UNKNOWN', message)
