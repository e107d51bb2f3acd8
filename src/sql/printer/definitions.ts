import { unreachable } from '../../base/index.ts'
import type {
  AlterAction, AlterVschema, ColumnDefinition, ColumnPosition, CreateTable, CreateView, DefinitionStatement,
  ForeignKeyDefinition, IndexDefinition, TableConstraint, TableOption,
} from '../ast-statements.ts'
import { printColumnType, printExpression } from './expressions.ts'
import { printName, printNames, printTableName, quoteString } from './names.ts'
import { printSelectStatement } from './select.ts'

export function printDefinition(node: DefinitionStatement): string {
  switch (node.kind) {
    case 'create-table': return printCreateTable(node)
    case 'alter-table': {
      const actions = node.actions.map(printAction).join(', ')
      return `alter table ${printTableName(node.table)}${actions === '' ? '' : ` ${actions}`}`
    }
    case 'create-index': {
      const type = node.index.type === 'key' ? '' : `${node.index.type} `
      const on = `on ${printTableName(node.table)} (${printIndexColumns(node.index)})`
      return `create ${type}index ${printName(node.index.name ?? '')} ${on}`
    }
    case 'drop-index-statement': return `drop index ${printName(node.name)} on ${printTableName(node.table)}`
    case 'drop-table': return `drop table ${node.ifExists ? 'if exists ' : ''}${node.tables.map(printTableName).join(', ')}`
    case 'truncate-table': return `truncate table ${printTableName(node.table)}`
    case 'rename-table-statement': {
      const renames = node.renames.map(({ from, to }) => `${printTableName(from)} to ${printTableName(to)}`)
      return `rename table ${renames.join(', ')}`
    }
    case 'create-database': {
      const name = `${node.ifNotExists ? 'if not exists ' : ''}${printName(node.name)}`
      return `create database ${name}${printOptions(node.options)}`
    }
    case 'drop-database': return `drop database ${node.ifExists ? 'if exists ' : ''}${printName(node.name)}`
    case 'alter-database': return `alter database ${printName(node.name)}${printOptions(node.options)}`
    case 'create-view': return printCreateView(node)
    case 'drop-view': return `drop view ${node.ifExists ? 'if exists ' : ''}${node.views.map(printTableName).join(', ')}`
    case 'alter-vschema': return printAlterVschema(node)
    default: return unreachable(node)
  }
}

function printCreateTable(node: CreateTable): string {
  const name = `${node.ifNotExists ? 'if not exists ' : ''}${printTableName(node.table)}`
  const head = `create ${node.temporary ? 'temporary ' : ''}table ${name}`
  if (node.like !== null) return `${head} like ${printTableName(node.like)}`
  const lines = [...node.columns.map(printColumnDefinition), ...node.constraints.map(printConstraint)]
  return `${head} (\n\t${lines.join(',\n\t')}\n)${printOptions(node.options)}`
}

function printCreateView(node: CreateView): string {
  const columns = node.columns.length === 0 ? '' : `(${printNames(node.columns)})`
  const head = `create ${node.orReplace ? 'or replace ' : ''}view ${printTableName(node.view)}${columns}`
  return `${head} as ${printSelectStatement(node.select)}`
}

export function printColumnDefinition(node: ColumnDefinition): string {
  let text = `${printName(node.name)} ${printColumnType(node.type)}`
  if (node.notNull) text += ' not null'
  if (node.default !== null) {
    const value = printExpression(node.default)
    text += node.default.kind === 'literal' || node.default.kind === 'null' || node.default.kind === 'boolean'
      || node.default.kind === 'function' ? ` default ${value}` : ` default (${value})`
  }
  if (node.onUpdate !== null) text += ` on update ${printExpression(node.onUpdate)}`
  if (node.autoIncrement) text += ' auto_increment'
  if (node.key !== null) text += node.key === 'primary' ? ' primary key' : node.key === 'unique' ? ' unique key' : ' key'
  if (node.comment !== null) text += ` comment ${quoteString(node.comment)}`
  return text
}

export function printConstraint(node: TableConstraint): string {
  switch (node.kind) {
    case 'index-definition': return printIndex(node)
    case 'foreign-key': return printForeignKey(node)
    case 'check': {
      const name = node.name === null ? '' : `constraint ${printName(node.name)} `
      return `${name}check (${printExpression(node.condition)})`
    }
  }
}

function printIndex(node: IndexDefinition): string {
  const type = node.type === 'key' ? 'key' : `${node.type} key`
  const name = node.name === null || node.type === 'primary' ? '' : ` ${printName(node.name)}`
  const comment = node.comment === null ? '' : ` comment ${quoteString(node.comment)}`
  return `${type}${name} (${printIndexColumns(node)})${comment}`
}

function printIndexColumns(node: IndexDefinition): string {
  return node.columns.map((column) => {
    const length = column.length === null ? '' : `(${column.length})`
    return `${printName(column.name)}${length}${column.descending ? ' desc' : ''}`
  }).join(', ')
}

function printForeignKey(node: ForeignKeyDefinition): string {
  const name = node.name === null ? '' : `constraint ${printName(node.name)} `
  let text = `${name}foreign key (${printNames(node.columns)}) references ${printTableName(node.table)}`
  text += ` (${printNames(node.references)})`
  if (node.onDelete !== '') text += ` on delete ${node.onDelete}`
  if (node.onUpdate !== '') text += ` on update ${node.onUpdate}`
  return text
}

function printOptions(options: readonly TableOption[]): string {
  return options.map((option) => ` ${printOption(option)}`).join('')
}

function printOption(option: TableOption): string {
  if (option.name === 'partition') return `partition ${option.value}`
  return `${option.name}=${option.quoted ? quoteString(option.value) : option.value}`
}

function printPosition(position: ColumnPosition): string {
  if (position === null) return ''
  return 'first' in position ? ' first' : ` after ${printName(position.after)}`
}

export function printAction(action: AlterAction): string {
  switch (action.kind) {
    case 'add-column': return `add column ${printColumnDefinition(action.column)}${printPosition(action.position)}`
    case 'modify-column': return `modify column ${printColumnDefinition(action.column)}${printPosition(action.position)}`
    case 'change-column': {
      const column = `${printName(action.name)} ${printColumnDefinition(action.column)}`
      return `change column ${column}${printPosition(action.position)}`
    }
    case 'drop-column': return `drop column ${printName(action.name)}`
    case 'set-default': {
      const what = action.default === null ? 'drop default' : `set default ${printExpression(action.default)}`
      return `alter column ${printName(action.name)} ${what}`
    }
    case 'add-constraint': return `add ${printConstraint(action.constraint)}`
    case 'drop-primary-key': return 'drop primary key'
    case 'drop-index': return `drop index ${printName(action.name)}`
    case 'drop-foreign-key': return `drop foreign key ${printName(action.name)}`
    case 'rename-table': return `rename to ${printTableName(action.table)}`
    case 'rename-index': return `rename index ${printName(action.name)} to ${printName(action.to)}`
    case 'table-option': return printOption(action.option)
    case 'other-action': return action.text
    default: return unreachable(action)
  }
}

function printAlterVschema(node: AlterVschema): string {
  const table = printTableName(node.table)
  const vindex = node.vindex === null ? '' : printVindex(node.vindex)
  switch (node.action) {
    case 'add auto_increment': {
      const sequence = node.sequence === null ? '' : printTableName(node.sequence)
      return `alter vschema on ${table} add auto_increment ${printNames(node.columns)} using ${sequence}`
    }
    case 'add vindex': {
      const name = printName(node.vindex?.name ?? '')
      return `alter vschema on ${table} add vindex ${name} (${printNames(node.columns)})${vindex}`
    }
    case 'drop table vindex': return `alter vschema on ${table} drop vindex ${printName(node.vindex?.name ?? '')}`
    default: return `alter vschema ${node.action} ${table}${vindex}`
  }
}

function printVindex(vindex: NonNullable<AlterVschema['vindex']>): string {
  const type = vindex.type === null ? '' : ` using ${printName(vindex.type)}`
  if (vindex.params.length === 0) return type
  const params = vindex.params.map((param) => `${printName(param.name)}=${quoteString(param.value)}`)
  return `${type} with ${params.join(', ')}`
}
