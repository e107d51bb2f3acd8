import {
  print, type ColumnRef, type ExpressionItem, type Literal, type TypeName,
} from '../../../sql/index.ts'
import type { KeyspaceTable } from '../../keys/index.ts'
import { isRoutingVindex, type SingleColumnVindex } from '../engine/primitive.ts'
import { walk } from './ast-walk.ts'
import type { Builder } from './builder.ts'
import { planFailure } from './plan-failure.ts'
import type { Planning } from './planning.ts'

/**
 * A symbol of the statement. Two columns are the same if they are the same object. Source:
 * planbuilder/symtab.go column.
 */
export class Column {
  /** The scope that knows it; moves when scopes are merged. */
  scope: SymbolTable | null = null

  constructor(private readonly source: Builder, readonly type: TypeName = 'NULL_TYPE',
    /** Its place in a derived table or vindex function; −1 where that has no meaning. */
    public position = -1) {}

  /** The builder that supplies it; that of the route it has become part of, if routes were merged. */
  get origin(): Builder { return this.source.resolve() }
}

/** A column of what a builder returns. */
export interface ResultColumn { readonly alias: string; readonly column: Column }

/** Source: planbuilder newResultColumn. */
export function resultColumn(planning: Planning, item: ExpressionItem, origin: Builder): ResultColumn {
  const { expression, alias } = item
  if (expression.kind === 'column') {
    return { alias: alias ?? expression.name, column: planning.columnOf(expression)! }
  }
  return { alias: alias ?? '', column: new Column(origin) }
}

const lower = (name: string): string => name.toLowerCase()

/** A table alias of a FROM clause. */
export class TableSymbol {
  readonly columns = new Map<string, Column>()
  readonly columnNames: string[] = []
  /** All its columns are known. */
  isAuthoritative = false

  constructor(readonly alias: string, readonly qualifier: string | null, private readonly source: Builder) {}

  get origin(): Builder { return this.source.resolve() }

  /** Adds a column; of two with the same name the first one is meant. */
  addColumn(name: string, column: Column): void {
    if (!this.columns.has(lower(name))) {
      column.position = this.columnNames.length
      this.columns.set(lower(name), column)
    }
    this.columnNames.push(name)
  }

  mergeColumn(name: string, column: Column): Column {
    const known = this.columns.get(lower(name))
    if (known !== undefined) return known
    if (this.isAuthoritative) throw planFailure(`column ${name} not found in ${this.alias}`)
    this.addColumn(name, column)
    return column
  }
}

/** The names that a SELECT or subquery can see. Source: planbuilder/symtab.go. */
export class SymbolTable {
  private tables = new Map<string, TableSymbol>()
  /** Columns that need no qualifier; null where two tables have one of that name. */
  private readonly uniqueColumns = new Map<string, Column | null>()
  private isAnonymous = false
  /** Set while all tables are in one route, which then owns every name that nobody knows. */
  singleRoute: Builder | null
  resultColumns: readonly ResultColumn[] = []
  outer: SymbolTable | null = null
  /** References that were found in an outer scope. */
  readonly externs: ColumnRef[] = []

  constructor(private readonly planning: Planning, route: Builder | null) {
    this.singleRoute = route
  }

  /** The tables in order, or null if some cannot be named. */
  allTables(): TableSymbol[] | null {
    return this.isAnonymous || this.tables.size === 0 ? null : [...this.tables.values()]
  }

  addTable(table: TableSymbol): void {
    if (table.origin !== this.singleRoute) this.singleRoute = null
    const key = tableKey(table.qualifier, table.alias)
    if (this.tables.has(key)) throw planFailure(`duplicate symbol: ${table.alias}`)
    this.tables.set(key, table)
    for (const [name, column] of table.columns) {
      column.scope = this
      this.uniqueColumns.set(name, this.uniqueColumns.has(name) ? null : column)
    }
  }

  /** For tables of which the VSchema knows nothing, not even that they are there. */
  markAnonymous(): void { this.isAnonymous = true }

  merge(other: SymbolTable): void {
    if (this.isAnonymous || other.isAnonymous) {
      this.isAnonymous = true
      return
    }
    for (const table of other.tables.values()) this.addTable(table)
  }

  findTable(qualifier: string | null, name: string): TableSymbol {
    const table = this.tables.get(tableKey(qualifier, name))
    if (table === undefined) {
      throw planFailure(`table ${qualifier === null ? name : `${qualifier}.${name}`} not found`)
    }
    return table
  }

  /**
   * Finds what a reference means and remembers it. Without a qualifier: the select list, then columns known
   * to be of one table, then the only table or the only route. Source: symtab.go Find.
   */
  find(ref: ColumnRef): { origin: Builder; isLocal: boolean; column: Column } {
    const known = this.planning.columnOf(ref)
    if (known !== undefined) return { origin: known.origin, isLocal: known.scope === this, column: known }
    const local = (ref.table === null ? this.searchResultColumns(ref) : null) ?? this.searchTables(ref)
    if (local !== null) {
      this.planning.setColumn(ref, local)
      return { origin: local.origin, isLocal: true, column: local }
    }
    if (this.outer === null) throw planFailure(`symbol ${print(ref)} not found`)
    // MySQL does not look further out from behind a select list.
    if (this.resultColumns.length > 0) throw planFailure(`symbol ${print(ref)} not found in subquery`)
    const { origin, column } = this.outer.find(ref)
    this.externs.push(ref)
    return { origin, isLocal: false, column }
  }

  private searchResultColumns(ref: ColumnRef): Column | null {
    const found = this.resultColumns.filter((column) => lower(column.alias) === lower(ref.name))
    if (found.length > 1) throw planFailure(`ambiguous symbol reference: ${print(ref)}`)
    return found[0]?.column ?? null
  }

  private searchTables(ref: ColumnRef): Column | null {
    let table: TableSymbol | undefined
    if (ref.table === null) {
      const unique = this.uniqueColumns.get(lower(ref.name))
      if (unique !== undefined && unique !== null) return unique
      if (this.tables.size === 1 && !this.isAnonymous) {
        table = [...this.tables.values()][0]!
      } else if (this.singleRoute !== null) {
        const column = new Column(this.singleRoute.resolve())
        column.scope = this
        return column
      } else {
        throw planFailure(`symbol ${print(ref)} not found`)
      }
    } else {
      table = this.tables.get(tableKey(ref.database, ref.table))
      if (table === undefined) {
        return this.isAnonymous && this.singleRoute !== null ? this.anonymousColumn() : null
      }
    }
    const known = table.columns.get(lower(ref.name))
    if (known !== undefined) return known
    if (table.isAuthoritative) throw planFailure(`symbol ${print(ref)} not found in table or subquery`)
    // It is taken on trust that the table has it; if not, MySQL will say so.
    const column = new Column(table.origin)
    column.scope = this
    table.addColumn(ref.name, column)
    return column
  }

  private anonymousColumn(): Column {
    const column = new Column(this.singleRoute!.resolve())
    column.scope = this
    return column
  }

  setResultColumns(columns: readonly ResultColumn[]): void {
    for (const { column } of columns) column.scope = this
    this.resultColumns = columns
  }

  /** Finds every reference in GROUP BY and ORDER BY, where subqueries are not allowed. */
  resolveSymbols(nodes: readonly object[]): void {
    walk(nodes, (node) => {
      if (node.kind === 'column') this.find(node as ColumnRef)
      if (node.kind === 'subquery') {
        throw planFailure('unsupported: subqueries disallowed in GROUP or ORDER BY')
      }
    })
  }
}

const tableKey = (qualifier: string | null, name: string): string =>
  (qualifier === null ? name : `${qualifier}.${name}`)

/** Makes the symbols of a table of the VSchema, and says which vindex each column can use. */
export function vschemaTableSymbol(
  alias: string, qualifier: string | null, tables: readonly KeyspaceTable[], origin: Builder):
  { table: TableSymbol; vindexes: Map<Column, SingleColumnVindex>[] } {
  const symbol = new TableSymbol(alias, qualifier, origin)
  const vindexes = tables.map((table) => {
    const ofTable = new Map<Column, SingleColumnVindex>()
    for (const { name, type } of table.columns) symbol.mergeColumn(name, new Column(origin, type as TypeName))
    for (const { columns, vindex } of table.columnVindexes) {
      for (const [i, name] of columns.entries()) {
        const column = symbol.mergeColumn(name, new Column(origin))
        // Only the first column of a vindex can route.
        if (i > 0 || !isRoutingVindex(vindex)) continue
        const other = ofTable.get(column)
        if (other === undefined || other.cost > vindex.cost) ofTable.set(column, vindex)
      }
    }
    if (table.autoIncrement !== null) symbol.mergeColumn(table.autoIncrement.column, new Column(origin))
    // With several candidate tables, the columns of the first one do not bind the others.
    if (table.columnListAuthoritative && tables.length === 1) symbol.isAuthoritative = true
    return ofTable
  })
  return { table: symbol, vindexes }
}

/** `order by 2`: the index of the second result column. Source: symtab.go ResultFromNumber. */
export function resultFromNumber(columns: readonly ResultColumn[], literal: Literal): number {
  if (literal.type !== 'int') throw planFailure('column number is not an int')
  const n = Number(literal.value)
  if (n < 1 || n > columns.length) throw planFailure(`column number out of range: ${n}`)
  return n - 1
}

/** A reference to a result column by its alias. Source: symtab.go BuildColName. */
export function referenceTo(planning: Planning, columns: readonly ResultColumn[], index: number): ColumnRef {
  const { alias, column } = columns[index]!
  if (alias === '') throw planFailure('cannot reference a complex expression')
  if (columns.some((other, i) => i !== index && lower(other.alias) === lower(alias))) {
    throw planFailure(`ambiguous symbol reference: ${alias}`)
  }
  const ref: ColumnRef = { kind: 'column', database: null, table: null, name: alias }
  planning.setColumn(ref, column)
  return ref
}

