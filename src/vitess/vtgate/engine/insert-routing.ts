import { Failure, type Ctx } from '../../../sim/index.ts'
import type { BindVariable, BindVariables } from '../../../sql/index.ts'
import {
  destinationString, goValue, type ColumnVindex, type Destination, type TypedValue,
} from '../../keys/index.ts'
import type { Target } from '../../wire/index.ts'
import type { EngineCursor } from './cursor.ts'
import { resolveValue } from './plan-values.ts'
import type { Insert } from './primitive.ts'
import { mapAll } from './route.ts'

/** Which rows each shard gets, in the order of the statement, and the values of their vindex columns. */
export interface RoutedInsert {
  readonly shards: readonly { readonly target: Target; readonly rows: readonly number[] }[]
  readonly binds: BindVariables
}

/**
 * Computes the keyspace ids, brings the lookups in line, and groups the rows by shard. Failures say where
 * they come from, and lose their code on the way. Source: engine/insert.go getInsertShardedRoute.
 */
export async function routeInsert(
  ctx: Ctx, cursor: EngineCursor, plan: Insert, binds: BindVariables,
): Promise<RoutedInsert> {
  try {
    return await route(ctx, cursor, plan, binds)
  } catch (error) {
    if (!(error instanceof Failure) || ctx.canceled !== null) throw error
    throw new Failure(error.code, `execInsertSharded: getInsertShardedRoute: ${error.message}`, error)
  }
}

async function route(
  ctx: Ctx, cursor: EngineCursor, plan: Insert, binds: BindVariables,
): Promise<RoutedInsert> {
  /** By column vindex, then row, then column. */
  const values = plan.vindexValues.map((columns) => {
    const resolved = columns.map((rows) => rows.map((value) => resolveValue(value, binds)))
    return plan.tuples.map((_, row) => resolved.map((column) => column[row]!))
  })
  const { columnVindexes } = plan.table
  const keyspaceIds = await primaryIds(ctx, cursor, plan, values[0]!)
  for (let i = 1; i < columnVindexes.length; i += 1) {
    const rows = values[i]!
    if (columnVindexes[i]!.owned) {
      await createEntries(ctx, cursor, plan, columnVindexes[i]!, rows, keyspaceIds)
    }
    else await checkUnowned(ctx, cursor, plan, columnVindexes[i]!, rows, keyspaceIds)
  }
  const filled: Record<string, BindVariable> = { ...binds }
  values.forEach((rows, i) => {
    rows.forEach((row, r) => {
      const names = bindNames(columnVindexes[i]!, r)
      row.forEach((value, c) => { filled[names[c]!] = value })
    })
  })
  const kept = keyspaceIds.flatMap((keyspaceId, row) => (keyspaceId === null ? [] : [{ keyspaceId, row }]))
  const destinations = kept.map(({ keyspaceId }): Destination => ({ kind: 'keyspace-id', keyspaceId }))
  const shards = destinations.length === 0 ? []
    : await cursor.resolveDestinations(ctx, plan.keyspace.name, destinations)
  return { binds: filled, shards: shards.map(
    (shard) => ({ target: shard.target, rows: shard.destinations.map((d) => kept[d]!.row) })) }
}

const namesOf = new WeakMap<ColumnVindex, string[][]>()

/** What the columns of a row are called among the bind variables: `_customer_id0`. */
function bindNames(vindex: ColumnVindex, row: number): readonly string[] {
  let ofRows = namesOf.get(vindex)
  if (ofRows === undefined) namesOf.set(vindex, ofRows = [])
  return ofRows[row] ??= vindex.columns.map((column) => `_${column.replace(/[^A-Za-z0-9_]/g, '_')}${row}`)
}

/** The keyspace id of each row; null for a row that is dropped. Source: processPrimary. */
async function primaryIds(
  ctx: Ctx, cursor: EngineCursor, plan: Insert, rows: readonly TypedValue[][],
): Promise<(string | null)[]> {
  const { vindex } = plan.table.columnVindexes[0]!
  const destinations: readonly Destination[] = vindex.kind === 'multi-column'
    ? rows.map((row) => {
      const keyspaceId = vindex.keyspaceId(row)
      return keyspaceId === null ? { kind: 'none' } : { kind: 'keyspace-id', keyspaceId }
    })
    : await mapAll(ctx, cursor, vindex, rows.map((row) => row[0]!))
  return destinations.map((destination, i) => {
    if (destination.kind === 'keyspace-id') return destination.keyspaceId
    if (destination.kind !== 'none') {
      const where = destinationString(destination)
      throw wrong(`could not map ${goList(rows[i]!)} to a unique keyspace id: ${where}`)
    }
    if (plan.opcode === 'InsertShardedIgnore') return null
    throw wrong(`could not map ${goList(rows[i]!)} to a keyspace id`)
  })
}

/** Source: processOwned. */
async function createEntries(
  ctx: Ctx, cursor: EngineCursor, plan: Insert, { vindex }: ColumnVindex, rows: readonly TypedValue[][],
    keyspaceIds: (string | null)[],
): Promise<void> {
  if (vindex.kind !== 'lookup') return
  const kept = keyspaceIds.flatMap((id, i) => (id === null ? [] : [i]))
  const ids = kept.map((i) => keyspaceIds[i]!)
  const isIgnore = plan.opcode === 'InsertShardedIgnore'
  await vindex.create(ctx, cursor, kept.map((i) => rows[i]!), ids, isIgnore)
  if (!isIgnore) return
  // An entry that was there before wins, and the row that wanted it is dropped.
  const verified = await vindex.verify(ctx, cursor, kept.map((i) => rows[i]![0]!), ids)
  verified.forEach((isOurs, k) => { if (!isOurs) keyspaceIds[kept[k]!] = null })
}

/**
 * Source: processUnowned: a missing value is computed from the keyspace id, a given one has to agree with it.
 */
async function checkUnowned(
  ctx: Ctx, cursor: EngineCursor, plan: Insert, { vindex, columns }: ColumnVindex,
    rows: readonly TypedValue[][],
  keyspaceIds: (string | null)[],
): Promise<void> {
  for (const [i, row] of rows.entries()) {
    const keyspaceId = keyspaceIds[i]!
    if (keyspaceId === null) continue
    if (row.length === 1 && (row[0]!.value ?? null) === null) {
      if (vindex.kind !== 'functional' || vindex.reverse === undefined) {
        throw wrong(`value must be supplied for column [${columns.join(' ')}]`)
      }
      row[0] = vindex.reverse(keyspaceId)
      continue
    }
    const agrees = vindex.kind === 'functional'
      ? vindex.verify(row[0]!.value ?? null, row[0]!.type, keyspaceId)
      : vindex.kind === 'multi-column' ? vindex.verify(row, keyspaceId)
        : (await vindex.verify(ctx, cursor, [row[0]!], [keyspaceId]))[0]!
    if (agrees) continue
    if (plan.opcode !== 'InsertShardedIgnore') {
      throw wrong(`values ${goList(row)} for column [${columns.join(' ')}] does not map to keyspace ids`)
    }
    keyspaceIds[i] = null
  }
}

const goList = (row: readonly TypedValue[]): string => `[${row.map(goValue).join(' ')}]`

const wrong = (message: string) => new Failure('UNKNOWN', message, { definite: true })
