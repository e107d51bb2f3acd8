import { beforeAll, describe, expect, it } from 'vitest'
import { loadRelationalEngine } from '../../../../src/mysql/engine/index.ts'
import { Tables } from './tables.ts'

const tables = new Tables()
  .create('create table t (id bigint primary key, a int, b varchar(20), c decimal(10,2), key a (a))', [
    [1, 10, 'alpha', '1.50'],
    [2, 20, 'Beta', '2.25'],
    [3, null, 'gamma', null],
    [4, 20, 'BETA', '10.00'],
    [5, 30, null, '0.10'],
  ])
  .create('create table s (id bigint primary key, t_id bigint, v varchar(10), unique key t_id (t_id))', [
    [11, 1, 'one'], [12, 2, 'two'], [13, null, 'none'], [14, 9, 'nine'],
  ])
  .create('create table pair (x int, y int, z int, primary key (x, y))', [
    [1, 1, 5], [1, 2, 4], [2, 1, 3], [2, 2, 2], [3, 1, 1],
  ])
  .create('create table empty_table (id int)')

/** Rows of a statement, as a client prints them. */
function check(sql: string, expected: readonly string[]): void {
  it(sql, () => expect(tables.lines(sql)).toEqual(expected))
}

function fails(sql: string, message: string): void {
  it(`${sql} fails`, () => expect(() => tables.select(sql)).toThrow(message))
}

beforeAll(loadRelationalEngine)

describe('one table', () => {
  check('select id from t', ['1', '2', '3', '4', '5'])
  check('select * from t where id = 2', ['2|20|Beta|2.25'])
  check('select id, b from t where b = "beta"', ['2|Beta', '4|BETA'])
  check('select id from t where id in (5, 1, 1, 9)', ['1', '5'])
  check('select id from t where id between 2 and 4 order by id desc', ['4', '3', '2'])
  check('select id from t where id > 1 and id <= 3', ['2', '3'])
  check('select id from t where a = 20 and c > 5', ['4'])
  check('select id from t where a is null', ['3'])
  check('select id from t where not (a = 20)', ['1', '5'])
  check('select id from t where a not in (10, null)', [])
  check("select id from t where id = '3'", ['3'])
  check('select id from t where id = 1.5', [])
  check('select id from t where id < 2.5', ['1', '2'])
  check('select id from t where id = null', [])
  check('select id, a from t order by a, id desc', ['3|NULL', '1|10', '4|20', '2|20', '5|30'])
  check('select id from t order by b', ['5', '1', '2', '4', '3'])
  check('select id from t order by 1 desc limit 2', ['5', '4'])
  check('select id from t limit 1, 2', ['2', '3'])
  check('select id from t limit 0', [])
  check('select distinct a from t', ['10', '20', 'NULL', '30'])
  check('select distinct b from t where id in (2, 4)', ['Beta'])
  check('select id x from t order by x desc limit 1', ['5'])
  check('select a + 1 as n from t having n > 20', ['21', '21', '31'])
  check('select 1 + 1, "a"', ['2|a'])
  check('select 1 from dual where 1 = 0', [])
  check('select t.*, t.id from t where t.id = 1', ['1|10|alpha|1.50|1'])
  check('select x, y from pair where x = 2 order by y desc', ['2|2', '2|1'])
  check('select x, y from pair where x in (3, 1) and y = 1', ['1|1', '3|1'])
  check('select x, y from pair where (x, y) = (2, 1)', ['2|1'])
  fails('select nothing from t', "Unknown column 'nothing' in 'field list'")
  fails('select id from t where zzz = 1', "Unknown column 'zzz' in 'where clause'")
  fails('select 1 from missing', "Table 'test.missing' doesn't exist")
  fails('select id from t order by 3', "Unknown column '3' in 'order clause'")
})

describe('groups', () => {
  check('select count(*), count(a), count(distinct a), sum(a), avg(a), min(b), max(c) from t',
    ['5|4|3|80|20.0000|alpha|10.00'])
  check('select count(*), sum(a), max(a) from t where id > 100', ['0|NULL|NULL'])
  check('select a, count(*) from t group by a', ['NULL|1', '10|1', '20|2', '30|1'])
  check('select a, count(*) n from t group by a having n > 1', ['20|2'])
  check('select b, count(*) from t where b is not null group by b order by count(*) desc, b', ['Beta|2', 'alpha|1', 'gamma|1'])
  check('select a % 20 as m, sum(c) from t group by m order by m', ['NULL|NULL', '0|12.25', '10|1.60'])
  check("select group_concat(b order by id desc separator '-') from t", ['BETA-gamma-Beta-alpha'])
  check('select count(*) from empty_table', ['0'])
  check('select id from empty_table group by id', [])
  fails('select id from t where count(*) > 1', 'Invalid use of group function')
})

describe('joins', () => {
  check('select t.id, s.v from t join s on t.id = s.t_id order by t.id', ['1|one', '2|two'])
  check('select t.id, s.v from t left join s on t.id = s.t_id order by t.id', ['1|one', '2|two', '3|NULL', '4|NULL', '5|NULL'])
  check('select t.id, s.v from t right join s on t.id = s.t_id order by s.id', ['1|one', '2|two', 'NULL|none', 'NULL|nine'])
  check('select t.id, s.id from t, s where t.id = s.t_id and t.a = 20', ['2|12'])
  check('select t.id, s.id from t left join s on t.id = s.t_id and s.v = "two" where t.id < 3 order by 1', ['1|NULL', '2|12'])
  check('select count(*) from t join s', ['20'])
  check('select a.id, b.id from t a join t b on a.a = b.a and a.id < b.id', ['2|4'])
  check('select t.id from t left join s on t.id = s.t_id where s.id is null order by t.id', ['3', '4', '5'])
  check('select t.a, count(s.id) from t left join s on s.t_id = t.id group by t.a order by t.a', ['NULL|0', '10|1', '20|1', '30|0'])
  check('select count(*) from t join s on t.id = s.t_id where t.id > 100', ['0'])
  check('select * from pair join t on t.id = pair.x where y = 1 and z = 3', ['2|1|3|2|20|Beta|2.25'])
  check('select id from t natural join s order by id', [])
  check('select * from s join (select id + 10 id, a from t) d using (id) order by id desc limit 1', ['14|9|nine|20'])
  check('select t.id, s.id, p.z from t join s on s.t_id = t.id join pair p on p.x = t.id and p.y = 2 order by 1', ['1|11|4', '2|12|2'])
  check('select t.id, s.id, p.z from t left join (s join pair p on p.x = s.t_id) on s.t_id = t.id where t.id <= 3 order by 1, 3',
    ['1|11|4', '1|11|5', '2|12|2', '2|12|3', '3|NULL|NULL'])
  fails('select id from t join s on t.id = s.t_id', "Column 'id' in field list is ambiguous")
  fails('select 1 from t join t', "Not unique table/alias: 't'")
})

describe('queries inside queries', () => {
  check('select id from t where id in (select t_id from s)', ['1', '2'])
  check('select id from t where id not in (select t_id from s)', [])
  check('select id from t where exists (select 1 from s where s.t_id = t.id)', ['1', '2'])
  check('select id, (select v from s where s.t_id = t.id) from t where id < 4', ['1|one', '2|two', '3|NULL'])
  check('select max(n) from (select a, count(*) n from t group by a) d', ['2'])
  check('select d.id from (select id from t where a = 20) d join s on s.t_id = d.id', ['2'])
  check('select id from t where a > all (select a from t where a < 20)', ['2', '4', '5'])
  check('select id from t where a = (select max(a) from t)', ['5'])
  check('select t.id from t join s on s.t_id = t.id where exists (select 1 from pair where pair.x = t.id and pair.z = s.id - 9)', ['2'])
  check('select a, (select count(*) from s where s.t_id > max(t.id)) from t group by a order by a', ['NULL|1', '10|2', '20|1', '30|1'])
  fails('select (select id from t)', 'Subquery returns more than 1 row')
  fails('select id from t where id = (select id, a from t limit 1)', 'Operand should contain 1 column(s)')
})

describe('unions', () => {
  check('select 1 union select 1 union all select 2', ['1', '2'])
  check('select 1 union all select 1 union select 2', ['1', '2'])
  check('select id from t where id < 3 union all select id from s where id < 13 order by id desc limit 3', ['12', '11', '2'])
  check('(select id from t order by id desc limit 1) union all (select id from s order by id limit 1)', ['5', '11'])
  check("select 1 union all select 'x'", ['1', 'x'])
  check('select 1 union all select 2.5', ['1.0', '2.5'])
  fails('select 1 union select 1, 2', 'The used SELECT statements have a different number of columns')
})
