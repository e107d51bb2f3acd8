/** As in Vitess's my.cnf (config/mycnf/default.cnf): `character_set_server = utf8`. */
export const serverCharset = 'utf8'

const collations = new Map<string, string>([
  ['utf8', 'utf8_general_ci'], ['utf8mb4', 'utf8mb4_general_ci'], ['latin1', 'latin1_swedish_ci'],
  ['ascii', 'ascii_general_ci'], ['binary', 'binary'], ['ucs2', 'ucs2_general_ci'], ['utf16', 'utf16_general_ci'],
  ['latin2', 'latin2_general_ci'], ['cp1252', 'latin1_swedish_ci'], ['gbk', 'gbk_chinese_ci'],
])

/** The collation that text of a character set has where none is named. */
export function defaultCollation(charset: string): string {
  return collations.get(charset) ?? `${charset}_general_ci`
}
