import type { Field, Row } from '../../sql/index.ts'
import type { TableSchema } from '../storage/table-schema.ts'
import { charsetOf, columnValueType, fieldOf, type ValueType } from '../values/index.ts'
import type { QueryPlan } from './query-plan.ts'

/** A column that a source offers. */
export interface SourceColumn {
  readonly name: string
  readonly type: ValueType
  /** What a result says of it when it is selected as it is. */
  readonly field: Field
}

/** A table under its alias: what a qualified name can mean. */
export interface Part {
  readonly database: string | null
  readonly alias: string
  readonly columns: readonly SourceColumn[]
  /** Name in lower case → place in `columns`. */
  readonly byName: ReadonlyMap<string, number>
  /** Which source its rows come from, and where in those rows its columns begin. */
  readonly source: number
  readonly offset: number
  /** Columns that USING or NATURAL JOIN merged into those of another part. */
  readonly merged: Set<number>
}

/** Where rows come from. */
export type SourceInput =
  | { readonly kind: 'table'; readonly table: number; readonly schema: TableSchema }
  | { readonly kind: 'query'; readonly plan: QueryPlan }

/** One operand of a join: a table, a derived table, or joined tables in parentheses. */
export interface Source {
  readonly index: number
  readonly input: SourceInput
  readonly width: number
  /** A row of NULLs: what an outer join shows where nothing matches. */
  readonly nulls: Row
}

export function nullRow(width: number): Row {
  return Object.freeze(new Array<null>(width).fill(null))
}

const schemaColumns = new WeakMap<TableSchema, readonly SourceColumn[]>()

/** The columns of a table, made once. */
export function tableColumns(schema: TableSchema): readonly SourceColumn[] {
  let columns = schemaColumns.get(schema)
  if (columns === undefined) {
    columns = schema.columns.map((column) => {
      const type = columnValueType(column)
      const field: Field = {
        name: column.name,
        type: column.typeName,
        database: schema.database,
        table: schema.name,
        orgTable: schema.name,
        orgName: column.name,
        charset: type.class === 'text' ? charsetOf(column.collation) : 'binary',
        decimals: type.scale,
        notNull: !column.nullable,
        primaryKey: schema.primaryKey?.columns.includes(column.index) ?? false,
      }
      return { name: column.name, type, field: Object.freeze(field) }
    })
    schemaColumns.set(schema, columns)
  }
  return columns
}

/** The columns of a derived table: names and types, and no more. */
export function queryColumns(plan: QueryPlan, alias: string): readonly SourceColumn[] {
  return plan.columns.map(({ name, type }) =>
    ({ name, type, field: Object.freeze({ ...fieldOf(name, type), table: alias }) }))
}

/** Places by name in lower case; the first of several wins. */
export function columnsByName(columns: readonly SourceColumn[]): ReadonlyMap<string, number> {
  const byName = new Map<string, number>()
  columns.forEach((column, place) => {
    const name = column.name.toLowerCase()
    if (!byName.has(name)) byName.set(name, place)
  })
  return byName
}
