import { describe, expect, test } from 'vitest'
import { limitedText, planOf } from '../../../../src/vitess/vttablet/tabletserver/query-plan.ts'
import { BlacklistRule } from '../../../../src/vitess/vttablet/tabletserver/query-rules.ts'

describe('the plan of a statement', () => {
  test.each([
    ['select * from customer', 'Select', 'select * from customer limit 10001'],
    ['select * from customer limit 5', 'Select', null],
    ['select a from t union select b from u', 'Select', 'select a from t union select b from u limit 10001'],
    ['select * from t for update', 'SelectLock', 'select * from t limit 10001 for update'],
    ['select next 3 values from seq', 'Nextval', null],
    ['insert into t(a) values (1)', 'Insert', null],
    ['update t set a = 1 where b = 2', 'UpdateLimit', 'update t set a = 1 where b = 2 limit 10001'],
    ['update t set a = 1 limit 3', 'Update', null],
    ['delete from t where b = 2', 'DeleteLimit', 'delete from t where b = 2 limit 10001'],
    ['delete a from a join b on a.x = b.x', 'Delete', null],
    ['create table t(a int primary key)', 'DDL', null],
    ['set @@sql_mode = 1', 'Set', null],
    ['show tables', 'OtherRead', null],
    ['describe t', 'OtherRead', null],
  ])('%s', (sql, kind, limited) => {
    expect(planOf(sql)).toMatchObject({ kind, limitedSql: limited })
  })

  test('a lower limit of the session is one row more than it', () => {
    expect(limitedText(planOf('select * from t'), 6)).toBe('select * from t limit 6')
  })

  test('all tables are named, wherever they are', () => {
    expect(planOf('select 1 from a join b on a.x = b.x where exists (select 1 from c) and d in (select 1 from e)').tables)
      .toEqual(['a', 'b', 'c', 'e'])
  })

  test.each([
    ['delete from t where id = 1 and x > 2', ['id']],
    ['delete from t where id in (1, 2)', ['id']],
    ['delete from t where id = 1 or x = 2', []],
    ['update t set a = 1 where id = :vtg1', ['id']],
    ['update t set a = 1 where id = other', []],
  ])('columns that %s compares with constants', (sql, columns) => {
    expect(planOf(sql).pinned).toEqual(columns)
  })
})

describe('blacklisted tables', () => {
  test.each([
    [['customer'], ['customer'], true],
    [['customer'], ['corder', 'customer'], true],
    [['customer'], ['customers'], false],
    [['/^cust/'], ['customers'], true],
    [[], ['customer'], false],
  ])('%j refuses %j: %s', (rule, tables, refused) => {
    const check = () => { new BlacklistRule(rule).check(tables) }
    if (refused) expect(check).toThrow('disallowed due to rule: enforce blacklisted tables')
    else check()
  })
})
