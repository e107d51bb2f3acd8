import { hexOfBinary } from '../../vitess/keys/index.ts'
import { valueText, type QueryResult, type Value } from '../../sql/index.ts'

/**
 * A result as the mysql client prints it: a framed table, `Empty set` or `Query OK`, with the time it took.
 */
export function mysqlTable(result: QueryResult, elapsedMs: number): string[] {
  if (result.fields.length === 0) return [
    `Query OK, ${count(result.rowsAffected, 'row')} affected (${seconds(elapsedMs)})`, '',
  ]
  if (result.rows.length === 0) return [`Empty set (${seconds(elapsedMs)})`, '']
  const names = result.fields.map(field => field.name)
  const cells = result.rows.map(row => row.map(value => mysqlText(value)))
  const widths = names.map((name, column) => Math.max(
    displayWidth(name), ...cells.map(row => displayWidth(row[column]!)), 0))
  const rule = `+${widths.map(width => '-'.repeat(width + 2)).join('+')}+`
  const numeric = result.fields.map(field => isNumeric(field.type))
  const line = (texts: readonly string[], header: boolean): string => `|${texts.map((text, column) => {
    const blanks = ' '.repeat(widths[column]! - displayWidth(text))
    return !header && numeric[column] === true ? ` ${blanks}${text} ` : ` ${text}${blanks} `
  }).join('|')}|`
  const rows = cells.map(row => line(row, false))
  return [
    rule, line(names, true), rule, ...rows, rule,
    `${count(result.rows.length, 'row')} in set (${seconds(elapsedMs)})`, '',
  ]
}

/** The same with `\G`: a column a line, its name right-aligned. */
export function mysqlVertical(result: QueryResult, elapsedMs: number): string[] {
  if (result.fields.length === 0 || result.rows.length === 0) return mysqlTable(result, elapsedMs)
  const width = Math.max(...result.fields.map(field => displayWidth(field.name)))
  const stars = '*'.repeat(27)
  const lines = result.rows.flatMap((row, index) => [
    `${stars} ${index + 1}. row ${stars}`,
    ...row.map((value, column) => {
      const { name } = result.fields[column]!
      return `${' '.repeat(width - displayWidth(name))}${name}: ${mysqlText(value)}`
    }),
  ])
  return [...lines, `${count(result.rows.length, 'row')} in set (${seconds(elapsedMs)})`, '']
}

export interface MysqlError { readonly errno: number; readonly sqlState: string; readonly message: string }

export function mysqlError(error: MysqlError): string {
  return `ERROR ${error.errno} (${error.sqlState}): ${error.message}`
}

/** A value as the client shows it. */
export function mysqlText(value: Value): string {
  return valueText(value) ?? 'NULL'
}

/** The same result with binary values as the client's `--binary-as-hex` shows them. */
export function withBinaryAsHex(result: QueryResult): QueryResult {
  const isBinary = result.fields.map(field => /BINARY|BLOB/.test(field.type))
  return {
    ...result,
    rows: result.rows.map(row => row.map((value, column) => (
      value === null || isBinary[column] !== true ? value
        : `0x${hexOfBinary(valueText(value)!).toUpperCase()}`
    ))),
  }
}

function isNumeric(type: string): boolean {
  return /^(U?INT\d+|FLOAT\d+|DECIMAL|YEAR)$/.test(type)
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

function seconds(ms: number): string {
  return `${(Math.floor(ms / 10) / 100).toFixed(2)} sec`
}

/** Wide characters take two columns in a terminal. */
function displayWidth(text: string): number {
  let width = 0
  for (const letter of text) {
    const code = letter.codePointAt(0)!
    const isWide = (
      code >= 0x1100 && code <= 0x115f
    ) || (code >= 0x2e80 && code <= 0xa4cf) || (code >= 0xac00 && code <= 0xd7a3)
      || (
        code >= 0xf900 && code <= 0xfaff
      ) || (code >= 0xfe30 && code <= 0xfe6f) || (code >= 0xff00 && code <= 0xff60)
      || (code >= 0x1f300 && code <= 0x1faff)
    width += isWide ? 2 : 1
  }
  return width
}
