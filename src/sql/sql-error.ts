/** Where in a text something is: the offset counts from 0, line and column from 1. */
export interface SqlPosition { readonly offset: number; readonly line: number; readonly column: number }

/** A statement that is not SQL as MySQL knows it. One line; the server answers it with errno 1064. */
export class SqlError extends Error {
  readonly errno = 1064
  readonly sqlState = '42000'

  constructor(
    message: string,
    readonly position: SqlPosition,
    /** What may be meant, where that can be guessed. */
    readonly hint: string | null = null,
  ) {
    super(message)
    this.name = 'SqlError'
  }
}

/**
 * As Vitess words it (go/vt/sqlparser/token.go Error): the number in the message is that of the character after
 * the token, counted from 1.
 */
export function syntaxError(
  sql: string, start: number, end: number, near: string, hint: string | null = null,
): SqlError {
  const before = sql.slice(0, start)
  const position = { offset: start, line: before.split('\n').length, column: start - before.lastIndexOf('\n') }
  const where = `syntax error at position ${end + 1}`
  return new SqlError(near === '' ? where : `${where} near '${near}'`, position, hint)
}
