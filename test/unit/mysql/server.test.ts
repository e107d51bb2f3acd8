import { describe, expect, it } from 'vitest'
import { MysqlConnection } from '../../../src/mysql/index.ts'
import { address, failureOf, named, run, uuid, withMysql } from '../../support/mysql-world.ts'

const table = ['create database d', 'create table d.t (id int primary key, v int)']

describe('a connection', () => {
  it('needs a database that is there', async () => {
    await withMysql(async (_ctx, { connect }) => {
      expect(await failureOf(connect(1, 'app', 'nowhere'))).toBe("1049: Unknown database 'nowhere'")
    })
  })

  it('is gone with its client, and so is what he had not committed', async () => {
    await withMysql(async (ctx, { simulation, sql }) => {
      await sql(...table)
      simulation.process('other client', 'other', async () => {})
      await ctx.sleep(1)
      simulation.spawn('other client', 'writes', async (own) => {
        const connection = await MysqlConnection.connect(own, address(1), 'app', 'd')
        await run(own, connection, 'begin', 'insert into t values (1, 1)', 'select sleep(1000)')
      }, { daemon: true })
      await ctx.sleep(10)
      simulation.crash('other client')
      expect(await sql('insert into d.t values (1, 2)', 'select * from d.t')).toEqual([[1, 2]])
      expect(await sql('show processlist')).toHaveLength(1)
    })
  })

  it('runs several statements in one round trip, up to the first that fails', async () => {
    await withMysql(async (ctx, { sql, connect }) => {
      await sql(...table)
      const connection = await connect(1, 'app', 'd')
      const results = await connection.executeBatch(ctx, [{ sql: 'begin' }, { sql: 'insert into t values (1, 1)' }, { sql: 'commit' }])
      expect(results.map(({ rowsAffected }) => rowsAffected)).toEqual([0, 1, 0])
      const batch = ['insert into t values (2, 2)', 'insert into t values (1, 1)', 'insert into t values (3, 3)']
      expect(await failureOf(connection.executeBatch(ctx, batch.map((each) => ({ sql: each }))))).toContain('1062')
      expect(await sql('select id from d.t')).toEqual([[1], [2]])
    })
  })

  it('streams rows in chunks behind their fields', async () => {
    await withMysql(async (ctx, { sql, connect }) => {
      await sql(...table, 'insert into d.t values (1, 1), (2, 2), (3, 3)')
      const connection = await connect(1, 'app', 'd')
      const items: [number, unknown][] = []
      for await (const { fields, rows } of connection.stream(ctx, 'select id from t', undefined, 2)) items.push([fields.length, rows])
      expect(items).toEqual([[1, []], [0, [[1], [2]]], [0, [[3]]]])
    })
  })

  it('can be killed, with the statement that it runs', async () => {
    await withMysql(async (ctx, { sql, connect }) => {
      await sql(...table, 'insert into d.t values (1, 1)', 'begin', 'delete from d.t')
      const waiting = await connect(1, 'app', 'd')
      const task = ctx.spawn('waits', (own) => failureOf(waiting.execute(own, 'update t set v = 2')))
      await ctx.sleep(10)
      expect(await sql('show processlist')).toMatchObject([{}, { 0: waiting.id, 7: 'update t set v = 2' }])
      await sql(`kill ${waiting.id}`)
      expect(await task.join(ctx)).toBe('1317: Query execution was interrupted')
      expect(await failureOf(waiting.execute(ctx, 'select 1'))).toBe('2006: MySQL server has gone away')
      expect(await failureOf(sql('kill 4711'))).toBe('1094: Unknown thread id: 4711')
    })
  })
})

describe('a server', () => {
  it('starts read-only unless it is told otherwise', async () => {
    await withMysql(async (_ctx, { sql }) => {
      expect(await sql('select @@read_only, @@server_id, @@server_uuid, @@version')).toEqual([[1, 1, uuid(1), '5.7.29-log']])
    }, { spec: { readOnly: undefined } })
  })

  it('tells about its replicas', async () => {
    await withMysql(async (ctx, { sql, connect }) => {
      await run(ctx, await connect(2), `change master to master_host = '${address(1)}', master_auto_position = 1`, 'start slave')
      await ctx.sleep(5)
      expect(await sql('show slave hosts')).toMatchObject([{ 1: address(2) }])
      const status = named(await (await connect(2)).execute(ctx, 'show slave status'))
      expect([...status.keys()]).toHaveLength(57)
    }, { servers: 2 })
  })

  it('starts AUTO_INCREMENT after the largest value when it comes back', async () => {
    await withMysql(async (ctx, { simulation, sql, connect }) => {
      await sql('create database d', 'create table d.t (id int primary key auto_increment)', 'insert into d.t values (), (), ()',
        'delete from d.t where id > 1', 'insert into d.t values ()')
      expect(await sql('select id from d.t')).toEqual([[1], [4]])
      await sql('delete from d.t where id > 1')
      simulation.crash(address(1))
      simulation.restart(address(1))
      await ctx.sleep(1)
      expect(await run(ctx, await connect(), 'insert into d.t values ()', 'select id from d.t')).toEqual([[1], [2]])
    })
  })

  it('says what it commits', async () => {
    const commits: unknown[] = []
    await withMysql(async (_ctx, { simulation, sql }) => {
      simulation.subscribe(['mysql/commit'], ({ data }) => commits.push(data))
      await sql(...table, 'insert into d.t values (1, 1)')
    })
    expect(commits).toMatchObject([{}, {}, {
      gtid: `${uuid(1)}:3`, events: [{ kind: 'rows', database: 'd', table: 't', change: 'insert', after: [1, 1] }],
    }])
  })
})
