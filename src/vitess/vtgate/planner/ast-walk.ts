import { isAggregateName, type Expression, type Select, type SelectItem } from '../../../sql/index.ts'

/** Any node of the tree of a statement. */
export interface Node { readonly kind: string }

/** Visits the node and all below it, in the order of their fields; `false` leaves out what is below. */
export function walk(node: unknown, visit: (node: Node) => boolean | void): void {
  if (typeof node !== 'object' || node === null) return
  if (Array.isArray(node)) {
    for (const item of node) walk(item, visit)
    return
  }
  if ('kind' in node && visit(node as Node) === false) return
  for (const child of Object.values(node)) walk(child, visit)
}

/**
 * The same tree with nodes replaced. `replace` sees each node first and may return another one, whose
 * children are then rewritten in turn. Nodes that stay the same keep their identity.
 */
export function rewrite<T>(node: T, replace: (node: Node) => Node): T {
  if (typeof node !== 'object' || node === null) return node
  if (Array.isArray(node)) {
    const items = node.map((item) => rewrite(item, replace))
    return (items.some((item, i) => item !== node[i]) ? items : node) as T
  }
  const replaced = ('kind' in node ? replace(node as unknown as Node) : node) as object
  let changed: Record<string, unknown> | null = null
  for (const [key, child] of Object.entries(replaced)) {
    if (typeof child !== 'object' || child === null) continue
    const other = rewrite(child as unknown, replace)
    if (other === child) continue
    changed ??= { ...replaced }
    changed[key] = other
  }
  return (changed ?? replaced) as T
}

/** The tree with one node, known by identity, replaced. */
export function replaceNode<T>(tree: T, from: object, to: Node): T {
  return rewrite(tree, (node) => (node === from ? to : node))
}

/** The conditions of an AND, from left to right. */
export function splitAnd(condition: Expression | null): Expression[] {
  if (condition === null) return []
  return condition.kind === 'and' ? [...splitAnd(condition.left), ...splitAnd(condition.right)] : [condition]
}

export function joinAnd(left: Expression | null, right: Expression): Expression {
  return left === null ? right : { kind: 'and', left, right }
}

export function hasSubquery(node: unknown): boolean {
  let found = false
  walk(node, (inner) => {
    if (inner.kind === 'subquery' || inner.kind === 'derived') found = true
    return !found
  })
  return found
}

export function hasAggregates(node: unknown): boolean {
  let found = false
  walk(node, (inner) => {
    if (inner.kind === 'group-concat') found = true
    if (inner.kind === 'function' && isAggregateName((inner as Node & { name: string }).name.toLowerCase())) {
      found = true
    }
    // A subquery's aggregates are its own.
    return !found && inner.kind !== 'subquery'
  })
  return found
}

/**
 * What the planner takes for a value: a string, hex or integer literal, or an argument. Source:
 * sqlparser.IsValue.
 */
export function isValue(expression: Expression): boolean {
  if (expression.kind === 'argument') return !expression.list
  return expression.kind === 'literal' && (expression.type === 'string' || expression.type === 'hex'
    || expression.type === 'hex-number' || expression.type === 'int')
}

export const argument = (name: string, list = false): Expression => ({ kind: 'argument', name, list })

export const intLiteral = (value: number): Expression =>
  ({ kind: 'literal', type: 'int', value: String(value) })

/** `select 1`: what stands where nothing is asked for. */
export const oneItem: SelectItem = Object.freeze({ kind: 'item', expression: intLiteral(1), alias: null })

/** A select of nothing from nowhere, to be filled in. */
export function emptySelect(): Select {
  return {
    kind: 'select', comments: [], distinct: false, cache: null, straightJoin: false, calcFoundRows: false,
      items: [], from: [],
    where: null, groupBy: [], having: null, orderBy: [], limit: null, lock: 'none',
  }
}

export type Mutable<T> = { -readonly [K in keyof T]: T[K] }
