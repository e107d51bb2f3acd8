import { byCodeUnit, byText } from '../../base/index.ts'
import type { Show, TableName } from '../../sql/index.ts'
import { isTextType, typeText } from '../catalog/column-type.ts'
import { createTableText, quoteName } from '../catalog/create-table-text.ts'
import { defaultCollation } from '../catalog/charset.ts'
import { averageRowBytes, dataLength, extra, keyMark, shownDefault } from '../catalog/descriptions.ts'
import type { Session } from '../server/session.ts'
import type { Table } from '../storage/table.ts'
import { informationSchema, informationSchemaTables } from '../catalog/information-schema.ts'
import { type Listing, listing } from './listing.ts'
import { charsetOf } from '../values/index.ts'

/** SHOW DATABASES. */
export function listDatabases(session: Session, like: string | null): Listing {
  const names = session.server.databases.all().map(({ name }) => name).sort(byCodeUnit)
  return listing([withPattern('Database', like)], names.map((name) => [name]))
}

/** SHOW [FULL] TABLES. */
export function listTables(session: Session, show: Show): Listing {
  const database = session.server.databases.get(show.database ?? session.database)
  const names = database.name === informationSchema ? informationSchemaTables() : [...database.tables.keys()]
  names.sort(byCodeUnit)
  const header = withPattern(`Tables_in_${database.name}`, show.like)
  if (!show.full) return listing([header], names.map((name) => [name]))
  return listing([header, 'Table_type'], names.map((name) => [name, 'BASE TABLE']))
}

function withPattern(header: string, like: string | null): string {
  return like === null ? header : `${header} (${like})`
}

/** SHOW [FULL] COLUMNS, DESCRIBE. */
export function listColumns(session: Session, name: TableName, full: boolean): Listing {
  const { schema } = find(session, name)
  const plain = ['Field', 'Type', 'Null', 'Key', 'Default', 'Extra']
  const rows = schema.columns.map((column) => {
    const key = keyMark(schema, column)
    return { column, key, collation: isTextType(column.type) ? column.collation : null }
  })
  if (!full) {
    return listing(plain, rows.map(({ column, key }) =>
      [column.name, typeText(column.type), column.nullable ? 'YES' : 'NO', key, shownDefault(column), extra(column)]))
  }
  return listing(
    ['Field', 'Type', 'Collation', 'Null', 'Key', 'Default', 'Extra', 'Privileges', 'Comment'],
    rows.map(({ column, key, collation }) => [
      column.name, typeText(column.type), collation, column.nullable ? 'YES' : 'NO', key, shownDefault(column),
      extra(column), 'select,insert,update,references', column.comment,
    ]),
  )
}

/** SHOW INDEX. */
export function listIndexes(session: Session, name: TableName): Listing {
  const { schema, data } = find(session, name)
  const rows = schema.indexes.flatMap((index) => index.columns.map((place, i) => {
    const column = schema.columns[place]!
    return [
      schema.name, index.kind === 'key' ? 1 : 0, index.name, i + 1, column.name, 'A', data.rowCount,
      index.lengths[i] ?? null, null, column.nullable ? 'YES' : '', 'BTREE', '', '',
    ]
  }))
  return listing([
    'Table', '#Non_unique', 'Key_name', '#Seq_in_index', 'Column_name', 'Collation', '#Cardinality', '#Sub_part', 'Packed',
    'Null', 'Index_type', 'Comment', 'Index_comment',
  ], rows)
}

export function showCreateTable(session: Session, name: TableName): Listing {
  const table = find(session, name)
  return listing(['Table', 'Create Table'], [[table.schema.name, createTableText(table.schema, table.nextAutoIncrement)]])
}

/** With IF NOT EXISTS, which the tree does not keep, the text is made to be run where the database may exist. */
export function showCreateDatabase(session: Session, name: string): Listing {
  const condition = /\bif\s+not\s+exists\b/i.test(session.sql ?? '') ? '/*!32312 IF NOT EXISTS*/ ' : ''
  const { charset, collation } = session.server.databases.get(name)
  const collate = collation === defaultCollation(charset) ? '' : ` COLLATE ${collation}`
  const text = `CREATE DATABASE ${condition}${quoteName(name)} /*!40100 DEFAULT CHARACTER SET ${charset}${collate} */`
  return listing(['Database', 'Create Database'], [[name, text]])
}

/** SHOW TABLE STATUS. */
export function listTableStatus(session: Session, database: string | null): Listing {
  const tables = [...session.server.databases.get(database ?? session.database).tables.values()]
  const rows = tables.sort(byText(({ schema }) => schema.name)).map((table) => {
    const { schema } = table
    const counter = schema.autoIncrementColumn < 0 ? null : table.nextAutoIncrement
    const { rowCount } = table.data
    return [
      schema.name, 'InnoDB', 10, 'Dynamic', rowCount, averageRowBytes, dataLength(table), 0, 0, 0, counter, null, null, null,
      schema.collation, null, '', schema.comment,
    ]
  })
  return listing([
    'Name', 'Engine', '#Version', 'Row_format', '#Rows', '#Avg_row_length', '#Data_length', '#Max_data_length',
    '#Index_length', '#Data_free', '#Auto_increment', 'Create_time', 'Update_time', 'Check_time', 'Collation', 'Checksum',
    'Create_options', 'Comment',
  ], rows)
}

/** Collations by character set, for those that tables use. */
export function listCharacterSets(): Listing {
  const rows = [['latin1', 'cp1252 West European', 'latin1_swedish_ci', 1], ['binary', 'Binary pseudo charset', 'binary', 1],
    ['utf8', 'UTF-8 Unicode', 'utf8_general_ci', 3], ['utf8mb4', 'UTF-8 Unicode', 'utf8mb4_general_ci', 4]]
  return listing(['Charset', 'Description', 'Default collation', '#Maxlen'], rows)
}

export function listCollations(): Listing {
  const names = ['latin1_swedish_ci', 'binary', 'utf8_general_ci', 'utf8_bin', 'utf8mb4_general_ci', 'utf8mb4_bin']
  const rows = names.map((name, i) =>
    [name, charsetOf(name), i + 1, name === defaultCollation(charsetOf(name)) ? 'Yes' : '', 'Yes', 1])
  return listing(['Collation', 'Charset', '#Id', 'Default', 'Compiled', '#Sortlen'], rows)
}

function find(session: Session, name: TableName): Table {
  return session.server.databases.table(name.database ?? session.database, name.name)
}
