import { Failure, type Ctx } from '../../../sim/index.ts'
import type { BindVariable, BindVariables, Field, QueryResult, Row, Value } from '../../../sql/index.ts'
import type { EngineCursor } from './cursor.ts'
import { executePrimitive, planFields } from './execute.ts'
import { cell, nullBind } from './plan-values.ts'
import type { Join } from './primitive.ts'

/** Row by row: for each row of the left side the right one is asked. Source: engine/join.go Execute. */
export async function executeJoin(
  ctx: Ctx, cursor: EngineCursor, join: Join, binds: BindVariables, wantFields: boolean,
): Promise<QueryResult> {
  const left = await executePrimitive(ctx, cursor, join.left, binds, wantFields)
  const rows: Row[] = []
  if (left.rows.length === 0) {
    if (!wantFields) return { fields: [], rows, rowsAffected: 0, insertId: 0 }
    const right = await planFields(ctx, cursor, join.right, withNulls(join, binds))
    return { fields: joinedFields(left.fields, right.fields, join.columns), rows, rowsAffected: 0,
      insertId: 0 }
  }
  let fields: readonly Field[] = []
  let wants = wantFields
  for (const leftRow of left.rows) {
    const right = await executePrimitive(
      ctx, cursor, join.right, withRow(join, binds, left.fields, leftRow), wants)
    if (wants) fields = joinedFields(left.fields, right.fields, join.columns)
    wants = false
    for (const rightRow of right.rows) rows.push(joinedRow(leftRow, rightRow, join.columns))
    if (join.isLeftJoin && right.rows.length === 0) rows.push(joinedRow(leftRow, null, join.columns))
    if (rows.length > cursor.maxMemoryRows) throw tooManyRows(cursor.maxMemoryRows)
  }
  return { fields, rows, rowsAffected: rows.length, insertId: 0 }
}

export async function joinFields(
  ctx: Ctx, cursor: EngineCursor, join: Join, binds: BindVariables,
): Promise<QueryResult> {
  const left = await planFields(ctx, cursor, join.left, binds)
  const right = await planFields(ctx, cursor, join.right, withNulls(join, binds))
  return { fields: joinedFields(left.fields, right.fields, join.columns), rows: [], rowsAffected: 0,
    insertId: 0 }
}

function withNulls(join: Join, binds: BindVariables): BindVariables {
  const all: Record<string, BindVariable> = { ...binds }
  for (const name of join.variables.keys()) all[name] = nullBind
  return all
}

function withRow(join: Join, binds: BindVariables, fields: readonly Field[], row: Row): BindVariables {
  const all: Record<string, BindVariable> = { ...binds }
  for (const [name, at] of join.variables) all[name] = cell(fields, row, at)
  return all
}

const joinedFields = (left: readonly Field[], right: readonly Field[], columns: readonly number[]): Field[] =>
  columns.map((at) => (at < 0 ? left[-at - 1]! : right[at - 1]!))

const joinedRow = (left: Row, right: Row | null, columns: readonly number[]): Row =>
  columns.map((at): Value => (at < 0 ? left[-at - 1]! : right === null ? null : right[at - 1]!))

export const tooManyRows = (max: number) =>
  new Failure('RESOURCE_EXHAUSTED', `in-memory row count exceeded allowed limit of ${max}`,
    { definite: true })
