import type { Expression, Row } from '../../sql/index.ts'
import { type Rows, sourceBit } from '../expressions/index.ts'
import type { BlockScope } from './block-scope.ts'
import { type Predicate, predicatesOn } from './predicates.ts'
import type { Run } from './query-plan.ts'
import type { Source } from './source.ts'
import { chooseAccess, readRows, type TableAccess } from './table-access.ts'

/** Looking up each row of another source pays while there are fewer of them than a fourth of the table. */
const LOOKUP_SHARE = 4

/** The rows of one source that a join may want: by what is known before, or by the rows of one source before it. */
export class SourceRows {
  private readonly access: TableAccess | null = null
  /** By the rows of which source it can be looked up, and how. */
  private readonly lookup: { readonly source: number; readonly access: TableAccess } | null = null

  constructor(private readonly source: Source, conditions: readonly Expression[], scope: BlockScope) {
    if (source.input.kind !== 'table') return
    const { schema } = source.input
    const predicates = predicatesOn(conditions, schema, source.index, scope)
    const outside = sourceBit(scope.base) - 1
    this.access = chooseAccess(schema, readingOnly(predicates, outside), null)
    if (this.access.index >= 0) return
    for (let other = scope.base; other < source.index; other++) {
      const access = chooseAccess(schema, readingOnly(predicates, outside | sourceBit(other)), null)
      if (access.index >= 0) {
        this.lookup = { source: other, access }
        return
      }
    }
  }

  /** `fed` holds the rows of the sources before this one, the first of which is number `base`. */
  read(outer: Rows, run: Run, fed: readonly (readonly Row[])[], base: number): readonly Row[] {
    const { input } = this.source
    if (input.kind === 'query') return input.plan.run([], run, Infinity)
    const view = run.views[input.table]!
    const found: Row[] = []
    if (this.lookup !== null) {
      const drivers = fed[this.lookup.source - base]!
      if (drivers.length * LOOKUP_SHARE <= view.rowCount) return this.lookUp(outer, run, drivers)
    }
    readRows(view, this.access!.ranges(outer, run, false), (row) => void found.push(row))
    return found
  }

  private lookUp(outer: Rows, run: Run, drivers: readonly Row[]): readonly Row[] {
    const { source, access } = this.lookup!
    const view = run.views[(this.source.input as { table: number }).table]!
    // Rows are shared objects, so a row is found twice if it is the same object.
    const found = new Set<Row>()
    const rows = outer.slice()
    for (const driver of drivers) {
      rows[source] = driver
      readRows(view, access.ranges(rows, run, false), (row) => void found.add(row))
    }
    return [...found]
  }
}

function readingOnly(predicates: readonly Predicate[], allowed: number): readonly Predicate[] {
  return predicates.filter(({ reads }) => (reads & ~allowed) === 0)
}
