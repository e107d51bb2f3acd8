import { describe, expect, it } from 'vitest'
import type { MysqlConnection } from '../../../src/mysql/index.ts'
import type { Ctx } from '../../../src/sim/index.ts'
import { failureOf, run, withMysql } from '../../support/mysql-world.ts'

/** Two sessions in database d with table t (id, v) of rows (1,10), (2,20), (3,30). */
async function twoSessions(
  body: (ctx: Ctx, a: Session, b: Session) => Promise<void>, servers = 1,
): Promise<void> {
  await withMysql(async (ctx, { sql, connect }) => {
    await sql('create database d', 'create table d.t (id int primary key, v int)', 'insert into d.t values (1,10),(2,20),(3,30)')
    await body(ctx, session(ctx, await connect(1, 'app', 'd')), session(ctx, await connect(1, 'app', 'd')))
  }, { servers })
}

interface Session {
  readonly connection: MysqlConnection
  sql(...statements: string[]): Promise<readonly (readonly unknown[])[]>
}

const session = (ctx: Ctx, connection: MysqlConnection): Session =>
  ({ connection, sql: (...statements) => run(ctx, connection, ...statements) })

/** Starts a statement that will wait, and lets it begin to do so. */
async function start(ctx: Ctx, { connection }: Session, sql: string): Promise<{ answer: () => Promise<string> }> {
  const task = ctx.spawn(`run ${sql}`, (own) => failureOf(connection.execute(own, sql)))
  await ctx.sleep(5)
  return { answer: async () => await task.join(ctx) }
}

describe('a transaction', () => {
  it('sees its own changes, and others only after commit', () => twoSessions(async (_ctx, a, b) => {
    await a.sql('begin', 'update t set v = 11 where id = 1')
    expect(await a.sql('select v from t where id = 1')).toEqual([[11]])
    expect(await b.sql('select v from t where id = 1')).toEqual([[10]])
    await a.sql('commit')
    expect(await b.sql('select v from t where id = 1')).toEqual([[11]])
  }))

  it('reads what was committed when it first read', () => twoSessions(async (_ctx, a, b) => {
    await a.sql('begin')
    await b.sql('insert into t values (4, 40)')
    expect(await a.sql('select count(*) from t')).toEqual([[4]])
    await b.sql('delete from t where id = 4', 'update t set v = 0 where id = 1')
    expect(await a.sql('select id, v from t where id in (1, 4)')).toEqual([[1, 10], [4, 40]])
    // Its own changes are based on what is committed now, and it sees them.
    await a.sql('update t set v = v + 1 where id = 1')
    expect(await a.sql('select id, v from t')).toEqual([[1, 1], [2, 20], [3, 30], [4, 40]])
    await a.sql('commit')
    expect(await a.sql('select id, v from t')).toEqual([[1, 1], [2, 20], [3, 30]])
  }))

  it('can fix what it reads when it begins', () => twoSessions(async (_ctx, a, b) => {
    await a.sql('start transaction with consistent snapshot')
    await b.sql('delete from t')
    expect(await a.sql('select count(*) from t')).toEqual([[3]])
  }))

  it('is taken back by rollback, or to a savepoint', () => twoSessions(async (_ctx, a, b) => {
    await a.sql('begin', 'insert into t values (4, 40)', 'savepoint s', 'delete from t', 'rollback to s')
    expect(await a.sql('select count(*) from t')).toEqual([[4]])
    await a.sql('rollback')
    expect(await b.sql('select count(*) from t')).toEqual([[3]])
    expect(await failureOf(a.sql('rollback to s'))).toBe('1305: SAVEPOINT s does not exist')
  }))

  it('may not write when it is read-only', () => twoSessions(async (_ctx, a) => {
    await a.sql('start transaction read only')
    expect(await failureOf(a.sql('delete from t'))).toBe('1792: Cannot execute statement in a READ ONLY transaction.')
  }))

  it('goes on until commit with autocommit off', () => twoSessions(async (_ctx, a, b) => {
    await a.sql('set autocommit = 0', 'delete from t')
    expect(await b.sql('select count(*) from t')).toEqual([[3]])
    await a.sql('set autocommit = 1')
    expect(await b.sql('select count(*) from t')).toEqual([[0]])
  }))

  it('ends with its connection', () => twoSessions(async (ctx, a, b) => {
    await a.sql('begin', 'delete from t where id = 1')
    await a.connection.close(ctx)
    expect(await b.sql('update t set v = 1 where id = 1', 'select v from t where id = 1')).toEqual([[1]])
  }))
})

describe('a statement', () => {
  it('happens as a whole or not at all', () => twoSessions(async (_ctx, a) => {
    expect(await failureOf(a.sql('insert into t values (4, 40), (2, 0)'))).toBe("1062: Duplicate entry '2' for key 'PRIMARY'")
    expect(await a.sql('select count(*) from t')).toEqual([[3]])
    await a.sql('begin', 'insert into t values (5, 50)')
    expect(await failureOf(a.sql('update t set id = id + 1 where id < 3 order by id'))).toBe("1062: Duplicate entry '2' for key 'PRIMARY'")
    await a.sql('commit')
    expect(await a.sql('select id from t')).toEqual([[1], [2], [3], [5]])
  }))
})

describe('a lock', () => {
  it('makes others wait until commit', () => twoSessions(async (ctx, a, b) => {
    await a.sql('begin', 'update t set v = v + 1 where id = 1')
    const waiting = await start(ctx, b, 'update t set v = v * 2 where id = 1')
    await a.sql('commit')
    expect(await waiting.answer()).toBe('no failure')
    expect(await a.sql('select v from t where id = 1')).toEqual([[22]])
  }))

  it('is given up after innodb_lock_wait_timeout', () => twoSessions(async (ctx, a, b) => {
    await a.sql('begin', 'select * from t where id = 1 for update')
    await b.sql('begin', 'insert into t values (9, 9)')
    const before = ctx.nowMs
    expect(await failureOf(b.sql('delete from t where id = 1'))).toBe('1205: Lock wait timeout exceeded; try restarting transaction')
    expect(ctx.nowMs - before).toBeCloseTo(50_000, -2)
    // The statement is taken back, not the transaction.
    await b.sql('commit')
    expect(await b.sql('select count(*) from t')).toEqual([[4]])
  }))

  it('holds for a key that is not there', () => twoSessions(async (ctx, a, b) => {
    await a.sql('begin', 'select * from t where id = 7 for update')
    const waiting = await start(ctx, b, 'insert into t values (7, 70)')
    await a.sql('insert into t values (7, 77)', 'commit')
    expect(await waiting.answer()).toBe("1062: Duplicate entry '7' for key 'PRIMARY'")
  }))

  it('holds for a range: no phantoms for a change', () => twoSessions(async (ctx, a, b) => {
    await a.sql('begin', 'update t set v = 0 where id > 1')
    const waiting = await start(ctx, b, 'insert into t values (5, 50)')
    expect(await a.sql('select count(*) from t where id > 1')).toEqual([[2]])
    await a.sql('commit')
    expect(await waiting.answer()).toBe('no failure')
  }))

  it('is shared by readers in share mode', () => twoSessions(async (ctx, a, b) => {
    await a.sql('begin', 'select * from t where id = 1 lock in share mode')
    await b.sql('begin', 'select * from t where id = 1 lock in share mode')
    const waiting = await start(ctx, a, 'update t set v = 1 where id = 1')
    await b.sql('commit')
    expect(await waiting.answer()).toBe('no failure')
  }))

  it('of two that wait for each other costs one of them his transaction', () => twoSessions(async (ctx, a, b) => {
    await a.sql('begin', 'update t set v = 1 where id = 1', 'update t set v = 3 where id = 3')
    await b.sql('begin', 'update t set v = 2 where id = 2')
    const waiting = await start(ctx, a, 'update t set v = 1 where id = 2')
    expect(await failureOf(b.sql('update t set v = 2 where id = 1')))
      .toBe('1213: Deadlock found when trying to get lock; try restarting transaction')
    expect(await waiting.answer()).toBe('no failure')
    await a.sql('commit')
    expect(await b.sql('select v from t')).toEqual([[1], [1], [3]])
  }))

  it('of the lighter of two is sacrificed although it came first', () => twoSessions(async (ctx, a, b) => {
    await a.sql('begin', 'update t set v = 1 where id = 1')
    await b.sql('begin', 'update t set v = 2 where id = 2', 'update t set v = 3 where id = 3')
    const waiting = await start(ctx, a, 'update t set v = 1 where id = 2')
    await b.sql('update t set v = 2 where id = 1', 'commit')
    expect(await waiting.answer()).toContain('1213: Deadlock')
    expect(await b.sql('select v from t')).toEqual([[2], [2], [3]])
  }))

  it('ends when a waiting client goes away', () => twoSessions(async (ctx, a, b) => {
    await a.sql('begin', 'delete from t where id = 1')
    const waiting = ctx.spawn('waits', (own) => failureOf(b.connection.execute(own, 'delete from t where id = 1')))
    await ctx.sleep(5)
    waiting.cancel()
    await b.connection.close(ctx)
    await a.sql('rollback')
    await ctx.sleep(5)
    expect(await a.sql('select count(*) from t')).toEqual([[3]])
  }))
})

describe('LOCK TABLES and FLUSH TABLES WITH READ LOCK', () => {
  it('READ lets others read and not write', () => twoSessions(async (ctx, a, b) => {
    await a.sql('lock tables t read')
    expect(await b.sql('select count(*) from t')).toEqual([[3]])
    const waiting = await start(ctx, b, 'delete from t where id = 1')
    expect(await failureOf(a.sql('delete from t'))).toBe("1099: Table 't' was locked with a READ lock and can't be updated")
    expect(await a.sql('select count(*) from t')).toEqual([[3]])
    await a.sql('unlock tables')
    expect(await waiting.answer()).toBe('no failure')
  }))

  it('waits for who has written', () => twoSessions(async (ctx, a, b) => {
    await a.sql('begin', 'delete from t where id = 1')
    const waiting = await start(ctx, b, 'lock tables t read')
    await a.sql('commit')
    expect(await waiting.answer()).toBe('no failure')
  }))

  it('the global one blocks commits', () => twoSessions(async (ctx, a, b) => {
    await b.sql('begin', 'delete from t where id = 1')
    await a.sql('flush tables with read lock')
    const waiting = await start(ctx, b, 'commit')
    const before = await a.sql('select @@global.gtid_executed')
    await ctx.sleep(1000)
    expect(await a.sql('select @@global.gtid_executed')).toEqual(before)
    await a.sql('unlock tables')
    expect(await waiting.answer()).toBe('no failure')
  }))
})

describe('a definition', () => {
  it('waits for transactions that use the table', () => twoSessions(async (ctx, a, b) => {
    await a.sql('begin', 'select * from t')
    const waiting = await start(ctx, b, 'alter table t add column w int')
    expect(await a.sql('select * from t where id = 1')).toEqual([[1, 10]])
    await a.sql('commit')
    expect(await waiting.answer()).toBe('no failure')
    expect(await a.sql('select * from t where id = 1')).toEqual([[1, 10, null]])
  }))

  it('commits what was open', () => twoSessions(async (_ctx, a, b) => {
    await a.sql('begin', 'delete from t where id = 1', 'create table u (id int primary key)')
    expect(await b.sql('select count(*) from t')).toEqual([[2]])
  }))
})

describe('a read-only server', () => {
  const readOnly = "1290: The MySQL server is running with the --read-only option so it cannot execute this statement"
  it('refuses changes, except of SUPER', () => withMysql(async (ctx, { sql, connect }) => {
    await sql('create database d', 'create table d.t (id int primary key)', 'set global read_only = on')
    const app = await connect(1, 'app', 'd')
    expect(await failureOf(run(ctx, app, 'insert into t values (1)'))).toBe(readOnly)
    expect(await failureOf(run(ctx, app, 'create table u (id int)'))).toBe(readOnly)
    expect(await sql('insert into d.t values (1)', 'select * from d.t')).toEqual([[1]])
    await sql('set global super_read_only = on')
    expect(await failureOf(sql('insert into d.t values (2)'))).toContain('--super-read-only')
  }).then(() => {}))

  it('refuses the commit of a transaction that had begun before', () => withMysql(async (ctx, { sql, connect }) => {
    await sql('create database d', 'create table d.t (id int primary key)')
    const app = await connect(1, 'app', 'd')
    await run(ctx, app, 'begin', 'insert into t values (1)')
    await sql('set global read_only = on')
    expect(await failureOf(run(ctx, app, 'commit'))).toBe(readOnly)
    expect(await sql('select count(*) from d.t')).toEqual([[0]])
  }).then(() => {}))
})
