import type { ColumnRef, Expression, Value } from '../../sql/index.ts'
import {
  type ColumnPlace, type Compiled, compileExpression, type Environment, type Rows, type Scope,
} from '../expressions/index.ts'
import type { TableSchema } from '../storage/table-schema.ts'
import { keyConversion, type ToKey } from './key-value.ts'

export type BoundSign = '=' | '<' | '<=' | '>' | '>='

/** A condition on one column by which an index can narrow down the rows: what it is compared with is known before. */
export interface Predicate {
  readonly column: number
  readonly sign: BoundSign | 'in'
  /** Sources whose rows must be there first. */
  readonly reads: number
  /**
   * One value, or those of an IN, as the index keeps them. NULL is left out, and so is what the column cannot hold, as
   * nothing is equal to it; for the other signs that says nothing, and `undefined` comes.
   */
  values(rows: Rows, env: Environment): readonly Value[] | undefined
}

/** The parts of a condition that must all hold. */
export function conjuncts(condition: Expression | null): readonly Expression[] {
  if (condition === null) return []
  if (condition.kind !== 'and') return [condition]
  return [...conjuncts(condition.left), ...conjuncts(condition.right)]
}

/** The predicates on the columns of one table among the parts of a condition. */
export function predicatesOn(
  parts: readonly Expression[], schema: TableSchema, source: number, scope: Scope & Finder,
): readonly Predicate[] {
  return parts.flatMap((part) => predicatesOf(part, new Side(schema, source, scope)))
}

/** Finds a column without failing. */
export interface Finder { find(column: ColumnRef): ColumnPlace | null }

class Side {
  constructor(readonly schema: TableSchema, readonly source: number, readonly scope: Scope & Finder) {}

  /** The place of a column of the table, or -1. */
  column(expression: Expression): number {
    if (expression.kind !== 'column') return -1
    const place = this.scope.find(expression)
    return place !== null && place.source === this.source ? place.column : -1
  }

  /** What a column is compared with, if it can be known before the row is read. */
  known(expression: Expression, column: number): { value: Compiled; toKey: ToKey } | null {
    const value = compileExpression(expression, this.scope)
    if (value.isVolatile || (value.reads & (1 << this.source)) !== 0) return null
    const toKey = keyConversion(this.schema.columns[column]!, value.type)
    return toKey === null ? null : { value, toKey }
  }
}

function predicatesOf(part: Expression, side: Side): readonly Predicate[] {
  if (part.kind === 'between' && !part.negated) {
    const column = side.column(part.operand)
    if (column < 0) return []
    return [...single(side, column, '>=', part.from), ...single(side, column, '<=', part.to)]
  }
  if (part.kind !== 'comparison') return []
  const column = side.column(part.left)
  switch (part.operator) {
    case '=': case '<': case '<=': case '>': case '>=': {
      const straight = column < 0 ? [] : single(side, column, part.operator, part.right)
      const other = side.column(part.right)
      return other < 0 ? straight : [...straight, ...single(side, other, mirrored(part.operator), part.left)]
    }
    case 'in': return column < 0 ? [] : members(side, column, part.right)
    default: return []
  }
}

function mirrored(sign: BoundSign): BoundSign {
  switch (sign) {
    case '<': return '>'
    case '<=': return '>='
    case '>': return '<'
    case '>=': return '<='
    case '=': return '='
  }
}

function single(side: Side, column: number, sign: BoundSign, other: Expression): readonly Predicate[] {
  if (other.kind === 'tuple' || other.kind === 'interval') return []
  const known = side.known(other, column)
  if (known === null) return []
  const { value, toKey } = known
  return [{
    column, sign, reads: value.reads,
    values: (rows, env) => {
      const given = value.evaluate(rows, env)
      // A comparison with NULL is never true.
      if (given === null) return []
      const key = toKey(given)
      if (key !== undefined) return [key]
      return sign === '=' ? [] : undefined
    },
  }]
}

function members(side: Side, column: number, list: Expression): readonly Predicate[] {
  if (list.kind === 'argument') {
    const { slot, type } = side.scope.argument(list.name)
    const toKey = keyConversion(side.schema.columns[column]!, type)
    if (toKey === null) return []
    return [{ column, sign: 'in', reads: 0, values: (_rows, env) => keysOf(env.values[slot] as readonly Value[], toKey) }]
  }
  if (list.kind !== 'tuple') return []
  const known = list.items.map((item) => item.kind === 'tuple' ? null : side.known(item, column))
  if (!known.every((item) => item !== null)) return []
  return [{
    column, sign: 'in', reads: known.reduce((reads, { value }) => reads | value.reads, 0),
    values: (rows, env) => {
      const keys: Value[] = []
      for (const { value, toKey } of known) {
        const given = value.evaluate(rows, env)
        if (given === null) continue
        const key = toKey(given)
        if (key !== undefined) keys.push(key)
      }
      return keys
    },
  }]
}

function keysOf(values: readonly Value[], toKey: ToKey): readonly Value[] {
  const keys: Value[] = []
  for (const value of values) {
    const key = value === null ? undefined : toKey(value)
    if (key !== undefined) keys.push(key)
  }
  return keys
}
