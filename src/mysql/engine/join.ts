import type { Expression, Row } from '../../sql/index.ts'
import type { Condition, Rows } from '../expressions/index.ts'
import type { BlockScope } from './block-scope.ts'
import type { JoinedSource } from './from-clause.ts'
import { Group, type Grouping } from './grouping.ts'
import { compileJoinKeys, type JoinKeys } from './join-keys.ts'
import { SourceRows } from './join-rows.ts'
import type { Run } from './query-plan.ts'
import {
  type CompiledJoin, compileRelational, type GroupMember, type JoinCalls, type JoinScope,
} from './relational-engine.ts'
import { allOf, type RowProducer } from './row-producer.ts'
import type { Source } from './source.ts'

/** What is needed to join one source to those before it. */
interface JoinStep {
  readonly source: Source
  readonly rows: SourceRows
  readonly keys: JoinKeys | null
  readonly on: Condition | null
}

/** Joins tables in the order in which they are written. alasql does the joining, and the grouping. */
export function compileJoin(
  joined: readonly JoinedSource[], where: readonly Expression[], scope: BlockScope, grouping: Grouping | null,
): RowProducer {
  const steps = joined.map(({ source, mode, on }, i): JoinStep => {
    scope.clause = 'on clause'
    // An inner join's conditions may as well be asked at the end; those of a left join decide what matches.
    const known = mode === 'left' ? on : [...on, ...where]
    const keys = i === 0 ? null : compileJoinKeys(known, source.index, scope)
    const isDecided = mode === 'left' && keys !== null && on.length === 1
    return {
      source, keys: mode === 'left' && !isDecided ? null : keys,
      rows: new SourceRows(source, known, scope),
      on: mode === 'left' && !isDecided ? allOf(on, scope) : null,
    }
  })
  const innerConditions = joined.flatMap(({ mode, on }) => mode === 'inner' ? on : [])
  const condition = allOf([...innerConditions, ...where], scope)
  const compiled = compileRelational({
    steps: steps.map(({ keys, on }, i) => ({
      mode: joined[i]!.mode, on: keys !== null ? 'keys' : on !== null ? 'condition' : 'none',
    })),
    hasWhere: condition !== null,
    isGrouped: grouping !== null,
  })
  return new JoinProducer(steps, condition, compiled)
}

class JoinProducer implements RowProducer {
  readonly isOrdered = false

  constructor(
    private readonly steps: readonly JoinStep[], private readonly condition: Condition | null,
    private readonly compiled: CompiledJoin,
  ) {}

  each(outer: Rows, run: Run, visit: (rows: Rows) => boolean | void): void {
    for (const rows of this.join(outer, run, null)) if (visit(rows as Rows) === true) return
  }

  groups(outer: Rows, run: Run, grouping: Grouping): Group[] {
    return [...this.join(outer, run, grouping) as readonly Group[]]
  }

  private join(outer: Rows, run: Run, grouping: Grouping | null): readonly unknown[] {
    const fed: (readonly Row[])[] = []
    for (const { rows } of this.steps) fed.push(rows.read(outer, run, fed, this.steps[0]!.source.index))
    return this.compiled(new RunningJoin(this.steps, this.condition, outer, run, grouping), fed)
  }
}

/** One run of a join: turns what alasql knows, rows by name, into rows by number. */
class RunningJoin implements JoinCalls {
  /** Used again for each question; what is kept is copied. */
  private readonly rows: Row[]
  private readonly names: readonly string[]

  constructor(
    private readonly steps: readonly JoinStep[], private readonly condition: Condition | null,
    outer: Rows, private readonly run: Run, private readonly grouping: Grouping | null,
  ) {
    this.rows = outer.slice()
    this.names = steps.map((_, i) => `s${i}`)
  }

  /** A left join shows an empty object where nothing matched. */
  private place(scope: JoinScope): Rows {
    const { steps, names, rows } = this
    for (let i = 0; i < steps.length; i++) {
      const row = scope[names[i]!]
      rows[steps[i]!.source.index] = Array.isArray(row) ? row : steps[i]!.source.nulls
    }
    return rows
  }

  on(source: number, scope: JoinScope): boolean {
    return this.steps[source]!.on!(this.place(scope), this.run)
  }

  leftKey(source: number, scope: JoinScope): string {
    return this.steps[source]!.keys!.left(this.place(scope), this.run)
  }

  rightKey(source: number, row: Row): string {
    const { rows, steps } = this
    rows[steps[source]!.source.index] = row
    return steps[source]!.keys!.right(rows, this.run)
  }

  where(scope: JoinScope): boolean {
    return this.condition!(this.place(scope), this.run)
  }

  row(scope: JoinScope): Rows {
    return this.place(scope).slice()
  }

  groupKey(scope: JoinScope): string {
    const { grouping } = this
    return grouping!.keyOf === null ? 'g' : grouping!.keyOf(this.place(scope), this.run)
  }

  member(scope: JoinScope): GroupMember {
    const rows = this.place(scope)
    const { run, grouping } = this
    return {
      begin: () => {
        const group = new Group(rows, grouping!)
        group.add(rows, run)
        return group
      },
      addTo: (group) => (group as Group).add(rows, run),
    }
  }
}
