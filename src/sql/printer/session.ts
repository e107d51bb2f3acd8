import { unreachable } from '../../base/index.ts'
import type {
  Begin, ReplicationStatement, SessionStatement, SetAssignment, SetStatement, SetTransaction, Show, StartSlave,
  Statement,
} from '../ast-statements.ts'
import { printExpression, printExpressions } from './expressions.ts'
import { printName, printTableName, quoteName, quoteString } from './names.ts'
import { printComments } from './select.ts'

export function printSession(node: SessionStatement, print: (statement: Statement) => string): string {
  switch (node.kind) {
    case 'begin': return printBegin(node)
    case 'commit': return 'commit'
    case 'rollback': return node.savepoint === null ? 'rollback' : `rollback to ${printName(node.savepoint)}`
    case 'savepoint': return `savepoint ${printName(node.name)}`
    case 'release-savepoint': return `release savepoint ${printName(node.name)}`
    case 'use': return node.target === '' ? 'use' : `use ${printName(node.target)}`
    case 'set': return printSet(node)
    case 'set-transaction': return printSetTransaction(node)
    case 'show': return printShow(node)
    case 'lock-tables': {
      const tables = node.tables.map(({ table, alias, mode }) =>
        `${printTableName(table)}${alias === null ? '' : ` as ${printName(alias)}`} ${mode}`)
      return `lock tables ${tables.join(', ')}`
    }
    case 'unlock-tables': return 'unlock tables'
    case 'flush': {
      const tables = node.tables.length === 0 ? '' : ` ${node.tables.map(printTableName).join(', ')}`
      return `flush ${node.what}${tables}${node.withReadLock ? ' with read lock' : ''}`
    }
    case 'explain': return `explain ${node.format === null ? '' : `format=${node.format} `}${print(node.statement)}`
    case 'describe': {
      return `describe ${printTableName(node.table)}${node.column === null ? '' : ` ${printName(node.column)}`}`
    }
    case 'kill': return `kill ${node.what} ${printExpression(node.id)}`
    case 'do': return `do ${printExpressions(node.expressions)}`
    default: return unreachable(node)
  }
}

function printBegin(node: Begin): string {
  if (!node.startTransaction) return 'begin'
  const modes: string[] = []
  if (node.consistentSnapshot) modes.push('with consistent snapshot')
  if (node.access !== null) modes.push(node.access)
  return ['start transaction', modes.join(', ')].filter((part) => part !== '').join(' ')
}

function printSet(node: SetStatement): string {
  return `set ${printComments(node.comments)}${node.assignments.map(printSetAssignment).join(', ')}`
}

export function printSetAssignment(node: SetAssignment): string {
  const value = printExpression(node.value)
  if (node.scope === null && (node.name === 'names' || node.name === 'charset')) return `${node.name} ${value}`
  const plain = /^[A-Za-z0-9_$.]+$/.test(node.name)
  if (node.scope === 'user') return `@${plain ? node.name : quoteName(node.name)} = ${value}`
  const name = node.name.split('.').map(printName).join('.')
  return node.scope === null ? `${name} = ${value}` : `${node.scope} ${name} = ${value}`
}

function printSetTransaction(node: SetTransaction): string {
  const modes: string[] = []
  if (node.isolation !== null) modes.push(`isolation level ${node.isolation}`)
  if (node.access !== null) modes.push(node.access)
  return `set ${node.scope === null ? '' : `${node.scope} `}transaction ${modes.join(', ')}`
}

function printShow(node: Show): string {
  if (node.what === 'other') return `show ${node.text}`
  const scope = node.scope === null ? '' : `${node.scope} `
  let text = `show ${scope}${node.full ? 'full ' : ''}${node.what}`
  if (node.table !== null) {
    const preposition = node.what === 'create table' ? '' : node.what === 'vschema vindexes' ? 'on ' : 'from '
    text += ` ${preposition}${printTableName(node.table)}`
  }
  if (node.database !== null) text += ` ${node.what === 'create database' ? '' : 'from '}${printName(node.database)}`
  if (node.like !== null) text += ` like ${quoteString(node.like)}`
  if (node.where !== null) text += ` where ${printExpression(node.where)}`
  return text
}

export function printReplication(node: ReplicationStatement): string {
  switch (node.kind) {
    case 'change-master': {
      const options = node.options.map(({ name, value }) => `${name} = ${printExpression(value)}`)
      return `change master to ${options.join(', ')}`
    }
    case 'start-slave': {
      const until = node.until === null ? '' : ` until ${node.until.condition} = ${quoteString(node.until.gtidSet)}`
      return `start slave${printThreads(node.threads)}${until}`
    }
    case 'stop-slave': return `stop slave${printThreads(node.threads)}`
    case 'reset-slave': return node.all ? 'reset slave all' : 'reset slave'
    case 'reset-master': return 'reset master'
    case 'purge-binary-logs': {
      if (node.before !== null) return `purge binary logs before ${printExpression(node.before)}`
      return `purge binary logs to ${quoteString(node.to ?? '')}`
    }
    default: return unreachable(node)
  }
}

function printThreads(threads: StartSlave['threads']): string {
  return threads.length === 0 ? '' : ` ${threads.join(', ')}`
}
