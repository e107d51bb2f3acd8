import { Failure, type Ctx } from '../../sim/index.ts'
import {
  parseCached, valueText, type BindVariable, type Expression, type QueryResult, type SetAssignment,
  type SetTransaction, type Value,
} from '../../sql/index.ts'
import type { TransactionMode } from '../wire/index.ts'
import { noResult } from './engine/results.ts'
import type { Executor } from './executor.ts'
import { planValue } from './planner/index.ts'
import type { SafeSession } from './safe-session.ts'

/** Known to clients, and without meaning here. Source: executor.go IgnoreList. */
const ignored: ReadonlySet<string> = new Set([
  'sql_mode', 'net_write_timeout', 'net_read_timeout', 'lc_messages', 'collation_connection',
    'foreign_key_checks',
  'sql_quote_show_create', 'unique_checks', 'wait_timeout',
])
const charsets: ReadonlySet<string> = new Set(['', 'utf8', 'utf8mb4', 'latin1', 'default'])
const isolations: ReadonlySet<string> =
  new Set(['repeatable-read', 'read-committed', 'read-uncommitted', 'serializable'])

/** What a name is set to; `default` is a word of its own. */
type Setting = { readonly value: Value } | 'default'

/** Source: executor.go handleSet. */
export async function executeSet(
  ctx: Ctx, executor: Executor, session: SafeSession, sql: string,
): Promise<QueryResult> {
  const statement = parseCached(sql)
  if (statement.kind === 'set-transaction') return setTransaction(statement, sql)
  if (statement.kind !== 'set') throw invalid(`unsupported construct: ${sql}`)
  for (const assignment of statement.assignments) await assign(ctx, executor, session, assignment, sql)
  return noResult
}

/** Isolation is checked and then left alone. */
function setTransaction(statement: SetTransaction, sql: string): QueryResult {
  if (statement.scope === 'global') throw invalid('unsupported in set: global')
  if (statement.isolation === null && statement.access === null) {
    throw invalid(`unsupported construct: ${sql}`)
  }
  return noResult
}

async function assign(
  ctx: Ctx, executor: Executor, session: SafeSession, { scope, name, value }: SetAssignment, sql: string,
): Promise<void> {
  if (scope === 'global') throw invalid('unsupported in set: global')
  if (scope === 'user') return session.setUserVariable(name.toLowerCase(), literal(value, sql))
  if (scope === 'vitess_metadata') {
    throw new Failure('PERMISSION_DENIED', 'not authorized to perform vitess metadata operations',
      { definite: true })
  }
  const setting = settingOf(value, sql)
  switch (name) {
    case 'autocommit': return setAutocommit(ctx, executor, session, flag(name, setting))
    case 'client_found_rows': return session.setOptions({ clientFoundRows: flag(name, setting) })
    case 'skip_query_plan_cache': case 'sql_safe_updates': case 'tx_read_only': case 'transaction_read_only':
      flag(name, setting)
      return
    case 'transaction_mode': return session.set({ transactionMode: transactionMode(text(name, setting)) })
    case 'tx_isolation': case 'transaction_isolation': {
      const isolation = text(name, setting).toLowerCase()
      if (!isolations.has(isolation)) throw invalid(`unexpected value for ${name}: ${isolation}`)
      return
    }
    case 'workload': return session.setOptions({ workload: workload(text(name, setting)) })
    case 'sql_select_limit':
      return session.setOptions({ sqlSelectLimit: setting === 'default' ? undefined
        : integer(name, setting) })
    case 'sql_auto_is_null':
      if (flag(name, setting)) throw invalid('sql_auto_is_null is not currently supported')
      return
    case 'character_set_results': case 'charset': case 'names': {
      const charset = setting === 'default' ? 'default' : valueText(setting.value)?.toLowerCase() ?? ''
      if (!charsets.has(charset)) throw invalid(`unexpected value for charset/names: ${charset}`)
      return
    }
    default:
      if (!ignored.has(name)) throw invalid(`unsupported construct: ${sql}`)
  }
}

/** Turning it on in the middle of a transaction commits that. */
async function setAutocommit(
  ctx: Ctx, executor: Executor, session: SafeSession, isOn: boolean,
): Promise<void> {
  if (isOn && session.inTransaction) await executor.txConn.commit(ctx, session)
  session.set({ autocommit: isOn })
}

function literal(value: Expression, sql: string): BindVariable {
  if (value.kind === 'boolean') return { type: 'INT64', value: value.value ? 1 : 0 }
  try {
    const plan = planValue(value)
    if (plan.kind === 'value') return plan.value
  } catch {
    // Said below.
  }
  throw invalid(`unsupported construct: ${sql}`)
}

function settingOf(value: Expression, sql: string): Setting {
  return value.kind === 'default' ? 'default' : { value: literal(value, sql).value ?? null }
}

function flag(name: string, setting: Setting): boolean {
  if (setting === 'default') throw invalid(`unexpected value type for ${name}: string`)
  const { value } = setting
  if (value === 1 || value === 0) return value === 1
  const word = valueText(value)?.toLowerCase() ?? ''
  if (word === 'on' || word === 'true') return true
  if (word === 'off' || word === 'false') return false
  throw invalid(`unexpected value for ${name}: ${word}`)
}

function integer(name: string, setting: Exclude<Setting, 'default'>): number {
  if (typeof setting.value === 'number' && Number.isSafeInteger(setting.value)) return setting.value
  throw invalid(`unexpected value type for ${name}: ${typeof setting.value}`)
}

function text(name: string, setting: Setting): string {
  if (setting !== 'default' && typeof setting.value === 'string') return setting.value
  throw invalid(`unexpected value type for ${name}: ${setting === 'default' ? 'string' : 'int64'}`)
}

function transactionMode(word: string): TransactionMode {
  const modes: readonly TransactionMode[] = ['UNSPECIFIED', 'SINGLE', 'MULTI', 'TWOPC']
  const mode = modes.find((known) => known === word.toUpperCase())
  if (mode === undefined) throw invalid(`invalid transaction_mode: ${word}`)
  return mode
}

function workload(word: string): 'UNSPECIFIED' | 'OLTP' | 'OLAP' | 'DBA' {
  const known = (['UNSPECIFIED', 'OLTP', 'OLAP', 'DBA'] as const).find((name) => name === word.toUpperCase())
  if (known === undefined) throw invalid(`invalid workload: ${word}`)
  return known
}

const invalid = (message: string) => new Failure('INVALID_ARGUMENT', message, { definite: true })
