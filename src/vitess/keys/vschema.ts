import type { KeyspaceTable } from './table-vschema.ts'
import { keyFailure } from './key-error.ts'
import type { Vindex } from './vindexes/vindex.ts'

/** A keyspace as the planner knows it. */
export interface VSchemaKeyspaceName { readonly name: string; readonly sharded: boolean }

export interface KeyspaceSchema {
  readonly keyspace: VSchemaKeyspaceName
  readonly tables: Map<string, KeyspaceTable>
  readonly vindexes: Map<string, Vindex>
  /** The first thing wrong with it. The tables read before that are usable, the others are not there. */
  error: string | null
}

export interface RoutedTables { readonly tables: readonly KeyspaceTable[]; readonly error: string | null }

const typeSuffixes: ReadonlyMap<string, string> = new Map([
  ['MASTER', '@master'], ['REPLICA', '@replica'], ['RDONLY', '@rdonly'],
])

/**
 * All keyspaces, ready for the planner. Read-only after `buildVSchema`. Source:
 * go/vt/vtgate/vindexes/vschema.go.
 */
export class VSchema {
  readonly routingRules = new Map<string, RoutedTables>()
  /** Tables and vindexes by their bare names; null where two keyspaces have the same. */
  readonly uniqueTables = new Map<string, KeyspaceTable | null>()
  readonly uniqueVindexes = new Map<string, Vindex | null>()
  readonly keyspaces = new Map<string, KeyspaceSchema>()

  /**
   * The table, without regard to routing rules; one of the same name in an unsharded keyspace need not be in
   * the VSchema.
   */
  findTable(keyspace: string, name: string): KeyspaceTable {
    const table = this.lookForTable(keyspace, name)
    if (table === null) throw keyFailure('UNKNOWN', `table ${name} not found`)
    return table
  }

  /**
   * The tables that routing rules send the name to for this tablet type. Source: vschema.go
   * FindTablesOrVindex.
   */
  findTablesOrVindex(
    keyspace: string, name: string, tabletType: string,
  ): { tables: readonly KeyspaceTable[] } | { vindex: Vindex } {
    const tables = this.lookForRouted(keyspace, name, tabletType)
    if (tables !== null) return { tables }
    const vindex = this.lookForVindex(keyspace, name)
    if (vindex !== null) return { vindex }
    throw keyFailure('UNKNOWN', `table ${name} not found`)
  }

  /**
   * One table, for statements that change rows: the first one of a rule. Source: vschema.go FindTable with
   * routing.
   */
  findRoutedTable(keyspace: string, name: string, tabletType: string): KeyspaceTable {
    const tables = this.lookForRouted(keyspace, name, tabletType)
    if (tables === null) throw keyFailure('UNKNOWN', `table ${name} not found`)
    return tables[0]!
  }

  private lookForRouted(keyspace: string, name: string, tabletType: string): readonly KeyspaceTable[] | null {
    if (this.routingRules.size > 0) {
      const qualified = keyspace === '' ? name : `${keyspace}.${name}`
      const rule = this.routingRules.get(qualified + (typeSuffixes.get(tabletType) ?? ''))
        ?? this.routingRules.get(qualified)
      if (rule !== undefined) {
        if (rule.error !== null) throw keyFailure('UNKNOWN', rule.error)
        if (rule.tables.length === 0) throw keyFailure('UNKNOWN', `table ${qualified} has been disabled`)
        return rule.tables
      }
    }
    const table = this.lookForTable(keyspace, name)
    return table === null ? null : [table]
  }

  private lookForTable(keyspace: string, name: string): KeyspaceTable | null {
    if (keyspace === '') {
      const table = this.uniqueTables.get(name)
      if (table !== undefined && table !== null) return table
      if (table === null) throw keyFailure('UNKNOWN', `ambiguous table reference: ${name}`)
      if (this.keyspaces.size !== 1) return null
      const only = [...this.keyspaces.values()][0]!
      return only.keyspace.sharded ? null : plainTable(name, only.keyspace)
    }
    const schema = this.keyspaces.get(keyspace)
    if (schema === undefined) throw keyFailure('UNKNOWN', `keyspace ${keyspace} not found in vschema`)
    const table = schema.tables.get(name)
    if (table !== undefined) return table
    return schema.keyspace.sharded ? null : plainTable(name, schema.keyspace)
  }

  private lookForVindex(keyspace: string, name: string): Vindex | null {
    if (keyspace === '') {
      const vindex = this.uniqueVindexes.get(name)
      if (vindex === null) throw keyFailure('UNKNOWN', `ambiguous vindex reference: ${name}`)
      return vindex ?? null
    }
    const schema = this.keyspaces.get(keyspace)
    if (schema === undefined) throw keyFailure('UNKNOWN', `keyspace ${keyspace} not found in vschema`)
    return schema.vindexes.get(name) ?? null
  }
}

/** A table of which the VSchema says nothing but its keyspace. */
export function plainTable(name: string, keyspace: VSchemaKeyspaceName): KeyspaceTable {
  return {
    type: '', name, keyspace, columnVindexes: [], ordered: [], owned: [], autoIncrement: null, columns: [],
    pinned: null,
    columnListAuthoritative: false,
  }
}
