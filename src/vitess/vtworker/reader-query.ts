import type { Row } from '../../sql/index.ts'
import type { Chunk } from './chunk.ts'
import type { CloneTable } from './clone-table.ts'
import { escapeId } from './sql-text.ts'

/**
 * The query for a chunk of a table, in the order of its key; after `lastRow`, if some of it was read before.
 * Source: go/vt/worker/restartable_result_reader.go generateQuery.
 */
export function readerQuery(table: CloneTable, chunk: Chunk, lastRow: Row | null): string {
  const key = table.primaryKeyColumns.map(escapeId)
  const literal = (i: number, value: Row[number]): string => table.encoders[i]!(value)
  const clauses: string[] = []
  if (lastRow !== null && key.length > 0) {
    // MySQL does not use the index for a comparison of tuples alone, hence the first clause.
    if (key.length === 1) clauses.push(`${key[0]!}>${literal(0, lastRow[0]!)}`)
    else {
      clauses.push(`${key[0]!}>=${literal(0, lastRow[0]!)}`)
      clauses.push(`(${key.join(',')})>(${key.map((_, i) => literal(i, lastRow[i]!)).join(',')})`)
    }
  } else if (chunk.start !== null) {
    clauses.push(`${key[0]!}>=${literal(0, chunk.start)}`)
  }
  if (chunk.end !== null) clauses.push(`${key[0]!}<${literal(0, chunk.end)}`)
  return `SELECT ${table.columns.map(escapeId).join(',')} FROM ${escapeId(table.name)}`
    + (clauses.length > 0 ? ` WHERE ${clauses.join(' AND ')}` : '')
      + (key.length > 0 ? ` ORDER BY ${key.join(',')}` : '')
}
