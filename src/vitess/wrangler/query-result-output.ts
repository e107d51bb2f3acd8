import type { Ctx } from '../../sim/index.ts'
import { type QueryResult, type Value, valueText } from '../../sql/index.ts'
import { type ProtoJson, printJson } from './json-output.ts'
import type { Wrangler } from './wrangler.ts'

/** A table in a frame, or JSON. Source: go/vt/vtctl/query.go printQueryResult. */
export function printQueryResult(ctx: Ctx, wr: Wrangler, result: QueryResult, json: boolean): void {
  if (json) return printJson(ctx, wr, resultJson(result))
  if (result.fields.length > 0) wr.logger.printf(ctx, resultTable(result))
}

function resultTable({ fields, rows }: QueryResult): string {
  const lines = [fields.map(({ name }) => name), ...rows.map(row => row.map(value => valueText(value) ?? ''))]
  const widths = fields.map((_, i) => Math.max(...lines.map(line => line[i]!.length)))
  const rule = `+${widths.map(width => '-'.repeat(width + 2)).join('+')}+\n`
  const text = lines.map((line, row) => {
    const cells =
      line.map((cell, i) => ` ${row === 0 ? centred(cell, widths[i]!) : padded(cell, widths[i]!)} `)
    return `|${cells.join('|')}|\n`
  })
  return rule + text[0]! + rule + (rows.length > 0 ? text.slice(1).join('') + rule : '')
}

/** Numbers stand on the right, as the table writer of Vitess has them. */
const padded = (cell: string, width: number): string =>
  /^-?\d+(\.\d+)?$/.test(cell) ? cell.padStart(width) : cell.padEnd(width)
const centred = (cell: string, width: number): string => cell.padStart(cell.length
  + Math.floor((width - cell.length) / 2)).padEnd(width).toUpperCase()

function resultJson(result: QueryResult): ProtoJson {
  const json = (value: Value): ProtoJson => value === null ? null : typeof value === 'number' ? value
    : valueText(value)
  return {
    fields: result.fields.map(({ name, type }) => ({ name, type })), rows_affected: result.rowsAffected,
    insert_id: typeof result.insertId === 'number' ? result.insertId : String(result.insertId),
      rows: result.rows.map(row => row.map(json)), extras: null,
  }
}
