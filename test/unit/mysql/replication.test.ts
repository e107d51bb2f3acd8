import { describe, expect, it } from 'vitest'
import { ServerDisk } from '../../../src/mysql/index.ts'
import type { Ctx } from '../../../src/sim/index.ts'
import { address, failureOf, type MysqlWorld, named, run, uuid, withMysql } from '../../support/mysql-world.ts'

const changeMaster = (n: number, more = ''): string =>
  `change master to master_host = '${address(n)}', master_port = 3306, master_user = 'repl', master_connect_retry = 10,
   master_auto_position = 1${more}`

interface Pair {
  readonly world: MysqlWorld
  readonly master: (...statements: string[]) => Promise<readonly (readonly unknown[])[]>
  readonly replica: (...statements: string[]) => Promise<readonly (readonly unknown[])[]>
  readonly status: () => Promise<Map<string, unknown>>
}

/** Server 2 replicates from server 1, which has a table d.t (id, v). */
function pair(body: (ctx: Ctx, pair: Pair) => Promise<void>, servers = 2): () => Promise<void> {
  return async () => {
    await withMysql(async (ctx, world) => {
      const second = await world.connect(2)
      const replica = (...statements: string[]) => run(ctx, second, ...statements)
      await world.sql('create database d', 'create table d.t (id int primary key, v int)')
      await replica(changeMaster(1), 'start slave')
      await ctx.sleep(10)
      const status = async () => named(await second.execute(ctx, 'show slave status'))
      await body(ctx, { world, master: world.sql, replica, status })
    }, { servers })
  }
}

describe('a replica', () => {
  it('gets rows, definitions and GTIDs of its master', pair(async (ctx, { master, replica, status }) => {
    await master('insert into d.t values (1, 10), (2, 20)', 'update d.t set v = 11 where id = 1', 'delete from d.t where id = 2',
      'alter table d.t add column w int default 5', 'create table d.u (x int)', 'insert into d.u values (7), (7)',
      'delete from d.u limit 1')
    await ctx.sleep(10)
    expect(await replica('select * from d.t')).toEqual([[1, 11, 5]])
    expect(await replica('select * from d.u')).toEqual([[7]])
    const position = await master('select @@global.gtid_executed')
    expect(await replica('select @@global.gtid_executed')).toEqual(position)
    expect(position).toEqual([[`${uuid(1)}:1-9`]])
    const row = await status()
    expect([row.get('Slave_IO_Running'), row.get('Slave_SQL_Running'), row.get('Seconds_Behind_Master')]).toEqual(['Yes', 'Yes', 0])
    expect(row.get('Executed_Gtid_Set')).toBe(`${uuid(1)}:1-9`)
  }))

  it('shares its rows with the master', pair(async (ctx, { world, master }) => {
    await master('insert into d.t values (1, 10)')
    await ctx.sleep(10)
    const row = (n: number) => ServerDisk.read(world.simulation.find(address(n))!).databases.table('d', 't').data.get([1])
    expect(row(2)).toBe(row(1))
  }))

  it('writes a log of its own, so that another can follow it', pair(async (ctx, { world, master }) => {
    const third = await world.connect(3)
    await run(ctx, third, changeMaster(2), 'start slave')
    await master('insert into d.t values (1, 10)')
    await ctx.sleep(20)
    expect(await run(ctx, third, 'select @@global.gtid_executed')).toEqual([[`${uuid(1)}:1-3`]])
    expect(await run(ctx, third, 'select * from d.t')).toEqual([[1, 10]])
  }, 3))

  it('does not get what was changed with sql_log_bin off', pair(async (ctx, { master, replica }) => {
    await master('set sql_log_bin = 0', 'insert into d.t values (1, 10)', 'set sql_log_bin = 1', 'insert into d.t values (2, 20)')
    await ctx.sleep(10)
    expect(await replica('select id from d.t')).toEqual([[2]])
  }))

  it('stops at a row that is there already', pair(async (ctx, { master, replica, status }) => {
    await replica('insert into d.t values (1, 99)')
    await master('insert into d.t values (1, 10)')
    await ctx.sleep(10)
    const row = await status()
    expect(row.get('Slave_SQL_Running')).toBe('No')
    expect(row.get('Last_SQL_Errno')).toBe(1062)
    expect(row.get('Last_SQL_Error')).toBe('Could not execute Write_rows event on table d.t; Duplicate entry \'1\' for key \'PRIMARY\', '
      + 'Error_code: 1062; handler error HA_ERR_FOUND_DUPP_KEY')
    await replica('delete from d.t where id = 1', 'start slave sql_thread')
    await ctx.sleep(10)
    expect(await replica('select * from d.t')).toEqual([[1, 10]])
  }))

  it('stops at a row that is not there', pair(async (ctx, { master, replica, status }) => {
    await master('insert into d.t values (1, 10)')
    await ctx.sleep(10)
    await replica('delete from d.t')
    await master('update d.t set v = 11')
    await ctx.sleep(10)
    expect((await status()).get('Last_SQL_Errno')).toBe(1032)
  }))

  it('fetches while its SQL thread is stopped, and says how old the rest is', pair(async (ctx, { master, replica, status }) => {
    await replica('stop slave sql_thread')
    await master('insert into d.t values (1, 10)')
    await ctx.sleep(3000)
    const row = await status()
    expect([row.get('Slave_IO_Running'), row.get('Slave_SQL_Running'), row.get('Seconds_Behind_Master')]).toEqual(['Yes', 'No', null])
    expect(row.get('Retrieved_Gtid_Set')).toBe(`${uuid(1)}:1-3`)
    await replica('start slave')
    await ctx.sleep(1)
    expect(await replica('select * from d.t')).toEqual([[1, 10]])
  }))

  it('waits for locks of others', pair(async (ctx, { world, master, replica, status }) => {
    await master('insert into d.t values (1, 10)')
    await ctx.sleep(10)
    const other = await world.connect(2)
    await run(ctx, other, 'begin', 'select * from d.t where id = 1 for update')
    await master('update d.t set v = 11')
    await ctx.sleep(2500)
    expect(await replica('select v from d.t')).toEqual([[10]])
    expect((await status()).get('Seconds_Behind_Master')).toBeGreaterThanOrEqual(2)
    await run(ctx, other, 'commit')
    await ctx.sleep(1)
    expect(await replica('select v from d.t')).toEqual([[11]])
  }))

  it('can be held back', pair(async (ctx, { master, replica }) => {
    await replica('stop slave', 'change master to master_delay = 10', 'start slave')
    await master('insert into d.t values (1, 10)')
    await ctx.sleep(8000)
    expect(await replica('select count(*) from d.t')).toEqual([[0]])
    await ctx.sleep(3000)
    expect(await replica('select count(*) from d.t')).toEqual([[1]])
  }))

  it('stops after given transactions', pair(async (ctx, { master, replica, status }) => {
    await replica('stop slave')
    await master('insert into d.t values (1, 10)', 'insert into d.t values (2, 20)', 'insert into d.t values (3, 30)')
    await replica(`start slave until sql_after_gtids = '${uuid(1)}:1-4'`)
    await ctx.sleep(10)
    expect(await replica('select id from d.t')).toEqual([[1], [2]])
    expect((await status()).get('Slave_SQL_Running')).toBe('No')
    expect((await status()).get('Slave_IO_Running')).toBe('Yes')
  }))

  it('tries again when its master comes back', pair(async (ctx, { world, replica, status }) => {
    world.simulation.crash(address(1))
    await ctx.sleep(100)
    expect((await status()).get('Slave_IO_Running')).toBe('Connecting')
    expect((await status()).get('Seconds_Behind_Master')).toBe(null)
    world.simulation.restart(address(1))
    await ctx.sleep(1)
    const again = await world.connect(1)
    await run(ctx, again, 'insert into d.t values (1, 10)')
    await ctx.sleep(10_000)
    expect(await replica('select * from d.t')).toEqual([[1, 10]])
    expect((await status()).get('Slave_IO_Running')).toBe('Yes')
  }))

  it('goes on by itself after a crash of its own', pair(async (ctx, { world, master }) => {
    world.simulation.crash(address(2))
    await master('insert into d.t values (1, 10)')
    world.simulation.restart(address(2))
    await ctx.sleep(10)
    const again = await world.connect(2)
    expect(await run(ctx, again, 'select * from d.t')).toEqual([[1, 10]])
  }))

  it('cannot follow when what it lacks was purged', pair(async (ctx, { master, replica, status }) => {
    await replica('stop slave')
    await master('insert into d.t values (1, 10)', 'flush binary logs')
    const [, [file]] = await master('show binary logs') as [unknown, [string]]
    await master(`purge binary logs to '${file}'`)
    expect(await master('select @@global.gtid_purged')).toEqual([[`${uuid(1)}:1-3`]])
    await replica('start slave')
    await ctx.sleep(10)
    const row = await status()
    expect(row.get('Slave_IO_Running')).toBe('No')
    expect(row.get('Last_IO_Error')).toBe("Got fatal error 1236 from master when reading data from binary log: 'The slave is connecting using "
      + 'CHANGE MASTER TO MASTER_AUTO_POSITION = 1, but the master has purged binary logs containing GTIDs that the slave requires.\'')
  }))

  it('is set to a position by gtid_purged', pair(async (ctx, { master, replica }) => {
    await replica('stop slave', 'reset slave all', 'reset master', `set global gtid_purged = '${uuid(1)}:1-2'`)
    expect(await failureOf(replica(`set global gtid_purged = '${uuid(1)}:1-2'`)))
      .toBe('1840: @@GLOBAL.GTID_PURGED can only be set when @@GLOBAL.GTID_EXECUTED is empty.')
    await replica(changeMaster(1), 'start slave')
    await master('insert into d.t values (1, 10)')
    await ctx.sleep(10)
    expect(await replica('select * from d.t')).toEqual([[1, 10]])
  }))
})

describe('WAIT_UNTIL_SQL_THREAD_AFTER_GTIDS', () => {
  const wait = (set: string, timeout = 0) => `select wait_until_sql_thread_after_gtids('${set}', ${timeout})`
  it('waits for the transactions', pair(async (ctx, { world, master, replica }) => {
    const other = await world.connect(2)
    const waiting = ctx.spawn('waits', (own) => run(own, other, wait(`${uuid(1)}:1-4`)))
    await ctx.sleep(10)
    await master('insert into d.t values (1, 10)', 'insert into d.t values (2, 10)')
    expect(await waiting.join(ctx)).toEqual([[2]])
    expect(await replica('select count(*) from d.t')).toEqual([[2]])
  }))
  it('gives -1 after the timeout', pair(async (ctx, { replica }) => {
    const before = ctx.nowMs
    expect(await replica(wait(`${uuid(1)}:1-9`, 2))).toEqual([[-1]])
    expect(ctx.nowMs - before).toBeCloseTo(2000, -1)
  }))
  it('gives NULL when the SQL thread does not run', pair(async (_ctx, { replica }) => {
    expect(await replica('stop slave', wait(`${uuid(1)}:1-9`, 2))).toEqual([[null]])
  }))
})

describe('semi-sync', () => {
  const on = 'set global rpl_semi_sync_master_enabled = 1'
  it('holds writes until a replica has them', pair(async (ctx, { world, master, replica }) => {
    await master(on)
    const writer = await world.connect(1)
    const write = ctx.spawn('write', (own) => failureOf(writer.execute(own, 'insert into d.t values (1, 10)')))
    await ctx.sleep(60_000)
    // The replica that does not acknowledge has it already; on the master it cannot be seen.
    expect(await replica('select count(*) from d.t')).toEqual([[1]])
    expect(await master('select count(*) from d.t')).toEqual([[0]])
    expect(await master("show status like 'rpl_semi_sync_master_wait_sessions'")).toEqual([['Rpl_semi_sync_master_wait_sessions', '1']])
    await replica('set global rpl_semi_sync_slave_enabled = 1', 'stop slave', 'start slave')
    // It has nothing new to acknowledge: the next write does that for both.
    expect(await replica("show status like 'rpl_semi_sync_slave_status'")).toEqual([['Rpl_semi_sync_slave_status', 'ON']])
    await master('insert into d.t values (2, 20)')
    expect(await write.join(ctx)).toBe('no failure')
    expect(await master('select count(*) from d.t')).toEqual([[2]])
  }))

  it('ends the wait when it is switched off', pair(async (ctx, { world, master }) => {
    await master(on)
    const writer = await world.connect(1)
    const write = ctx.spawn('write', (own) => failureOf(writer.execute(own, 'insert into d.t values (1, 10)')))
    await ctx.sleep(100)
    await master('set global rpl_semi_sync_master_enabled = 0')
    expect(await write.join(ctx)).toBe('no failure')
  }))

  it('commits at the next start what had reached the log', pair(async (ctx, { world, master }) => {
    await master(on)
    const writer = await world.connect(1)
    const write = ctx.spawn('write', (own) => failureOf(writer.execute(own, 'insert into d.t values (1, 10)')))
    await ctx.sleep(100)
    world.simulation.crash(address(1))
    expect(await write.join(ctx)).toContain('undefined')
    world.simulation.restart(address(1))
    await ctx.sleep(1)
    const again = await world.connect(1)
    expect(await run(ctx, again, 'select * from d.t')).toEqual([[1, 10]])
    expect(await run(ctx, again, 'select @@global.gtid_executed')).toEqual([[`${uuid(1)}:1-3`]])
  }))

  it('makes read_only wait for the hanging write', pair(async (ctx, { world, master }) => {
    await master(on)
    const writer = await world.connect(1)
    ctx.spawn('write', (own) => failureOf(writer.execute(own, 'insert into d.t values (1, 10)')))
    await ctx.sleep(100)
    const demoter = await world.connect(1)
    ctx.spawn('demote', (own) => demoter.execute(own, 'set global read_only = on'))
    await ctx.sleep(1000)
    expect(await master('select @@global.read_only')).toEqual([[0]])
    await master('set global rpl_semi_sync_master_enabled = 0')
    await ctx.sleep(10)
    expect(await master('select @@global.read_only')).toEqual([[1]])
  }))
})

describe('a crash', () => {
  it('keeps what was committed and nothing else', pair(async (ctx, { world, master }) => {
    await master('insert into d.t values (1, 10)', 'begin', 'insert into d.t values (2, 20)')
    world.simulation.crash(address(1))
    world.simulation.restart(address(1))
    await ctx.sleep(1)
    const again = await world.connect(1)
    expect(await run(ctx, again, 'select id from d.t')).toEqual([[1]])
    expect(await run(ctx, again, 'select @@global.gtid_executed')).toEqual([[`${uuid(1)}:1-3`]])
    expect(await failureOf(master('select 1'))).toBe('2006: MySQL server has gone away')
  }))
})
