import { unreachable } from '../../base/index.ts'
import type { ColumnType, Expression, FunctionCall, GroupConcat, Literal, TrimExpression } from '../ast.ts'
import { printName, quoteName, quoteString } from './names.ts'
import { printOrderItems, printSelectStatement } from './select.ts'

/** How tight an expression binds: an operand that binds looser than its place asks for stands in parentheses. */
const LOOSEST = 0
const OR = 1
const XOR = 2
const AND = 3
const NOT = 4
const COMPARISON = 5
const ARITHMETIC = 6
const UNARY = 13
const SUFFIXED = 14
const PRIMARY = 15

function binding(expression: Expression): number {
  switch (expression.kind) {
    case 'assign': return LOOSEST
    case 'or': return OR
    case 'xor': return XOR
    case 'and': return AND
    case 'not': return NOT
    case 'comparison': case 'quantified': case 'between': case 'is': return COMPARISON
    case 'binary': return binaryBinding(expression.operator)
    case 'unary': return UNARY
    case 'collate': return SUFFIXED
    case 'literal': return expression.value.startsWith('-') && expression.type !== 'string' ? UNARY : PRIMARY
    default: return PRIMARY
  }
}

function binaryBinding(operator: string): number {
  switch (operator) {
    case '|': return 7
    case '&': return 8
    case '<<': case '>>': return 9
    case '+': case '-': return 10
    case '*': case '/': case 'div': case '%': return 11
    case '^': return 12
    default: return SUFFIXED
  }
}

function printAt(expression: Expression, atLeast: number): string {
  const text = printExpression(expression)
  return binding(expression) < atLeast ? `(${text})` : text
}

export function printExpressions(expressions: readonly Expression[]): string {
  if (expressions.length === 1) return printExpression(expressions[0]!)
  return expressions.map(printExpression).join(', ')
}

export function printExpression(node: Expression): string {
  switch (node.kind) {
    case 'literal': return printLiteral(node)
    case 'null': return 'null'
    case 'boolean': return node.value ? 'true' : 'false'
    case 'argument': return node.list ? `::${node.name}` : `:${node.name}`
    case 'column': {
      if (node.table === null) return printName(node.name)
      const table = `${printName(node.table)}.${printName(node.name)}`
      return node.database === null ? table : `${printName(node.database)}.${table}`
    }
    case 'or': return `${printAt(node.left, OR)} or ${printAt(node.right, XOR)}`
    case 'xor': return `${printAt(node.left, XOR)} xor ${printAt(node.right, AND)}`
    case 'and': return `${printAt(node.left, AND)} and ${printAt(node.right, NOT)}`
    case 'not': return `not ${printAt(node.operand, NOT)}`
    case 'comparison': {
      const escape = node.escape === undefined ? '' : ` escape ${printAt(node.escape, ARITHMETIC)}`
      return `${printAt(node.left, COMPARISON)} ${node.operator} ${printAt(node.right, ARITHMETIC)}${escape}`
    }
    case 'quantified':
      return `${printAt(node.left, COMPARISON)} ${node.operator} ${node.quantifier} ${printExpression(node.subquery)}`
    case 'between': {
      const range = `between ${printAt(node.from, ARITHMETIC)} and ${printAt(node.to, ARITHMETIC)}`
      return `${printAt(node.operand, COMPARISON)} ${node.negated ? 'not ' : ''}${range}`
    }
    case 'is': return `${printAt(node.operand, COMPARISON)} is ${node.negated ? 'not ' : ''}${node.test}`
    case 'binary': {
      const level = binaryBinding(node.operator)
      if (level === SUFFIXED) return `${printAt(node.left, level)} ${node.operator} ${printAt(node.right, PRIMARY)}`
      return `${printAt(node.left, level)} ${node.operator} ${printAt(node.right, level + 1)}`
    }
    case 'unary': return printUnary(node.operator, printAt(node.operand, UNARY))
    case 'collate': return `${printAt(node.operand, SUFFIXED)} collate ${printName(node.collation)}`
    case 'interval': {
      const operand = printAt(node.operand, PRIMARY)
      return `interval ${operand} ${node.unit}`
    }
    case 'tuple': return `(${printExpressions(node.items)})`
    case 'subquery': return `(${printSelectStatement(node.select)})`
    case 'exists': return `exists ${printExpression(node.subquery)}`
    case 'user-variable': return `@${printVariable(node.name)}`
    case 'system-variable': return `@@${node.scope === null ? '' : `${node.scope}.`}${node.name}`
    case 'assign': return `@${printVariable(node.name)} := ${printExpression(node.value)}`
    default: return printCallLike(node)
  }
}

type CallLike = Exclude<Expression, { kind:
  'literal' | 'null' | 'boolean' | 'argument' | 'column' | 'or' | 'xor' | 'and' | 'not' | 'comparison' | 'quantified'
  | 'between' | 'is' | 'binary' | 'unary' | 'collate' | 'interval' | 'tuple' | 'subquery' | 'exists'
  | 'user-variable' | 'system-variable' | 'assign' }>

function printCallLike(node: CallLike): string {
  switch (node.kind) {
    case 'function': return printFunction(node)
    case 'group-concat': return printGroupConcat(node)
    case 'case': {
      const whens = node.whens.map((when) =>
        ` when ${printExpression(when.condition)} then ${printExpression(when.result)}`)
      const operand = node.operand === null ? '' : ` ${printExpression(node.operand)}`
      const otherwise = node.otherwise === null ? '' : ` else ${printExpression(node.otherwise)}`
      return `case${operand}${whens.join('')}${otherwise} end`
    }
    // Vitess prints CAST as CONVERT too (go/vt/sqlparser/ast.go ConvertExpr).
    case 'cast': return `convert(${printExpression(node.operand)}, ${printColumnType(node.type)})`
    case 'convert-using': return `convert(${printExpression(node.operand)} using ${node.charset})`
    case 'unit-function': {
      if (node.name === 'extract') return `extract(${node.unit} from ${printExpressions(node.arguments)})`
      return `${node.name}(${node.unit}, ${printExpressions(node.arguments)})`
    }
    case 'trim': return printTrim(node)
    case 'match': {
      const mode = node.mode === '' ? '' : ` ${node.mode}`
      return `match(${printExpressions(node.columns)}) against (${printAt(node.against, ARITHMETIC)}${mode})`
    }
    case 'values-reference': return `values(${printExpression(node.column)})`
    case 'default': return node.column === null ? 'default' : `default(${printExpression(node.column)})`
    default: return unreachable(node)
  }
}

function printLiteral(node: Literal): string {
  const charset = node.charset === undefined ? '' : `_${node.charset} `
  switch (node.type) {
    case 'int': case 'decimal': case 'float': return node.value
    case 'string': return charset + quoteString(node.value)
    case 'hex': return `${charset}X'${node.value}'`
    case 'hex-number': return `${charset}0x${node.value}`
    case 'bit': return `${charset}B'${node.value}'`
    default: return `${node.type}${quoteString(node.value)}`
  }
}

function printUnary(operator: string, operand: string): string {
  if (operator === 'binary') return `binary ${operand}`
  // Two signs in a row would be read as one number, or as a comment.
  return /^[-+!~\d.]/.test(operand) ? `${operator} ${operand}` : operator + operand
}

function printVariable(name: string): string {
  return /^[A-Za-z0-9_$.]+$/.test(name) ? name : quoteName(name)
}

/** Names of functions stand without quotes, even if they are reserved words. */
function printFunction(node: FunctionCall): string {
  const name = /^[A-Za-z_][A-Za-z0-9_]*$/.test(node.name) ? node.name : quoteName(node.name)
  const database = node.database === null ? '' : `${printName(node.database)}.`
  const args = node.star ? '*' : printExpressions(node.arguments)
  return `${database}${name}(${node.distinct ? 'distinct ' : ''}${args})`
}

function printGroupConcat(node: GroupConcat): string {
  const order = node.orderBy.length === 0 ? '' : ` order by ${printOrderItems(node.orderBy)}`
  const separator = node.separator === null ? '' : ` separator ${quoteString(node.separator)}`
  return `group_concat(${node.distinct ? 'distinct ' : ''}${printExpressions(node.arguments)}${order}${separator})`
}

function printTrim(node: TrimExpression): string {
  const operand = printExpression(node.operand)
  if (node.removed === null) return node.side === 'both' ? `trim(${operand})` : `trim(${node.side} from ${operand})`
  return `trim(${node.side} ${printExpression(node.removed)} from ${operand})`
}

/** `decimal(10,2) unsigned`: as MySQL shows it. */
export function printColumnType(type: ColumnType): string {
  let text = type.name
  if (type.values.length > 0) text += `(${type.values.map(quoteString).join(',')})`
  else if (type.length !== null) text += type.scale === null ? `(${type.length})` : `(${type.length},${type.scale})`
  if (type.unsigned) text += ' unsigned'
  if (type.zerofill) text += ' zerofill'
  if (type.charset !== null) text += ` character set ${printName(type.charset)}`
  if (type.collation !== null) text += ` collate ${printName(type.collation)}`
  return text
}
