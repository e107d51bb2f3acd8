import type { QueryResult } from '../../../sql/index.ts'

export const noResult: QueryResult = Object.freeze({
  fields: Object.freeze([]), rows: Object.freeze([]), rowsAffected: 0, insertId: 0,
})

/**
 * One result out of many: the first columns, all rows, the sum of what was affected. Source: sqltypes
 * Result.AppendResult.
 */
export function appendResults(results: readonly QueryResult[]): QueryResult {
  if (results.length === 1) return results[0]!
  // A shard that has nothing to say has no part in it.
  const speaking = results.filter(
    (result) => result.rowsAffected !== 0 || result.fields.length > 0 || result.insertId !== 0)
  if (speaking.length === 0) return noResult
  return {
    fields: speaking.find((result) => result.fields.length > 0)?.fields ?? [],
    rows: speaking.flatMap((result) => result.rows),
    rowsAffected: speaking.reduce((sum, result) => sum + result.rowsAffected, 0),
    insertId: speaking.reduce<number | bigint>(
      (id, result) => (result.insertId === 0 ? id : result.insertId), 0),
  }
}

/** Cuts off the columns that only vtgate wanted. */
export function truncateColumns(result: QueryResult, count: number): QueryResult {
  if (count === 0 || result.fields.length <= count) return result
  return { ...result, fields: result.fields.slice(0, count),
    rows: result.rows.map((row) => row.slice(0, count)) }
}
