import { unreachable } from '../../base/index.ts'
import type { AlterAction, ColumnPosition } from '../../sql/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { TableSchema } from '../storage/table-schema.ts'
import {
  addColumn, addForeignKey, addIndex, applyTableOption, draftOf, findColumn, finishTable, type TableDraft,
} from './define-table.ts'

/** What an ALTER TABLE comes to. */
export interface Alteration {
  readonly schema: TableSchema
  /** For each new column: where its values were before, or -1 for a new one. */
  readonly origins: readonly number[]
  /** A new value for the AUTO_INCREMENT counter, if one was given. */
  readonly autoIncrement: number | null
}

/** Applies the actions in order. Throws MySQL's errors. Remembers what the same actions made of the same schema. */
export function alterTable(schema: TableSchema, actions: readonly AlterAction[], defaultDatabase: string): Alteration {
  const known = altered.get(actions)
  if (known?.schema === schema && known.database === defaultDatabase) return known.alteration
  const alteration = compute(schema, actions, defaultDatabase)
  altered.set(actions, { schema, database: defaultDatabase, alteration })
  return alteration
}

const altered = new WeakMap<readonly AlterAction[], { schema: TableSchema; database: string; alteration: Alteration }>()

function compute(schema: TableSchema, actions: readonly AlterAction[], defaultDatabase: string): Alteration {
  const draft = draftOf(schema)
  const origin = new Map(draft.columns.map((column, place) => [column, place]))
  const result = { autoIncrement: null as number | null }
  for (const action of actions) alter(draft, action, origin, result, defaultDatabase)
  const origins = draft.columns.map((column) => origin.get(column) ?? -1)
  return { schema: finishTable(draft), origins, autoIncrement: result.autoIncrement }
}

type Column = TableDraft['columns'][number]

function alter(
  draft: TableDraft, action: AlterAction, origin: Map<Column, number>, result: { autoIncrement: number | null },
  defaultDatabase: string,
): void {
  switch (action.kind) {
    case 'add-column':
      return addColumn(draft, action.column, placeAt(draft, action.position, draft.columns.length))
    case 'modify-column':
      return changeColumn(draft, action.column.name, action, origin)
    case 'change-column':
      return changeColumn(draft, action.name, action, origin)
    case 'drop-column':
      return dropColumn(draft, action.name)
    case 'set-default': {
      const place = existing(draft, action.name)
      const before = draft.columns[place]!
      const column = { ...before, default: action.default }
      origin.set(column, origin.get(before) ?? -1)
      draft.columns[place] = column
      return
    }
    case 'add-constraint':
      if (action.constraint.kind === 'index-definition') addIndex(draft, action.constraint)
      else if (action.constraint.kind === 'foreign-key') addForeignKey(draft, action.constraint)
      return
    case 'drop-primary-key':
      return dropIndex(draft, 'PRIMARY')
    case 'drop-index':
      return dropIndex(draft, action.name)
    case 'drop-foreign-key': {
      const at = draft.constraints.findIndex((text) => text.startsWith(`CONSTRAINT \`${action.name}\` `))
      if (at < 0) throw cannotDrop(action.name)
      draft.constraints.splice(at, 1)
      return
    }
    case 'rename-table':
      draft.database = action.table.database ?? defaultDatabase
      draft.name = action.table.name
      return
    case 'rename-index': {
      const index = draft.indexes.find((each) => each.name!.toLowerCase() === action.name.toLowerCase())
      if (index === undefined) throw mysqlError(1176, `Key '${action.name}' doesn't exist in table '${draft.name}'`)
      index.name = action.to
      return
    }
    case 'table-option':
      if (action.option.name === 'auto_increment') result.autoIncrement = Number(action.option.value)
      else applyTableOption(draft, action.option)
      return
    case 'other-action':
      return
    default:
      return unreachable(action)
  }
}

function changeColumn(
  draft: TableDraft, name: string,
  action: Extract<AlterAction, { kind: 'modify-column' | 'change-column' }>, origin: Map<Column, number>,
): void {
  const place = existing(draft, name)
  const before = draft.columns[place]!
  const clash = findColumn(draft, action.column.name)
  if (clash >= 0 && clash !== place) throw mysqlError(1060, `Duplicate column name '${action.column.name}'`)
  for (const index of draft.indexes) {
    index.columns = index.columns.map((part) =>
      part.name.toLowerCase() === name.toLowerCase() ? { ...part, name: action.column.name } : part)
  }
  draft.columns.splice(place, 1)
  // The keys that the definition names behind the column are added as by ADD COLUMN; what it had stays.
  addColumn(draft, action.column, placeAt(draft, action.position, place))
  origin.set(draft.columns[findColumn(draft, action.column.name)]!, origin.get(before) ?? -1)
}

function dropColumn(draft: TableDraft, name: string): void {
  const place = findColumn(draft, name)
  if (place < 0) throw cannotDrop(name)
  if (draft.columns.length === 1) {
    throw mysqlError(1090, "You can't delete all columns with ALTER TABLE; use DROP TABLE instead")
  }
  draft.columns.splice(place, 1)
  for (const index of draft.indexes) {
    index.columns = index.columns.filter((part) => part.name.toLowerCase() !== name.toLowerCase())
  }
  draft.indexes = draft.indexes.filter((index) => index.columns.length > 0)
}

function dropIndex(draft: TableDraft, name: string): void {
  const at = draft.indexes.findIndex((index) => index.name!.toLowerCase() === name.toLowerCase())
  if (at < 0) throw cannotDrop(name)
  draft.indexes.splice(at, 1)
}

function existing(draft: TableDraft, name: string): number {
  const place = findColumn(draft, name)
  if (place < 0) throw mysqlError(1054, `Unknown column '${name}' in '${draft.name}'`)
  return place
}

function placeAt(draft: TableDraft, position: ColumnPosition, otherwise: number): number {
  if (position === null) return otherwise
  return 'first' in position ? 0 : existing(draft, position.after) + 1
}

function cannotDrop(name: string): Error {
  return mysqlError(1091, `Can't DROP '${name}'; check that column/key exists`)
}
