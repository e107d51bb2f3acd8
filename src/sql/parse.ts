import type { Statement } from './ast-statements.ts'
import { parseStatementText } from './parser/statement.ts'

/**
 * Reads one statement, as MySQL 5.7 does, with Vitess's additions. The tree is frozen.
 *
 * Throws {@link SqlError} with the place where it stopped.
 */
export function parse(sql: string): Statement {
  return freeze(parseStatementText(sql))
}

const STATEMENTS_MAX = 2000
/** Longer texts are rows more than statements: none comes twice, and their trees would fill the memory. */
const CACHED_LENGTH_MAX = 2000
const statements = new Map<string, Statement>()

/**
 * As {@link parse}, but a text that was seen before is not read again. Kept by the exact text, across worlds: that is
 * safe because trees are frozen and depend on nothing else. A long text is neither kept nor frozen.
 */
export function parseCached(sql: string): Statement {
  return cached(sql) ?? parseNew(sql)
}

/** The statement of a text that {@link parseCached} has kept. */
export function cached(sql: string): Statement | undefined {
  return statements.get(sql)
}

/** As {@link parseCached}, for a text that it has not kept. */
export function parseNew(sql: string): Statement {
  if (sql.length > CACHED_LENGTH_MAX) return parseStatementText(sql)
  const statement = parse(sql)
  if (statements.size >= STATEMENTS_MAX) statements.clear()
  statements.set(sql, statement)
  return statement
}

function freeze<Node extends object>(node: Node): Node {
  for (const part of Object.values(node)) {
    if (typeof part === 'object' && part !== null && !Object.isFrozen(part)) freeze(part)
  }
  return Object.freeze(node)
}
