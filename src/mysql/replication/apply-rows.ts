import type { Row } from '../../sql/index.ts'
import type { Failure } from '../../sim/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { RowsEvent } from '../protocol.ts'
import type { Databases } from '../storage/databases.ts'
import type { Table } from '../storage/table.ts'
import { duplicateEntry } from '../storage/duplicate-entry.ts'
import type { LockManager } from '../transaction/lock-manager.ts'
import type { LockOwner } from '../transaction/lock-owner.ts'
import type { Transaction } from '../transaction/transaction.ts'

/** Where row images of a master are put into this server. */
export interface ApplyTarget {
  readonly databases: Databases
  readonly locks: LockManager
  readonly owner: LockOwner
  /** Nobody else holds a lock, so none has to be taken. */
  readonly isAlone: boolean
}

/**
 * Puts one row image into a transaction. Throws `LockConflict`, or what stops the SQL thread: 1146 no such table,
 * 1032 the row is not there, 1062 it is there already.
 */
export function applyRow(target: ApplyTarget, transaction: Transaction, event: RowsEvent): void {
  const table = target.databases.table(event.database, event.table)
  if (!target.isAlone) target.locks.checkWrite(target.owner, table)
  const data = transaction.current(table)
  const before = event.before === undefined ? null : fit(table, event.before)
  const after = event.after === undefined ? null : fit(table, event.after)
  const beforeKey = before === null ? null : table.keyOf(data, before)
  if (before !== null && beforeKey === null) throw cannotFind(table, event)
  if (beforeKey !== null && !target.isAlone) target.locks.rows.lock(target.owner, table, beforeKey, 'exclusive')
  if (after === null) {
    transaction.change({ table, beforeKey: beforeKey!, before: data.rows.get(beforeKey!)!, afterKey: beforeKey!, after: null })
    return
  }
  const afterKey = beforeKey !== null && table.shape.hasHiddenRows ? beforeKey : table.newKey(after)
  if (!target.isAlone) target.locks.rows.lock(target.owner, table, afterKey, 'exclusive')
  const conflict = data.conflict(after, afterKey, beforeKey)
  if (conflict !== null) throw alreadyThere(table, event, duplicateEntry(table, conflict.index, after).message)
  const present = beforeKey === null ? null : data.rows.get(beforeKey)!
  transaction.change({ table, beforeKey: beforeKey ?? afterKey, before: present, afterKey, after })
  table.noteAutoIncrement(after)
}

/** A row for a table that has more or fewer columns than the master's. */
function fit(table: Table, row: Row): Row {
  const width = table.schema.columns.length
  if (row.length === width) return row
  return Object.freeze(Array.from({ length: width }, (_, i) => row[i] ?? null))
}

function cannotFind(table: Table, event: RowsEvent): Failure {
  return mysqlError(
    1032, `Could not execute ${event.change === 'update' ? 'Update' : 'Delete'}_rows event on table `
      + `${event.database}.${event.table}; Can't find record in '${table.schema.name}', Error_code: 1032; `
      + 'handler error HA_ERR_KEY_NOT_FOUND',
  )
}

function alreadyThere(table: Table, event: RowsEvent, duplicate: string): Failure {
  return mysqlError(
    1062, `Could not execute ${event.change === 'insert' ? 'Write' : 'Update'}_rows event on table `
      + `${event.database}.${table.schema.name}; ${duplicate}, Error_code: 1062; handler error HA_ERR_FOUND_DUPP_KEY`,
  )
}
