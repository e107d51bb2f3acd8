/**
 * THE ENGINE: how a SELECT is answered.
 *
 *     SelectStatement ── compileQuery ──▶ plan ── run ──▶ rows
 *                                          │
 *       FROM, WHERE   rows: none · one table by its best index · a join
 *       GROUP BY      groups, each with the values of its aggregates
 *       HAVING, items, DISTINCT, ORDER BY, LIMIT
 *
 * Words: a *source* is an operand of a join; a *part* is a table under its alias, inside a source; an *access* is the way by
 * index into one table; a *view* is a table as the statement may see it. A *run* is one execution of a plan.
 *
 * One table needs no relational executor: it is read through the index that its condition knows most of, in the order that
 * is wanted if an index has it, and no further than LIMIT. Several tables are joined by alasql, and grouped by it, on rows
 * that our access paths chose and with expressions that are ours: see relational-engine.ts.
 *
 * Invariants: plans hold no state between runs and are kept by statement, types and schemas; nothing of alasql's own
 * semantics is used; a view is read and never changed.
 *
 * What real MySQL does that we do not: choose the order of joins, estimate costs, merge indexes, use an index on a prefix
 * of a column; refuse columns that GROUP BY does not determine (ONLY_FULL_GROUP_BY).
 */
export { type Bound, type IndexRange, type TableView, wholeTable } from './access-path.ts'
export { BlockScope } from './block-scope.ts'
export { Compilation, type PlannedTable, type TableViews } from './compilation.ts'
export { compileQuery } from './compile-query.ts'
export { fieldsOf, fixedFields } from './output.ts'
export { Parameters } from './parameters.ts'
export { conjuncts, type Predicate, predicatesOn } from './predicates.ts'
export type { OutputColumn, QueryPlan, Run } from './query-plan.ts'
export { loadRelationalEngine, provideRelationalEngine } from './relational-engine.ts'
export { columnsByName, tableColumns } from './source.ts'
export { chooseAccess, givesOrder, readRows, type TableAccess, type WantedOrder } from './table-access.ts'
