/** A reference to a table: `database.name`, the database left out where the session's own is meant. */
export interface TableName {
  readonly kind: 'table-name'
  readonly database: string | null
  readonly name: string
}

// ---------------------------------------------------------------------------------------------- expressions

/** A literal as it was written: no number is rounded, no string is decoded twice. */
export interface Literal {
  readonly kind: 'literal'
  /** `hex` is `x'80'`, `hex-number` is `0x80`; a date, time or timestamp is `date'2020-04-28'`. */
  readonly type: 'int' | 'decimal' | 'float' | 'string' | 'hex' | 'hex-number' | 'bit' | 'date' | 'time' | 'timestamp'
  /** Digits with their sign (`-5` is one literal), the decoded string, or the bare hex or bit digits. */
  readonly value: string
  /** The introducer of `_binary 'x'`: `binary`. */
  readonly charset?: string
}

export interface NullLiteral { readonly kind: 'null' }
export interface BooleanLiteral { readonly kind: 'boolean'; readonly value: boolean }

/** A bind variable: `:name`, or a list of values `::name`. A `?` is read as `:v1`, `:v2`, …, as Vitess does. */
export interface Argument { readonly kind: 'argument'; readonly name: string; readonly list: boolean }

export interface ColumnRef {
  readonly kind: 'column'
  readonly database: string | null
  readonly table: string | null
  readonly name: string
}

export interface AndExpression { readonly kind: 'and'; readonly left: Expression; readonly right: Expression }
export interface OrExpression { readonly kind: 'or'; readonly left: Expression; readonly right: Expression }
export interface XorExpression { readonly kind: 'xor'; readonly left: Expression; readonly right: Expression }
export interface NotExpression { readonly kind: 'not'; readonly operand: Expression }

export type ComparisonOperator =
  | '=' | '!=' | '<' | '<=' | '>' | '>=' | '<=>'
  | 'in' | 'not in' | 'like' | 'not like' | 'regexp' | 'not regexp'

/** `in` has a tuple, a subquery or a list argument on its right. */
export interface Comparison {
  readonly kind: 'comparison'
  readonly operator: ComparisonOperator
  readonly left: Expression
  readonly right: Expression
  readonly escape?: Expression
}

/** `left = any (select …)`. */
export interface QuantifiedComparison {
  readonly kind: 'quantified'
  readonly operator: '=' | '!=' | '<' | '<=' | '>' | '>='
  readonly quantifier: 'any' | 'all'
  readonly left: Expression
  readonly subquery: Subquery
}

export interface BetweenExpression {
  readonly kind: 'between'
  readonly negated: boolean
  readonly operand: Expression
  readonly from: Expression
  readonly to: Expression
}

export interface IsExpression {
  readonly kind: 'is'
  readonly negated: boolean
  readonly operand: Expression
  readonly test: 'null' | 'true' | 'false'
}

export type BinaryOperator =
  '+' | '-' | '*' | '/' | 'div' | '%' | '|' | '&' | '^' | '<<' | '>>' | '->' | '->>'

export interface BinaryExpression {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly left: Expression
  readonly right: Expression
}

export interface UnaryExpression {
  readonly kind: 'unary'
  readonly operator: '-' | '+' | '~' | '!' | 'binary'
  readonly operand: Expression
}

export interface CollateExpression { readonly kind: 'collate'; readonly operand: Expression; readonly collation: string }
export interface IntervalExpression { readonly kind: 'interval'; readonly operand: Expression; readonly unit: string }
export interface TupleExpression { readonly kind: 'tuple'; readonly items: readonly Expression[] }
export interface Subquery { readonly kind: 'subquery'; readonly select: SelectStatement }
export interface ExistsExpression { readonly kind: 'exists'; readonly subquery: Subquery }

export interface CaseExpression {
  readonly kind: 'case'
  readonly operand: Expression | null
  readonly whens: readonly { readonly condition: Expression; readonly result: Expression }[]
  readonly otherwise: Expression | null
}

export interface CastExpression {
  readonly kind: 'cast'
  readonly operand: Expression
  readonly type: ColumnType
}

export interface ConvertUsing { readonly kind: 'convert-using'; readonly operand: Expression; readonly charset: string }

/** Any function, aggregates included. `name` keeps its letters; compare it in lower case. */
export interface FunctionCall {
  readonly kind: 'function'
  readonly database: string | null
  readonly name: string
  readonly distinct: boolean
  /** `count(*)`. */
  readonly star: boolean
  readonly arguments: readonly Expression[]
}

export interface GroupConcat {
  readonly kind: 'group-concat'
  readonly distinct: boolean
  readonly arguments: readonly Expression[]
  readonly orderBy: readonly OrderItem[]
  readonly separator: string | null
}

/** `extract(year from x)`, `timestampdiff(second, a, b)`, `timestampadd(…)`: functions whose first word is a unit. */
export interface UnitFunction {
  readonly kind: 'unit-function'
  readonly name: 'extract' | 'timestampdiff' | 'timestampadd'
  readonly unit: string
  readonly arguments: readonly Expression[]
}

export interface TrimExpression {
  readonly kind: 'trim'
  readonly side: 'both' | 'leading' | 'trailing'
  readonly removed: Expression | null
  readonly operand: Expression
}

export interface MatchExpression {
  readonly kind: 'match'
  readonly columns: readonly Expression[]
  readonly against: Expression
  readonly mode: string
}

/** `values(col)` of ON DUPLICATE KEY UPDATE. */
export interface ValuesReference { readonly kind: 'values-reference'; readonly column: ColumnRef }
/** `default` or `default(col)`. */
export interface DefaultExpression { readonly kind: 'default'; readonly column: ColumnRef | null }
export interface UserVariable { readonly kind: 'user-variable'; readonly name: string }
/** `@@name`, `@@global.name`. */
export interface SystemVariable {
  readonly kind: 'system-variable'
  readonly scope: 'session' | 'global' | null
  readonly name: string
}
export interface AssignExpression { readonly kind: 'assign'; readonly name: string; readonly value: Expression }

export type Expression =
  | Literal | NullLiteral | BooleanLiteral | Argument | ColumnRef
  | AndExpression | OrExpression | XorExpression | NotExpression
  | Comparison | QuantifiedComparison | BetweenExpression | IsExpression
  | BinaryExpression | UnaryExpression | CollateExpression | IntervalExpression
  | TupleExpression | Subquery | ExistsExpression | CaseExpression | CastExpression | ConvertUsing
  | FunctionCall | GroupConcat | UnitFunction | TrimExpression | MatchExpression
  | ValuesReference | DefaultExpression | UserVariable | SystemVariable | AssignExpression

// -------------------------------------------------------------------------------------------------- queries

export interface StarItem { readonly kind: 'star'; readonly database: string | null; readonly table: string | null }
export interface ExpressionItem {
  readonly kind: 'item'
  readonly expression: Expression
  readonly alias: string | null
}
/** `select next :n values from seq`, Vitess's own. */
export interface NextItem { readonly kind: 'next'; readonly count: Expression }
export type SelectItem = StarItem | ExpressionItem | NextItem

export interface OrderItem { readonly kind: 'order'; readonly expression: Expression; readonly descending: boolean }
export interface Limit { readonly kind: 'limit'; readonly offset: Expression | null; readonly count: Expression }
export type RowLock = 'none' | 'for update' | 'lock in share mode'

export interface IndexHint {
  readonly action: 'use' | 'force' | 'ignore'
  readonly indexes: readonly string[]
}

export interface TableSourceRef {
  readonly kind: 'table'
  readonly table: TableName
  readonly alias: string | null
  readonly partitions: readonly string[]
  readonly hints: readonly IndexHint[]
}
export interface DerivedTable { readonly kind: 'derived'; readonly select: SelectStatement; readonly alias: string }
export type JoinKind = 'join' | 'straight_join' | 'left join' | 'right join'
  | 'natural join' | 'natural left join' | 'natural right join'
export interface JoinExpression {
  readonly kind: 'join'
  readonly join: JoinKind
  readonly left: TableExpression
  readonly right: TableExpression
  readonly on: Expression | null
  readonly using: readonly string[]
}
/** `(a, b)` in FROM. */
export interface ParenTables { readonly kind: 'paren-tables'; readonly tables: readonly TableExpression[] }
export type TableExpression = TableSourceRef | DerivedTable | JoinExpression | ParenTables

export interface Select {
  readonly kind: 'select'
  readonly comments: readonly string[]
  readonly distinct: boolean
  readonly cache: 'sql_cache' | 'sql_no_cache' | null
  readonly straightJoin: boolean
  readonly calcFoundRows: boolean
  readonly items: readonly SelectItem[]
  /** Empty for a select without FROM, and for `from dual`. */
  readonly from: readonly TableExpression[]
  readonly where: Expression | null
  readonly groupBy: readonly Expression[]
  readonly having: Expression | null
  readonly orderBy: readonly OrderItem[]
  readonly limit: Limit | null
  readonly lock: RowLock
}
/** `first union all a union b order by … limit …`. */
export interface Union {
  readonly kind: 'union'
  readonly first: SelectStatement
  readonly rest: readonly { readonly distinct: boolean; readonly statement: SelectStatement }[]
  readonly orderBy: readonly OrderItem[]
  readonly limit: Limit | null
  readonly lock: RowLock
}
export interface ParenSelect { readonly kind: 'paren-select'; readonly select: SelectStatement }
export type SelectStatement = Select | Union | ParenSelect

// ---------------------------------------------------------------------------------------------- row changes

export interface Assignment { readonly kind: 'assignment'; readonly column: ColumnRef; readonly value: Expression }
export interface ValuesRows {
  readonly kind: 'values'
  /** One tuple a row; a row is a list argument in statements that Vitess makes (`values ::rows`). */
  readonly rows: readonly (TupleExpression | Argument)[]
}

export interface Insert {
  readonly kind: 'insert'
  readonly action: 'insert' | 'replace'
  readonly comments: readonly string[]
  readonly ignore: boolean
  readonly table: TableName
  readonly partitions: readonly string[]
  /** Empty where no list was written, and for `()`. `insert … set a = 1` is read as columns and one row. */
  readonly columns: readonly string[]
  readonly source: ValuesRows | SelectStatement
  readonly onDuplicate: readonly Assignment[]
}

export interface Update {
  readonly kind: 'update'
  readonly comments: readonly string[]
  readonly ignore: boolean
  readonly tables: readonly TableExpression[]
  readonly assignments: readonly Assignment[]
  readonly where: Expression | null
  readonly orderBy: readonly OrderItem[]
  readonly limit: Limit | null
}

export interface Delete {
  readonly kind: 'delete'
  readonly comments: readonly string[]
  readonly ignore: boolean
  /** `delete a, b from a join b …`; empty for the form with one table. */
  readonly targets: readonly TableName[]
  readonly tables: readonly TableExpression[]
  readonly partitions: readonly string[]
  readonly where: Expression | null
  readonly orderBy: readonly OrderItem[]
  readonly limit: Limit | null
}

// ------------------------------------------------------------------------------------- columns and types

/** A type as written: of a column, or of a CAST. `name` is in lower case (`bigint`, `varchar`). */
export interface ColumnType {
  readonly kind: 'type'
  readonly name: string
  readonly length: number | null
  readonly scale: number | null
  readonly unsigned: boolean
  readonly zerofill: boolean
  readonly charset: string | null
  readonly collation: string | null
  /** Of enum and set. */
  readonly values: readonly string[]
}
