import { describe, expect, it } from 'vitest'
import { MysqlConnection, ServerDisk } from '../../../src/mysql/index.ts'
import { type Ctx, Failure, random, Rng, type Simulation } from '../../../src/sim/index.ts'
import { GtidSet, type Row } from '../../../src/sql/index.ts'
import { address, run, withMysql } from '../../support/mysql-world.ts'

const clients = 3
const transactionsEach = 25

/** What a client knows: the ledger rows of transactions that were acknowledged. */
type Acknowledged = Set<number>

/** Transactions of a few random statements each; every one also writes a ledger row of its own. */
async function workload(ctx: Ctx, me: number, rng: Rng, acknowledged: Acknowledged): Promise<void> {
  let connection: MysqlConnection | null = null
  for (let n = 0; n < transactionsEach; n++) {
    const ledger = me * 1000 + n
    try {
      connection ??= await MysqlConnection.connect(ctx, address(1), 'dba', 'd')
      await run(ctx, connection, 'set innodb_lock_wait_timeout = 1', 'begin')
      for (let i = rng.below(4); i >= 0; i--) await run(ctx, connection, statement(rng))
      await run(ctx, connection, `insert into ledger values (${ledger})`)
      if (rng.below(6) === 0) await run(ctx, connection, 'rollback')
      else {
        await run(ctx, connection, 'commit')
        acknowledged.add(ledger)
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      if (error.errno === undefined || error.errno === 2006) connection = null
      else if (error.errno !== 1213) await run(ctx, connection!, 'rollback').catch(gone)
      await ctx.sleep(rng.below(30))
    }
  }
}

function gone(error: unknown): void {
  if (!(error instanceof Failure)) throw error
}

function statement(rng: Rng): string {
  const id = rng.below(8)
  const u = rng.below(12)
  switch (rng.below(9)) {
    case 0: return `insert into t values (${id}, ${u}, 0)`
    case 1: return `insert into t values (${id}, ${u}, 0) on duplicate key update v = v + 1`
    case 2: return `replace into t values (${id}, ${u}, 1)`
    case 3: return `update t set v = v + 1 where id = ${id}`
    case 4: return `update t set u = ${u} where id = ${id}`
    case 5: return `delete from t where id = ${id}`
    case 6: return `update t set v = v + 1 where u > ${u}`
    case 7: return `delete from t where u between ${u} and ${u + 2}`
    default: return `select * from t where id = ${id} for update`
  }
}

async function crashes(ctx: Ctx, simulation: Simulation, rng: Rng, semiSync: boolean): Promise<void> {
  for (let n = 0; n < 4; n++) {
    await ctx.sleep(5 + rng.below(60))
    const victim = address(1 + rng.below(2))
    simulation.crash(victim)
    await ctx.sleep(rng.below(20))
    simulation.restart(victim)
    // A start has forgotten semi-sync; vttablet sets it again.
    await ctx.sleep(1)
    const connection = await MysqlConnection.connect(ctx, victim, 'dba', '')
    if (victim === address(2)) await run(ctx, connection, 'set global rpl_semi_sync_slave_enabled = 1', 'stop slave', 'start slave')
    else await run(ctx, connection, `set global rpl_semi_sync_master_enabled = ${semiSync}`)
  }
}

const rowsOf = (disk: ServerDisk, name: string): Map<string, Row> => {
  const rows = new Map<string, Row>()
  disk.databases.table('d', name).data.rows.ascend(null, null, (row, key) => void rows.set(String(key), row))
  return rows
}

/** The tables as the binlog tells them. */
function replayed(disk: ServerDisk, name: string): Map<string, Row> {
  const rows = new Map<string, Row>()
  for (const { events } of disk.log.read(0, GtidSet.empty, Infinity).transactions) {
    for (const event of events) {
      if (event.kind !== 'rows' || event.table !== name) continue
      if (event.before !== undefined) {
        expect(rows.get(String(event.before[0]))).toEqual(event.before)
        rows.delete(String(event.before[0]))
      }
      if (event.after !== undefined) rows.set(String(event.after[0]), event.after)
    }
  }
  return rows
}

const sorted = (rows: Map<string, Row>): Row[] => [...rows.values()].sort((a, b) => Number(a[0]) - Number(b[0]))

function checkIndexes(disk: ServerDisk): void {
  const { data, schema } = disk.databases.table('d', 't')
  for (let index = 1; index < schema.indexes.length; index++) {
    const found: Row[] = []
    data.scan({ index, from: null, to: null, descending: false }, (row) => void found.push(row))
    expect(found.sort((a, b) => Number(a[0]) - Number(b[0]))).toEqual(sorted(rowsOf(disk, 't')))
  }
}

describe('a master and its replica, under random schedules, with crashes', () => {
  for (let seed = 1; seed <= 40; seed++) {
    it(`seed ${seed}`, async () => {
      const acknowledged: Acknowledged = new Set()
      const semiSync = seed % 2 === 0
      const simulation = await withMysql(async (ctx, { simulation, sql, connect }) => {
        const rng = new Rng(seed)
        await sql('create database d', 'create table d.t (id int primary key, u int, v int, unique key (u), key (v, u))',
          'create table d.ledger (n int primary key)')
        await run(ctx, await connect(2), `change master to master_host = '${address(1)}', master_user = 'repl',
          master_connect_retry = 1, master_auto_position = 1`, 'set global rpl_semi_sync_slave_enabled = 1', 'start slave')
        if (semiSync) await sql('set global rpl_semi_sync_master_enabled = 1')
        const tasks = Array.from({ length: clients }, (_, me) => (own: Ctx) => workload(own, me, new Rng(seed * 10 + me), acknowledged))
        await ctx.all([...tasks, (own: Ctx) => crashes(own, simulation, rng, semiSync)])
        await ctx.sleep(5000)
        // Whoever is gone has left no lock behind.
        const last = await MysqlConnection.connect(ctx, address(1), 'dba', 'd')
        await ctx.timeout(1000, (own) => run(own, last, 'set global rpl_semi_sync_master_enabled = 0', 'update t set v = v + 1'))
        await ctx.sleep(5000)
      }, { servers: 2, simulation: { strategy: random(seed), sites: false } })
      const [master, replica] = [1, 2].map((n) => ServerDisk.read(simulation.find(address(n))!)) as [ServerDisk, ServerDisk]
      expect(replica.log.executed.toString()).toBe(master.log.executed.toString())
      for (const name of ['t', 'ledger']) {
        expect(sorted(rowsOf(master, name))).toEqual(sorted(replayed(master, name)))
        expect(sorted(rowsOf(replica, name))).toEqual(sorted(rowsOf(master, name)))
      }
      for (const disk of [master, replica]) checkIndexes(disk)
      const kept = new Set(sorted(rowsOf(master, 'ledger')).map(([n]) => n))
      for (const ledger of acknowledged) expect(kept.has(ledger)).toBe(true)
      expect(acknowledged.size).toBeGreaterThan(10)
    })
  }
})
