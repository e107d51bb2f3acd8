import type { Ctx } from '../../sim/index.ts'
import type { Shard, TabletType } from '../wire/index.ts'
import { getTabletControl, newTabletControl, withTabletControl, type ShardInfo } from './shard.ts'
import { topoFailure } from './topo-error.ts'

/** What {@link updateSourceBlacklistedTables} is to do; `cells` empty means all. */
export interface BlacklistChange {
  readonly tabletType: TabletType
  readonly cells: readonly string[]
  readonly remove: boolean
  readonly tables: readonly string[]
}

/**
 * The record of `shard` with tables taken from, or given back to, tablets of a type. One list of tables per
 * control at a time.
 * Source: go/vt/topo/shard.go UpdateSourceBlacklistedTables.
 */
export function updateSourceBlacklistedTables(ctx: Ctx, shard: ShardInfo, change: BlacklistChange): Shard {
  const { tabletType, cells, remove, tables } = change
  const { record } = shard
  const where = `${shard.keyspace}/${shard.shardName}`
  const control = getTabletControl(record, tabletType)
  if (control === null) {
    if (!remove) {
      return withTabletControl(
        record, tabletType, newTabletControl(tabletType, { cells, blacklistedTables: tables })
      )
    }
    ctx.log('W', 'shard.go:417',
      `Trying to remove TabletControl.BlacklistedTables for missing type ${tabletType} in shard ${where}`)
    return record
  }
  if (remove) {
    const left = removeCells(control.cells, cells)
    return withTabletControl(record, tabletType, left === null ? null : { ...control, cells: left })
  }
  if (control.blacklistedTables.join() !== tables.join()) {
    throw topoFailure(`trying to use two different sets of blacklisted tables for shard ${where}: ` +
      `[${control.blacklistedTables.join(' ')}] and [${tables.join(' ')}]`)
  }
  return withTabletControl(record, tabletType, { ...control, cells: addCells(control.cells, cells) })
}

/** Source: shard.go addCells: an empty list on either side means all. */
function addCells(left: readonly string[], right: readonly string[]): readonly string[] {
  return left.length === 0 || right.length === 0 ? [] : [...new Set([...left, ...right])]
}

/**
 * What is left of the cells, or null for nothing. As in Vitess, to take some cells from a control that is for
 * all (an empty list) takes the whole control away. Source: shard.go removeCellsFromList.
 */
function removeCells(cells: readonly string[], toRemove: readonly string[]): readonly string[] | null {
  if (toRemove.length === 0) return null
  const left = cells.filter((cell) => !toRemove.includes(cell))
  return left.length === 0 ? null : left
}
