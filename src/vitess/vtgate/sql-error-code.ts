import type { Code, Failure } from '../../sim/index.ts'

/** What a MySQL client is told. */
export interface SqlErrorCode { readonly errno: number; readonly sqlState: string }

const byCode: ReadonlyMap<Code, number> = new Map([
  ['CANCELED', 1317], ['DEADLINE_EXCEEDED', 1317], ['ABORTED', 1317], ['PERMISSION_DENIED', 1045],
    ['UNAUTHENTICATED', 1045],
  ['RESOURCE_EXHAUSTED', 1203], ['UNIMPLEMENTED', 1235],
] as const)

/**
 * The number in the text if a database put it there, else one for the code. Source: go/mysql/sql_error.go
 * NewSQLErrorFromError.
 */
export function sqlErrorOf(failure: Failure): SqlErrorCode {
  const inText = /\(errno (\d+)\) \(sqlstate (\w+)\)/.exec(failure.message)
  if (inText !== null) return { errno: Number(inText[1]), sqlState: inText[2]! }
  if (failure.errno !== undefined) return { errno: failure.errno, sqlState: failure.sqlState ?? 'HY000' }
  return { errno: byCode.get(failure.code) ?? 1105, sqlState: 'HY000' }
}
