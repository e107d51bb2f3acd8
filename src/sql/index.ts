/**
 * SQL: the language of MySQL 5.7 as Vitess of April 2020 speaks it.
 *
 * vtgate, vttablet and mysqld all read and write the same language, so there is one parser, one tree, one printer:
 *
 *     text ── parse ──▶ Statement ── normalize ──▶ Statement with :vtg1 … and bind variables
 *       ▲                  │
 *       └───── print ──────┘          parse(print(s)) is s again, for every statement s
 *
 * Words: a *statement* is a frozen tree, every node has a `kind`; an *argument* is a place for a *bind variable*
 * (`:name`, or `::name` for a list); a *value* is what a row holds, and its *type name* is that of Vitess's query.Type.
 *
 * Invariants: nodes are never changed after the parser made them, so statements are shared by all worlds and kept by
 * text. No number loses a digit: literals keep the text in which they were written.
 *
 * What real Vitess does that we do not: streams of statements, stored procedures, the grammar of other dialects.
 * What MySQL 5.7 has not either: common table expressions, window functions.
 */
export type * from './ast.ts'
export type * from './ast-statements.ts'
export type { BindVariable, BindVariables, Decimal, Field, QueryResult, Row, TypeName, Value } from './value.ts'
export {
  formatDecimal, formatDouble, integer, isDecimal, okResult, parseDecimal, powerOfTen, valueText,
} from './value.ts'
export { SqlError, type SqlPosition } from './sql-error.ts'
export { parse, parseCached } from './parse.ts'
export { type Lifted, parseLifted } from './lift-literals.ts'
export { isAggregateName } from './parser/keywords.ts'
export { type AnyGtidSet, Gtid, GtidError, GtidSet, parseSid } from './gtid.ts'
export { GrowingGtidSet } from './growing-gtid-set.ts'
export { FilePosGtidSet, MariadbGtidSet } from './gtid-other-flavors.ts'
export { Position } from './position.ts'
export { print, type Printable } from './print.ts'
export { printName, quoteName, quoteString } from './printer/names.ts'
export { argumentNames, type Node, rewrite, walk } from './walk.ts'
export { commentDirectives, type MarginComments, splitMarginComments, stripLeadingComments } from './comments.ts'
export { type PreviewKind, previewKind } from './preview.ts'
export { type Normalized, normalize } from './normalize.ts'
export { bytesOfHex, bytesOfText, hexOfBytes, isAscii, textOfBytes } from './bytes.ts'
export { encodeBindVariable, encodeValue, isBinaryType } from './encode.ts'
