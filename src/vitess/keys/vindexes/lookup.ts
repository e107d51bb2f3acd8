import type { Ctx } from '../../../sim/index.ts'
import type { TypeName, Value } from '../../../sql/index.ts'
import { noDestination, type Destination } from '../destination.ts'
import { keyFailure } from '../key-error.ts'
import { fullKeyRange } from '../key-range.ts'
import { hashKeyspaceId, unhashKeyspaceId } from './hash.ts'
import { booleanParam, createLookupTable, createRows, deleteRows, keyspaceIdValue, lookUp, verifyRows,
  type LookupTable }
  from './lookup-table.ts'
import { md5 } from './md5.ts'
import { toIntegral } from './numbers.ts'
import { normalizeLoose } from './unicode-loose-md5.ts'
import { hexOfBinary, valueBytes } from './value-bytes.ts'
import type { LookupVindex, TypedValue, VindexFactory, VindexSpec } from './vindex.ts'

/** How a family of lookups stores values and keyspace ids. */
interface Storage {
  from(value: TypedValue): TypedValue
  to(keyspaceId: string): TypedValue
  keyspaceId(stored: Value): string
}

const raw: Storage = {
  from: (value) => value,
  to: keyspaceIdValue,
  keyspaceId: (stored) => hexOfBinary(String(stored ?? '')),
}
const hashed: Storage = {
  from: (value) => value,
  to: (keyspaceId) => ({ type: 'UINT64', value: unhashKeyspaceId(keyspaceId) }),
  keyspaceId(stored) {
    const n = toIntegral(stored)
    if (n === null) throw keyFailure('UNKNOWN', `lookup.Map: ${String(stored)}`)
    return hashKeyspaceId(n)
  },
}
const looseHashed: Storage = {
  ...hashed,
  from: (value) => ({ type: 'UINT64', value: looseNumber(value.value ?? null, value.type) }),
}

function looseNumber(value: Value, type: TypeName | 'TUPLE'): number | bigint {
  const n = BigInt(`0x${md5(normalizeLoose(valueBytes(value, type))).slice(0, 16)}`)
  return n <= 9007199254740991n ? Number(n) : n
}

/** `lookup`, `lookup_unique`: the table keeps keyspace ids as bytes. Source: lookup.go. */
export const createLookup: VindexFactory = (spec) => new Lookup(spec, raw, false)
export const createLookupUnique: VindexFactory = (spec) => new Lookup(spec, raw, true)
/**
 * `lookup_hash`, `lookup_hash_unique`: the table keeps the numbers that hash to the keyspace ids. Source:
 * lookup_hash.go.
 */
export const createLookupHash: VindexFactory = (spec) => new Lookup(spec, hashed, false)
export const createLookupHashUnique: VindexFactory = (spec) => new Lookup(spec, hashed, true)
/** The value is kept as a number made from its loose form. Source: lookup_unicodeloosemd5_hash.go. */
export const createLookupUnicodeLooseMd5Hash: VindexFactory = (spec) => new Lookup(spec, looseHashed, false)
export const createLookupUnicodeLooseMd5HashUnique: VindexFactory = (spec) =>
  new Lookup(spec, looseHashed, true)

class Lookup implements LookupVindex {
  readonly kind = 'lookup'
  readonly name: string
  readonly type: string
  readonly cost: number
  readonly needsVCursor = true
  private readonly storage: Storage
  private readonly table: LookupTable
  private readonly writeOnly: boolean

  constructor(spec: VindexSpec, storage: Storage, readonly isUnique: boolean) {
    this.name = spec.name
    this.type = spec.type
    this.cost = isUnique ? 10 : 20
    this.storage = storage
    const autocommit = booleanParam(spec, 'autocommit')
    this.writeOnly = booleanParam(spec, 'write_only')
    // If autocommit is on for a non-unique lookup, its entries may be there already.
    this.table = createLookupTable(spec, autocommit, autocommit && !isUnique)
  }

  async map(
    ctx: Ctx, cursor: Parameters<LookupVindex['map']>[1], values: readonly TypedValue[],
  ): Promise<Destination[]> {
    if (this.writeOnly) return values.map(() => ({ kind: 'key-range', keyRange: fullKeyRange }))
    const found = await lookUp(ctx, cursor, this.table, values.map((value) => this.storage.from(value)))
    return found.map((rows, i) =>
      destinationOf(this, this.table.table, rows.map(this.storage.keyspaceId), values[i]!))
  }

  async verify(ctx: Ctx, cursor: Parameters<LookupVindex['verify']>[1], values: readonly TypedValue[],
    keyspaceIds: readonly string[]): Promise<boolean[]> {
    if (this.writeOnly) return values.map(() => true)
    const order = this.table.autocommit ? 'autocommit' : 'normal'
    return verifyRows(ctx, cursor, this.table, values.map(this.storage.from),
      keyspaceIds.map(this.storage.to), order)
  }

  async create(ctx: Ctx, cursor: Parameters<LookupVindex['create']>[1],
    rows: readonly (readonly TypedValue[])[],
    keyspaceIds: readonly string[], ignoreMode: boolean): Promise<void> {
    const order = this.table.autocommit ? 'autocommit' : 'normal'
    const stored = rows.map((row) => this.storedRow(row))
    await createRows(ctx, cursor, this.table, stored, keyspaceIds.map(this.storage.to), ignoreMode, order)
  }

  async delete(ctx: Ctx, cursor: Parameters<LookupVindex['delete']>[1],
    rows: readonly (readonly TypedValue[])[],
    keyspaceId: string): Promise<void> {
    const stored = rows.map((row) => this.storedRow(row))
    await deleteRows(ctx, cursor, this.table, stored, this.storage.to(keyspaceId), 'normal')
  }

  async update(ctx: Ctx, cursor: Parameters<LookupVindex['update']>[1], oldValues: readonly TypedValue[],
    keyspaceId: string,
    newValues: readonly TypedValue[]): Promise<void> {
    await this.delete(ctx, cursor, [oldValues], keyspaceId)
    await this.create(ctx, cursor, [newValues], [keyspaceId], false)
  }

  private storedRow(row: readonly TypedValue[]): TypedValue[] {
    return row.map((value, i) => (i === 0 ? this.storage.from(value) : value))
  }
}

/** What the keyspace ids found for one value mean. Source: lookup.go Map, lookup_unique Map. */
export function destinationOf(
  vindex: { isUnique: boolean }, table: string, keyspaceIds: readonly string[], value: TypedValue,
): Destination {
  if (keyspaceIds.length === 0) return noDestination
  if (!vindex.isUnique) return { kind: 'keyspace-ids', keyspaceIds }
  if (keyspaceIds.length === 1) return { kind: 'keyspace-id', keyspaceId: keyspaceIds[0]! }
  throw keyFailure('UNKNOWN',
    `Lookup.Map: unexpected multiple results from vindex ${table}: ${goValue(value)}`)
}

/** A value as Go prints it: `INT64(1)`, `VARBINARY("a")`, `NULL`. Source: go/sqltypes/value.go String. */
export function goValue(value: TypedValue): string {
  const { type } = value
  const content = value.value ?? null
  if (content === null) return 'NULL'
  return typeof content === 'string' ? `${type}(${JSON.stringify(content)})`
    : `${type}(${typeof content === 'object' ? String(content.decimal) : String(content)})`
}
