import { describe, expect, it } from 'vitest'
import { Tables } from '../engine/tables.ts'

const tables = new Tables().create(
  'create table v (i bigint, u bigint unsigned, d decimal(10,2), f double, t varchar(20), b varbinary(20), at datetime, n int)',
  [[9007199254740993n, '18446744073709551615', '1.50', 0.1, 'Alpha', 'abc', '2020-04-28 12:34:56', null]],
)

/** An expression over the one row of `v`, and its value as a client prints it. */
function check(expression: string, expected: string): void {
  it(`${expression} is ${expected}`, () => expect(tables.lines(`select ${expression} from v`)).toEqual([expected]))
}

function fails(expression: string, message: string): void {
  it(`${expression} fails`, () => expect(() => tables.lines(`select ${expression} from v`)).toThrow(message))
}

describe('numbers', () => {
  check('1 + 1', '2')
  check('i', '9007199254740993')
  check('i + 1', '9007199254740994')
  check('u', '18446744073709551615')
  check('9223372036854775807', '9223372036854775807')
  check('-9223372036854775808', '-9223372036854775808')
  check('0.1 + 0.2 = 0.3', '1')
  check('1 / 3', '0.3333')
  check('d * 2', '3.00')
  check('d + 1', '2.50')
  check('d / 7', '0.214286')
  check('5 div 2', '2')
  check('-7 % 3', '-1')
  check('7.5 div 2', '3')
  check('1 / 0', 'NULL')
  check('5 % 0', 'NULL')
  check("'3' + '4'", '7')
  check("1 + '1'", '2')
  check("'3abc' + 1", '4')
  check('1 << 40', '1099511627776')
  check('3000000000 & 4294967295', '3000000000')
  check('~0', '18446744073709551615')
  check("x'41'", 'A')
  check("x'41' + 0", '65')
  check('0x0a + 0', '10')
  check('true + true', '2')
  check('round(2.5), round(-2.5), round(1.255, 2), truncate(1.999, 1), round(1234, -2)', '3|-3|1.26|1.9|1200')
  check('ceil(1.2), floor(-1.2), abs(-5), sign(-2), mod(10, 3)', '2|-2|5|-1|1')
  check('greatest(1, 2.5), least(3, 1)', '2.5|1')
  check("crc32('MySQL'), conv('a', 16, 2), bin(5), hex(255)", '3259397556|1010|101|FF')
  fails('9223372036854775807 + 1', "BIGINT value is out of range in '(9223372036854775807 + 1)'")
  fails('u - i - u', 'BIGINT UNSIGNED value is out of range')
  fails('1e308 * 10', 'DOUBLE value is out of range')
})

describe('comparisons', () => {
  check("t = 'ALPHA'", '1')
  check("t = 'alpha  '", '1')
  check("b = 'ABC'", '0')
  check("b = 'abc'", '1')
  check("t like 'al%'", '1')
  check("t like 'a_pha' and t like '%ph%' and not t like 'a'", '1')
  check("'a_b' like 'a\\\\_b', 'axb' like 'a\\\\_b', '50%' like '50!%' escape '!'", '1|0|1')
  check("'a[b]c' like 'a[b]c', 'a$b' like 'a$b', 'a\nb' like 'a_b'", '1|1|1')
  check("t regexp '^al', 'x' rlike 'y'", '1|0')
  check("'é' = 'E', 'ß' = 's', 'a' < 'B', '_' > 'Z'", '1|1|1|1')
  check('n = n, n <=> n, n <=> 1, n is null, n is not null', 'NULL|1|0|1|0')
  check('not null, null and 0, null and 1, null or 1, null or 0, null xor 1', 'NULL|0|NULL|1|NULL|NULL')
  check('1 in (2, null), 1 in (1, null), 1 not in (2, null), 1 not in (2, 3)', 'NULL|1|NULL|1')
  check('2 between 1 and 3, n between 1 and 2, 5 not between 1 and 3', '1|NULL|1')
  check("1 = true, '1.50' = d, '01' = 1, 'abc' = 0", '1|1|1|1')
  check('i = 9007199254740992, i = 9007199254740993', '0|1')
  check("i = '9007199254740993'", '1')
  check("at = '2020-04-28 12:34:56', at > '2020-04-28', at < 20200429", '1|1|1')
  check("binary 'a' = 'A', 'a' collate utf8_bin = 'A'", '0|0')
  check('(1, 2) = (1, 2), (1, 2) < (1, 3), (1, null) = (2, 1), (1, null) = (1, 1)', '1|1|0|NULL')
  check('1 is true, 0 is false, null is not true', '1|1|1')
})

describe('choices', () => {
  check("case 2 when 1 then 'a' when 2 then 'b' end", 'b')
  check("case when n then 'a' else 1 end", '1')
  check("if(n, 1, 'x'), ifnull(n, 5), coalesce(n, null, 2.5), nullif(1, 1), isnull(n)", 'x|5|2.5|NULL|1')
  check("elt(2, 'a', 'b'), field('B', 'a', 'b')", 'b|2')
})

describe('text', () => {
  check("concat(t, '-', i), concat('a', null), concat_ws(',', 'a', null, 'b')", 'Alpha-9007199254740993|NULL|a,b')
  check("length('é'), char_length('é'), upper('aé'), lower('ÀB')", '2|1|AÉ|àb')
  check("substr('hello', 2, 3), substring('hello' from -3), left('abc', 2), right('abc', 2), mid('abc', 2)", 'ell|llo|ab|bc|bc')
  check("lpad('5', 3, '0'), rpad('a', 3, 'xy'), repeat('ab', 2), reverse('abc'), space(2)", '005|axy|abab|cba|  ')
  check("trim('  a '), trim(leading 'x' from 'xxa'), ltrim(' a'), rtrim('a ')", 'a|a|a|a')
  check("replace('aXbX', 'X', '$&'), locate('L', 'hello'), instr('hello', 'l'), locate('l', 'hello', 4)", 'a$&b$&|3|3|4')
  check("substring_index('a.b.c', '.', 2), substring_index('a.b.c', '.', -1), find_in_set('b', 'a,b')", 'a.b|c|2')
  check("hex('AB'), unhex('4142'), ascii('A'), char(65, 66), strcmp('a', 'B')", '4142|AB|65|AB|-1')
  check("hex(weight_string('ab')), weight_string(5)", '00410042|NULL')
  check("json_extract('{\"a\": [1, {\"b\": \"x\"}]}', '$.a[1].b'), '{\"a\": \"x\"}' ->> '$.a'", '"x"|x')
})

describe('time', () => {
  check('now(), curdate(), unix_timestamp(), curtime()', '2020-04-28 12:00:00|2020-04-28|1588075200|12:00:00')
  check("from_unixtime(1588075200), unix_timestamp('2020-04-28 12:00:00')", '2020-04-28 12:00:00|1588075200')
  check("date_add('2020-01-31', interval 1 month), '2020-02-28' + interval 2 day", '2020-02-29|2020-03-01')
  check("at - interval 1 hour, date_sub(at, interval 1 year)", '2020-04-28 11:34:56|2019-04-28 12:34:56')
  check('year(at), month(at), dayofweek(at), dayofyear(at), hour(at), minute(at), second(at)', '2020|4|3|119|12|34|56')
  check("datediff('2020-05-01', at), timestampdiff(month, '2020-01-31', at), extract(year_month from at)", '3|2|202004')
  check("date_format(at, '%Y-%m-%d %H:%i:%s %W %b %%'), date(at), last_day(at), to_days('2020-04-28')",
    '2020-04-28 12:34:56 Tuesday Apr %|2020-04-28|2020-04-30|737908')
})

describe('casts', () => {
  check("cast('12abc' as signed), cast(-1 as unsigned), cast(1.5 as signed), cast('x' as char(3))", '12|18446744073709551615|2|x')
  check("cast('1.555' as decimal(5,2)), cast('2020-4-8' as date), cast('abc' as binary(2)), convert('a' using utf8)", '1.56|2020-04-08|ab|a')
})

describe('session', () => {
  check('database(), user(), version(), connection_id(), last_insert_id()', 'test|vt_app@localhost|5.7.9-vitess|7|0')
  check('@@autocommit, @x, @x := 5, @x + 1, rand()', '1|NULL|5|6|0.5')
  check("gtid_subset('3e11fa47-71ca-11e1-9e33-c80aa9429562:1-5', '3e11fa47-71ca-11e1-9e33-c80aa9429562:1-9')", '1')
  fails('@@nonsense', "Unknown system variable 'nonsense'")
  fails('nonsense(1)', 'FUNCTION nonsense does not exist')
  fails('concat()', "Incorrect parameter count in the call to native function 'concat'")
})

describe('bind variables', () => {
  it('have the types of literals', () => {
    const binds = {
      n: { type: 'INT64', value: 5 }, d: { type: 'FLOAT64', value: { decimal: 150n, scale: 2 } },
      t: { type: 'VARBINARY', value: 'ALPHA' }, e: { type: 'VARBINARY', value: '\xc3\xa9' },
      l: { type: 'TUPLE', values: [{ type: 'INT64', value: 1 }, { type: 'INT64', value: 5 }] },
    } as const
    expect(tables.lines('select :n + 1, :d + 0, t = :t, char_length(:e), :n in ::l from v', binds)).toEqual(['6|1.50|1|1|1'])
    expect(tables.select('select :n, :t, :n + 1, 5 in ::l from v', binds).names).toEqual(['5', 'ALPHA', '5 + 1', '5 in (1, 5)'])
  })
})
