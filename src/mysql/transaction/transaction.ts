import { assert } from '../../base/index.ts'
import type { Row } from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { Databases } from '../storage/databases.ts'
import type { Key } from '../storage/ordered-map.ts'
import type { TableData } from '../storage/table-data.ts'
import type { Table } from '../storage/table.ts'
import { Snapshot } from './snapshot.ts'

/** One changed row. `before` null: inserted; `after` null: deleted. */
export interface Change {
  readonly table: Table
  readonly beforeKey: Key
  readonly before: Row | null
  readonly afterKey: Key
  readonly after: Row | null
}

interface Savepoint {
  readonly name: string
  readonly changes: number
}

/** A table as one transaction sees it, with its own changes. */
class OwnView {
  readonly table: Table
  /** The committed data that `data` was copied from. */
  base: TableData
  data: TableData

  constructor(table: Table, base: TableData) {
    this.table = table
    this.base = base
    this.data = base.copy()
  }
}

/**
 * A transaction: what it has changed, in order, and what it sees.
 *
 * Locking reads and changes see what is committed now, plus the transaction's own changes (`current`). Other reads see
 * what was committed when it first read, plus its own changes (`consistent`). Nothing of it is on disk before commit.
 */
export class Transaction {
  readonly changes: Change[] = []
  readonly readOnly: boolean
  private readonly databases: Databases
  // Most transactions use one table or two: arrays are searched faster than they are hashed.
  private readonly used: Table[] = []
  private readonly own: OwnView[] = []
  private readonly ownOld: OwnView[] = []
  private snapshot: Snapshot | null = null
  private savepoints: Savepoint[] = []

  constructor(databases: Databases, readOnly = false) {
    this.databases = databases
    this.readOnly = readOnly
  }

  /** Fixes what consistent reads see, if that is not fixed yet. */
  takeSnapshot(): void {
    this.snapshot ??= new Snapshot(this.databases)
  }

  /** It has used the table: a definition must wait for its end. */
  hasUsed(table: Table): boolean {
    return this.used.includes(table)
  }

  use(table: Table): void {
    if (!this.used.includes(table)) this.used.push(table)
  }

  /** For plain SELECTs. */
  consistent(table: Table): TableData {
    this.takeSnapshot()
    this.use(table)
    const old = this.snapshot!.of(table)
    if (viewOf(this.own, table) === undefined) return old
    if (old === table.data) return this.current(table)
    let view = viewOf(this.ownOld, table)
    if (view === undefined) {
      this.ownOld.push(view = new OwnView(table, old))
      for (const change of this.changes) if (change.table === table) overlay(view, change)
    }
    return view.data
  }

  /** For changes and locking reads. */
  current(table: Table): TableData {
    this.use(table)
    const view = viewOf(this.own, table)
    return view === undefined ? table.data : this.upToDate(view)
  }

  /** Others may have committed since. */
  private upToDate(view: OwnView): TableData {
    const { table } = view
    if (view.base !== table.data) {
      view.base = table.data
      view.data = table.data.copy()
      this.replay(table, view.data)
    }
    return view.data
  }

  /** Changes a row, which must be locked and free of conflicts. */
  change(change: Change): void {
    const { table } = change
    this.use(table)
    let view = viewOf(this.own, table)
    if (view === undefined) this.own.push(view = new OwnView(table, table.data))
    this.upToDate(view).change(change.beforeKey, change.before, change.afterKey, change.after)
    const old = viewOf(this.ownOld, table)
    if (old !== undefined) overlay(old, change)
    this.changes.push(change)
  }

  /** A place to roll back to. */
  mark(): number {
    return this.changes.length
  }

  /** Takes back all changes since `mark`, last first. */
  rollbackTo(mark: number): void {
    for (let i = this.changes.length - 1; i >= mark; i--) {
      const { table, beforeKey, before, afterKey, after } = this.changes[i]!
      this.upToDate(viewOf(this.own, table)!).change(afterKey, after, beforeKey, before)
      const old = this.ownOld.findIndex((view) => view.table === table)
      if (old >= 0) this.ownOld.splice(old, 1)
    }
    this.changes.length = mark
  }

  setSavepoint(name: string): void {
    this.savepoints = this.savepoints.filter((savepoint) => savepoint.name !== name)
    this.savepoints.push({ name, changes: this.changes.length })
  }

  /** Error 1305 if there is no such savepoint. */
  rollbackToSavepoint(name: string): void {
    const at = this.findSavepoint(name)
    this.rollbackTo(this.savepoints[at]!.changes)
    this.savepoints.length = at + 1
  }

  releaseSavepoint(name: string): void {
    this.savepoints.length = this.findSavepoint(name)
  }

  /** Makes its changes the committed ones. The transaction must not be used any more. */
  apply(): void {
    for (const view of this.own) {
      assert(this.hasUsed(view.table), 'a changed table is a used one')
      view.table.data = this.upToDate(view)
    }
    this.own.length = 0
  }

  private findSavepoint(name: string): number {
    const at = this.savepoints.findIndex((savepoint) => savepoint.name === name)
    if (at < 0) throw mysqlError(1305, `SAVEPOINT ${name} does not exist`)
    return at
  }

  private replay(table: Table, data: TableData): void {
    for (const change of this.changes) {
      if (change.table === table) data.change(change.beforeKey, change.before, change.afterKey, change.after)
    }
  }
}

function viewOf(views: readonly OwnView[], table: Table): OwnView | undefined {
  for (const view of views) if (view.table === table) return view
  return undefined
}

/** The row's new state becomes visible in an old view, whatever version of the row that view had. */
function overlay(view: OwnView, change: Change): void {
  view.data.overlay(change.beforeKey, change.afterKey, change.after)
}
