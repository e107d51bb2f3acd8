import { describe, expect, it } from 'vitest'
import { normalize, parse, valueText } from '../../../src/sql/index.ts'

/** A statement, what it becomes, and the values in the order of their names. */
function check(sql: string, normalized: string, ...values: (string | string[])[]): void {
  it(sql, () => {
    const result = normalize(sql)
    expect(result.sql).toBe(normalized)
    expect(result.statement).toEqual(parse(normalized))
    const given = Object.values(result.bindVariables).map((bind) => bind.type === 'TUPLE'
      ? bind.values!.map((member) => `${member.type} ${valueText(member.value!)}`) : `${bind.type} ${valueText(bind.value!)}`)
    expect(given).toEqual(values)
  })
}

describe('normalize', () => {
  check('select a from t where a = 1 and b = 1', 'select a from t where a = :vtg1 and b = :vtg1', 'INT64 1')
  check("select a from t where a = 1 and b = '1'", 'select a from t where a = :vtg1 and b = :vtg2', 'INT64 1', 'VARBINARY 1')
  check('update t set a = 1 where b = 1', 'update t set a = :vtg1 where b = :vtg2', 'INT64 1', 'INT64 1')
  check('insert into t values (1, 1.50, 1e3)', 'insert into t values (:vtg1, :vtg2, :vtg3)', 'INT64 1', 'FLOAT64 1.50', 'FLOAT64 1000')
  check('select a from t where a in (1, 2)', 'select a from t where a in ::vtg1', ['INT64 1', 'INT64 2'])
  check('select a from t where 5 in (1, 2)', 'select a from t where :vtg2 in ::vtg1', ['INT64 1', 'INT64 2'], 'INT64 5')
  check('select a from t where a in (1, b)', 'select a from t where a in (:vtg1, b)', 'INT64 1')
  check('select a from t where a not in (-5)', 'select a from t where a not in ::vtg1', ['INT64 -5'])
  check('select 1, a from t group by 1 order by 2 limit 3', 'select :vtg1, a from t group by 1 order by 2 asc limit :vtg2', 'INT64 1', 'INT64 3')
  check('select null, true, X\'41\', 99999999999999999999 from t', 'select null, true, X\'41\', 99999999999999999999 from t')
  check('select a from t where a = :vtg1 and b = 5', 'select a from t where a = :vtg1 and b = :vtg2', 'INT64 5')
  check('select 1 from t union select 1 from s limit 1', 'select :vtg1 from t union select :vtg1 from s limit :vtg2', 'INT64 1', 'INT64 1')
  check('set autocommit = 1', 'set autocommit = 1')
  check('create table t (a varchar(5))', 'create table t (\n\ta varchar(5)\n)')

  it('keeps the bind variables that were given', () => {
    const { sql, bindVariables } = normalize('select a from t where b = :b and c = 1', { b: { type: 'INT64', value: 7 } })
    expect(sql).toBe('select a from t where b = :b and c = :vtg1')
    expect(bindVariables).toEqual({ b: { type: 'INT64', value: 7 }, vtg1: { type: 'INT64', value: 1 } })
  })
  it('gives long equal texts names of their own', () => {
    const long = 'x'.repeat(257)
    expect(normalize(`select '${long}', '${long}' from t`).sql).toBe('select :vtg1, :vtg2 from t')
  })
  it('gives text as bytes', () => {
    expect(normalize("select 'é' from t").bindVariables.vtg1).toEqual({ type: 'VARBINARY', value: '\xc3\xa9' })
  })
})
