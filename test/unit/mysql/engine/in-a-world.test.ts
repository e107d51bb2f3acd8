import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import { provideRelationalEngine } from '../../../../src/mysql/index.ts'
import { withMysql } from '../../../support/mysql-world.ts'

it('alasql is loaded inside a world, when the first statement joins', async () => {
  let loaded = 0
  provideRelationalEngine(() => {
    loaded++
    return createRequire(import.meta.url)('alasql') as unknown
  })
  await withMysql(async (_ctx, { sql }) => {
    await sql('create database d', 'use d', 'create table a (id int primary key, v varchar(5))', 'create table b like a')
    await sql("insert into a values (1, 'x'), (2, 'y')", "insert into b values (2, 'Z'), (3, 'q')")
    expect(await sql('select * from a where id = 1 union select * from b where id = 2')).toEqual([[1, 'x'], [2, 'Z']])
    expect(loaded).toBe(0)
    expect(await sql('select a.v, b.v from a left join b on a.id = b.id order by a.id')).toEqual([['x', null], ['y', 'Z']])
    expect(await sql('select count(*), max(b.v) from a join b on a.id < b.id')).toEqual([[3, 'Z']])
    expect(loaded).toBe(1)
  })
})
