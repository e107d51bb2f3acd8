import {
  type Assignment, type Expression, type Insert, type SelectStatement, type TupleExpression,
  type Value,
} from '../../sql/index.ts'
import { columnDefault, currentMoment, implicitDefault } from '../catalog/column-default.ts'
import type { Compilation } from '../engine/index.ts'
import { type Compiled, compileExpression, type Environment, type Scope } from '../expressions/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { ColumnSchema, TableSchema } from '../storage/table-schema.ts'
import { storeFor } from '../values/index.ts'
import { TableScope } from './table-scope.ts'

/** Makes one row for the table: `rows[0]` is the row itself, as far as it is filled. */
type Fill = (rows: Value[][], env: Environment, rowNumber: number) => void

/** Where the new rows come from. */
export type InsertSource =
  | { readonly kind: 'rows'; readonly rows: readonly (readonly Fill[])[] }
  | { readonly kind: 'select'; readonly select: SelectStatement }

/** An INSERT or REPLACE, prepared for a table definition and for types of bind variables. */
export class InsertPlan {
  readonly statement: Insert
  readonly schema: TableSchema
  readonly source: InsertSource
  /** Places of the columns that are given values. */
  readonly places: readonly number[]
  /** `ON DUPLICATE KEY UPDATE`: row 0 is the one that is there, row 1 the one that was to be inserted. */
  readonly onDuplicate: readonly { readonly column: ColumnSchema; readonly value: Compiled }[]
  /** What the other columns get. */
  private readonly defaults: readonly Fill[]

  constructor(statement: Insert, compilation: Compilation) {
    this.statement = statement
    const { schema } = compilation.table(statement.table)
    this.schema = schema
    this.places = columnPlaces(statement, schema)
    const scope = new TableScope(compilation, schema, schema.name)
    this.source = compileSource(statement, schema, this.places, scope)
    this.onDuplicate = statement.onDuplicate.map((assignment) => compileUpdate(assignment, schema, compilation))
    const given = new Set(this.places)
    this.defaults = schema.columns.filter(({ index }) => !given.has(index)).map((column) => fillDefault(column, statement.ignore))
  }

  /** A new row, with defaults where nothing is given. The AUTO_INCREMENT column may still be NULL. */
  makeRow(env: Environment, fills: readonly Fill[], rowNumber: number): Value[] {
    const row = new Array<Value>(this.schema.columns.length).fill(null)
    const rows = [row]
    for (const fill of this.defaults) fill(rows, env, rowNumber)
    for (const fill of fills) fill(rows, env, rowNumber)
    return row
  }
}

function columnPlaces(statement: Insert, schema: TableSchema): readonly number[] {
  if (statement.columns.length === 0) return schema.columns.map(({ index }) => index)
  const places = statement.columns.map((name) => {
    const place = schema.columnByName.get(name.toLowerCase())
    if (place === undefined) throw mysqlError(1054, `Unknown column '${name}' in 'field list'`)
    return place
  })
  const twice = places.find((place, i) => places.indexOf(place) !== i)
  if (twice !== undefined) throw mysqlError(1110, `Column '${schema.columns[twice]!.name}' specified twice`)
  return places
}

function compileSource(statement: Insert, schema: TableSchema, places: readonly number[], scope: Scope): InsertSource {
  const { source } = statement
  if (source.kind !== 'values') return { kind: 'select', select: source }
  const rows = source.rows.map((row, i) => {
    if (row.kind !== 'tuple') throw mysqlError(1064, 'a row of values must be a list')
    return compileRow(statement, schema, places, row, i + 1, scope)
  })
  return { kind: 'rows', rows }
}

function compileRow(
  statement: Insert, schema: TableSchema, places: readonly number[], row: TupleExpression, rowNumber: number, scope: Scope,
): readonly Fill[] {
  // `insert into t values ()` takes all defaults.
  if (row.items.length === 0 && statement.columns.length === 0) {
    return schema.columns.map((column) => fillDefault(column, statement.ignore))
  }
  if (row.items.length !== places.length) {
    throw mysqlError(1136, `Column count doesn't match value count at row ${rowNumber}`)
  }
  return row.items.map((item, i) => compileFill(schema, schema.columns[places[i]!]!, item, statement.ignore, scope))
}

function compileFill(
  schema: TableSchema, column: ColumnSchema, expression: Expression, isIgnore: boolean, scope: Scope,
): Fill {
  if (expression.kind === 'default') {
    const named = expression.column?.name.toLowerCase()
    const source = named === undefined ? column : schema.columns[schema.columnByName.get(named) ?? -1]
    if (source === undefined) throw mysqlError(1054, `Unknown column '${expression.column!.name}' in 'field list'`)
    return fillDefault(column, isIgnore, source)
  }
  const { type, evaluate } = compileExpression(expression, scope)
  const { index } = column
  const store = storeFor(column)
  if (column.autoIncrement) {
    return (rows, env, rowNumber) => {
      const value = evaluate(rows, env)
      rows[0]![index] = value === null ? null : store(value, type, rowNumber)
    }
  }
  if (isIgnore && !column.nullable) {
    return (rows, env, rowNumber) => {
      const value = evaluate(rows, env)
      rows[0]![index] = value === null ? implicitDefault(column) : store(value, type, rowNumber)
    }
  }
  return (rows, env, rowNumber) => {
    rows[0]![index] = store(evaluate(rows, env), type, rowNumber)
  }
}

function fillDefault(column: ColumnSchema, isIgnore: boolean, source = column): Fill {
  const { index } = column
  if (column.autoIncrement) return (rows) => void (rows[0]![index] = null)
  const known = columnDefault(source)
  switch (known.kind) {
    case 'constant': return (rows) => void (rows[0]![index] = known.value)
    case 'now': return (rows, env) => void (rows[0]![index] = currentMoment(column, env.session.unixMicros))
    default:
      if (isIgnore) return (rows) => void (rows[0]![index] = implicitDefault(column))
      return () => {
        throw mysqlError(1364, `Field '${column.name}' doesn't have a default value`)
      }
  }
}

function compileUpdate(
  { column: reference, value }: Assignment, schema: TableSchema, compilation: Compilation,
): { column: ColumnSchema; value: Compiled } {
  const place = schema.columnByName.get(reference.name.toLowerCase())
  if (place === undefined) throw mysqlError(1054, `Unknown column '${reference.name}' in 'field list'`)
  return { column: schema.columns[place]!, value: compileExpression(value, new TableScope(compilation, schema, schema.name, true)) }
}

