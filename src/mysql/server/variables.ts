import { mysqlError } from '../mysql-error.ts'
import type { Value } from '../../sql/index.ts'

export type VariableKind = 'switch' | 'integer' | 'text'

export interface VariableDefinition {
  readonly name: string
  readonly kind: VariableKind
  readonly value: Value
  /** `global` has no session value, `session` no global one. */
  readonly scope: 'global' | 'both' | 'session'
  readonly readOnly?: true
}

const on = (name: string, value: 0 | 1, scope: VariableDefinition['scope'] = 'both'): VariableDefinition =>
  ({ name, kind: 'switch', value, scope })
const int = (name: string, value: number, scope: VariableDefinition['scope'] = 'both'): VariableDefinition =>
  ({ name, kind: 'integer', value, scope })
const text = (name: string, value: string | null, scope: VariableDefinition['scope'] = 'both'): VariableDefinition =>
  ({ name, kind: 'text', value, scope })
const fixed = (definition: VariableDefinition): VariableDefinition => ({ ...definition, readOnly: true })

/** MySQL 5.7's own default, which Vitess leaves as it is. */
export const defaultSqlMode =
  'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,'
  + 'NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION'

/**
 * The system variables that are known, with the values of Vitess's my.cnf for MySQL 5.7 (config/mycnf/default.cnf,
 * master_mysql57.cnf) or MySQL's defaults. What depends on the server is set at boot.
 */
export const variableDefinitions: readonly VariableDefinition[] = [
  on('autocommit', 1),
  int('auto_increment_increment', 1),
  int('auto_increment_offset', 1),
  text('binlog_format', 'ROW'),
  text('binlog_row_image', 'FULL'),
  text('character_set_client', 'utf8'),
  text('character_set_connection', 'utf8'),
  text('character_set_database', 'utf8'),
  text('character_set_results', 'utf8'),
  text('character_set_server', 'utf8'),
  fixed(text('character_set_system', 'utf8', 'global')),
  text('collation_connection', 'utf8_general_ci'),
  text('collation_database', 'utf8_general_ci'),
  text('collation_server', 'utf8_general_ci'),
  int('connect_timeout', 30, 'global'),
  fixed(on('enforce_gtid_consistency', 1, 'global')),
  int('expire_logs_days', 3, 'global'),
  on('foreign_key_checks', 1),
  text('gtid_mode', 'ON', 'global'),
  text('gtid_next', 'AUTOMATIC', 'session'),
  int('group_concat_max_len', 1024),
  fixed(text('hostname', '', 'global')),
  on('innodb_autoinc_lock_mode', 1, 'global'),
  int('innodb_flush_log_at_trx_commit', 1, 'global'),
  int('innodb_lock_wait_timeout', 50),
  int('interactive_timeout', 28800),
  text('license', 'GPL', 'global'),
  fixed(on('log_bin', 1, 'global')),
  fixed(on('log_slave_updates', 1, 'global')),
  int('lock_wait_timeout', 31536000),
  int('long_query_time', 2),
  int('lower_case_table_names', 0, 'global'),
  int('max_allowed_packet', 16777216),
  int('max_connections', 500, 'global'),
  int('max_execution_time', 0),
  int('net_buffer_length', 16384),
  int('net_read_timeout', 30),
  int('net_write_timeout', 60),
  fixed(int('port', 3306, 'global')),
  int('query_cache_size', 0, 'global'),
  text('query_cache_type', 'OFF'),
  on('read_only', 1, 'global'),
  on('relay_log_purge', 1, 'global'),
  fixed(on('relay_log_recovery', 1, 'global')),
  on('rpl_semi_sync_master_enabled', 0, 'global'),
  int('rpl_semi_sync_master_timeout', 1e18, 'global'),
  on('rpl_semi_sync_master_wait_no_slave', 1, 'global'),
  text('rpl_semi_sync_master_wait_point', 'AFTER_SYNC', 'global'),
  on('rpl_semi_sync_slave_enabled', 0, 'global'),
  fixed(int('server_id', 0, 'global')),
  fixed(text('server_uuid', '', 'global')),
  on('sql_auto_is_null', 0),
  on('sql_log_bin', 1, 'session'),
  text('sql_mode', defaultSqlMode),
  on('sql_notes', 1),
  on('sql_safe_updates', 0),
  int('sql_select_limit', Number.MAX_SAFE_INTEGER),
  on('sql_warnings', 0),
  int('slave_net_timeout', 60, 'global'),
  on('super_read_only', 0, 'global'),
  int('sync_binlog', 1, 'global'),
  fixed(text('system_time_zone', 'UTC', 'global')),
  text('time_zone', '+00:00'),
  int('timestamp', 0, 'session'),
  int('tmp_table_size', 16777216),
  text('transaction_isolation', 'REPEATABLE-READ'),
  on('transaction_read_only', 0),
  text('tx_isolation', 'REPEATABLE-READ'),
  on('tx_read_only', 0),
  on('unique_checks', 1),
  fixed(text('version', '5.7.29-log', 'global')),
  fixed(text('version_comment', 'MySQL Community Server (GPL)', 'global')),
  fixed(text('version_compile_os', 'Linux', 'global')),
  int('wait_timeout', 28800),
]

const definitions = new Map(variableDefinitions.map((definition) => [definition.name, definition]))

/** Error 1193 for a name that no server has. */
export function variableDefinition(name: string): VariableDefinition {
  const definition = definitions.get(name.toLowerCase())
  if (definition === undefined) throw mysqlError(1193, `Unknown system variable '${name}'`)
  return definition
}

/** The value to store for what a SET gave. Error 1231 or 1232 if it does not fit. */
export function variableValue(definition: VariableDefinition, given: Value): Value {
  const { name, kind } = definition
  if (kind === 'text') return given
  if (kind === 'switch') {
    const word = String(given).toLowerCase()
    if (word === '1' || word === 'on' || word === 'true') return 1
    if (word === '0' || word === 'off' || word === 'false') return 0
    throw mysqlError(1231, `Variable '${name}' can't be set to the value of '${given === null ? 'NULL' : String(given)}'`)
  }
  if (typeof given === 'number' || typeof given === 'bigint') return given
  throw mysqlError(1232, `Incorrect argument type to variable '${name}'`)
}

/** The value as SHOW VARIABLES prints it. */
export function variableText(definition: VariableDefinition, value: Value): string {
  if (definition.kind === 'switch') return value === 1 ? 'ON' : 'OFF'
  if (definition.name === 'sql_select_limit') return '18446744073709551615'
  return value === null ? '' : String(value)
}
