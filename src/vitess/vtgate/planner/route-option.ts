import type { Comparison, Expression, TableSourceRef } from '../../../sql/index.ts'
import type { Destination, KeyspaceTable } from '../../keys/index.ts'
import type { TabletType } from '../../wire/index.ts'
import type { PlanKeyspace, PlanValue, RouteOpcode, SingleColumnVindex } from '../engine/primitive.ts'
import { isValue } from './ast-walk.ts'
import { sameValue } from './plan-value.ts'
import type { Planning } from './planning.ts'
import type { RouteBuilder } from './route-builder.ts'
import type { Column } from './symbols.ts'

/**
 * The cheaper, the better, when routing rules leave a choice. Source: planbuilder/route_option.go planCost.
 */
const opcodeCost: ReadonlyMap<RouteOpcode, number> = new Map([
  ['SelectUnsharded', 0], ['SelectNext', 0], ['SelectDBA', 0], ['SelectReference', 0],
  ['SelectEqualUnique', 1], ['SelectIN', 2], ['SelectEqual', 3], ['SelectScatter', 4],
] as const)

const fixedOpcodes: ReadonlySet<RouteOpcode> =
  new Set(['SelectUnsharded', 'SelectNext', 'SelectDBA', 'SelectReference'] as const)

type Substitution = readonly [from: TableSourceRef, to: TableSourceRef]

/**
 * One way to route: there are several only where a routing rule names several tables. Source:
 * planbuilder/route_option.go.
 */
export class RouteOption {
  opcode: RouteOpcode
  vindex: SingleColumnVindex | null = null
  /** The value, or the IN comparison, that chooses the shards. */
  condition: Expression | null = null
  /** Set for pinned tables. */
  values: readonly PlanValue[] | null = null
  destination: Destination | null = null
  tabletType: TabletType | null = null
  queryTimeoutMs = 0
  scatterErrorsAsWarnings = false
  tableName: string
  substitutions: Substitution[] = []

  constructor(
    public route: RouteBuilder, opcode: RouteOpcode, public keyspace: PlanKeyspace,
    /** The table, where there is one only: needed by UPDATE and DELETE. */
    public table: KeyspaceTable | null, public vindexes: Map<Column, SingleColumnVindex>,
  ) {
    this.opcode = opcode
    this.tableName = table?.name ?? ''
  }

  get isSingleShard(): boolean {
    return fixedOpcodes.has(this.opcode) || this.opcode === 'SelectEqualUnique'
  }

  isBetterThan(other: RouteOption): boolean {
    const mine = opcodeCost.get(this.opcode)!
    const its = opcodeCost.get(other.opcode)!
    if (mine !== its) return mine < its
    return this.vindex !== null && other.vindex !== null && this.vindex.cost < other.vindex.cost
  }

  /** True if a join with `right` can be one query. ON is looked at, WHERE is not. */
  canMergeJoin(planning: Planning, right: RouteOption, conditions: readonly Expression[] | null): boolean {
    return this.canMerge(right, () =>
      conditions !== null && conditions.some((condition) => this.canMergeOn(planning, right, condition)))
  }

  /** True if `inner`, used in a condition or select list of this route, can be part of its query. */
  canMergeSubquery(planning: Planning, inner: RouteOption): boolean {
    return this.canMerge(inner, () => inner.condition !== null && inner.condition.kind === 'column'
      && this.findVindex(planning, inner.condition) === inner.vindex)
  }

  canMergeUnion(other: RouteOption): boolean {
    return this.canMerge(other, () => false)
  }

  private canMerge(other: RouteOption, alternative: () => boolean): boolean {
    if (this.keyspace.name !== other.keyspace.name) return false
    // A reference table is in every shard.
    if (other.opcode === 'SelectReference') return true
    switch (this.opcode) {
      case 'SelectUnsharded': case 'SelectDBA': return this.opcode === other.opcode
      case 'SelectReference': return true
      case 'SelectNext': return false
      case 'SelectEqualUnique':
        if (other.opcode === 'SelectEqualUnique' && this.vindex === other.vindex
          && this.condition !== null && other.condition !== null
          && this.sameCondition(other.condition)) return true
        break
      default:
    }
    return alternative()
  }

  private sameCondition(other: Expression): boolean {
    const mine = this.condition!
    if (mine.kind === 'column' && other.kind === 'column') {
      return this.route.planning.columnOf(mine) === this.route.planning.columnOf(other)
    }
    return sameValue(mine, other)
  }

  /** `a.id = b.id`, where both columns have the same unique vindex. */
  private canMergeOn(planning: Planning, right: RouteOption, condition: Expression): boolean {
    if (condition.kind !== 'comparison' || condition.operator !== '=') return false
    let other = condition.right
    let vindex = this.findVindex(planning, condition.left)
    if (vindex === null) {
      other = condition.left
      vindex = this.findVindex(planning, condition.right)
    }
    return vindex !== null && vindex.isUnique && right.findVindex(planning, other) === vindex
  }

  /** Takes over what the other option knows. A reference table gives way to the other's routing. */
  merge(other: RouteOption): void {
    const substitutions = [...this.substitutions, ...other.substitutions]
    if (this.opcode === 'SelectReference') {
      const { opcode, vindex, condition, values, table, tableName, vindexes } = other
      Object.assign(this, { opcode, vindex, condition, values, table, tableName,
        vindexes: new Map([...vindexes, ...this.vindexes]) })
    }
    this.substitutions = substitutions
  }

  mergeJoin(other: RouteOption): void {
    const vindexes = new Map([...this.vindexes, ...other.vindexes])
    this.merge(other)
    this.table = null
    this.vindexes = vindexes
  }

  /** Takes the condition into account if it makes the route better. Source: route_option.go UpdatePlan. */
  improve(planning: Planning, filter: Expression): void {
    if (fixedOpcodes.has(this.opcode) || filter.kind !== 'comparison') return
    const found = filter.operator === '=' ? this.equalPlan(planning, filter)
      : filter.operator === 'in' ? this.inPlan(planning, filter) : null
    if (found === null) return
    const rank = (opcode: RouteOpcode) =>
      ['SelectScatter', 'SelectIN', 'SelectEqual', 'SelectEqualUnique'].indexOf(opcode)
    const better = rank(found.opcode) > rank(this.opcode)
    const cheaper = found.opcode === this.opcode && this.vindex !== null
      && found.vindex.cost < this.vindex.cost
    if (!better && !cheaper) return
    this.opcode = found.opcode
    this.vindex = found.vindex
    this.condition = found.condition
  }

  private equalPlan(planning: Planning, filter: Comparison) {
    let { left, right } = filter
    let vindex = this.findVindex(planning, left)
    if (vindex === null) {
      ;[left, right] = [right, left]
      vindex = this.findVindex(planning, left)
    }
    if (vindex === null || !this.isValue(planning, right)) return null
    const opcode: RouteOpcode = vindex.isUnique ? 'SelectEqualUnique' : 'SelectEqual'
    return { opcode, vindex, condition: right }
  }

  private inPlan(planning: Planning, filter: Comparison) {
    const vindex = this.findVindex(planning, filter.left)
    if (vindex === null) return null
    const { right } = filter
    const isList = (right.kind === 'tuple' && right.items.every((item) => this.isValue(planning, item)))
      || (right.kind === 'argument' && right.list)
    return isList ? { opcode: 'SelectIN' as RouteOpcode, vindex, condition: filter as Expression } : null
  }

  findVindex(planning: Planning, expression: Expression): SingleColumnVindex | null {
    if (expression.kind !== 'column') return null
    const column = planning.columnOf(expression)
    if (column === undefined || column.origin !== this.route) return null
    return this.vindexes.get(column) ?? null
  }

  /** A value, or a column of another route, which will have a value by then. */
  isValue(planning: Planning, expression: Expression): boolean {
    if (expression.kind !== 'column') return isValue(expression)
    const column = planning.columnOf(expression)
    return column !== undefined && column.origin !== this.route
  }
}
