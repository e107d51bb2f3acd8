import type { ColumnRef, TableSourceRef } from '../../../sql/index.ts'
import type { Destination, KeyspaceTable, Vindex } from '../../keys/index.ts'
import type { TabletType } from '../../wire/index.ts'
import type { PlanKeyspace } from '../engine/primitive.ts'
import type { Builder } from './builder.ts'
import type { Column } from './symbols.ts'

/** What the planner asks of the session it plans for. Source: planbuilder ContextVSchema. */
export interface PlanContext {
  /**
   * The tables, or the vindex, that a name in a statement means, and the target that the name itself may
   * carry.
   */
  findTablesOrVindex(qualifier: string, name: string): {
    readonly tables: readonly KeyspaceTable[]
    readonly vindex: Vindex | null
    readonly tabletType: TabletType
    readonly destination: Destination | null
  }
  /** Fails if the session has no keyspace. */
  defaultKeyspace(): PlanKeyspace
  /** The keyspace for statements about no table of ours; the default one, or any. */
  anyKeyspace(): PlanKeyspace
  /** Where the session sends everything, if it names shards. */
  readonly destination: Destination | null
  readonly tabletType: TabletType
}

/** What the builders of one statement share. */
export class Planning {
  private readonly columns = new Map<ColumnRef, Column>()
  /** Tables whose names routing rules have changed, by their place in the statement. */
  readonly substitutions = new Map<TableSourceRef, TableSourceRef>()
  private readonly variables: Set<string>
  private readonly variableOf = new Map<Column, string>()
  private subqueryCount = 0

  constructor(readonly context: PlanContext, argumentNames: ReadonlySet<string>) {
    this.variables = new Set(argumentNames)
  }

  columnOf(ref: ColumnRef): Column | undefined { return this.columns.get(ref) }

  setColumn(ref: ColumnRef, column: Column): void { this.columns.set(ref, column) }

  /**
   * The variable in which a column of an earlier route travels to a later one; asks for it to be supplied.
   * Source: jointab.go.
   */
  procure(top: Builder, ref: ColumnRef, to: number): string {
    const column = this.columns.get(ref)!
    const from = column.origin.order
    let name = this.variableOf.get(column)
    if (name === undefined) {
      const base = compliantName(ref.table === null ? ref.name : `${ref.table}_${ref.name}`)
      name = base
      for (let i = 1; this.variables.has(name); i += 1) name = `${base}${i}`
      this.variables.add(name)
      this.variableOf.set(column, name)
    }
    top.supplyVariable(from, to, ref, name)
    return name
  }

  /** The variable that a column already travels in. */
  variableFor(column: Column): string | undefined { return this.variableOf.get(column) }

  subqueryVariables(): { result: string; hasValues: string } {
    for (;;) {
      this.subqueryCount += 1
      const result = `__sq${this.subqueryCount}`
      const hasValues = `__sq_has_values${this.subqueryCount}`
      if (this.variables.has(result) || this.variables.has(hasValues)) continue
      return { result, hasValues }
    }
  }
}

/** Source: sqlparser compliantName. */
function compliantName(name: string): string {
  return name.replace(/^[^A-Za-z_@]|[^A-Za-z0-9_@]/g, '_')
}
