import type { Ctx } from '../../../sim/index.ts'
import { valueText, type BindVariable } from '../../../sql/index.ts'
import type { Destination } from '../destination.ts'
import { keyFailure } from '../key-error.ts'
import { fullKeyRange } from '../key-range.ts'
import { destinationOf } from './lookup.ts'
import { bindOf, booleanParam, createLookupTable, createRows, deleteRows, keyspaceIdValue, lookUp,
  verifyRows, type LookupTable }
  from './lookup-table.ts'
import { hexOfBinary } from './value-bytes.ts'
import type { LookupVindex, TypedValue, VindexCursor, VindexFactory, VindexSpec } from './vindex.ts'

/**
 * `consistent_lookup`, `consistent_lookup_unique`: entries are created in a transaction that commits before
 * the rows', and deleted in one that commits after it, so that at worst an entry is left without a row; the
 * next creator finds out and takes it over. Source: consistent_lookup.go.
 */
export const createConsistentLookup: VindexFactory = (spec) => new ConsistentLookup(spec, false)
export const createConsistentLookupUnique: VindexFactory = (spec) => new ConsistentLookup(spec, true)

type Rows = readonly (readonly TypedValue[])[]

class ConsistentLookup implements LookupVindex {
  readonly kind = 'lookup'
  readonly name: string
  readonly type: string
  readonly cost: number
  readonly needsVCursor = true
  private readonly table: LookupTable
  private readonly writeOnly: boolean
  /** Set when the VSchema is built, from the table that owns this vindex. */
  private owner: { keyspace: string; table: string; columns: readonly string[] } | null = null

  constructor(spec: VindexSpec, readonly isUnique: boolean) {
    this.name = spec.name
    this.type = spec.type
    this.cost = isUnique ? 10 : 20
    this.writeOnly = booleanParam(spec, 'write_only')
    this.table = createLookupTable(spec, false, false)
  }

  setOwner(owner: { keyspace: string; table: string; columns: readonly string[] }): void {
    if (owner.columns.length !== this.table.from.length) {
      throw keyFailure('UNKNOWN', `owner table column count does not match vindex ${this.name}`)
    }
    this.owner = owner
  }

  async map(ctx: Ctx, cursor: VindexCursor, values: readonly TypedValue[]): Promise<Destination[]> {
    if (this.writeOnly) return values.map(() => ({ kind: 'key-range', keyRange: fullKeyRange }))
    const found = await lookUp(ctx, cursor, this.table, values)
    return found.map((rows, i) =>
      destinationOf(this, this.table.table, rows.map((value) => hexOfBinary(String(value ?? ''))),
        values[i]!))
  }

  async verify(
    ctx: Ctx, cursor: VindexCursor, values: readonly TypedValue[], keyspaceIds: readonly string[],
  ): Promise<boolean[]> {
    if (this.writeOnly) return values.map(() => true)
    return verifyRows(ctx, cursor, this.table, values, keyspaceIds.map(keyspaceIdValue), 'pre')
  }

  async create(
    ctx: Ctx, cursor: VindexCursor, rows: Rows, keyspaceIds: readonly string[], ignoreMode: boolean,
  ): Promise<void> {
    try {
      await createRows(ctx, cursor, this.table, rows, keyspaceIds.map(keyspaceIdValue), ignoreMode, 'pre')
    } catch (error) {
      if (!(error as Error).message.includes('Duplicate entry')) throw error
      for (const [i, row] of rows.entries()) await this.handleDuplicate(
        ctx, cursor, row, keyspaceIds[i]!, error as Error)
    }
  }

  /** An entry is in the way: it stands only if its row does. */
  private async handleDuplicate(
    ctx: Ctx, cursor: VindexCursor, row: readonly TypedValue[], keyspaceId: string, error: Error,
  ): Promise<void> {
    const { table, from, to } = this.table
    const owner = this.owner
    if (owner === null) throw error
    const binds: Record<string, BindVariable> = { [to]: bindOf(keyspaceIdValue(keyspaceId)) }
    row.forEach((value, i) => { binds[from[i]!] = bindOf(value) })
    const where = ` where ${from.map((column) => `${column} = :${column}`).join(' and ')}`
    const found = await cursor.execute(
      ctx, `select ${to} from ${table}${where} for update`, binds, 'pre', false)
    if (found.rows.length === 0) {
      const columns = [...from, to]
      const values = columns.map((column) => `:${column}`).join(', ')
      const sql = `insert into ${table}(${columns.join(', ')}) values(${values})`
      await cursor.execute(ctx, sql, binds, 'pre', true)
      return
    }
    if (found.rows.length > 1) {
      throw keyFailure('UNKNOWN', `unexpected rows: ${found.rows.length} from consistent lookup vindex`)
    }
    const existing = hexOfBinary(valueText(found.rows[0]![0] ?? null) ?? '')
    const ownerWhere = owner.columns.map((column, i) => `${column} = :${from[i]!}`).join(' and ')
    const lockOwner = `select ${owner.columns[0]!} from ${owner.table} where ${ownerWhere} lock in share mode`
    const held = await cursor.executeKeyspaceId(ctx, owner.keyspace, existing, lockOwner, binds, false)
    if (held.rows.length >= 1) throw error
    if (existing === keyspaceId) return
    await cursor.execute(ctx, `update ${table} set ${to}=:${to}${where}`, binds, 'pre', true)
  }

  async delete(ctx: Ctx, cursor: VindexCursor, rows: Rows, keyspaceId: string): Promise<void> {
    await deleteRows(ctx, cursor, this.table, rows, keyspaceIdValue(keyspaceId), 'post')
  }

  async update(ctx: Ctx, cursor: VindexCursor, oldValues: readonly TypedValue[], keyspaceId: string,
    newValues: readonly TypedValue[]): Promise<void> {
    const text = (value: TypedValue) => valueText(value.value ?? null)
    if (oldValues.every((value, i) => text(value) === text(newValues[i]!))) return
    await this.delete(ctx, cursor, [oldValues], keyspaceId)
    await this.create(ctx, cursor, [newValues], [keyspaceId], false)
  }
}
