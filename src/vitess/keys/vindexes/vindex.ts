import type { Ctx } from '../../../sim/index.ts'
import type { BindVariables, QueryResult, TypeName, Value } from '../../../sql/index.ts'
import type { Destination } from '../destination.ts'

/** A value with the type that says how to read it. A bind variable fits. */
export interface TypedValue { readonly type: TypeName | 'TUPLE'; readonly value?: Value }

/**
 * What all vindexes have. The lower the cost, the more the planner likes it. Source:
 * go/vt/vtgate/vindexes/vindex.go.
 */
interface VindexBase {
  /** As in the VSchema. */
  readonly name: string
  /** As in the VSchema: `hash`, `lookup_unique`, … */
  readonly type: string
  readonly cost: number
  /** True if a value has at most one keyspace id. */
  readonly isUnique: boolean
  readonly needsVCursor: boolean
}

/** Computes the keyspace id from one value, without asking anybody. */
export interface FunctionalVindex extends VindexBase {
  readonly kind: 'functional'
  /** Lower-case hex, or null if the value has no place. A failure only where Vitess's Map returns one. */
  keyspaceId(value: Value, type: TypeName | 'TUPLE'): string | null
  /** True if the row belongs at the keyspace id. Fails where Vitess's Verify does. */
  verify(value: Value, type: TypeName | 'TUPLE', keyspaceId: string): boolean
  /** The value that has this keyspace id, if there is a way back. */
  reverse?(keyspaceId: string): TypedValue
}

/** Computes the keyspace id from several columns. In 2020 it places rows, but routes no query. */
export interface MultiColumnVindex extends VindexBase {
  readonly kind: 'multi-column'
  keyspaceId(values: readonly TypedValue[]): string | null
  verify(values: readonly TypedValue[], keyspaceId: string): boolean
}

/** Looks keyspace ids up in a table, which it keeps in step with its owner. */
export interface LookupVindex extends VindexBase {
  readonly kind: 'lookup'
  /** One destination for each value. */
  map(ctx: Ctx, cursor: VindexCursor, values: readonly TypedValue[]): Promise<Destination[]>
  verify(
    ctx: Ctx, cursor: VindexCursor, values: readonly TypedValue[], keyspaceIds: readonly string[],
  ): Promise<boolean[]>
  create(ctx: Ctx, cursor: VindexCursor, rows: readonly (readonly TypedValue[])[],
    keyspaceIds: readonly string[],
    ignoreMode: boolean): Promise<void>
  delete(
    ctx: Ctx, cursor: VindexCursor, rows: readonly (readonly TypedValue[])[], keyspaceId: string,
  ): Promise<void>
  update(ctx: Ctx, cursor: VindexCursor, oldValues: readonly TypedValue[], keyspaceId: string,
    newValues: readonly TypedValue[]): Promise<void>
  /** What the owner is called and which columns it has; a consistent lookup asks it about rows. */
  setOwner?(owner: { keyspace: string; table: string; columns: readonly string[] }): void
}

export type Vindex = FunctionalVindex | MultiColumnVindex | LookupVindex

/**
 * In which transaction of a session a lookup's statement runs: committed before, with or after the rows
 * themselves.
 */
export type CommitOrder = 'normal' | 'pre' | 'post' | 'autocommit'

/** How a lookup vindex reaches its table: as a client of the vtgate it is in. Source: vindexes.VCursor. */
export interface VindexCursor {
  execute(
    ctx: Ctx, query: string, bindVariables: BindVariables, order: CommitOrder, isDml: boolean,
  ): Promise<QueryResult>
  executeKeyspaceId(ctx: Ctx, keyspace: string, keyspaceId: string, query: string,
    bindVariables: BindVariables,
    isDml: boolean): Promise<QueryResult>
}

/** What a vindex is made from. `files` are those that a parameter may name, by path. */
export interface VindexSpec {
  readonly name: string
  readonly type: string
  readonly params: ReadonlyMap<string, string>
  readonly files: ReadonlyMap<string, string>
}

export type VindexFactory = (spec: VindexSpec) => Vindex
