import { describe, expect, it } from 'vitest'
import { parse, parseLifted, print, valueText } from '../../../src/sql/index.ts'

/** A statement, its text without literals, and the literals; no text if nothing may be lifted. */
function check(sql: string, lifted: string | null, ...values: string[]): void {
  it(sql, () => {
    const { statement, literals } = parseLifted(sql)
    expect(print(statement)).toBe(lifted ?? print(parse(sql)))
    if (lifted === null) expect(literals).toBeNull()
    else expect(Object.values(literals!).map((bind) => `${bind.type} ${valueText(bind.value!)}`)).toEqual(values)
  })
}

describe('parseLifted', () => {
  check("insert into corder set a=5, b='x y', c=1.50, d=null", 'insert into corder(a, b, c, d) values (:v1, :v2, :v3, null)',
    'INT64 5', 'VARCHAR x y', 'DECIMAL 1.50')
  check('update t set a = -5 where id = 18446744073709551615 limit 1', 'update t set a = -:v1 where id = :v2 limit :v3',
    'INT64 5', 'UINT64 18446744073709551615', 'INT64 1')
  check("delete from `t?` where a in (1, 'é') /* 5 ? */", 'delete from `t?` where a in (:v1, :v2)', 'INT64 1', 'VARCHAR é')
  check("update _vt.vreplication set pos='MySQL56/x:1-5' where id=1", 'update _vt.vreplication set pos = :v1 where id = :v2',
    'VARCHAR MySQL56/x:1-5', 'INT64 1')
  check("insert into t values (_binary'x')", null)
  check('update t set a = 1 order by 1', null)
  check('insert into t select 1 from s', null)
  check('update t set a = :a where b = 5', null)
  check('select 5 from t', null)
  check('create table t (a varchar(5))', null)

  it('gives one tree to statements that differ in their values', () => {
    expect(parseLifted('insert into t values (1)').statement).toBe(parseLifted('insert into t values (2)').statement)
  })
})
