import type { ColumnRef, Comparison, ExistsExpression, Expression, Subquery } from '../../../sql/index.ts'
import { argument, intLiteral, replaceNode, walk, type Node } from './ast-walk.ts'
import type { Builder } from './builder.ts'
import { planFailure } from './plan-failure.ts'
import { PulloutBuilder } from './pullout-builder.ts'
import { RouteBuilder } from './route-builder.ts'
import { SelectPlanner } from './select-planner.ts'

interface FoundSubquery {
  readonly node: Subquery
  readonly builder: Builder
  /** The last node that it needs a column of; null if it stands by itself. */
  readonly origin: Builder | null
}

export interface Origin {
  readonly pullouts: readonly PulloutBuilder[]
  /** The last node that the expression needs a column of: where it has to be evaluated. */
  readonly origin: Builder
  /** With the subqueries that were pulled out replaced by variables. */
  readonly expression: Expression
}

/**
 * Says where an expression belongs. A subquery in it becomes part of that route if it can, is pulled out if
 * it depends on nothing, and is an error otherwise. Source: planbuilder/expr.go findOrigin.
 */
export function findOrigin(planner: SelectPlanner, expression: Expression): Origin {
  let highest = planner.builder.first()
  const subqueries: FoundSubquery[] = []
  /** In what a subquery stands, where that decides how it is pulled out. */
  const constructs = new Map<Subquery, Comparison | ExistsExpression>()
  const raise = (builder: Builder) => { if (builder.order > highest.order) highest = builder }
  walk(expression, (node: Node) => {
    switch (node.kind) {
      case 'column': {
        const { origin, isLocal } = planner.symbols.find(node as ColumnRef)
        if (isLocal) raise(origin)
        return
      }
      case 'comparison': {
        const { operator, right } = node as Comparison
        if ((operator === 'in' || operator === 'not in') && right.kind === 'subquery') {
          constructs.set(right, node as Comparison)
        }
        return
      }
      case 'exists': {
        const exists = node as ExistsExpression
        constructs.set(exists.subquery, exists)
        return
      }
      case 'subquery': {
        const found = planSubquery(planner, node as Subquery)
        if (found.origin !== null) raise(found.origin)
        subqueries.push(found)
        return false
      }
      default:
    }
  })
  const pullouts: PulloutBuilder[] = []
  let result = expression
  for (const subquery of subqueries) {
    if (highest instanceof RouteBuilder && subquery.builder instanceof RouteBuilder
      && highest.mergeSubquery(subquery.builder)) {
      continue
    }
    if (subquery.origin !== null) throw planFailure('unsupported: cross-shard correlated subquery')
    const pulled = pullOut(planner, subquery, constructs.get(subquery.node))
    result = replaceNode(result, pulled.replaced, pulled.by as Node)
    pullouts.push(pulled.pullout)
  }
  return { pullouts, origin: highest, expression: result }
}

function planSubquery(planner: SelectPlanner, node: Subquery): FoundSubquery {
  const inner = SelectPlanner.plan(planner.planning, node.select, planner.symbols)
  let origin: Builder | null = null
  for (const extern of inner.symbols.externs) {
    const found = planner.symbols.find(extern)
    if (found.isLocal && (origin === null || origin.order < found.origin.order)) origin = found.origin
  }
  return { node, builder: inner.builder, origin }
}

function pullOut(planner: SelectPlanner, { node, builder }: FoundSubquery,
  construct: Comparison | ExistsExpression | undefined):
  { replaced: object; by: Expression; pullout: PulloutBuilder } {
  const names = planner.planning.subqueryVariables()
  if (construct === undefined) {
    return { replaced: node, by: argument(names.result),
      pullout: new PulloutBuilder('PulloutValue', names, builder) }
  }
  if (construct.kind === 'exists') {
    return { replaced: construct, by: argument(names.hasValues),
      pullout: new PulloutBuilder('PulloutExists', names, builder) }
  }
  // An empty list is no SQL: so a second variable says whether there is one.
  const isIn = construct.operator === 'in'
  const left: Expression = {
    kind: 'comparison', operator: '=', left: argument(names.hasValues), right: intLiteral(isIn ? 1 : 0),
  }
  const right: Expression = { ...construct, right: argument(names.result, true) }
  return {
    replaced: construct,
    by: { kind: isIn ? 'and' : 'or', left, right },
    pullout: new PulloutBuilder(isIn ? 'PulloutIn' : 'PulloutNotIn', names, builder),
  }
}
