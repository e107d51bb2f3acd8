/**
 * Words that are not names unless they stand in backticks: the reserved words of MySQL 5.7.
 * The printer quotes a name that is one of them.
 */
const RESERVED = new Set((
  'accessible add all alter analyze and as asc asensitive before between bigint binary blob both by call cascade case '
  + 'change char character check collate column condition constraint continue convert create cross current_date '
  + 'current_time current_timestamp current_user cursor database databases dec decimal declare '
  + 'default delayed delete desc describe deterministic distinct distinctrow div double drop dual each else elseif '
  + 'enclosed escaped exists exit explain false fetch float for force foreign from fulltext generated get '
  + 'grant group having high_priority if ignore in index infile inner inout insensitive insert int '
  + 'integer interval into is iterate join key keys kill leading leave left like limit linear '
  + 'lines load localtime localtimestamp lock long longblob longtext loop low_priority master_bind match maxvalue '
  + 'mediumblob mediumint mediumtext mod modifies natural not null numeric on optimize '
  + 'optimizer_costs option optionally or order out outer outfile partition precision primary procedure purge range '
  + 'read reads real references regexp release rename repeat replace require resignal restrict return revoke '
  + 'right rlike schema schemas select sensitive separator set show signal smallint spatial specific sql '
  + 'sqlexception sqlstate sqlwarning sql_big_result sql_calc_found_rows sql_small_result ssl starting stored '
  + 'straight_join table terminated then tinyblob tinyint tinytext to trailing trigger true undo union unique unlock '
  + 'unsigned update usage use using utc_date utc_time utc_timestamp values varbinary varchar varcharacter varying '
  + 'virtual when where while with write xor zerofill'
).split(' '))

/** Reserved words that are functions as well when a parenthesis follows. */
const RESERVED_FUNCTIONS = new Set((
  'if left right replace repeat mod database schema insert char interval values default convert '
  + 'current_user current_date current_time current_timestamp localtime localtimestamp '
  + 'utc_date utc_time utc_timestamp exists'
).split(' '))

/** Functions over the rows of a group. */
const AGGREGATES = new Set((
  'count sum avg min max group_concat bit_and bit_or bit_xor std stddev stddev_pop stddev_samp '
  + 'var_pop var_samp variance any_value json_arrayagg json_objectagg'
).split(' '))

/** `word` is in lower case. */
export function isReserved(word: string): boolean {
  return RESERVED.has(word)
}

export function isReservedFunction(word: string): boolean {
  return RESERVED_FUNCTIONS.has(word)
}

/** True for `count`, `sum`, …, in whatever letters. */
export function isAggregateName(name: string): boolean {
  return AGGREGATES.has(name.toLowerCase())
}
