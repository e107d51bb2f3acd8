import type { BindVariable, TypeName } from '../../../sql/index.ts'
import type { Destination, FunctionalVindex, KeyspaceTable, LookupVindex, Vindex } from '../../keys/index.ts'

/**
 * What a plan is made of: inert data, shared by all worlds that have the same VSchema. How each is executed
 * stands in the file of its name. Source: go/vt/vtgate/engine.
 */
export type Primitive =
  | Route | Join | OrderedAggregate | Limit | MemorySort | PulloutSubquery | SubqueryProjection
  | VindexFunction | Send
  | Insert | Update | Delete

export interface PlanKeyspace { readonly name: string; readonly sharded: boolean }

/** A vindex that routes by one column. */
export type SingleColumnVindex = FunctionalVindex | LookupVindex

/** A value that a plan needs at run time. Source: go/sqltypes/plan_value.go. */
export type PlanValue =
  | { readonly kind: 'value'; readonly value: BindVariable }
  | { readonly kind: 'argument'; readonly name: string }
  | { readonly kind: 'list-argument'; readonly name: string }
  | { readonly kind: 'list'; readonly values: readonly PlanValue[] }

export type RouteOpcode =
  | 'SelectUnsharded' | 'SelectEqualUnique' | 'SelectEqual' | 'SelectIN' | 'SelectScatter' | 'SelectNext'
  | 'SelectDBA'
  | 'SelectReference'

export interface OrderByColumn { readonly column: number; readonly descending: boolean }

/** Sends one query to the shards that its opcode and value choose, and puts the answers together. */
export interface Route {
  readonly kind: 'route'
  readonly opcode: RouteOpcode
  readonly keyspace: PlanKeyspace
  readonly tableName: string
  readonly query: string
  /** The same query without rows, to learn the columns when no shard is concerned. */
  readonly fieldQuery: string
  readonly vindex: SingleColumnVindex | null
  readonly values: readonly PlanValue[]
  /** By which the answers are merged. */
  readonly orderBy: readonly OrderByColumn[]
  /** How many columns the client gets; 0: all. */
  readonly truncateColumnCount: number
  readonly queryTimeoutMs: number
  readonly scatterErrorsAsWarnings: boolean
}

/** For each row of `left`, runs `right` with that row's values bound. */
export interface Join {
  readonly kind: 'join'
  readonly isLeftJoin: boolean
  readonly left: Primitive
  readonly right: Primitive
  /** −n: column n of the left row, counted from 1; +n: of the right row. */
  readonly columns: readonly number[]
  /** Bind variable → column of the left row, counted from 0. */
  readonly variables: ReadonlyMap<string, number>
}

export type AggregateOpcode = 'count' | 'sum' | 'min' | 'max' | 'count_distinct' | 'sum_distinct'

export interface Aggregate {
  readonly opcode: AggregateOpcode
  readonly column: number
  readonly alias: string
}

/** Adds up rows that come sorted by the group columns. */
export interface OrderedAggregate {
  readonly kind: 'ordered-aggregate'
  readonly input: Primitive
  /** True if a distinct aggregate has to be counted here. */
  readonly hasDistinct: boolean
  readonly aggregates: readonly Aggregate[]
  readonly groupBy: readonly number[]
  readonly truncateColumnCount: number
}

export interface Limit {
  readonly kind: 'limit'
  readonly input: Primitive
  readonly count: PlanValue
  readonly offset: PlanValue | null
}

export interface MemorySort {
  readonly kind: 'memory-sort'
  readonly input: Primitive
  readonly orderBy: readonly OrderByColumn[]
  readonly upperLimit: PlanValue | null
  readonly truncateColumnCount: number
}

export type PulloutOpcode = 'PulloutValue' | 'PulloutIn' | 'PulloutNotIn' | 'PulloutExists'

/** Runs an uncorrelated subquery first and gives its result to the rest as bind variables. */
export interface PulloutSubquery {
  readonly kind: 'pullout-subquery'
  readonly opcode: PulloutOpcode
  readonly resultName: string
  readonly hasValuesName: string
  readonly subquery: Primitive
  readonly underlying: Primitive
}

/** Some columns of a derived table. */
export interface SubqueryProjection {
  readonly kind: 'subquery'
  readonly input: Primitive
  readonly columns: readonly number[]
}

/** A vindex used as a table: answered by vtgate itself. */
export interface VindexFunction {
  readonly kind: 'vindex-function'
  readonly vindex: SingleColumnVindex
  readonly value: PlanValue
  readonly fields: readonly { readonly name: string; readonly type: TypeName }[]
  /** 0 id, 1 keyspace_id, 2 range_start, 3 range_end. */
  readonly columns: readonly number[]
}

/** Sends the statement as it is to the destination that the session named. */
export interface Send {
  readonly kind: 'send'
  readonly keyspace: PlanKeyspace
  readonly destination: Destination
  readonly query: string
  readonly isDml: boolean
}

export type DmlOpcode = 'Unsharded' | 'Equal' | 'Scatter' | 'ByDestination'

/** What UPDATE and DELETE have in common. */
export interface Dml {
  readonly opcode: DmlOpcode
  readonly keyspace: PlanKeyspace
  readonly table: KeyspaceTable | null
  readonly query: string
  readonly vindex: SingleColumnVindex | null
  readonly values: readonly PlanValue[]
  readonly destination: Destination | null
  /** Computes the keyspace id of a row that the owned-vindex query returned, from its first column. */
  readonly ksidVindex: SingleColumnVindex | null
  /** Reads and locks the rows whose lookups have to be kept in step; '' if there are none. */
  readonly ownedVindexQuery: string
  readonly multiShardAutocommit: boolean
  readonly queryTimeoutMs: number
}

export interface Update extends Dml {
  readonly kind: 'update'
  /** New values of vindex columns, by vindex and lower-case column. */
  readonly changedVindexValues: ReadonlyMap<string, ReadonlyMap<string, PlanValue>>
}

export interface Delete extends Dml { readonly kind: 'delete' }

export type InsertOpcode = 'InsertUnsharded' | 'InsertSharded' | 'InsertShardedIgnore'

/** Fills the places of an auto-increment column from a sequence. */
export interface Generate {
  readonly keyspace: PlanKeyspace
  readonly query: string
  /** One value a row; NULL asks for a new one. */
  readonly values: readonly PlanValue[]
}

export interface Insert {
  readonly kind: 'insert'
  readonly opcode: InsertOpcode
  readonly keyspace: PlanKeyspace
  readonly table: KeyspaceTable
  readonly query: string
  /** `prefix`, one tuple a row, `suffix`: the rows of a shard are put together from them. */
  readonly prefix: string
  readonly tuples: readonly string[]
  readonly suffix: string
  /** By column vindex, then column, then row. */
  readonly vindexValues: readonly (readonly (readonly PlanValue[])[])[]
  readonly generate: Generate | null
  readonly multiShardAutocommit: boolean
  readonly queryTimeoutMs: number
}

/** What of the session a statement asks for: `last_insert_id()`, `found_rows()`, `database()`, `@x`. */
export interface PlanNeeds {
  readonly lastInsertId: boolean
  readonly foundRows: boolean
  readonly database: boolean
  readonly userVariables: readonly string[]
  /** None of it: nothing has to be added to the bind variables. */
  readonly nothing: boolean
}

export function planNeeds(needs: Omit<PlanNeeds, 'nothing'>): PlanNeeds {
  return {
    ...needs, nothing: !needs.lastInsertId && !needs.foundRows && !needs.database
      && needs.userVariables.length === 0,
  }
}

export const isRoutingVindex = (vindex: Vindex): vindex is SingleColumnVindex =>
  vindex.kind !== 'multi-column'
