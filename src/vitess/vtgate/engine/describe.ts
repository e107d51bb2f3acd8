import { valueText, type Value } from '../../../sql/index.ts'
import { destinationString } from '../../keys/index.ts'
import type { Delete, Insert, OrderByColumn, PlanValue, Primitive, Route, Update } from './primitive.ts'

/** A plan as `/debug/query_plans` and EXPLAIN-like views show it. Source: engine/plan_description.go. */
export interface PlanDescription {
  readonly operatorType: string
  readonly variant?: string
  readonly keyspace?: { readonly name: string; readonly sharded: boolean }
  readonly targetDestination?: string
  readonly targetTabletType?: string
  /** What else there is to say, by name, in alphabetical order; what is empty is left out. */
  readonly other: ReadonlyMap<string, unknown>
  readonly inputs: readonly PlanDescription[]
}

/** Source: engine, the `description` method of each primitive. */
export function describePlan(plan: Primitive): PlanDescription {
  switch (plan.kind) {
    case 'route': return {
      operatorType: 'Route', variant: plan.opcode, keyspace: plan.keyspace, other: routeOther(plan),
        inputs: [],
    }
    case 'join': return {
      operatorType: 'Join', variant: plan.isLeftJoin ? 'LeftJoin'
        : 'Join', inputs: [describePlan(plan.left), describePlan(plan.right)],
      other: other([['JoinColumnIndexes', plan.columns.join(',')], ['TableName', tableName(plan)]]),
    }
    case 'ordered-aggregate': return {
      operatorType: 'Aggregate', variant: 'Ordered', inputs: [describePlan(plan.input)],
      other: other([
        ['Aggregates', plan.aggregates.map(({ opcode, column, alias }) =>
          `${opcode}(${column})${alias === '' ? '' : ` AS ${alias}`}`).join(', ')],
        ['Distinct', String(plan.hasDistinct)], ['GroupBy', plan.groupBy.join(', ')],
      ]),
    }
    case 'limit': return {
      operatorType: 'Limit', inputs: [describePlan(plan.input)],
      other: other([['Count', shownValue(plan.count)],
        ['Offset', plan.offset === null ? null : shownValue(plan.offset)]]),
    }
    case 'memory-sort': return {
      operatorType: 'Sort', variant: 'Memory', inputs: [describePlan(plan.input)],
        other: other([['OrderBy', shownOrder(plan.orderBy)]]),
    }
    case 'pullout-subquery': return {
      operatorType: 'Subquery', variant: plan.opcode,
        inputs: [describePlan(plan.subquery), describePlan(plan.underlying)], other: new Map(),
    }
    case 'subquery': return {
      operatorType: 'Subquery', inputs: [describePlan(plan.input)], other: other([['Columns', plan.columns]]),
    }
    case 'vindex-function':
      return { operatorType: 'vindexfunc - not implemented', inputs: [], other: new Map() }
    case 'send': return {
      operatorType: 'Send', keyspace: plan.keyspace,
        targetDestination: shownDestination(destinationString(plan.destination)),
      other: other([['NoAutoCommit', !plan.isDml], ['Query', plan.query], ['Table', '']]), inputs: [],
    }
    case 'insert': return {
      operatorType: 'Insert', variant: plan.opcode.replace('Insert', ''), keyspace: plan.keyspace,
        targetTabletType: 'MASTER',
      other: insertOther(plan), inputs: [],
    }
    case 'update': case 'delete': return {
      operatorType: plan.kind === 'update' ? 'Update'
        : 'Delete', variant: plan.opcode, keyspace: plan.keyspace,
      targetTabletType: 'MASTER', other: dmlOther(plan), inputs: [],
    }
  }
}

/** The tables of a plan, as a Join names them. */
export function tableName(plan: Primitive): string {
  switch (plan.kind) {
    case 'route': return plan.tableName
    case 'join': return `${tableName(plan.left)}_${tableName(plan.right)}`
    case 'ordered-aggregate': case 'limit': case 'memory-sort': case 'subquery': return tableName(plan.input)
    case 'pullout-subquery': return tableName(plan.underlying)
    case 'vindex-function': case 'send': return ''
    case 'insert': return plan.table.name
    case 'update': case 'delete': return plan.table?.name ?? ''
  }
}

function routeOther(plan: Route): ReadonlyMap<string, unknown> {
  return other([
    ['FieldQuery', plan.fieldQuery], ['Query', plan.query], ['Table', plan.tableName],
    ['Values', plan.values.length === 0 ? null : plan.values.map(shownValue)],
      ['Vindex', plan.vindex?.name ?? ''],
  ])
}

function insertOther(plan: Insert): ReadonlyMap<string, unknown> {
  return other([
    ['MultiShardAutocommit', plan.multiShardAutocommit], ['Query', plan.query],
      ['QueryTimeout', plan.queryTimeoutMs],
    ['TableName', plan.table.name],
  ])
}

function dmlOther(plan: Update | Delete): ReadonlyMap<string, unknown> {
  return other([
    ['ChangedVindexValues', plan.kind === 'update' && plan.changedVindexValues.size > 0
      ? [...plan.changedVindexValues.keys()] : null],
    ['KsidVindex', plan.ksidVindex?.name ?? ''], ['MultiShardAutocommit', plan.multiShardAutocommit],
    ['OwnedVindexQuery', plan.ownedVindexQuery], ['Query', plan.query], ['QueryTimeout', plan.queryTimeoutMs],
    ['Table', plan.table?.name ?? ''],
      ['Values', plan.values.length === 0 ? null : plan.values.map(shownValue)],
    ['Vindex', plan.vindex?.name ?? ''],
  ])
}

function other(entries: readonly (readonly [string, unknown])[]): ReadonlyMap<string, unknown> {
  return new Map(entries.filter(([, value]) => value !== '' && value !== null && value !== 0))
}

function shownValue(value: PlanValue): unknown {
  switch (value.kind) {
    case 'argument': return `:${value.name}`
    case 'list-argument': return `::${value.name}`
    case 'list': return value.values.map(shownValue)
    case 'value': {
      const content: Value = value.value.value ?? null
      return typeof content === 'object' && content !== null ? valueText(content) : content
    }
  }
}

const shownOrder = (orderBy: readonly OrderByColumn[]): string =>
  orderBy.map(({ column, descending }) => `${column} ${descending ? 'DESC' : 'ASC'}`).join(', ')

const shownDestination = (text: string): string => text.replace(/^Destination/, '')
