import { byCodeUnit } from '../../../base/index.ts'
import type { Ctx } from '../../../sim/index.ts'
import { valueText, type BindVariable, type Value } from '../../../sql/index.ts'
import { keyFailure } from '../key-error.ts'
import { binaryOfHex } from './value-bytes.ts'
import type { CommitOrder, TypedValue, VindexCursor, VindexSpec } from './vindex.ts'

/** What a lookup's parameters say, and the statements made from it. Source: lookup_internal.go. */
export interface LookupTable {
  readonly table: string
  readonly from: readonly string[]
  readonly to: string
  readonly autocommit: boolean
  readonly upsert: boolean
  readonly selectSql: string
  readonly verifySql: string
  readonly deleteSql: string
}

export function createLookupTable(spec: VindexSpec, autocommit: boolean, upsert: boolean): LookupTable {
  const table = spec.params.get('table') ?? ''
  const to = spec.params.get('to') ?? ''
  const from = (spec.params.get('from') ?? '').split(',').map((column) => column.trim())
  const first = from[0]!
  return {
    table, from, to, autocommit, upsert,
    selectSql: `select ${to} from ${table} where ${first} = :${first}`,
    verifySql: `select ${first} from ${table} where ${first} = :${first} and ${to} = :${to}`,
    deleteSql: `delete from ${table} where ${from.map((c) => `${c} = :${c} and `).join('')}${to} = :${to}`,
  }
}

/** A boolean parameter. Source: lookup.go boolFromMap. */
export function booleanParam(spec: VindexSpec, name: string): boolean {
  const text = spec.params.get(name)
  if (text === undefined || text === 'false') return false
  if (text === 'true') return true
  throw keyFailure('UNKNOWN', `${name} value must be 'true' or 'false': '${text}'`)
}

/** A typed value as a bind variable of its own type. */
export const bindOf = (value: TypedValue): BindVariable => ({ type: value.type, value: value.value ?? null })

/** A keyspace id as lookups store it. */
export const keyspaceIdValue = (keyspaceId: string): TypedValue =>
  ({ type: 'VARBINARY', value: binaryOfHex(keyspaceId) })

/** The "to" values found for each id: one statement an id. Source: lookup_internal.go Lookup. */
export async function lookUp(
  ctx: Ctx, cursor: VindexCursor, lookup: LookupTable, ids: readonly TypedValue[],
): Promise<Value[][]> {
  const order = lookup.autocommit ? 'autocommit' : 'normal'
  const found: Value[][] = []
  for (const id of ids) {
    const result = await named('lookup.Map', () =>
      cursor.execute(ctx, lookup.selectSql, { [lookup.from[0]!]: bindOf(id) }, order, false))
    found.push(result.rows.map((row) => row[0] ?? null))
  }
  return found
}

/** Source: lookup_internal.go Verify. */
export async function verifyRows(
  ctx: Ctx, cursor: VindexCursor, lookup: LookupTable, ids: readonly TypedValue[],
  to: readonly TypedValue[], order: CommitOrder): Promise<boolean[]> {
  const answers: boolean[] = []
  for (const [i, id] of ids.entries()) {
    const binds = { [lookup.from[0]!]: bindOf(id), [lookup.to]: bindOf(to[i]!) }
    const result = await named('lookup.Verify', () =>
      cursor.execute(ctx, lookup.verifySql, binds, order, false))
    answers.push(result.rows.length === 1)
  }
  return answers
}

/**
 * Writes the rows, sorted so that two writers never wait for each other in a ring. Source: lookup_internal.go
 * Create.
 */
export async function createRows(
  ctx: Ctx, cursor: VindexCursor, lookup: LookupTable, rows: readonly (readonly TypedValue[])[],
  to: readonly TypedValue[], ignoreMode: boolean, order: CommitOrder): Promise<void> {
  if (rows.length === 0) return
  checkWidth('lookup.Create', rows[0]!, lookup)
  const sorted = rows.map((row, i) => [...row, to[i]!]).sort(compareRows)
  const columns = [...lookup.from, lookup.to]
  const binds: Record<string, BindVariable> = {}
  const tuples = sorted.map((row, i) => {
    row.forEach((value, k) => { binds[`${columns[k]!}${i}`] = bindOf(value) })
    return `(${columns.map((column) => `:${column}${i}`).join(', ')})`
  })
  const upsert = ` on duplicate key update ${columns.map((c) => `${c}=values(${c})`).join(', ')}`
  const sql = `insert ${ignoreMode ? 'ignore ' : ''}into ${lookup.table}(${columns.join(', ')})`
    + ` values${tuples.join(', ')}`
    + (lookup.upsert ? upsert : '')
  await named('lookup.Create', () => cursor.execute(ctx, sql, binds, order, true))
}

/** Source: lookup_internal.go Delete. */
export async function deleteRows(
  ctx: Ctx, cursor: VindexCursor, lookup: LookupTable, rows: readonly (readonly TypedValue[])[],
  to: TypedValue, order: CommitOrder): Promise<void> {
  // Entries of a lookup that commits on its own are left behind: a row may have come in their place
  // meanwhile.
  if (rows.length === 0 || lookup.autocommit) return
  checkWidth('lookup.Delete', rows[0]!, lookup)
  for (const row of rows) {
    const binds: Record<string, BindVariable> = { [lookup.to]: bindOf(to) }
    row.forEach((value, k) => { binds[lookup.from[k]!] = bindOf(value) })
    await named('lookup.Delete', () => cursor.execute(ctx, lookup.deleteSql, binds, order, true))
  }
}

function checkWidth(method: string, row: readonly TypedValue[], lookup: LookupTable): void {
  if (row.length === lookup.from.length) return
  throw keyFailure('UNKNOWN', `${method}: column vindex count does not match the columns in the lookup: `
    + `${row.length} vs [${lookup.from.join(' ')}]`)
}

function compareRows(a: readonly TypedValue[], b: readonly TypedValue[]): number {
  for (let i = 0; i < a.length; i += 1) {
    const order = byCodeUnit(valueText(a[i]!.value ?? null) ?? '', valueText(b[i]!.value ?? null) ?? '')
    if (order !== 0) return order
  }
  return 0
}

/** Failures of a lookup's statements lose their code on the way, as fmt.Errorf does. */
async function named<T>(method: string, body: () => Promise<T>): Promise<T> {
  try {
    return await body()
  } catch (error) {
    throw keyFailure('UNKNOWN', `${method}: ${(error as Error).message}`)
  }
}
