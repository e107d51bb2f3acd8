import { Mutex, Signal, type Task } from '../../sim/index.ts'
import type { Value } from '../../sql/index.ts'
import type { Session as ExpressionSession } from '../expressions/index.ts'
import { mysqlError } from '../mysql-error.ts'
import type { MysqlUser } from '../protocol.ts'
import { LockOwner } from '../transaction/lock-owner.ts'
import { Transaction } from '../transaction/transaction.ts'
import type { MysqlServer } from './mysql-server.ts'
import { computedVariable } from './computed-variables.ts'
import { variableDefinition } from './variables.ts'

/** One connection's state on the server. */
export class Session implements ExpressionSession {
  readonly connectionId: number
  readonly account: MysqlUser
  readonly server: MysqlServer
  readonly owner: LockOwner
  database: string
  /** Statements of one connection run one after the other. */
  readonly turn: Mutex
  /** KILL: the connection is to be closed. */
  readonly killed = new Signal('kill')
  isKilled = false
  /** The task that runs a statement of this connection. */
  running: Task | null = null
  /** Session values that differ from the global ones. */
  readonly variables = new Map<string, Value>()
  readonly userVariables = new Map<string, Value>()
  lastInsertId: number | bigint = 0
  foundRows = 0
  rowCount = -1
  /** The world's clock when the running statement began: NOW() is the same all through it. */
  unixMicros = 0
  /** What SHOW PROCESSLIST says of it. */
  command = 'Sleep'
  sql: string | null = null
  sinceUnixMs = 0

  constructor(server: MysqlServer, id: number, account: MysqlUser, database: string) {
    this.server = server
    this.connectionId = id
    this.account = account
    this.database = database
    this.owner = new LockOwner(`connection ${id}`)
    this.turn = new Mutex(`connection ${id}`)
  }

  get user(): string {
    return `vt_${this.account}@localhost`
  }

  get version(): string {
    return String(this.server.variables.get('version'))
  }

  get hasSuper(): boolean {
    return this.account === 'dba'
  }

  get autocommit(): boolean {
    return this.variable('autocommit') === 1
  }

  /** Whether what it changes goes into the binlog. */
  get isLogged(): boolean {
    return this.variable('sql_log_bin') !== 0
  }

  get lockWaitTimeoutMs(): number {
    return Number(this.variable('innodb_lock_wait_timeout')) * 1000
  }

  /** The session's value of a system variable, or the global one. Error 1193 for an unknown name. */
  variable(name: string): Value {
    const own = this.variables.get(name)
    if (own !== undefined) return own
    return this.server.variables.get(name) ?? variableDefinition(name).value
  }

  systemVariable(scope: 'global' | 'session' | null, name: string): Value | undefined {
    const key = name.toLowerCase()
    if (scope !== 'global') {
      const own = this.variables.get(key)
      if (own !== undefined) return own
    }
    return computedVariable(this, key) ?? this.server.variables.get(key) ?? variableDefinition(name).value
  }

  random(): number {
    return this.server.random.next()
  }

  userVariable(name: string): Value {
    return this.userVariables.get(name) ?? null
  }

  setUserVariable(name: string, value: Value): void {
    this.userVariables.set(name, value)
  }

  setLastInsertId(value: number | bigint): void {
    this.lastInsertId = value
  }

  /** Begins a transaction if none is open. */
  openTransaction(readOnly = false): Transaction {
    this.owner.transaction ??= new Transaction(this.server.databases, readOnly)
    return this.owner.transaction
  }

  /** Error 1290 if this user may not write now. */
  checkWritable(): void {
    const { server } = this
    if (server.isOn('super_read_only')) throw readOnlyError('--super-read-only')
    if (!this.hasSuper && server.isOn('read_only')) throw readOnlyError('--read-only')
  }
}

function readOnlyError(option: string): Error {
  return mysqlError(1290, `The MySQL server is running with the ${option} option so it cannot execute this statement`)
}
