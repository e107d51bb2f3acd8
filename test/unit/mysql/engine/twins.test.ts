import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { loadRelationalEngine } from '../../../../src/mysql/engine/index.ts'
import type { Value } from '../../../../src/sql/index.ts'
import { Tables } from './tables.ts'

const seed = 20200428
beforeAll(loadRelationalEngine)

const small = fc.option(fc.integer({ min: -2, max: 4 }), { freq: 6 })
const word = fc.option(fc.constantFrom('a', 'A', 'b', 'ab', 'é', 'e', 'a '), { freq: 6 })
const rows = fc.array(fc.tuple(small, small, word), { maxLength: 8 })
  .map((given) => given.map((row, i): readonly Value[] => [i + 1, ...row]))

/** The same rows with keys and without: an index may change nothing but the time. */
function twins(given: readonly (readonly Value[])[]): readonly [Tables, Tables] {
  return [
    new Tables().create('create table t (id int primary key, a int, b int, c varchar(5), key ab (a, b), key c (c))', given),
    new Tables().create('create table t (id int, a int, b int, c varchar(5))', given),
  ]
}

const number = fc.oneof(fc.integer({ min: -3, max: 5 }).map(String), fc.constantFrom('null', '1.5', "'2'", "'x'"))
const text = fc.constantFrom("'a'", "'A '", "'e'", 'null', '1')
const column = fc.constantFrom('id', 'a', 'b')
const sign = fc.constantFrom('=', '<', '<=', '>', '>=', '!=', '<=>')
const { condition } = fc.letrec<{ condition: string }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    fc.tuple(column, sign, number).map(([left, operator, right]) => `${left} ${operator} ${right}`),
    fc.tuple(number, sign, column).map(([left, operator, right]) => `${left} ${operator} ${right}`),
    fc.tuple(fc.constantFrom('c'), sign, text).map(([left, operator, right]) => `${left} ${operator} ${right}`),
    fc.tuple(column, fc.array(number, { minLength: 1, maxLength: 3 })).map(([left, list]) => `${left} in (${list.join(', ')})`),
    fc.tuple(column, number, number).map(([left, from, to]) => `${left} between ${from} and ${to}`),
    fc.tuple(tie('condition'), tie('condition')).map(([left, right]) => `(${left} and ${right})`),
    fc.tuple(tie('condition'), tie('condition')).map(([left, right]) => `(${left} or ${right})`),
    tie('condition').map((inner) => `not (${inner})`),
  ),
}))
const order = fc.constantFrom('id', 'id desc', 'a, id', 'a desc, b desc, id desc', 'c, id', 'b, a, id')

it('a table with keys answers as one without', () => {
  fc.assert(fc.property(rows, condition, order, fc.option(fc.nat(3)), (given, where, orderBy, limit) => {
    const [keyed, plain] = twins(given)
    const sql = `select id, c from t where ${where} order by ${orderBy}${limit === null ? '' : ` limit ${limit}`}`
    expect(keyed.lines(sql), sql).toEqual(plain.lines(sql))
  }), { seed, numRuns: 600 })
})

it('groups are the same whichever way rows are found', () => {
  fc.assert(fc.property(rows, condition, fc.constantFrom('a', 'c', 'a, b'), (given, where, by) => {
    const [keyed, plain] = twins(given)
    const sql = `select ${by}, count(*), sum(b), max(id) from t where ${where} group by ${by}`
    // Which of the texts that are equal stands for a group is not said.
    const fold = (line: string): string => line.toLowerCase().replaceAll('é', 'e').replaceAll(' |', '|')
    expect(keyed.lines(sql).map(fold), sql).toEqual(plain.lines(sql).map(fold))
  }), { seed, numRuns: 150 })
})

const pair = fc.tuple(fc.constantFrom('a', 'b', 'id'), sign, fc.constantFrom('a', 'b', 'id'))
  .map(([left, operator, right]) => `x.${left} ${operator} y.${right}`)
const words = fc.constant('x.c = y.c')
const on = fc.array(fc.oneof(pair, words), { minLength: 1, maxLength: 2 }).map((parts) => parts.join(' and '))
const where = fc.constantFrom('1 = 1', 'x.a = 1', 'y.b > 0', 'x.id = 1', 'y.id is null', 'x.id in (1, 2) and y.a < 3')

it('a join answers as trying every pair does', () => {
  fc.assert(fc.property(rows, rows, on, where, fc.boolean(), (left, right, condition, filter, outer) => {
    const tables = new Tables()
      .create('create table x (id int primary key, a int, b int, c varchar(5), key a (a))', left)
      .create('create table y (id int primary key, a int, b int, c varchar(5), key b (b))', right)
    const sql = `select x.id, y.id from x ${outer ? 'left ' : ''}join y on ${condition} where ${filter}`
    expect(tables.lines(sql).sort(), sql).toEqual(slowJoin(left, right, condition, filter, outer).sort())
  }), { seed, numRuns: 120 })
})

/** Asks the conditions of each pair of rows by itself, as a query over one table that has both rows side by side. */
function slowJoin(
  left: readonly (readonly Value[])[], right: readonly (readonly Value[])[], on: string, where: string,
  outer: boolean,
): string[] {
  const sideBySide = (text: string): string => text.replaceAll('x.', 'x_').replaceAll('y.', 'y_')
  const holds = (text: string, row: readonly Value[]): boolean => {
    const columns = ['x', 'y'].flatMap((name) => [`${name}_id int`, `${name}_a int`, `${name}_b int`, `${name}_c varchar(5)`])
    return new Tables().create(`create table p (${columns.join(', ')})`, [row])
      .lines(`select 1 from p where ${sideBySide(text)}`).length > 0
  }
  const nothing: readonly Value[] = [null, null, null, null]
  return left.flatMap((x) => {
    const fitting = right.filter((y) => holds(on, [...x, ...y]))
    const partners = outer && fitting.length === 0 ? [nothing] : fitting
    return partners.filter((y) => holds(where, [...x, ...y])).map((y) => `${String(x[0])}|${y[0] === null ? 'NULL' : String(y[0])}`)
  })
}

it('reads no more rows than it must', () => {
  const given = Array.from({ length: 100 }, (_, i): readonly Value[] => [i + 1, i % 10, i % 3, 'a'])
  const [tables] = twins(given)
  tables.create('create table s (id int primary key, t_id int)', [[1, 50], [2, 60]])
  const reads = (sql: string): number => {
    tables.lines(sql)
    return tables.rowsRead
  }
  expect(reads('select * from t where id = 5')).toBe(1)
  expect(reads("select * from t where id = '5'")).toBe(1)
  expect(reads('select * from t where id in (5, 7, 7)')).toBe(2)
  expect(reads('select * from t where id > 20 order by id limit 5')).toBe(5)
  expect(reads('select * from t order by id desc limit 5')).toBe(5)
  expect(reads('select * from t where id > 20 and id <= 30')).toBe(10)
  expect(reads('select * from t where a = 3')).toBe(10)
  expect(reads('select * from t where a = 3 and b = 1')).toBeLessThan(5)
  expect(reads('select * from t where a in (1, 2) and b = 1')).toBeLessThan(10)
  expect(reads('select t.b from s join t on t.id = s.t_id')).toBe(4)
  expect(reads('select t.b from s left join t on t.id = s.t_id where s.id = 1')).toBe(2)
  expect(reads('select id from s where exists (select 1 from t where t.id = s.t_id)')).toBe(4)
})
