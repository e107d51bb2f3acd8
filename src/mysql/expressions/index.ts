/**
 * EXPRESSIONS: from a tree to a closure, once for each statement.
 *
 *     Expression ── compileExpression(scope) ──▶ { type, evaluate(rows, env), reads }
 *
 * Words: a *scope* says what names mean and is used up while compiling; an *environment* is what a run brings along:
 * bind variables by slot and the session (its clock, its variables, its chance). *Rows* are one row for each source of
 * the query, those of the queries around it first, so that a correlated subquery reads its outer rows like its own.
 *
 * Invariants: a compiled expression holds no state, so plans are shared by all servers and worlds of a process. Time,
 * chance and variables come from the session and nowhere else. NULL means unknown in every condition.
 *
 * What real MySQL does that we do not: stored functions, spatial functions, digests (MD5, SHA1), full-text search.
 */
export {
  type ArgumentSlot, type ColumnPlace, combine, type Compiled, type CompiledSubquery, constant, DYNAMIC_TYPE,
  type Environment, type Evaluate, type Rows, type Scope, type Session, sourceBit,
} from './compiled.ts'
export { compileExpression, operandError, readColumn } from './compile.ts'
export { compileSign } from './comparisons.ts'
export { type Condition, conditionOf } from './logic.ts'
export { commonType, conversion } from './common-type.ts'
export { type Accumulator, type Aggregate, compileAggregate, lengthened } from './aggregates.ts'
