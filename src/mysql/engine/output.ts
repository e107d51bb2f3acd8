import type { Expression, Field, SelectItem, Value } from '../../sql/index.ts'
import { encodeValue, print, rewrite, walk } from '../../sql/index.ts'
import { type Compiled, compileExpression, DYNAMIC_TYPE, type Scope } from '../expressions/index.ts'
import { mysqlError } from '../mysql-error.ts'
import { fieldOf } from '../values/index.ts'
import { type BlockScope, unknownColumn } from './block-scope.ts'
import type { Compilation } from './compilation.ts'
import type { OutputColumn, Run } from './query-plan.ts'
import type { Part } from './source.ts'

/** One column of a result: what it is called, and how it is computed. */
export interface OutputItem extends OutputColumn {
  readonly expression: Expression
  readonly alias: string | null
  readonly compiled: Compiled
}

/** The items of a SELECT, with every `*` spelled out. `scope` is the one after grouping, if there is grouping. */
export function compileItems(
  items: readonly SelectItem[], parts: readonly Part[], block: BlockScope, scope: Scope,
): readonly OutputItem[] {
  return items.flatMap((item) => {
    switch (item.kind) {
      case 'star': return starItems(item.table, parts)
      case 'next': throw mysqlError(1064, 'NEXT VALUES is answered by a tablet, not by MySQL')
      case 'item': return [expressionItem(item.expression, item.alias, block, scope)]
    }
  })
}

function starItems(table: string | null, parts: readonly Part[]): readonly OutputItem[] {
  const wanted = parts.filter((part) => table === null || part.alias === table)
  if (wanted.length === 0) {
    if (table === null) throw mysqlError(1096, 'No tables used')
    throw mysqlError(1051, `Unknown table '${table}'`)
  }
  return wanted.flatMap((part) => part.columns.flatMap((column, place) => {
    if (table === null && part.merged.has(place)) return []
    const { source, offset } = part
    const expression: Expression = { kind: 'column', database: part.database, table: part.alias, name: column.name }
    const compiled: Compiled = {
      type: column.type, reads: 1 << source, isVolatile: false,
      evaluate: (rows) => rows[source]![offset + place]!,
    }
    return [{ name: column.name, type: column.type, field: column.field, label: null, expression, alias: null, compiled }]
  }))
}

function expressionItem(
  expression: Expression, alias: string | null, block: BlockScope, scope: Scope,
): OutputItem {
  block.clause = 'field list'
  const compiled = compileExpression(expression, scope)
  const { type } = compiled
  if (expression.kind === 'column') {
    const own = columnField(expression, block)
    const name = alias ?? expression.name
    const field = Object.freeze({ ...(own ?? fieldOf(name, type)), name })
    return { name, type, field, label: null, expression, alias, compiled }
  }
  const hasArguments = alias === null && containsArgument(expression)
  const name = alias ?? labelOf(expression)
  const label = hasArguments ? labelWithValues(expression, block.compilation) : null
  return { name, type, field: fieldOf(name, type), label, expression, alias, compiled }
}

function columnField(column: Extract<Expression, { kind: 'column' }>, block: BlockScope): Field | null {
  const place = block.find(column)
  if (place === null) return null
  for (const part of block.parts) {
    if (part.source !== place.source) continue
    const at = place.column - part.offset
    if (at >= 0 && at < part.columns.length) return part.columns[at]!.field
  }
  throw unknownColumn(column, 'field list')
}

function containsArgument(expression: Expression): boolean {
  let found = false
  walk(expression, (node) => {
    found ||= node.kind === 'argument'
    return !found
  })
  return found
}

/** The heading that MySQL gives to a column without alias: its text. We know it as the printer would write it. */
function labelOf(expression: Expression): string {
  switch (expression.kind) {
    case 'literal': return expression.type === 'string' ? expression.value : print(expression)
    case 'null': return 'NULL'
    case 'boolean': return expression.value ? 'TRUE' : 'FALSE'
    default: return print(expression)
  }
}

/** A tablet sends values in the text, so the heading shows them. */
function labelWithValues(expression: Expression, compilation: Compilation): (run: Run) => string {
  const slots = new Map<string, number>()
  walk(expression, (node) => {
    if (node.kind === 'argument') slots.set(node.name, compilation.parameters.slot(node.name).slot)
  })
  return (run) => labelOf(rewrite(expression, (node) => {
    if (node.kind !== 'argument') return null
    const value = run.values[slots.get(node.name)!]!
    return Array.isArray(value)
      ? { kind: 'tuple', items: (value as readonly Value[]).map(literalOf) } : literalOf(value as Value)
  }))
}

function literalOf(value: Value): Expression {
  if (value === null) return { kind: 'null' }
  if (typeof value === 'string') return { kind: 'literal', type: 'string', value }
  return { kind: 'literal', type: 'decimal', value: encodeValue(value, 'DECIMAL') }
}

/** The fields of every result of a plan, or null if they differ from run to run: see {@link fieldsOf}. */
export function fixedFields(columns: readonly OutputColumn[]): readonly Field[] | null {
  const isFixed = columns.every((column) => column.label === null && column.type !== DYNAMIC_TYPE)
  return isFixed ? Object.freeze(columns.map((column) => column.field)) : null
}

/** The fields of one result: with the headings of this run, and the types that variables turned out to have. */
export function fieldsOf(
  columns: readonly OutputColumn[], run: Run, first: readonly Value[] | undefined,
): readonly Field[] {
  return columns.map((column, i) => {
    let { field } = column
    if (column.label !== null) field = Object.freeze({ ...field, name: column.label(run) })
    const value = first?.[i]
    if (column.type === DYNAMIC_TYPE && (typeof value === 'number' || typeof value === 'bigint')) {
      field = Object.freeze({ ...field, type: 'INT64', charset: 'binary' })
    }
    return field
  })
}

