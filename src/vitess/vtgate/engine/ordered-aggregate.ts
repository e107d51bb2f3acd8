import type { Ctx } from '../../../sim/index.ts'
import type { BindVariables, Field, QueryResult, Row, TypeName, Value } from '../../../sql/index.ts'
import { nullsafeAdd, nullsafeCompare } from './compare.ts'
import type { EngineCursor } from './cursor.ts'
import { executePrimitive } from './execute.ts'
import type { Aggregate, OrderedAggregate } from './primitive.ts'
import { truncateColumns } from './results.ts'

const distinctTypes: ReadonlyMap<string, TypeName> =
  new Map([['count_distinct', 'INT64'], ['sum_distinct', 'DECIMAL']] as const)

/** Source: engine/ordered_aggregate.go execute. */
export async function executeOrderedAggregate(
  ctx: Ctx, cursor: EngineCursor, plan: OrderedAggregate, binds: BindVariables, wantFields: boolean,
): Promise<QueryResult> {
  const input = await executePrimitive(ctx, cursor, plan.input, binds, wantFields)
  const fields = aggregateFields(plan, input).fields
  const rows = input.rows.length === 0 && plan.groupBy.length === 0 ? [emptyRow(plan)]
    : aggregate(plan, input)
  return truncateColumns({ fields, rows, rowsAffected: rows.length, insertId: input.insertId },
    plan.truncateColumnCount)
}

/** As wide as there are aggregates, not as the select list, in Vitess of 2020 too. Source: createEmptyRow. */
function emptyRow(plan: OrderedAggregate): Row {
  return plan.aggregates.map(({ opcode }) => (opcode === 'count' || opcode === 'count_distinct' ? 0 : null))
}

function aggregate(plan: OrderedAggregate, { fields, rows }: QueryResult): Row[] {
  const out: Row[] = []
  let group: { first: Row; current: Value[]; distinct: Value } | null = null
  for (const row of rows) {
    if (group !== null && isSameGroup(plan, fields, group.first, row)) {
      merge(plan, fields, group, row)
      continue
    }
    if (group !== null) out.push(group.current)
    group = { first: row, ...firstOf(plan, row) }
  }
  if (group !== null) out.push(group.current)
  return out
}

function isSameGroup(plan: OrderedAggregate, fields: readonly Field[], a: Row, b: Row): boolean {
  return plan.groupBy.every((at) => {
    const type = fields[at]?.type ?? 'NULL_TYPE'
    return nullsafeCompare(a[at] ?? null, type, b[at] ?? null, type) === 0
  })
}

const isDistinct = ({ opcode }: Aggregate): boolean => distinctTypes.has(opcode)

/** A row as the start of its group. */
function firstOf(plan: OrderedAggregate, row: Row): { current: Value[]; distinct: Value } {
  const current = [...row]
  let distinct: Value = null
  for (const aggregate of plan.aggregates) {
    if (!isDistinct(aggregate)) continue
    distinct = row[aggregate.column] ?? null
    if (aggregate.opcode === 'count_distinct') current[aggregate.column] = distinct === null ? 0 : 1
  }
  return { current, distinct }
}

function merge(
  plan: OrderedAggregate, fields: readonly Field[], group: { current: Value[]; distinct: Value }, row: Row,
): void {
  for (const aggregate of plan.aggregates) {
    const { column, opcode } = aggregate
    const type = fields[column]?.type ?? 'NULL_TYPE'
    const value = row[column] ?? null
    if (isDistinct(aggregate)) {
      if (value === null || nullsafeCompare(group.distinct, type, value, type) === 0) continue
      group.distinct = value
    }
    const current = group.current[column] ?? null
    group.current[column] = combined(opcode, current, value, type)
  }
}

function combined(opcode: Aggregate['opcode'], current: Value, value: Value, type: TypeName): Value {
  switch (opcode) {
    case 'count': case 'sum': case 'sum_distinct': return nullsafeAdd(current, value)
    case 'count_distinct': return nullsafeAdd(current, 1)
    case 'min': case 'max': {
      if (current === null || value === null) return current ?? value
      const compared = nullsafeCompare(value, type, current, type)
      return (opcode === 'min' ? compared < 0 : compared > 0) ? value : current
    }
  }
}

/**
 * The columns: a distinct aggregate has a name and type that its input does not know. Source: convertFields.
 */
export function aggregateFields(plan: OrderedAggregate, input: QueryResult): QueryResult {
  if (!plan.hasDistinct) return input
  const fields = [...input.fields]
  for (const aggregate of plan.aggregates) {
    const type = distinctTypes.get(aggregate.opcode)
    if (type !== undefined) fields[aggregate.column] = { name: aggregate.alias, type }
  }
  return { ...input, fields }
}
