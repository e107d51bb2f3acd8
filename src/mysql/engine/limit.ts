import type { Expression, Limit } from '../../sql/index.ts'
import { compileExpression, type Scope } from '../expressions/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { Run } from './query-plan.ts'

/** The part of the rows that is wanted. */
export interface Window { readonly offset: number; readonly count: number }

export type LimitPlan = (run: Run) => Window

const ALL: Window = Object.freeze({ offset: 0, count: Infinity })

export function compileLimit(limit: Limit | null, scope: Scope): LimitPlan {
  if (limit === null) return () => ALL
  const count = countOf(limit.count, scope)
  const offset = limit.offset === null ? () => 0 : countOf(limit.offset, scope)
  return (run) => ({ offset: offset(run), count: count(run) })
}

function countOf(expression: Expression, scope: Scope): (run: Run) => number {
  const { evaluate } = compileExpression(expression, scope)
  return (run) => {
    const value = evaluate([], run)
    if ((typeof value !== 'number' && typeof value !== 'bigint') || value < 0) {
      throw mysqlError(1210, 'Incorrect arguments to LIMIT')
    }
    return Number(value)
  }
}
