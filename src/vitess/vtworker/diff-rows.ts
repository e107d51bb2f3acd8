import type { Ctx } from '../../sim/index.ts'
import { type Row, type Value, valueText } from '../../sql/index.ts'
import type { CommandLogger } from '../command/index.ts'
import { compareRows, firstDifference } from './compare-rows.ts'
import { checkFields } from './row-differ.ts'
import type { RowReader } from './row-reader.ts'

/** What a diff of one table found. `processedRows` is one more than there are, as in Vitess. */
export interface DiffReport {
  processedRows: number
  matchingRows: number
  mismatchedRows: number
  extraRowsLeft: number
  extraRowsRight: number
  /** Rows a second. */
  qps: number
}

export const hasDifferences = (report: DiffReport): boolean =>
  report.mismatchedRows > 0 || report.extraRowsLeft > 0 || report.extraRowsRight > 0

/** Source: go/vt/worker/diff_utils.go DiffReport.String. */
export function reportText(report: DiffReport): string {
  const { processedRows, matchingRows, mismatchedRows, extraRowsLeft, extraRowsRight, qps } = report
  return `DiffReport{${processedRows} processed, ${matchingRows} matching, ${mismatchedRows} mismatched,`
    + ` ${extraRowsLeft} extra left,`
    + ` ${extraRowsRight} extra right, ${qps} q/s}`
}

/** Of each kind of difference so many rows are shown. */
const shownRows = 10

/**
 * Walks through both sides in the order of the primary key and counts what differs. Nothing is repaired.
 * Source: go/vt/worker/diff_utils.go RowDiffer.Go.
 */
export async function diffRows(
  ctx: Ctx, logger: CommandLogger, table: string, pkFieldCount: number, left: RowReader, right: RowReader,
): Promise<DiffReport> {
  checkFields(left, right)
  const startMs = ctx.nowMs
  const report: DiffReport = { processedRows: 0, matchingRows: 0, mismatchedRows: 0, extraRowsLeft: 0,
    extraRowsRight: 0, qps: 0 }
  const show = (count: number, text: string): void => {
    if (count < shownRows) logger.error(ctx, 'diff_utils.go:703', `[table=${table}] ${text}`)
  }
  let a = await next(ctx, left)
  let b = await next(ctx, right)
  for (;;) {
    report.processedRows++
    if (a === null || b === null) break
    const different = firstDifference(a, b)
    const order = different < 0 || different >= pkFieldCount ? 0 : compareRows(left.fields, pkFieldCount, a,
      b)
    if (different < 0) report.matchingRows++
    else if (order === 0) show(report.mismatchedRows, `Different content ${report.mismatchedRows++} in same`
      + ` PK: ${text(a)} != ${text(b)}`)
    else if (order < 0) show(report.extraRowsLeft, `Extra row ${report.extraRowsLeft++} on left: ${text(a)}`)
    else show(report.extraRowsRight, `Extra row ${report.extraRowsRight++} on right: ${text(b)}`)
    if (order <= 0) a = await next(ctx, left)
    if (order >= 0) b = await next(ctx, right)
  }
  if (a !== null) report.extraRowsLeft += await drain(ctx, logger, 'left', a, left)
  if (b !== null) report.extraRowsRight += await drain(ctx, logger, 'right', b, right)
  const seconds = (ctx.nowMs - startMs) / 1000
  report.qps = seconds >= 1 ? Math.floor(report.processedRows / seconds) : report.processedRows
  return report
}

async function next(ctx: Ctx, reader: RowReader): Promise<Row | null> {
  return reader.row() ?? reader.next(ctx)
}

async function drain(
  ctx: Ctx, logger: CommandLogger, side: string, first: Row, reader: RowReader,
): Promise<number> {
  logger.error(ctx, 'diff_utils.go:720', `Draining extra row(s) found on the ${side}`
    + ` starting with: ${text(first)}`)
  let count = 1
  while (await next(ctx, reader) !== null) count++
  return count
}

const text = (row: Row): string => `[${row.map(cell).join(' ')}]`
const cell = (value: Value): string =>
  typeof value === 'string' ? JSON.stringify(value) : valueText(value) ?? 'NULL'
