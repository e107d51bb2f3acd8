import { createRequire } from 'node:module'
import { median, nowNs, type Figure, type Section } from './figure.ts'
import { withInstantSession } from '../src/mysql/index.ts'
import type { BindVariables } from '../src/sql/index.ts'

/** One kind of statement. Each execution gets another number, so that nothing is answered from a result of before. */
interface Operation {
  readonly name: string
  readonly sql: string
  readonly binds: (n: number, rows: number) => readonly number[]
  /** Bare alasql scans the table: at 100 k rows some of these take tens of milliseconds. */
  readonly repeat: { readonly ours: number; readonly alasql: (rows: number) => number }
}

const SIZES = [1_000, 100_000] as const
const ROUNDS = 5
const few = (rows: number): number => rows > 10_000 ? 30 : 400
const spread = (n: number, rows: number): number => 1 + (n * 7919) % (rows - 50)

const operations: readonly Operation[] = [
  {
    name: 'point SELECT', sql: 'select id, email, n from t where id = ?',
    binds: (n, rows) => [spread(n, rows)], repeat: { ours: 20_000, alasql: few },
  },
  {
    name: 'range of 20', sql: 'select id, email, n from t where id >= ? and id < ? order by id',
    binds: (n, rows) => [spread(n, rows), spread(n, rows) + 20], repeat: { ours: 5_000, alasql: few },
  },
  {
    name: 'INSERT', sql: 'insert into t(id, email, n) values (?, ?, ?)',
    binds: n => [10_000_000 + n, n, n], repeat: { ours: 5_000, alasql: few },
  },
  {
    name: 'UPDATE', sql: 'update t set n = ? where id = ?',
    binds: (n, rows) => [n, spread(n, rows)], repeat: { ours: 5_000, alasql: few },
  },
]

/** What one statement costs on the emulated server, without the network, beside bare alasql on the same data. */
export const mysql: Section = {
  name: 'mysql',
  title: 'One statement on the emulated MySQL (text and arguments in, rows out), beside bare alasql',
  async run(progress) {
    const figures: Figure[] = []
    const pointUs: number[] = []
    for (const rows of SIZES) {
      progress(`${rows} rows, ours`)
      const ours = await oursUs(rows)
      progress(`${rows} rows, alasql`)
      const theirs = alasqlUs(rows)
      for (const { name } of operations) {
        const mine = ours.get(name)!, other = theirs.get(name)!
        figures.push({ name: `${name}, ${rows} rows`, value: mine, unit: 'us', note: `bare alasql ${other.toPrecision(3)} us, ${(other / mine).toPrecision(2)}x` })
      }
      pointUs.push(ours.get('point SELECT')!)
    }
    figures.push({ name: 'point SELECT, 100 k against 1 k rows', value: pointUs[1]! / pointUs[0]!, unit: 'x', target: '<= 2.5' })
    return figures
  },
}

async function oursUs(rows: number): Promise<Map<string, number>> {
  return withInstantSession(async ({ execute }) => {
    await execute('create database bench')
    await execute('use bench')
    await execute('create table t(id bigint not null, email varbinary(128), n bigint, primary key(id))')
    for (let first = 1; first <= rows; first += 100) {
      await execute(`insert into t(id, email, n) values ${Array.from({ length: 100 }, (_, i) => `(${first + i}, 'customer-${first + i}', ${i})`).join(', ')}`)
    }
    const times = new Map<string, number>()
    let n = 0
    for (const { name, sql, binds, repeat } of operations) {
      // `?` is the only argument that both know; on the wire they are v1, v2, ….
      const once = async (): Promise<void> => { await execute(sql, named(binds(++n, rows))) }
      const rounds: number[] = []
      for (let round = 0; round <= ROUNDS; round++) {
        const start = nowNs()
        for (let i = 0; i < repeat.ours; i++) await once()
        if (round > 0) rounds.push(Number(nowNs() - start) / 1000 / repeat.ours)
      }
      times.set(name, median(rounds))
    }
    return times
  })
}

const named = (values: readonly number[]): BindVariables =>
  Object.fromEntries(values.map((value, i) => [`v${i + 1}`, { type: 'INT64', value }]))

function alasqlUs(rows: number): Map<string, number> {
  interface Alasql { options: { cache: boolean }; Database: new () => { exec(sql: string, params?: unknown[]): unknown; tables: Record<string, { data: unknown[] }> } }
  const alasql = createRequire(import.meta.url)('alasql') as Alasql
  // As its users have it: the emulated server turns the cache of statements off.
  const { cache } = alasql.options
  alasql.options.cache = true
  const db = new alasql.Database()
  db.exec('create table t(id int primary key, email string, n int)')
  for (let id = 1; id <= rows; id++) db.exec('insert into t values (?, ?, ?)', [id, `customer-${id}`, id % 100])
  const times = new Map<string, number>()
  let n = 0
  for (const { name, sql, binds, repeat } of operations) {
    const count = repeat.alasql(rows)
    const rounds: number[] = []
    for (let round = 0; round <= ROUNDS; round++) {
      const start = nowNs()
      for (let i = 0; i < count; i++) db.exec(sql, [...binds(++n, rows)])
      if (round > 0) rounds.push(Number(nowNs() - start) / 1000 / count)
    }
    times.set(name, median(rounds))
  }
  alasql.options.cache = cache
  return times
}
