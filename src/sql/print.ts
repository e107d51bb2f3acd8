import type { Statement } from './ast-statements.ts'
import type {
  Assignment, ColumnType, Expression, OrderItem, SelectItem, TableExpression, TableName,
} from './ast.ts'
import { printAssignment, printDelete, printInsert, printUpdate } from './printer/changes.ts'
import { printDefinition } from './printer/definitions.ts'
import { printColumnType, printExpression } from './printer/expressions.ts'
import { printTableName } from './printer/names.ts'
import { printItem, printOrderItem, printSelectStatement, printTableExpression } from './printer/select.ts'
import { printReplication, printSession } from './printer/session.ts'

/** Whatever can be printed by itself. */
export type Printable =
  | Statement | Expression | SelectItem | TableExpression | TableName | ColumnType | OrderItem | Assignment

/**
 * The text of a node, in the manner of Vitess's `sqlparser.String`: keywords in lower case, `a = 1`, `asc` said,
 * parentheses only where the tree needs them. What is printed parses to the same tree.
 */
export function print(node: Printable): string {
  switch (node.kind) {
    case 'select': case 'union': case 'paren-select': return printSelectStatement(node)
    case 'insert': return printInsert(node)
    case 'update': return printUpdate(node)
    case 'delete': return printDelete(node)
    case 'create-table': case 'alter-table': case 'create-index': case 'drop-index-statement': case 'drop-table':
    case 'truncate-table': case 'rename-table-statement': case 'create-database': case 'drop-database':
    case 'alter-database': case 'create-view': case 'drop-view': case 'alter-vschema':
      return printDefinition(node)
    case 'begin': case 'commit': case 'rollback': case 'savepoint': case 'release-savepoint': case 'use': case 'set':
    case 'set-transaction': case 'show': case 'lock-tables': case 'unlock-tables': case 'flush': case 'explain':
    case 'describe': case 'kill': case 'do':
      return printSession(node, print)
    case 'change-master': case 'start-slave': case 'stop-slave': case 'reset-slave': case 'reset-master':
    case 'purge-binary-logs':
      return printReplication(node)
    case 'other': return `${node.verb} ${node.text}`.trimEnd()
    case 'star': case 'item': case 'next': return printItem(node)
    case 'table': case 'derived': case 'join': case 'paren-tables': return printTableExpression(node)
    case 'table-name': return printTableName(node)
    case 'type': return printColumnType(node)
    case 'order': return printOrderItem(node)
    case 'assignment': return printAssignment(node)
    default: return printExpression(node)
  }
}

