import type { Ctx } from '../../sim/index.ts'
import { failure } from '../command/index.ts'
import { getServedFrom, type KeyspaceInfo } from '../topo/index.ts'
import type { Keyspace, ServedFrom, ServedType } from '../wire/index.ts'

export interface ServedFromChange {
  readonly servedType: ServedType
  /** Empty: all. */
  readonly cells: readonly string[]
  /** The keyspace that serves the type, or did. */
  readonly keyspace: string
  readonly remove: boolean
}

/** Source: go/vt/topo/keyspace.go CheckServedFromMigration. */
export function checkServedFromMigration({ keyspace, record }: KeyspaceInfo, change: ServedFromChange): void {
  const { servedType, cells, remove } = change
  if (servedType === 'MASTER') {
    if (!remove) throw failure(`cannot add master back to ${keyspace}`)
    if (cells.length > 0) throw failure(`cannot migrate only some cells for master`
      + ` removal in keyspace ${keyspace}`)
    if (record.servedFroms.length > 1) {
      throw failure(`cannot migrate master into ${keyspace} until everything else is migrated`)
    }
  }
  if (remove && getServedFrom(record, servedType) === null) throw failure('supplied type cannot be migrated')
  for (const from of record.servedFroms) {
    if (from.keyspace === change.keyspace) continue
    throw failure(`inconsistent keyspace specified in migration: ${change.keyspace} != ${from.keyspace}`
      + ` for type ${from.tabletType}`)
  }
}

/**
 * The record with a type taken from another keyspace, or given back to it. `allCells` is what an empty list
 * of cells stands for. Source: keyspace.go UpdateServedFromMap.
 */
export function updateServedFromMap(
  ctx: Ctx, info: KeyspaceInfo, change: ServedFromChange, allCells: readonly string[],
): Keyspace {
  checkServedFromMigration(info, change)
  const { servedType, cells, keyspace, remove } = change
  const { record } = info
  const known = getServedFrom(record, servedType)
  if (known === null) {
    if (!remove) return { ...record, servedFroms: [...record.servedFroms, { tabletType: servedType, cells,
      keyspace }] }
    ctx.log('W', 'keyspace.go:150',
      `Trying to remove KeyspaceServedFrom for missing type ${servedType} in keyspace ${info.keyspace}`)
    return record
  }
  const changed = remove ? withoutCells(known, cells, allCells) : withCells(known, cells)
  return {
    ...record,
    servedFroms: record.servedFroms.flatMap(from => from !== known ? [from] : changed === null ? []
      : [changed]),
  }
}

function withoutCells(
  from: ServedFrom, cells: readonly string[], allCells: readonly string[],
): ServedFrom | null {
  if (cells.length === 0) return null
  const left = (from.cells.length === 0 ? allCells : from.cells).filter(cell => !cells.includes(cell))
  return left.length === 0 ? null : { ...from, cells: left }
}

function withCells(from: ServedFrom, cells: readonly string[]): ServedFrom {
  if (from.cells.length === 0 || cells.length === 0) return { ...from, cells: [] }
  return { ...from, cells: [...new Set([...from.cells, ...cells])] }
}
