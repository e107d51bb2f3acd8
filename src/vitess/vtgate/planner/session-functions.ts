import {
  print, type Expression, type FunctionCall, type SelectItem, type Statement, type UserVariable,
} from '../../../sql/index.ts'
import type { PlanNeeds } from '../engine/primitive.ts'
import { argument, rewrite, type Node } from './ast-walk.ts'

/**
 * Replaces what only the session knows (`last_insert_id()`, `database()`, `found_rows()`, `@x`) by arguments.
 * A select item keeps its text as its alias. Source: go/vt/sqlparser/expression_rewriting.go.
 */
export function rewriteSessionFunctions<S extends Statement>(
  statement: S): { statement: S; needs: Omit<PlanNeeds, 'nothing'> } {
  const needs = { lastInsertId: false, foundRows: false, database: false, userVariables: new Set<string>() }
  const replace = (node: Node): Expression | null => {
    if (node.kind === 'user-variable') {
      const { name } = node as UserVariable
      needs.userVariables.add(name.toLowerCase())
      return argument(`__vtudv${name.toLowerCase()}`)
    }
    if (node.kind !== 'function') return null
    const call = node as FunctionCall
    if (call.arguments.length > 0) return null
    switch (call.name.toLowerCase()) {
      case 'last_insert_id': needs.lastInsertId = true; return argument('__lastInsertId')
      case 'found_rows': needs.foundRows = true; return argument('__vtfrows')
      default: return null
    }
  }
  const inner = (node: Node): Node => {
    if (node.kind === 'select') return selectWithDatabase(node, needs)
    if (node.kind !== 'item') return replace(node) as Node | null ?? node
    const item = node as SelectItem & { kind: 'item' }
    const expression = rewrite(item.expression, (part) => (replace(part) as Node | null) ?? part)
    if (expression === item.expression || item.alias !== null) return { ...item, expression } as Node
    return { ...item, expression, alias: print(item.expression) } as Node
  }
  const rewritten = needsRewriting(statement) ? rewrite(statement, inner) : statement
  return { statement: rewritten, needs: { ...needs, userVariables: [...needs.userVariables] } }
}

/** `database()` is known to vtgate only where no table is asked. */
function selectWithDatabase(node: Node, needs: { database: boolean }): Node {
  const select = node as Node & { from: readonly unknown[]; items: readonly SelectItem[] }
  if (select.from.length > 0) return node
  const isDatabase = (part: Node) => part.kind === 'function'
    && (part as FunctionCall).name.toLowerCase() === 'database'
    && (part as FunctionCall).arguments.length === 0
  const items = select.items.map((item) => {
    if (item.kind !== 'item') return item
    const expression = rewrite(item.expression, (part) =>
      (isDatabase(part) ? argument('__vtdbname') as Node : part))
    if (expression === item.expression) return item
    needs.database = true
    return { ...item, expression, alias: item.alias ?? print(item.expression) }
  })
  return items.some((item, i) => item !== select.items[i]) ? { ...select, items } as Node : node
}

function needsRewriting(statement: Statement): boolean {
  return ['select', 'union', 'paren-select', 'insert', 'update', 'delete'].includes(statement.kind)
}
