import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse, parseCached, print, SqlError } from '../../../src/sql/index.ts'

const plans = JSON.parse(readFileSync(new URL('../../vectors/plans2020.json', import.meta.url), 'utf8')) as {
  query: string
  expected: unknown
}[]

/** Statements of Vitess's own planner tests (April 2020): as they are given, and as its printer writes them. */
const given = [...new Set(plans.map((plan) => plan.query))]
const printed = [...new Set(plans.flatMap((plan) => queriesOf(plan.expected)))]

function queriesOf(plan: unknown): string[] {
  if (typeof plan !== 'object' || plan === null) return []
  return Object.entries(plan).flatMap(([name, part]) =>
    name === 'Query' && typeof part === 'string' ? [part] : queriesOf(part))
}

/** A statement, and the text that Vitess would print for it (the same text if none is given). */
function check(sql: string, printed = sql): void {
  it(sql, () => {
    const statement = parse(sql)
    expect(print(statement)).toBe(printed)
    expect(parse(printed)).toEqual(statement)
  })
}

function fails(sql: string, message: string): void {
  it(`${sql} fails`, () => expect(() => parse(sql)).toThrow(message))
}

describe('statements of Vitess', () => {
  it.each(given)('%s', (sql) => {
    const statement = parse(sql)
    expect(parse(print(statement))).toEqual(statement)
  })
  it.each(printed)('prints %s', (sql) => expect(print(parse(sql))).toBe(sql))
})

describe('precedence', () => {
  check('select a or b and c xor d from t', 'select a or b and c xor d from t')
  check('select (a or b) and c from t')
  check('select a or (b or c) from t')
  check('select not a = b from t')
  check('select (not a) = b from t')
  check('select a between 1 and 2 and b from t')
  check('select 1 << 2 + 1 from dual')
  check('select (1 << 2) + 1 from dual')
  check('select a - (b - c) from t')
  check('select -(a + b) from t')
  check('select - -5 from dual')
  check('select -a.b from t')
  check('select !a and b from t')
  check('select a || b from t', 'select a or b from t')
  check('select a && b from t', 'select a and b from t')
  check('select a mod b div c from t', 'select a % b div c from t')
  check('select binary a = b from t')
  check('select a collate utf8_bin = b from t')
  check('select a = b is null from t')
  check('select a in (1, 2) = 1 from t')
})

describe('expressions', () => {
  check("select 'it''s', \"a\\tb\", 'a' 'b' from dual", "select 'it\\'s', 'a\\tb', 'ab' from dual")
  check("select x'4142', 0x0A, b'101', _utf8'x' from dual", "select X'4142', 0x0A, B'101', _utf8 'x' from dual")
  check('select 1.50, 1e3, .5, 9223372036854775808 from dual')
  check('select a <> b, a <=> b, a != b from t', 'select a != b, a <=> b, a != b from t')
  check("select a like 'x%' escape '!', a not like 'y', a regexp 'z' from t")
  check('select case a when 1 then 2 else 3 end, case when a then b end from t')
  check('select cast(a as unsigned), convert(a, char(5)), convert(a using utf8) from t',
    'select convert(a, unsigned), convert(a, char(5)), convert(a using utf8) from t')
  check('select count(*), count(distinct a, b), GROUP_CONCAT(distinct a order by b desc separator ";") from t',
    "select count(*), count(distinct a, b), group_concat(distinct a order by b desc separator ';') from t")
  check('select now() - interval 1 day, date_add(a, interval (b + 1) month) from t')
  check('select if(a, b, c), left(a, 1), replace(a, b, c), mod(a, 2) from t')
  check('select substring(a from 2 for 3), trim(leading "x" from a), position("b" in a) from t',
    "select substring(a, 2, 3), trim(leading 'x' from a), locate('b', a) from t")
  check('select @a, @@global.read_only, @@autocommit, @b := 5 from dual')
  check('select current_timestamp, utc_timestamp() from dual', 'select current_timestamp(), utc_timestamp() from dual')
  check('select (a, b) = (1, 2), (select 1 from dual), exists (select 1 from t) from t')
  check('select a > any (select b from t) from t')
  check("select a->'$.b', a->>'$.c' from t", "select a -> '$.b', a ->> '$.c' from t")
  check('select :a, ? from t where b in ::list and c = ?', 'select :a, :v1 from t where b in ::list and c = :v2')
  check('select t.`select`, `a b`, `x``y`, `status` from `from` as t')
})

describe('queries', () => {
  check('select a b, c as "d" from t x', 'select a as b, c as d from t as x')
  check('select /* first */ a from t -- end', 'select /* first */ a from t')
  check('select distinct sql_calc_found_rows a from t', 'select sql_calc_found_rows distinct a from t')
  check('select 1', 'select 1 from dual')
  check('select * from a join b on a.x = b.x left join c using (y), d natural join e', 'select * from a join b on a.x = b.x left join c using (y), d natural join e')
  check('select * from a left join b join c on b.x = c.x on a.x = b.x')
  check('select * from a join (b join c on p) on q', 'select * from a join (b join c on p) on q')
  check('select * from (select 1 from dual) as d, (a, b)')
  check('select a from t use index (x, y) where b = 1 group by a having count(*) > 1 order by a limit 5 offset 10',
    'select a from t use index (x, y) where b = 1 group by a having count(*) > 1 order by a asc limit 10, 5')
  check('select a from t for update')
  check('select a from t lock in share mode')
  check('select a from t union all select b from s order by a limit 1', 'select a from t union all select b from s order by a asc limit 1')
  check('(select a from t order by a limit 1) union (select b from s)', '(select a from t order by a asc limit 1) union (select b from s)')
  check('select next 5 values from seq')
  check('select next :n values from seq')
  check('select next value from seq', 'select next 1 values from seq')
  fails('select a from t order by a union select b from s', 'syntax error at position')
  fails('select * from (select 1)', 'syntax error at position')
})

describe('changes', () => {
  check('insert into t values (1, null, default), (:a, now(), \'x\')')
  check('insert ignore t(a, `key`) value (1, 2)', 'insert ignore into t(a, `key`) values (1, 2)')
  check('insert into t set a = 1, b = 2', 'insert into t(a, b) values (1, 2)')
  check('insert into t(a) select a from s on duplicate key update a = values(a), b = b + 1')
  check('replace into d.t(a) values (1)')
  check('update t set a = 1, b = a + 1 where c = 2 order by d limit 3', 'update t set a = 1, b = a + 1 where c = 2 order by d asc limit 3')
  check('update a join b on a.x = b.x set a.y = b.y')
  check('delete from t where a = 1 limit 2')
  check('delete a, b from a join b on a.x = b.x where a.y = 1')
  check('delete from a using a join b on a.x = b.x', 'delete a from a join b on a.x = b.x')
})

describe('definitions', () => {
  check("create table if not exists t (id bigint(20) unsigned not null auto_increment, name varchar(10) character set utf8 default 'x' comment 'n', "
    + "at timestamp default current_timestamp on update current_timestamp, e enum('a','b'), primary key (id), unique key n (name(5)), key x (at, e)) engine=InnoDB comment='vitess_sequence'",
  'create table if not exists t (\n\tid bigint(20) unsigned not null auto_increment,\n\tname varchar(10) character set utf8 default \'x\' comment \'n\',\n\t'
    + '`at` timestamp default current_timestamp() on update current_timestamp(),\n\te enum(\'a\',\'b\'),\n\tprimary key (id),\n\tunique key n (name(5)),\n\tkey x (`at`, e)\n) engine=InnoDB comment=\'vitess_sequence\''
    .replaceAll('`at`', 'at'))
  check('create table a like b')
  check('alter table t add column c int after b, drop column d, add unique index i (c), modify column e bigint not null',
    'alter table t add column c int after b, drop column d, add unique key i (c), modify column e bigint not null')
  check('drop table if exists a, b')
  check('truncate table t')
  check('rename table a to b, c to d')
  check('create database if not exists vt_customer')
  check('drop database vt_customer')
  check('create unique index i on t (a, b(5))')
  check('alter vschema on t add vindex h (id) using hash', 'alter vschema on t add vindex h (id) using hash')
})

describe('session and replication', () => {
  check('begin')
  check('start transaction with consistent snapshot, read only')
  check('rollback to savepoint s', 'rollback to s')
  check('set autocommit = on, session sql_mode = "x", @a = 5', "set autocommit = 'on', session sql_mode = 'x', @a = 5")
  check('set names utf8', "set names 'utf8'")
  check('set session transaction isolation level read committed')
  check('set @@global.read_only = 1', 'set global read_only = 1')
  check('show full tables from d like "t%"', "show full tables from d like 't%'")
  check('show create table d.t')
  check('show slave status')
  check('show vitess_shards')
  check('show engine innodb status')
  check('use customer/-80@replica', 'use `customer/-80@replica`')
  check('lock tables t read, s as x write')
  check('flush tables with read lock')
  check('explain select 1 from t')
  check('describe t')
  check('kill query 5')
  check("change master to master_host = 'mysqld zone1-200', master_port = 3306, master_auto_position = 1")
  check("start slave until sql_after_gtids = '3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5'")
  check('stop slave io_thread')
  check('reset slave all')
  check('reset master')
  check("purge binary logs to 'vt-bin.000003'")
})

describe('errors', () => {
  fails('select a b c from t', "syntax error at position 13 near 'c'")
  fails('select $ from', 'syntax error at position 14')
  fails('select * from t where :1 = 2', "syntax error at position 24 near ':'")
  fails("select 'abc", 'syntax error at position')
  fails('', 'syntax error at position 1')
  fails('selec 1', "syntax error at position 6 near 'selec'")
  fails('select 1; select 2', "syntax error at position 17 near 'select'")
  it('tells line, column and a hint', () => {
    try {
      parse('select a\nfrom order')
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(SqlError)
      const { position, hint, errno } = error as SqlError
      expect({ position, hint, errno }).toEqual({
        position: { offset: 14, line: 2, column: 6 }, hint: 'order is a reserved word: write `order`', errno: 1064,
      })
    }
  })
})

describe('trees', () => {
  it('are frozen', () => {
    const statement = parse('select a from t where b in (1, 2)')
    expect(Object.isFrozen(statement)).toBe(true)
    if (statement.kind !== 'select') expect.unreachable()
    expect(Object.isFrozen(statement.where)).toBe(true)
  })
  it('are kept by their text', () => {
    expect(parseCached('select 1 from t')).toBe(parseCached('select 1 from t'))
  })
})
