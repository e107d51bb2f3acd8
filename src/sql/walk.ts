import type {
  AlterAction, ColumnDefinition, SetAssignment, Statement, TableConstraint,
} from './ast-statements.ts'
import type {
  Assignment, ColumnType, Expression, Limit, OrderItem, SelectItem, TableExpression, TableName, ValuesRows,
} from './ast.ts'

/** Every kind of node that a tree can hold. */
export type Node =
  | Statement | Expression | SelectItem | TableExpression | TableName | ColumnType | OrderItem | Limit | Assignment
  | ValuesRows | SetAssignment | ColumnDefinition | TableConstraint | AlterAction

/** Visits a node, then what is below it, in the order of the text. What is below is left out when `visit` says false. */
export function walk(node: Node, visit: (node: Node) => boolean | void): void {
  if (visit(node) === false) return
  for (const part of Object.values(node)) walkPart(part, visit)
}

function walkPart(part: unknown, visit: (node: Node) => boolean | void): void {
  if (typeof part !== 'object' || part === null) return
  if ('kind' in part) {
    walk(part as Node, visit)
    return
  }
  for (const inner of Object.values(part)) walkPart(inner, visit)
}

/**
 * A tree in which `change` replaced nodes. It is asked about each node before what is below it: a node that it
 * returns takes the place, and is not looked into; `null` keeps the node and goes on below. Parts that do not change
 * are shared with the tree that was given, and what is new is frozen.
 */
export function rewrite<Root extends Node>(root: Root, change: (node: Node) => Node | null): Root {
  return rewriteNode(root, change) as Root
}

function rewriteNode(node: Node, change: (node: Node) => Node | null): object {
  const replacement = change(node)
  return replacement === null ? rewriteParts(node, change) : Object.freeze(replacement)
}

function rewriteParts(whole: object, change: (node: Node) => Node | null): object {
  let copy: unknown[] | Record<string, unknown> | null = null
  for (const [name, part] of Object.entries(whole)) {
    if (typeof part !== 'object' || part === null) continue
    const next = 'kind' in part ? rewriteNode(part as Node, change) : rewriteParts(part as object, change)
    if (next === part) continue
    copy ??= Array.isArray(whole) ? [...whole as unknown[]] : { ...whole }
    ;(copy as Record<string, unknown>)[name] = next
  }
  return copy === null ? whole : Object.freeze(copy)
}

/** The names of all bind variables of a statement, in the order in which they first occur. */
export function argumentNames(node: Node): readonly string[] {
  const names = new Set<string>()
  walk(node, (part) => {
    if (part.kind === 'argument') names.add(part.name)
  })
  return [...names]
}
