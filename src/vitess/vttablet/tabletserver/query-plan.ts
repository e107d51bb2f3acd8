import {
  type Delete, type Expression, type Limit, type SelectStatement, type Statement, type Update, parse, print,
} from '../../../sql/index.ts'

/** Named as in Vitess. Source: go/vt/vttablet/tabletserver/planbuilder/plan.go. */
export type PlanKind =
  | 'Select' | 'SelectLock' | 'Nextval' | 'Insert' | 'Update' | 'UpdateLimit' | 'Delete' | 'DeleteLimit'
  | 'DDL' | 'Set' | 'OtherRead' | 'OtherAdmin'

/**
 * What a tablet knows of a statement from its text alone; so plans are kept by text and shared by all worlds.
 */
export interface QueryPlan {
  readonly kind: PlanKind
  /** Every table that the statement names, for the query rules. */
  readonly tables: readonly string[]
  /** The text with `limit 10001`, where the statement had no limit of its own and may have one. */
  readonly limitedSql: string | null
  /** Of `select next :n values`. */
  readonly nextCount: Expression | null
  /**
   * Columns that the WHERE of an UPDATE or DELETE compares with constants by `=` or a short IN, in an AND of
   * all.
   */
  readonly pinned: readonly string[]
  readonly statement: Statement
}

/**
 * One row more than may be returned or changed, so that too many are seen.
 * `-queryserver-config-max-result-size`.
 */
export const maxResultSize = 10000

const plans = new Map<string, QueryPlan>()
const plansMax = 5000

/** The plan of a statement. Throws `SqlError` for what is not SQL. */
export function planOf(sql: string): QueryPlan {
  const known = plans.get(sql)
  if (known !== undefined) return known
  const plan = build(parse(sql))
  if (plans.size >= plansMax) plans.clear()
  plans.set(sql, plan)
  return plan
}

/** The text of a select with another limit than the usual: `sql_select_limit` was set. */
export function limitedText(plan: QueryPlan, rows: number): string | null {
  return plan.limitedSql === null ? null : print(withLimit(plan.statement as SelectStatement, rows))
}

function build(statement: Statement): QueryPlan {
  const kind = kindOf(statement)
  const limited = limitable(statement) ? withLimit(statement, maxResultSize + 1) : null
  return {
    kind,
    tables: tablesOf(statement),
    limitedSql: limited === null ? null : print(limited),
    nextCount: nextCount(statement),
    pinned: statement.kind === 'update' || statement.kind === 'delete' ? pinnedColumns(statement.where) : [],
    statement,
  }
}

function kindOf(statement: Statement): PlanKind {
  switch (statement.kind) {
    case 'select': case 'union': case 'paren-select':
      if (nextCount(statement) !== null) return 'Nextval'
      return 'lock' in statement && statement.lock !== 'none' ? 'SelectLock' : 'Select'
    case 'insert': return 'Insert'
    case 'update': return limitable(statement) ? 'UpdateLimit' : 'Update'
    case 'delete': return limitable(statement) ? 'DeleteLimit' : 'Delete'
    case 'set': case 'set-transaction': return 'Set'
    case 'show': case 'explain': case 'describe': return 'OtherRead'
    case 'create-table': case 'alter-table': case 'create-index': case 'drop-index-statement': case 'drop-table':
    case 'truncate-table': case 'rename-table-statement': case 'create-database': case 'drop-database':
    case 'alter-database': case 'create-view': case 'drop-view': return 'DDL'
    default: return 'OtherAdmin'
  }
}

function nextCount(statement: Statement): Expression | null {
  const item = statement.kind === 'select' ? statement.items[0] : undefined
  return item?.kind === 'next' ? item.count : null
}

type Limitable = SelectStatement | Update | Delete
/**
 * A select, or a change of one table, without a limit. Source: planbuilder analyzeSelect, analyzeUpdate,
 * analyzeDelete.
 */
function limitable(statement: Statement): statement is Limitable {
  switch (statement.kind) {
    case 'select': return statement.limit === null && nextCount(statement) === null
    case 'union': return statement.limit === null
    case 'update': return statement.limit === null && statement.tables.length === 1
      && statement.tables[0]!.kind === 'table'
    case 'delete':
      return statement.limit === null && statement.targets.length === 0
        && statement.tables.length === 1 && statement.tables[0]!.kind === 'table'
    default: return false
  }
}

function withLimit<S extends Limitable>(statement: S, rows: number): S {
  const limit: Limit = { kind: 'limit', offset: null,
    count: { kind: 'literal', type: 'int', value: String(rows) } }
  return { ...statement, limit }
}

function tablesOf(statement: Statement): string[] {
  const names = new Set<string>()
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const item of node) walk(item)
    else if (typeof node === 'object' && node !== null) {
      if ('kind' in node && node.kind === 'table-name') names.add((node as { name?: unknown }).name as string)
      else for (const value of Object.values(node)) walk(value)
    }
  }
  walk(statement)
  return [...names]
}

function pinnedColumns(where: Expression | null): string[] {
  if (where === null) return []
  if (where.kind === 'and') return [...pinnedColumns(where.left), ...pinnedColumns(where.right)]
  if (where.kind !== 'comparison' || where.left.kind !== 'column') return []
  const { operator, right } = where
  const constant = operator === '=' ? isConstant(right)
    : operator === 'in' && right.kind === 'tuple' && right.items.length <= maxResultSize
      && right.items.every(isConstant)
  return constant ? [where.left.name.toLowerCase()] : []
}

const isConstant = (expression: Expression): boolean =>
  expression.kind === 'literal' || (expression.kind === 'argument' && !expression.list)
