import { describe, expect, it } from 'vitest'
import { withInstantSession } from '../../../src/mysql/index.ts'
import type { BindVariables } from '../../../src/sql/index.ts'
import { failureOf } from '../../support/mysql-world.ts'

/** What the last of the statements answers: its rows, or its failure. */
async function answer(...statements: string[]): Promise<unknown> {
  return await withInstantSession(async ({ execute }) => {
    await execute('create database d')
    await execute('use d')
    let rows: unknown
    for (const [i, statement] of statements.entries()) {
      const failure = await failureOf(execute(statement).then((result) => { rows = result.rows }))
      if (failure !== 'no failure') {
        if (i < statements.length - 1) throw new Error(`${statement}: ${failure}`)
        return failure
      }
    }
    return rows
  })
}

function check(name: string, statements: string[], expected: unknown): void {
  it(name, async () => expect(await answer(...statements)).toEqual(expected))
}

const t = 'create table t (id int primary key auto_increment, a varchar(10) not null, b int default 7, unique key u (b))'

describe('INSERT', () => {
  check('fills in defaults and numbers', [t, "insert into t (a) values ('x')", "insert into t values (5, 'y', 8), (null, 'z', 9), (0, 'w', 10)",
    'select * from t'], [[1, 'x', 7], [5, 'y', 8], [6, 'z', 9], [7, 'w', 10]])
  check('may name an earlier column', [t, "insert into t (id, a, b) values (3, 'x', id + 1)", 'select * from t'], [[3, 'x', 4]])
  check('may say DEFAULT', [t, "insert into t values (default, 'x', default)", 'select * from t'], [[1, 'x', 7]])
  check('needs a value without default', [t, 'insert into t (b) values (1)'], "1364: Field 'a' doesn't have a default value")
  check('refuses NULL', [t, 'insert into t (a) values (null)'], "1048: Column 'a' cannot be null")
  check('refuses what is too long', [t, "insert into t (a) values ('12345678901')"], "1406: Data too long for column 'a' at row 1")
  check('counts values', [t, "insert into t (a, b) values ('x', 1), ('y')"], "1136: Column count doesn't match value count at row 2")
  check('knows its columns', [t, "insert into t (c) values (1)"], "1054: Unknown column 'c' in 'field list'")
  check('refuses duplicates', [t, "insert into t values (1, 'x', 1), (2, 'y', 1)"], "1062: Duplicate entry '1' for key 'u'")
  check('IGNORE leaves them out', [t, "insert ignore into t values (1, 'x', 1), (2, 'y', 1), (3, 'z', 3)", 'select id from t'], [[1], [3]])
  check('REPLACE takes out all that collide', [t, "insert into t values (1, 'x', 1), (2, 'y', 2)", "replace into t values (1, 'z', 2)",
    'select * from t'], [[1, 'z', 2]])
  check('ON DUPLICATE KEY UPDATE', [t, "insert into t values (1, 'x', 1)",
    "insert into t values (1, 'y', 2), (2, 'z', 3) on duplicate key update a = concat(a, values(a)), b = b + 10", 'select * from t'],
  [[1, 'xy', 11], [2, 'z', 3]])
  check('from a SELECT', [t, "insert into t values (1, 'x', 1), (2, 'y', 2)", "insert into t (a, b) select a, b + 10 from t", 'select * from t'],
    [[1, 'x', 1], [2, 'y', 2], [3, 'x', 11], [4, 'y', 12]])
  it('counts rows and gives the first number', () => withInstantSession(async ({ execute }) => {
    await execute('create database d')
    await execute('use d')
    await execute(t)
    expect(await execute("insert into t (a, b) values ('x', 1), ('y', 2)")).toMatchObject({ rowsAffected: 2, insertId: 1 })
    expect((await execute('select last_insert_id()')).rows).toEqual([[1]])
    expect(await execute("insert into t values (9, 'z', 3)")).toMatchObject({ rowsAffected: 1, insertId: 9 })
    expect((await execute('select last_insert_id()')).rows).toEqual([[1]])
    expect(await execute("replace into t values (9, 'z', 4)")).toMatchObject({ rowsAffected: 2 })
    const upsert = "insert into t values (9, 'z', 4) on duplicate key update a = 'q'"
    expect(await execute(upsert)).toMatchObject({ rowsAffected: 2 })
    expect(await execute(upsert)).toMatchObject({ rowsAffected: 0 })
  }))
})

const filled = [t, "insert into t values (1, 'x', 1), (2, 'y', 2), (3, 'z', 3)"]

describe('UPDATE and DELETE', () => {
  check('change what matches', [...filled, "update t set a = 'q' where b > 1", 'select id, a from t'], [[1, 'x'], [2, 'q'], [3, 'q']])
  check('assign from left to right', [...filled, 'update t set b = b + 10, id = b where id = 1', 'select * from t where b = 11'], [[11, 'x', 11]])
  check('in order and up to a limit', [...filled, "update t set a = 'q' order by id desc limit 2", 'select a from t'], [['x'], ['q'], ['q']])
  check('see duplicates row by row', [...filled, 'update t set b = b + 1'], "1062: Duplicate entry '2' for key 'u'")
  check('in an order that avoids them', [...filled, 'update t set b = b + 1 order by b desc', 'select b from t'], [[2], [3], [4]])
  check('with a subquery', [...filled, 'create table v (n int)', 'insert into v values (1), (3)',
    'delete from t where id in (select n from v)', 'select id from t'], [[2]])
  check('by a unique key', [...filled, 'delete from t where b = 2', 'select id from t'], [[1], [3]])
  check('by a list', [...filled, 'delete from t where id in (3, 1, 9)', 'select id from t'], [[2]])
  check('know their columns', [...filled, 'update t set a = 1 where c = 1'], "1054: Unknown column 'c' in 'where clause'")
  check('know their tables', ['delete from nothing'], "1146: Table 'd.nothing' doesn't exist")
  check('touch a timestamp', [
    'create table s (id int primary key, v int, at datetime default current_timestamp on update current_timestamp)',
    'set timestamp = 1000000000', 'insert into s (id, v) values (1, 1), (2, 2)', 'set timestamp = 1000000060',
    'update s set v = 2', 'select * from s',
  ], [[1, 2, '2001-09-09 01:47:40'], [2, 2, '2001-09-09 01:46:40']])
  it('count the rows that are different now', () => withInstantSession(async ({ execute }) => {
    await execute('create database d')
    await execute('use d')
    for (const sql of filled) await execute(sql)
    expect((await execute("update t set a = 'y'")).rowsAffected).toBe(2)
    expect((await execute('delete from t where id > 1')).rowsAffected).toBe(2)
    expect((await execute('select row_count()')).rows).toEqual([[2]])
  }))
})

describe('several tables at once', () => {
  const two = [...filled, 'create table v (n int primary key, w int)', 'insert into v values (1, 10), (3, 30)']
  check('DELETE by a join', [...two, 'delete t from t join v on t.id = v.n', 'select id from t'], [[2]])
  check('DELETE from both', [...two, 'delete t, v from t join v on t.id = v.n where v.w = 30',
    'select (select count(*) from t), (select count(*) from v)'], [[2, 1]])
  check('UPDATE by a join', [...two, 'update t join v on t.id = v.n set t.b = v.w, v.w = 0', 'select t.b, v.w from t join v on id = n'],
    [[10, 0], [30, 0]])
})

describe('definitions', () => {
  check('ALTER changes a column and keeps the rows', [...filled, 'alter table t change id id bigint not null', 'desc t'], [
    ['id', 'bigint(20)', 'NO', 'PRI', null, ''], ['a', 'varchar(10)', 'NO', '', null, ''], ['b', 'int(11)', 'YES', 'UNI', '7', '']])
  check('ALTER adds, moves and drops columns', [...filled, "alter table t add c int not null first, drop a, add d varchar(3) default 'x' after id",
    'select * from t limit 1'], [[0, 1, 'x', 1]])
  check('a new unique key finds duplicates', [...filled, 'update t set a = 1', 'alter table t add unique (a)'], "1062: Duplicate entry '1' for key 'a'")
  check('RENAME', [...filled, 'rename table t to u', 'show tables'], [['u']])
  check('TRUNCATE', [...filled, 'truncate table t', "insert into t (a) values ('x')", 'select id from t'], [[1]])
  check('LIKE', [...filled, 'create table u like t', 'select count(*) from u'], [[0]])
  check('DROP', [...filled, 'drop table t', 'drop table t'], "1051: Unknown table 'd.t'")
  check('IF EXISTS', ['drop table if exists t', 'show tables'], [])
  check('a table that is there', [...filled, t], "1050: Table 't' already exists")
  check('a database that is there', ['create database if not exists d', 'create database d'], "1007: Can't create database 'd'; database exists")
  check('an index', [...filled, 'create index i on t (a)', "select id from t where a = 'y'"], [[2]])
})

describe('what the server says of itself', () => {
  check('SHOW TABLES LIKE', [t, 'create table u (x int)', "show tables like 'u%'"], [['u']])
  check('SHOW DATABASES', ['show databases'], [['d'], ['information_schema'], ['mysql'], ['performance_schema'], ['sys']])
  check('SHOW VARIABLES', ["show variables like 'read_only'"], [['read_only', 'OFF']])
  check('SHOW SLAVE STATUS of no replica', ['show slave status'], [])
  check('SHOW INDEX with WHERE', [t, "show index from t where Key_name = 'u'"],
    [['t', 0, 'u', 1, 'b', 'A', 0, null, null, 'YES', 'BTREE', '', '']])
  check('information_schema.tables', [...filled, "select table_name, table_rows, data_length from information_schema.tables where table_schema = 'd'"],
    [['t', 3, 16384]])
  check('information_schema.columns', [t, "select column_name, column_type, column_key from information_schema.columns where table_name = 't'"],
    [['id', 'int(11)', 'PRI'], ['a', 'varchar(10)', ''], ['b', 'int(11)', 'UNI']])
  check('unknown variables', ['select @@nothing'], "1193: Unknown system variable 'nothing'")
  check('unknown databases', ['use nowhere'], "1049: Unknown database 'nowhere'")
  check('syntax errors', ['selec 1'], "1064: You have an error in your SQL syntax; check the manual that corresponds to your MySQL server "
    + "version for the right syntax to use near 'selec 1' at line 1")
  it('heads the columns as MySQL does', () => withInstantSession(async ({ execute }) => {
    await execute('create database vt_customer')
    await execute('use vt_customer')
    const header = async (sql: string) => (await execute(sql)).fields.map((field) => field.name)
    expect(await header('show tables')).toEqual(['Tables_in_vt_customer'])
    expect(await header("show tables like 'c%'")).toEqual(['Tables_in_vt_customer (c%)'])
    expect(await header('show databases')).toEqual(['Database'])
    expect(await header('select 1 + 1, @@read_only')).toEqual(['1 + 1', '@@read_only'])
  }))
})

describe('bind variables', () => {
  it('take any type, and lists', () => withInstantSession(async ({ execute }) => {
    await execute('create database d')
    await execute('use d')
    await execute(t)
    const row = (id: number, a: string, b: number | null): BindVariables => ({
      id: { type: 'INT64', value: id }, a: { type: 'VARBINARY', value: a }, b: b === null ? { type: 'NULL_TYPE' } : { type: 'INT64', value: b },
    })
    const insert = 'insert into t values (:id, :a, :b)'
    expect((await execute(insert, row(1, 'x', 1))).rowsAffected).toBe(1)
    expect((await execute(insert, row(2, 'y', null))).rowsAffected).toBe(1)
    const list: BindVariables = { ids: { type: 'TUPLE', values: [{ type: 'INT64', value: 2 }, { type: 'INT64', value: 1 }] } }
    expect((await execute('select * from t where id in ::ids', list)).rows).toEqual([[1, 'x', 1], [2, 'y', null]])
    expect((await execute('select * from t where id = :id', { id: { type: 'VARBINARY', value: '2' } })).rows).toEqual([[2, 'y', null]])
  }))
})
