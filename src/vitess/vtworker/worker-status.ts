import type { Ctx } from '../../sim/index.ts'

/** Source: go/vt/worker/status_worker.go. */
export type WorkerState =
  | 'not started' | 'initializing' | 'finding target instances' | 'synchronizing replication'
  | 'cloning the data (online)' | 'cloning the data (offline)' | 'running the diff'
  | 'running the diff, already found differences' | 'cleaning up' | 'done' | 'error'

/** Where a job stands; asked for now and then by those who watch. */
export class WorkerStatus {
  state: WorkerState = 'not started'

  set(ctx: Ctx, state: WorkerState): void {
    if (this.state === state) return
    this.state = state
    ctx.emit('vtworker/state', { state })
  }
}

interface TableProgress {
  readonly name: string
  rowCount: number
  copiedRows: number
  threadCount: number
  threadsStarted: number
  threadsDone: number
}

/** How far each table is. Source: go/vt/worker/table_status.go. */
export class TableStatusList {
  private tables: TableProgress[] = []
  private startMs = 0

  initialize(ctx: Ctx, tables: readonly { readonly name: string; readonly rowCount: number }[]): void {
    this.startMs = ctx.nowMs
    this.tables = tables.map(({ name, rowCount }) =>
      ({ name, rowCount, copiedRows: 0, threadCount: 0, threadsStarted: 0, threadsDone: 0 }))
  }
  setThreadCount(table: number, count: number): void { this.tables[table]!.threadCount = count }
  threadStarted(table: number): void { this.tables[table]!.threadsStarted++ }
  threadDone(table: number): void { this.tables[table]!.threadsDone++ }
  /** The estimate of rows grows when it turns out too small. */
  copied(table: number, rows: number): void {
    const progress = this.tables[table]!
    progress.copiedRows += rows
    if (progress.copiedRows > progress.rowCount) progress.rowCount = progress.copiedRows
  }

  /**
   * One line a table, and when all will be done (virtual time of the run in milliseconds; null if nothing was
   * copied yet).
   */
  format(ctx: Ctx): { readonly lines: readonly string[]; readonly etaMs: number | null } {
    const copied = this.tables.reduce((sum, table) => sum + table.copiedRows, 0)
    const total = this.tables.reduce((sum, table) => sum + table.rowCount, 0)
    const etaMs = copied === 0 ? null : this.startMs + (ctx.nowMs - this.startMs) * total / copied
    return { lines: this.tables.map(line), etaMs }
  }
}

function line(table: TableProgress): string {
  const { name, rowCount, copiedRows, threadCount, threadsStarted, threadsDone } = table
  if (threadsStarted === 0) return `${name}: copy not started (estimating ${rowCount} rows)`
  if (threadCount > 0 && threadsDone === threadCount) return `${name}: copy done,`
    + ` processed ${copiedRows} rows`
  const percent = rowCount === 0 ? 0 : copiedRows * 100 / rowCount
  return `${name}: copy running using ${threadsStarted - threadsDone} threads (${copiedRows}/${rowCount}`
    + ` rows processed, ${percent.toFixed(1)}%)`
}
