import type { Statement } from './ast-statements.ts'
import type { Argument, Expression, Literal } from './ast.ts'
import { bytesOfText } from './bytes.ts'
import { parseCached } from './parse.ts'
import { print } from './print.ts'
import type { BindVariable, BindVariables } from './value.ts'
import { integer, parseDecimal } from './value.ts'
import { argumentNames, type Node, rewrite } from './walk.ts'

/** A statement whose literals were turned into bind variables, and its text. */
export interface Normalized {
  readonly statement: Statement
  readonly sql: string
  /** Those that were given, and `vtg1`, `vtg2`, … */
  readonly bindVariables: BindVariables
}

/**
 * Turns literals into bind variables `:vtg1`, `:vtg2`, …, so that statements that differ only in their values share
 * one plan (go/vt/sqlparser/normalizer.go Normalize):
 *
 * - inside SELECT equal values share a name, elsewhere every literal gets its own;
 * - `in (1, 2)` becomes `in ::vtg1`, if all members are literals;
 * - NULL, booleans, hex literals, and integers beyond 64 bits stay, and so do ORDER BY and GROUP BY.
 */
export function normalize(source: Statement | string, given: BindVariables = {}): Normalized {
  const statement = typeof source === 'string' ? parseCached(source) : source
  if (!canNormalize(statement)) return { statement, sql: print(statement), bindVariables: given }
  const normalizer = new Normalizer(statement, given)
  const normalized = rewrite(statement, (node) => normalizer.change(node, false))
  return { statement: normalized, sql: print(normalized), bindVariables: normalizer.bindVariables }
}

/** As in go/vt/sqlparser/ast.go CanNormalize. */
function canNormalize(statement: Statement): boolean {
  switch (statement.kind) {
    case 'select': case 'union': case 'paren-select': case 'insert': case 'update': case 'delete': return true
    default: return false
  }
}

const SHARED_LENGTH_MAX = 256

class Normalizer {
  readonly bindVariables: { [name: string]: BindVariable }
  private readonly taken: Set<string>
  /** By value, for SELECT. Strings have a quote before them, so that '1' is not 1. */
  private readonly names = new Map<string, string>()
  /** Members of GROUP BY: a number there is the place of a column. */
  private readonly kept = new Set<Node>()
  private count = 0

  constructor(statement: Statement, given: BindVariables) {
    this.bindVariables = { ...given }
    this.taken = new Set([...argumentNames(statement), ...Object.keys(given)])
  }

  change(node: Node, inSelect: boolean): Node | null {
    if (this.kept.has(node)) return node
    switch (node.kind) {
      case 'select':
        for (const expression of node.groupBy) this.kept.add(expression)
        return inSelect ? null : rewrite(node, (part) => part === node ? null : this.change(part, true))
      case 'literal': return this.literal(node, inSelect)
      case 'comparison': {
        // The list gets its name before what stands on the left.
        const list = node.operator === 'in' || node.operator === 'not in' ? this.list(node.right) : null
        if (list === null) return null
        const left = rewrite(node.left, (part) => this.change(part, inSelect))
        return { ...node, left, right: list }
      }
      // Here too a number is the place of a column.
      case 'order': return node
      case 'column': case 'table-name': case 'type': return node
      default: return null
    }
  }

  private literal(node: Literal, share: boolean): Literal | Argument {
    const bindVariable = literalValue(node)
    if (bindVariable === null) return node
    if (!share || node.value.length > SHARED_LENGTH_MAX) return this.bind(bindVariable)
    const key = node.type === 'string' ? `'${node.value}` : node.value
    const name = this.names.get(key)
    if (name !== undefined) return { kind: 'argument', name, list: false }
    const argument = this.bind(bindVariable)
    this.names.set(key, argument.name)
    return argument
  }

  private list(right: Expression): Argument | null {
    if (right.kind !== 'tuple') return null
    const values: BindVariable[] = []
    for (const item of right.items) {
      const value = item.kind === 'literal' ? literalValue(item) : null
      if (value === null) return null
      values.push(value)
    }
    return { ...this.bind({ type: 'TUPLE', values }), list: true }
  }

  private bind(bindVariable: BindVariable): Argument {
    let name: string
    do name = `vtg${++this.count}`
    while (this.taken.has(name))
    this.bindVariables[name] = bindVariable
    return { kind: 'argument', name, list: false }
  }
}

const INT64_MIN = -(2n ** 63n)
const INT64_MAX = 2n ** 63n - 1n

/** The bind variable for a literal, or null if it stays in the text. */
function literalValue(node: Literal): BindVariable | null {
  if (node.charset !== undefined) return null
  switch (node.type) {
    case 'int': {
      const value = BigInt(node.value)
      return value < INT64_MIN || value > INT64_MAX ? null : { type: 'INT64', value: integer(value) }
    }
    // FLOAT64 as in Vitess, which sends the digits as they were written: so no digit is lost here either.
    case 'decimal': return { type: 'FLOAT64', value: parseDecimal(node.value) }
    case 'float': return { type: 'FLOAT64', value: Number(node.value) }
    case 'string': return { type: 'VARBINARY', value: bytesOfText(node.value) }
    default: return null
  }
}
