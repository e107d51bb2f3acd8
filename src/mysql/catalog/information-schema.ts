import { byText } from '../../base/index.ts'
import type { IndexRange, TableView } from '../engine/access-path.ts'
import type { Row, Value } from '../../sql/index.ts'
import type { Database, Databases } from '../storage/databases.ts'
import type { TableSchema } from '../storage/table-schema.ts'
import type { Table } from '../storage/table.ts'
import { isTextType, typeText } from './column-type.ts'
import { averageRowBytes, dataLength, extra, keyMark, shownDefault } from './descriptions.ts'
import { finishTable } from './define-table.ts'
import { canonicalType, typeNameOf } from './column-type.ts'

export const informationSchema = 'information_schema'

interface VirtualTable {
  readonly schema: TableSchema
  readonly rows: (databases: Databases) => readonly (readonly Value[])[]
}

const virtualTables = new Map<string, VirtualTable>()

/** Rows without an index. */
class Listed implements TableView {
  constructor(readonly schema: TableSchema, private readonly rows: readonly Row[]) {}

  get rowCount(): number {
    return this.rows.length
  }

  get(): undefined {
    return undefined
  }

  scan({ descending }: IndexRange, visit: (row: Row) => boolean | void): void {
    const { rows } = this
    for (let i = 0; i < rows.length; i++) {
      if (visit(rows[descending ? rows.length - 1 - i : i]!) === true) return
    }
  }
}

/** A table of information_schema as it is at this moment; undefined if there is none of this name. */
export function informationSchemaTable(databases: Databases, name: string): TableView | undefined {
  const table = virtualTables.get(name.toLowerCase())
  if (table === undefined) return undefined
  return new Listed(table.schema, table.rows(databases).map((row) => Object.freeze<Row>(row)))
}

/** The names of its tables. */
export function informationSchemaTables(): string[] {
  return [...virtualTables.values()].map(({ schema }) => schema.name)
}

/** Declares a table; a column whose name begins with `#` holds numbers. */
function declare(name: string, columns: readonly string[], rows: VirtualTable['rows']): void {
  const schema = finishTable({
    database: informationSchema, name, charset: 'utf8', collation: 'utf8_general_ci', comment: '', indexes: [],
    constraints: [],
    columns: columns.map((column) => {
      const isNumber = column.startsWith('#')
      const type = canonicalType({
        kind: 'type', name: isNumber ? 'bigint' : 'longtext', length: null, scale: null, unsigned: isNumber, zerofill: false,
        charset: null, collation: null, values: [],
      })
      return {
        name: isNumber ? column.slice(1) : column, type, typeName: typeNameOf(type), nullable: true,
        collation: isNumber ? 'binary' : 'utf8_general_ci', default: null, onUpdate: null, autoIncrement: false, comment: '',
      }
    }),
  })
  virtualTables.set(name.toLowerCase(), { schema, rows })
}

const byName = (databases: Databases): Database[] => [...databases.all()].sort(byText(({ name }) => name))
const allTables = (databases: Databases): Table[] =>
  byName(databases).flatMap(({ tables }) => [...tables.values()].sort(byText(({ schema }) => schema.name)))

declare(
  'SCHEMATA', ['CATALOG_NAME', 'SCHEMA_NAME', 'DEFAULT_CHARACTER_SET_NAME', 'DEFAULT_COLLATION_NAME', 'SQL_PATH'],
  (databases) => byName(databases).map(({ name, charset, collation }) => ['def', name, charset, collation, null]),
)

declare('TABLES', [
  'TABLE_CATALOG', 'TABLE_SCHEMA', 'TABLE_NAME', 'TABLE_TYPE', 'ENGINE', '#VERSION', 'ROW_FORMAT', '#TABLE_ROWS',
  '#AVG_ROW_LENGTH', '#DATA_LENGTH', '#MAX_DATA_LENGTH', '#INDEX_LENGTH', '#DATA_FREE', '#AUTO_INCREMENT', 'CREATE_TIME',
  'UPDATE_TIME', 'CHECK_TIME', 'TABLE_COLLATION', '#CHECKSUM', 'CREATE_OPTIONS', 'TABLE_COMMENT',
], (databases) => allTables(databases).map((table) => {
  const { schema, data } = table
  return [
    'def', schema.database, schema.name, 'BASE TABLE', 'InnoDB', 10, 'Dynamic', data.rowCount, averageRowBytes,
    dataLength(table), 0, 0, 0, schema.autoIncrementColumn < 0 ? null : table.nextAutoIncrement, null, null, null,
    schema.collation, null, '', schema.comment,
  ]
}))

declare('COLUMNS', [
  'TABLE_CATALOG', 'TABLE_SCHEMA', 'TABLE_NAME', 'COLUMN_NAME', '#ORDINAL_POSITION', 'COLUMN_DEFAULT', 'IS_NULLABLE',
  'DATA_TYPE', '#CHARACTER_MAXIMUM_LENGTH', '#NUMERIC_PRECISION', '#NUMERIC_SCALE', 'CHARACTER_SET_NAME', 'COLLATION_NAME',
  'COLUMN_TYPE', 'COLUMN_KEY', 'EXTRA', 'PRIVILEGES', 'COLUMN_COMMENT',
], (databases) => allTables(databases).flatMap(({ schema }) => schema.columns.map((column) => {
  const isText = isTextType(column.type)
  const isNumber = /INT|DECIMAL|FLOAT/.test(column.typeName)
  return [
    'def', schema.database, schema.name, column.name, column.index + 1, shownDefault(column),
    column.nullable ? 'YES' : 'NO', column.type.name, isNumber ? null : column.type.length,
    isNumber ? column.type.length : null, isNumber ? column.type.scale ?? 0 : null,
    isText ? column.collation.split('_')[0]! : null, isText ? column.collation : null, typeText(column.type),
    keyMark(schema, column), extra(column), 'select,insert,update,references', column.comment,
  ]
})))

declare('KEY_COLUMN_USAGE', [
  'CONSTRAINT_CATALOG', 'CONSTRAINT_SCHEMA', 'CONSTRAINT_NAME', 'TABLE_CATALOG', 'TABLE_SCHEMA', 'TABLE_NAME', 'COLUMN_NAME',
  '#ORDINAL_POSITION', '#POSITION_IN_UNIQUE_CONSTRAINT', 'REFERENCED_TABLE_SCHEMA', 'REFERENCED_TABLE_NAME',
  'REFERENCED_COLUMN_NAME',
], (databases) => allTables(databases).flatMap(({ schema }) => schema.indexes
  .filter((index) => index.kind !== 'key')
  .flatMap((index) => index.columns.map((place, i) => [
    'def', schema.database, index.name, 'def', schema.database, schema.name, schema.columns[place]!.name, i + 1, null, null,
    null, null,
  ]))))

declare('STATISTICS', [
  'TABLE_CATALOG', 'TABLE_SCHEMA', 'TABLE_NAME', '#NON_UNIQUE', 'INDEX_SCHEMA', 'INDEX_NAME', '#SEQ_IN_INDEX', 'COLUMN_NAME',
  'COLLATION', '#CARDINALITY', '#SUB_PART', 'PACKED', 'NULLABLE', 'INDEX_TYPE', 'COMMENT', 'INDEX_COMMENT',
], (databases) => allTables(databases).flatMap(({ schema, data }) => schema.indexes
  .flatMap((index) => index.columns.map((place, i) => [
    'def', schema.database, schema.name, index.kind === 'key' ? 1 : 0, schema.database, index.name, i + 1,
    schema.columns[place]!.name, 'A', data.rowCount, index.lengths[i] ?? null, null,
    schema.columns[place]!.nullable ? 'YES' : '', 'BTREE', '', '',
  ]))))

declare('TABLE_CONSTRAINTS', [
  'CONSTRAINT_CATALOG', 'CONSTRAINT_SCHEMA', 'CONSTRAINT_NAME', 'TABLE_SCHEMA', 'TABLE_NAME', 'CONSTRAINT_TYPE',
], (databases) => allTables(databases).flatMap(({ schema }) => schema.indexes
  .filter((index) => index.kind !== 'key')
  .map((index) => [
    'def', schema.database, index.name, schema.database, schema.name, index.kind === 'primary' ? 'PRIMARY KEY' : 'UNIQUE',
  ])))

declare('VIEWS', ['TABLE_CATALOG', 'TABLE_SCHEMA', 'TABLE_NAME', 'VIEW_DEFINITION'], () => [])
declare('REFERENTIAL_CONSTRAINTS', ['CONSTRAINT_CATALOG', 'CONSTRAINT_SCHEMA', 'CONSTRAINT_NAME', 'TABLE_NAME'], () => [])
