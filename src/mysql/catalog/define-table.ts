import type {
  ColumnDefinition, ColumnType, CreateTable, ForeignKeyDefinition, IndexDefinition, TableOption,
} from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { ColumnSchema, IndexSchema, TableSchema } from '../storage/table-schema.ts'
import { canonicalType, isTextType, typeNameOf } from './column-type.ts'
import { defaultCollation } from './charset.ts'
import { internSchema } from './intern.ts'

/** A table definition while it is being put together: by CREATE TABLE, or from a schema that ALTER TABLE changes. */
export interface TableDraft {
  database: string
  name: string
  columns: ColumnDraft[]
  indexes: IndexDraft[]
  constraints: string[]
  charset: string
  collation: string
  comment: string
}

export type ColumnDraft = Omit<ColumnSchema, 'index'>
export interface IndexDraft {
  name: string | null
  kind: IndexSchema['kind']
  columns: readonly { readonly name: string; readonly length: number | null }[]
}

/**
 * The schema that a CREATE TABLE asks for, in a database with these defaults. Throws MySQL's errors. `like` is handled
 * by the caller.
 */
export function defineTable(
  statement: CreateTable, database: string, { charset, collation }: { charset: string; collation: string },
): TableSchema {
  let known = defined.get(statement)
  if (known === undefined) defined.set(statement, (known = new Map()))
  const key = `${database}\u0000${collation}`
  let schema = known.get(key)
  if (schema === undefined) known.set(key, (schema = define(statement, database, charset, collation)))
  return schema
}

/** A statement is one object for one text, so a definition that another world has made already costs nothing here. */
const defined = new WeakMap<CreateTable, Map<string, TableSchema>>()

function define(statement: CreateTable, database: string, charset: string, collation: string): TableSchema {
  const draft: TableDraft = {
    database, name: statement.table.name, columns: [], indexes: [], constraints: [], charset, collation, comment: '',
  }
  for (const option of statement.options) applyTableOption(draft, option)
  for (const definition of statement.columns) addColumn(draft, definition, draft.columns.length)
  for (const constraint of statement.constraints) {
    if (constraint.kind === 'index-definition') addIndex(draft, constraint)
    else if (constraint.kind === 'foreign-key') addForeignKey(draft, constraint)
    // CHECK is parsed and ignored, as by MySQL 5.7.
  }
  return finishTable(draft)
}

export function applyTableOption(draft: TableDraft, option: TableOption): void {
  const value = option.value.toLowerCase()
  if (option.name === 'comment') draft.comment = option.value
  else if (option.name === 'collate') {
    draft.collation = value
    draft.charset = value.split('_')[0]!
  } else if (/^(default )?(charset|character set)$/.test(option.name)) {
    draft.charset = value
    draft.collation = defaultCollation(value)
  }
}

/** Adds the column, and the index that `primary key` or `unique` behind it asks for. */
export function addColumn(draft: TableDraft, definition: ColumnDefinition, place: number): void {
  if (findColumn(draft, definition.name) >= 0) throw mysqlError(1060, `Duplicate column name '${definition.name}'`)
  draft.columns.splice(place, 0, draftColumn(draft, definition))
  if (definition.key !== null) {
    addIndexDraft(draft, {
      name: null, kind: definition.key, columns: [{ name: definition.name, length: null }],
    })
  }
}

export function draftColumn(draft: TableDraft, definition: ColumnDefinition): ColumnDraft {
  const type = canonicalType(definition.type)
  return {
    name: definition.name,
    type,
    typeName: typeNameOf(type),
    nullable: !definition.notNull && definition.key !== 'primary',
    collation: collationOf(draft, type),
    // `default null` is what a nullable column has anyway.
    default: definition.default?.kind === 'null' ? null : definition.default,
    onUpdate: definition.onUpdate,
    autoIncrement: definition.autoIncrement,
    comment: definition.comment ?? '',
  }
}

function collationOf(draft: TableDraft, type: ColumnType): string {
  if (!isTextType(type)) return 'binary'
  if (type.collation === 'binary') return `${type.charset ?? draft.charset}_bin`
  if (type.collation !== null) return type.collation
  return type.charset === null || type.charset === draft.charset ? draft.collation : defaultCollation(type.charset)
}

export function addIndex(draft: TableDraft, definition: IndexDefinition): void {
  const kind = definition.type === 'primary' || definition.type === 'unique' ? definition.type : 'key'
  addIndexDraft(draft, { name: definition.name, kind, columns: definition.columns })
}

function addIndexDraft(draft: TableDraft, index: IndexDraft): void {
  if (index.kind === 'primary' && draft.indexes.some((other) => other.kind === 'primary')) {
    throw mysqlError(1068, 'Multiple primary key defined')
  }
  const name = index.kind === 'primary' ? 'PRIMARY' : index.name ?? freeIndexName(draft, index.columns[0]!.name)
  if (draft.indexes.some((other) => other.name!.toLowerCase() === name.toLowerCase())) {
    throw mysqlError(1061, `Duplicate key name '${name}'`)
  }
  draft.indexes.push({ ...index, name })
}

function freeIndexName(draft: TableDraft, column: string): string {
  const isTaken = (name: string): boolean => draft.indexes.some((index) => index.name === name)
  let name = column
  for (let n = 2; isTaken(name); n++) name = `${column}_${n}`
  return name
}

export function addForeignKey(draft: TableDraft, key: ForeignKeyDefinition): void {
  const name = key.name ?? `${draft.name}_ibfk_${draft.constraints.length + 1}`
  const list = (names: readonly string[]): string => names.map((n) => `\`${n}\``).join(', ')
  const on = (event: string, action: string): string => (action === '' ? '' : ` ON ${event} ${action.toUpperCase()}`)
  draft.constraints.push(
    `CONSTRAINT \`${name}\` FOREIGN KEY (${list(key.columns)}) REFERENCES \`${key.table.name}\` (${list(key.references)})`
      + on('DELETE', key.onDelete) + on('UPDATE', key.onUpdate),
  )
  const isCovered = draft.indexes.some((index) =>
    key.columns.every((column, i) => index.columns[i]?.name.toLowerCase() === column.toLowerCase()))
  if (isCovered) return
  const columns = key.columns.map((column) => ({ name: column, length: null }))
  addIndexDraft(draft, { name: key.name ?? freeIndexName(draft, key.columns[0]!), kind: 'key', columns })
}

/** Place of a column in the draft, or -1. */
export function findColumn(draft: TableDraft, name: string): number {
  const wanted = name.toLowerCase()
  return draft.columns.findIndex((column) => column.name.toLowerCase() === wanted)
}

/** Checks the draft and gives the schema: the one and only object for this definition. */
export function finishTable(draft: TableDraft): TableSchema {
  if (draft.columns.length === 0) throw mysqlError(1113, 'A table must have at least 1 column')
  const indexes = draft.indexes.map((index) => finishIndex(draft, index)).sort(byRank(draft))
  const primaryKey = indexes.find((index) => index.kind === 'primary') ?? null
  const columns = draft.columns.map((column, index): ColumnSchema => Object.freeze({
    ...column, index, nullable: column.nullable && !(primaryKey?.columns.includes(index) ?? false),
  }))
  const counted = columns.filter((column) => column.autoIncrement)
  const counter = counted[0]?.index ?? -1
  if (counted.length > 1 || (counter >= 0 && !indexes.some((index) => index.columns[0] === counter))) {
    throw mysqlError(
      1075, 'Incorrect table definition; there can be only one auto column and it must be defined as a key',
    )
  }
  return internSchema(Object.freeze({
    database: draft.database,
    name: draft.name,
    columns: Object.freeze(columns),
    columnByName: new Map(columns.map((column) => [column.name.toLowerCase(), column.index])),
    indexes: Object.freeze(indexes),
    primaryKey,
    autoIncrementColumn: counter,
    charset: draft.charset,
    collation: draft.collation,
    comment: draft.comment,
    constraints: Object.freeze([...draft.constraints]),
  }))
}

function finishIndex(draft: TableDraft, index: IndexDraft): IndexSchema {
  const columns = index.columns.map(({ name }) => {
    const place = findColumn(draft, name)
    if (place < 0) throw mysqlError(1072, `Key column '${name}' doesn't exist in table`)
    return place
  })
  const lengths = index.columns.map(({ length }) => length)
  return Object.freeze({ name: index.name!, kind: index.kind, columns: Object.freeze(columns), lengths: Object.freeze(lengths) })
}

/** MySQL's order of keys: primary, unique ones without NULL, other unique ones, the rest. */
function byRank(draft: TableDraft): (a: IndexSchema, b: IndexSchema) => number {
  const rank = (index: IndexSchema): number => {
    if (index.kind === 'primary') return 0
    if (index.kind === 'key') return 3
    return index.columns.some((place) => draft.columns[place]!.nullable) ? 2 : 1
  }
  return (a, b) => rank(a) - rank(b)
}

/** The draft that gives this schema again. */
export function draftOf(schema: TableSchema): TableDraft {
  return {
    database: schema.database,
    name: schema.name,
    columns: schema.columns.map(({ index: _, ...column }) => column),
    indexes: schema.indexes.map((index) => ({
      name: index.name,
      kind: index.kind,
      columns: index.columns.map((place, i) => ({ name: schema.columns[place]!.name, length: index.lengths[i]! })),
    })),
    constraints: [...schema.constraints],
    charset: schema.charset,
    collation: schema.collation,
    comment: schema.comment,
  }
}
