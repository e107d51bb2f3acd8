import type { Row, Value } from '../../sql/index.ts'
import type { Accumulator, Aggregate, Compiled, Rows } from '../expressions/index.ts'
import { lengthened } from '../expressions/index.ts'
import { groupingKey } from '../values/index.ts'
import type { Run } from './query-plan.ts'

/** GROUP BY of one query: by what, and what is computed of each group. */
export interface Grouping {
  /** None: all rows are one group, and there is one even without rows. */
  readonly keyOf: ((rows: Rows, run: Run) => string) | null
  readonly aggregates: readonly Aggregate[]
}

export function groupKey(by: readonly Compiled[]): (rows: Rows, run: Run) => string {
  const keys = by.map((expression) => groupingKey(expression.type))
  return (rows, run) => {
    let key = 'g'
    for (let i = 0; i < by.length; i++) key += lengthened(keys[i]!(by[i]!.evaluate(rows, run)))
    return key
  }
}

/** A group while rows are added to it. The first row stands for all where a column is named without aggregate. */
export class Group {
  private readonly accumulators: readonly Accumulator[]

  private readonly first: Rows

  constructor(first: Rows, grouping: Grouping) {
    // The rows that come in are one array, used again for each row.
    this.first = first.slice()
    this.accumulators = grouping.aggregates.map((aggregate) => aggregate.start())
  }

  add(rows: Rows, run: Run): void {
    for (const accumulator of this.accumulators) accumulator.add(rows, run)
  }

  /** The rows after grouping: the first row, and behind it the values of the aggregates. */
  finish(aggregateSource: number): Rows {
    const rows: Row[] = this.first.slice(0, aggregateSource)
    const values: Value[] = this.accumulators.map((accumulator) => accumulator.result())
    rows[aggregateSource] = values
    return rows
  }
}

/** Groups rows as they come, in the order in which groups are first seen. */
export class GroupCollector {
  private readonly groups = new Map<string, Group>()

  constructor(private readonly grouping: Grouping) {}

  add(rows: Rows, run: Run): void {
    const key = this.grouping.keyOf === null ? '' : this.grouping.keyOf(rows, run)
    let group = this.groups.get(key)
    if (group === undefined) {
      group = new Group(rows, this.grouping)
      this.groups.set(key, group)
    }
    group.add(rows, run)
  }

  finish(): Group[] {
    return [...this.groups.values()]
  }
}
