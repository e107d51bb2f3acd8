import type { SelectStatement } from '../../sql/index.ts'
import type { Scope } from '../expressions/index.ts'
import type { Compilation } from './compilation.ts'
import { compileSelect } from './compile-select.ts'
import { compileUnion } from './compile-union.ts'
import type { QueryPlan } from './query-plan.ts'

/** The scope of a query around another, and the first source number that is free below it. */
export type OuterScope = (Scope & { readonly end: number }) | null

/** Makes a plan of a query. `outer` is what a subquery sees of the query around it. */
export function compileQuery(select: SelectStatement, compilation: Compilation, outer: OuterScope): QueryPlan {
  switch (select.kind) {
    case 'select': return compileSelect(select, compilation, outer)
    case 'union': return compileUnion(select, compilation, outer)
    case 'paren-select': return compileQuery(select.select, compilation, outer)
  }
}
