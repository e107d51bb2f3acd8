import type { Expression, Row } from '../../sql/index.ts'
import { compileExpression, type Condition, conditionOf, type Rows } from '../expressions/index.ts'
import type { BlockScope } from './block-scope.ts'
import type { JoinedSource } from './from-clause.ts'
import { GroupCollector, type Group, type Grouping } from './grouping.ts'
import { compileJoin } from './join.ts'
import { predicatesOn } from './predicates.ts'
import type { Run } from './query-plan.ts'
import { chooseAccess, givesOrder, readRows, type TableAccess, type WantedOrder } from './table-access.ts'

/** FROM and WHERE of a query: the rows that are left. */
export interface RowProducer {
  /** Rows come in the order that was wanted. */
  readonly isOrdered: boolean
  /** Shows each row, in one array that is used again, until `visit` says that it has seen enough. */
  each(outer: Rows, run: Run, visit: (rows: Rows) => boolean | void): void
  /** The rows in groups. */
  groups(outer: Rows, run: Run, grouping: Grouping): Group[]
}

/** Chooses how rows are found: none, one table by its best index, or a join. */
export function compileRows(
  joined: readonly JoinedSource[], where: readonly Expression[], scope: BlockScope, wanted: WantedOrder | null,
  grouping: Grouping | null,
): RowProducer {
  const [first] = joined
  const condition = allOf(where, scope)
  if (first === undefined) return new NoTable(condition)
  if (joined.length > 1) return compileJoin(joined, where, scope, grouping)
  const { source } = first
  if (source.input.kind === 'query') return new OneQuery(source.index, source.input.plan, condition)
  const { schema, table } = source.input
  const access = chooseAccess(schema, predicatesOn(where, schema, source.index, scope), wanted)
  const order = wanted !== null && givesOrder(schema, access, wanted) ? wanted : null
  return new OneTable(source.index, table, access, condition, order)
}

/** One condition for all parts; null if there are none. */
export function allOf(parts: readonly Expression[], scope: BlockScope): Condition | null {
  if (parts.length === 0) return null
  const conditions = parts.map((part) => conditionOf(compileExpression(part, scope)))
  if (conditions.length === 1) return conditions[0]!
  return (rows, env) => {
    for (const condition of conditions) if (!condition(rows, env)) return false
    return true
  }
}

abstract class Producer implements RowProducer {
  abstract readonly isOrdered: boolean
  abstract each(outer: Rows, run: Run, visit: (rows: Rows) => boolean | void): void

  groups(outer: Rows, run: Run, grouping: Grouping): Group[] {
    const collector = new GroupCollector(grouping)
    this.each(outer, run, (rows) => collector.add(rows, run))
    return collector.finish()
  }
}

/** `select 1`: one row without columns. */
class NoTable extends Producer {
  readonly isOrdered = true

  constructor(private readonly condition: Condition | null) {
    super()
  }

  each(outer: Rows, run: Run, visit: (rows: Rows) => boolean | void): void {
    if (this.condition === null || this.condition(outer, run)) visit(outer)
  }
}

class OneQuery extends Producer {
  readonly isOrdered = false

  constructor(
    private readonly source: number, private readonly plan: { run(outer: Rows, run: Run, limit: number): readonly Row[] },
    private readonly condition: Condition | null,
  ) {
    super()
  }

  each(outer: Rows, run: Run, visit: (rows: Rows) => boolean | void): void {
    const rows: Row[] = outer.slice()
    for (const row of this.plan.run([], run, Infinity)) {
      rows[this.source] = row
      if ((this.condition === null || this.condition(rows, run)) && visit(rows) === true) return
    }
  }
}

class OneTable extends Producer {
  readonly isOrdered: boolean
  private readonly descending: boolean

  constructor(
    private readonly source: number, private readonly table: number, private readonly access: TableAccess,
    private readonly condition: Condition | null, order: WantedOrder | null,
  ) {
    super()
    this.isOrdered = order !== null
    this.descending = order?.descending ?? false
  }

  each(outer: Rows, run: Run, visit: (rows: Rows) => boolean | void): void {
    const { source, access, condition } = this
    const view = run.views[this.table]!
    const rows: Row[] = outer.length === 0 ? [] : outer.slice()
    if (access.key !== null) {
      const key = access.key(rows, run)
      const row = key === null ? undefined : view.get(key)
      if (row === undefined) return
      rows[source] = row
      if (condition === null || condition(rows, run)) visit(rows)
      return
    }
    readRows(view, access.ranges(rows, run, this.descending), (row) => {
      rows[source] = row
      return condition === null || condition(rows, run) ? visit(rows) : undefined
    })
  }
}
