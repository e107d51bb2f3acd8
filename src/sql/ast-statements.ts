import type {
  Argument, ColumnType, Delete, Expression, Insert, Literal, SelectStatement, TableName, Update,
} from './ast.ts'

// ---------------------------------------------------------------------------------------------- definitions

export interface ColumnDefinition {
  readonly kind: 'column-definition'
  readonly name: string
  readonly type: ColumnType
  readonly notNull: boolean
  readonly default: Expression | null
  readonly onUpdate: Expression | null
  readonly autoIncrement: boolean
  readonly key: 'primary' | 'unique' | 'key' | null
  readonly comment: string | null
}

export interface IndexColumn { readonly name: string; readonly length: number | null; readonly descending: boolean }

export interface IndexDefinition {
  readonly kind: 'index-definition'
  readonly type: 'primary' | 'unique' | 'key' | 'fulltext' | 'spatial'
  readonly name: string | null
  readonly columns: readonly IndexColumn[]
  readonly comment: string | null
}

/** Foreign keys and checks are kept and printed, never enforced. */
export interface ForeignKeyDefinition {
  readonly kind: 'foreign-key'
  readonly name: string | null
  readonly columns: readonly string[]
  readonly table: TableName
  readonly references: readonly string[]
  /** `cascade`, `set null`, …; empty where not said. */
  readonly onDelete: string
  readonly onUpdate: string
}
export interface CheckDefinition {
  readonly kind: 'check'
  readonly name: string | null
  readonly condition: Expression
}
export type TableConstraint = IndexDefinition | ForeignKeyDefinition | CheckDefinition

/** `engine=InnoDB`, `comment='vitess_sequence'`: the name in lower case, the value as decoded text. */
export interface TableOption { readonly name: string; readonly value: string; readonly quoted: boolean }

export interface CreateTable {
  readonly kind: 'create-table'
  readonly temporary: boolean
  readonly ifNotExists: boolean
  readonly table: TableName
  readonly columns: readonly ColumnDefinition[]
  readonly constraints: readonly TableConstraint[]
  readonly options: readonly TableOption[]
  readonly like: TableName | null
}

export type ColumnPosition = { readonly first: true } | { readonly after: string } | null

export type AlterAction =
  | { readonly kind: 'add-column'; readonly column: ColumnDefinition; readonly position: ColumnPosition }
  | { readonly kind: 'modify-column'; readonly column: ColumnDefinition; readonly position: ColumnPosition }
  | {
    readonly kind: 'change-column'
    readonly name: string
    readonly column: ColumnDefinition
    readonly position: ColumnPosition
  }
  | { readonly kind: 'drop-column'; readonly name: string }
  | { readonly kind: 'set-default'; readonly name: string; readonly default: Expression | null }
  | { readonly kind: 'add-constraint'; readonly constraint: TableConstraint }
  | { readonly kind: 'drop-primary-key' }
  | { readonly kind: 'drop-index'; readonly name: string }
  | { readonly kind: 'drop-foreign-key'; readonly name: string }
  | { readonly kind: 'rename-table'; readonly table: TableName }
  | { readonly kind: 'rename-index'; readonly name: string; readonly to: string }
  | { readonly kind: 'table-option'; readonly option: TableOption }
  /** What the server accepts without meaning: `enable keys`, `force`, `algorithm=…`, `order by …`. */
  | { readonly kind: 'other-action'; readonly text: string }

export interface AlterTable {
  readonly kind: 'alter-table'
  readonly table: TableName
  readonly actions: readonly AlterAction[]
}
export interface CreateIndex {
  readonly kind: 'create-index'
  readonly table: TableName
  readonly index: IndexDefinition
}
export interface DropIndex { readonly kind: 'drop-index-statement'; readonly table: TableName; readonly name: string }
export interface DropTable {
  readonly kind: 'drop-table'
  readonly ifExists: boolean
  readonly tables: readonly TableName[]
}
export interface TruncateTable { readonly kind: 'truncate-table'; readonly table: TableName }
export interface RenameTable {
  readonly kind: 'rename-table-statement'
  readonly renames: readonly { readonly from: TableName; readonly to: TableName }[]
}
export interface CreateDatabase {
  readonly kind: 'create-database'
  readonly ifNotExists: boolean
  readonly name: string
  readonly options: readonly TableOption[]
}
export interface DropDatabase { readonly kind: 'drop-database'; readonly ifExists: boolean; readonly name: string }
export interface AlterDatabase {
  readonly kind: 'alter-database'
  readonly name: string
  readonly options: readonly TableOption[]
}
export interface CreateView {
  readonly kind: 'create-view'
  readonly orReplace: boolean
  readonly view: TableName
  readonly columns: readonly string[]
  readonly select: SelectStatement
}
export interface DropView {
  readonly kind: 'drop-view'
  readonly ifExists: boolean
  readonly views: readonly TableName[]
}

/** Vitess's own `alter vschema …`, sent to a vtgate. */
export interface AlterVschema {
  readonly kind: 'alter-vschema'
  readonly action: 'create vindex' | 'drop vindex' | 'add table' | 'drop table' | 'add vindex' | 'drop table vindex'
    | 'add sequence' | 'add auto_increment'
  readonly table: TableName
  readonly vindex: {
    readonly name: string
    readonly type: string | null
    readonly params: readonly { readonly name: string; readonly value: string }[]
  } | null
  readonly columns: readonly string[]
  /** The sequence of `add auto_increment`. */
  readonly sequence: TableName | null
}

export type DefinitionStatement =
  | CreateTable | AlterTable | CreateIndex | DropIndex | DropTable | TruncateTable | RenameTable
  | CreateDatabase | DropDatabase | AlterDatabase | CreateView | DropView | AlterVschema

// -------------------------------------------------------------------------------------- session statements

export interface Begin {
  readonly kind: 'begin'
  readonly startTransaction: boolean
  readonly consistentSnapshot: boolean
  readonly access: 'read only' | 'read write' | null
}
export interface Commit { readonly kind: 'commit' }
export interface Rollback { readonly kind: 'rollback'; /** `rollback to s`. */ readonly savepoint: string | null }
export interface Savepoint { readonly kind: 'savepoint'; readonly name: string }
export interface ReleaseSavepoint { readonly kind: 'release-savepoint'; readonly name: string }
export interface Use {
  readonly kind: 'use'
  /** A vtgate reads `customer/-80@replica` here. */
  readonly target: string
}

export type SetScope = 'session' | 'global' | 'user' | 'vitess_metadata'
export interface SetAssignment {
  readonly kind: 'set-assignment'
  /** `null`: as `set autocommit = 1`, which means the session. */
  readonly scope: SetScope | null
  /** Lower case unless a user's variable. `names`, `charset` and `transaction` stand for `set names …` and the like. */
  readonly name: string
  /** A bare word (`on`, `utf8`, `default`) arrives as a string literal, or as a `default` expression. */
  readonly value: Expression
}
export interface SetStatement {
  readonly kind: 'set'
  readonly comments: readonly string[]
  readonly assignments: readonly SetAssignment[]
}
export interface SetTransaction {
  readonly kind: 'set-transaction'
  readonly scope: 'session' | 'global' | null
  readonly isolation: 'read uncommitted' | 'read committed' | 'repeatable read' | 'serializable' | null
  readonly access: 'read only' | 'read write' | null
}

export type ShowWhat =
  | 'databases' | 'tables' | 'columns' | 'index' | 'create table' | 'create database' | 'table status'
  | 'variables' | 'status' | 'slave status' | 'master status' | 'binary logs' | 'slave hosts' | 'processlist' | 'engines'
  | 'warnings' | 'errors' | 'character set' | 'collation' | 'grants' | 'plugins' | 'privileges' | 'triggers'
  // What only a vtgate answers.
  | 'keyspaces' | 'vitess_keyspaces' | 'shards' | 'vitess_shards' | 'tablets' | 'vitess_tablets' | 'vitess_targets'
  | 'vschema tables' | 'vschema vindexes'
  | 'other'
export interface Show {
  readonly kind: 'show'
  readonly what: ShowWhat
  readonly scope: 'session' | 'global' | null
  readonly full: boolean
  /** Of columns, index, create table. */
  readonly table: TableName | null
  /** Of tables, columns, table status, create database, and `show vschema vindexes on t` has `table`. */
  readonly database: string | null
  readonly like: string | null
  readonly where: Expression | null
  /** The rest of the text of `other`: `function status`. */
  readonly text: string
}

export interface LockTables {
  readonly kind: 'lock-tables'
  readonly tables: readonly {
    readonly table: TableName
    readonly alias: string | null
    readonly mode: 'read' | 'read local' | 'write' | 'low_priority write'
  }[]
}
export interface UnlockTables { readonly kind: 'unlock-tables' }
export interface Flush {
  readonly kind: 'flush'
  /** `tables`, `logs`, `binary logs`, `privileges`, … in lower case. */
  readonly what: string
  readonly tables: readonly TableName[]
  readonly withReadLock: boolean
}
export interface Explain { readonly kind: 'explain'; readonly format: string | null; readonly statement: Statement }
export interface Describe { readonly kind: 'describe'; readonly table: TableName; readonly column: string | null }
export interface Kill { readonly kind: 'kill'; readonly what: 'connection' | 'query'; readonly id: Expression }
export interface DoStatement { readonly kind: 'do'; readonly expressions: readonly Expression[] }

// ------------------------------------------------------------------------------------- replication, servers

export interface ChangeMaster {
  readonly kind: 'change-master'
  /** Names in lower case: `master_host`, `master_port`, `master_auto_position`, … */
  readonly options: readonly { readonly name: string; readonly value: Literal | Argument }[]
}
export interface StartSlave {
  readonly kind: 'start-slave'
  readonly threads: readonly ('io_thread' | 'sql_thread')[]
  readonly until: { readonly condition: 'sql_before_gtids' | 'sql_after_gtids'; readonly gtidSet: string } | null
}
export interface StopSlave { readonly kind: 'stop-slave'; readonly threads: readonly ('io_thread' | 'sql_thread')[] }
export interface ResetSlave { readonly kind: 'reset-slave'; readonly all: boolean }
export interface ResetMaster { readonly kind: 'reset-master' }
export interface PurgeBinaryLogs {
  readonly kind: 'purge-binary-logs'
  readonly to: string | null
  readonly before: Expression | null
}

/** Accepted as a statement, understood by nobody below: `grant …`, `analyze table t`, `call p()`. */
export interface OtherStatement { readonly kind: 'other'; readonly verb: string; readonly text: string }

export type SessionStatement =
  | Begin | Commit | Rollback | Savepoint | ReleaseSavepoint | Use | SetStatement | SetTransaction | Show
  | LockTables | UnlockTables | Flush | Explain | Describe | Kill | DoStatement

export type ReplicationStatement =
  | ChangeMaster | StartSlave | StopSlave | ResetSlave | ResetMaster | PurgeBinaryLogs

export type Statement =
  | SelectStatement | Insert | Update | Delete
  | DefinitionStatement | SessionStatement | ReplicationStatement | OtherStatement
