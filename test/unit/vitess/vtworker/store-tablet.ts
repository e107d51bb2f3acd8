import { Signal, type Simulation } from '../../../../src/sim/index.ts'
import type { Field, QueryResult, Row, TypeName, Value } from '../../../../src/sql/index.ts'
import { getTablet, TopoClient, updateTabletFields } from '../../../../src/vitess/topo/index.ts'
import {
  QueryService, type Tablet, type TableDefinition, tabletHost, TabletManager, type TabletType, vttabletAddress,
} from '../../../../src/vitess/wire/index.ts'

export interface StoredTable {
  readonly name: string
  readonly columns: readonly string[]
  readonly types: readonly TypeName[]
  readonly primaryKey: readonly string[]
  /** What the tablet says that it has; its real number if left out. */
  readonly rowCount?: number
  rows: Row[]
}

/** What a store tablet was asked to do, in order. */
export interface StoreLog { readonly calls: string[]; readonly writes: string[] }

/**
 * A vttablet as far as vtworker needs one: tables in memory, ordered by their first columns, and the very statements that a clone
 * writes. It drains, serves and reports health.
 */
export function addStoreTablet(simulation: Simulation, tablet: Tablet, tables: readonly StoredTable[], log: StoreLog): void {
  simulation.process(vttabletAddress(tablet.alias), tabletHost(tablet.alias), async boot => {
    const topo = new TopoClient({ cell: tablet.alias.cell })
    const changed = new Signal('health')
    let type: TabletType = tablet.type
    let nextUid = 1
    const name = `${tablet.alias.uid}`
    const calls = new Map<string, (ctx: Parameters<typeof changed.notify>[0], request: any) => Promise<unknown>>([
      ['getSchema', async () => ({ databaseSchema: '', tableDefinitions: tables.map(definition) })],
      ['changeType', async (ctx, request: { type: TabletType }) => {
        type = request.type
        await getTablet(ctx, topo, tablet.alias)
        await updateTabletFields(ctx, topo, tablet.alias, record => ({ ...record, type }))
        changed.notify(ctx)
        return null
      }],
      ['slaveStatus', async () => ({
        position: 'MySQL56/9a6cbb10-74c3-11ea-a04f-b255221d7376:1-20', slaveIoRunning: false, slaveSqlRunning: false,
          secondsBehindMaster: 0, masterHost: '',
      })],
      ['executeFetchAsApp', async (_ctx, request: { sql: string }) => execute(tables, request.sql, log)],
      ['vReplicationExec', async (_ctx, { query }: { query: string }) => query.startsWith('select')
        ? result([{ name: 'pos', type: 'VARBINARY' }], [['MySQL56/9a6cbb10-74c3-11ea-a04f-b255221d7376:1-20']])
        : { fields: [], rows: [], rowsAffected: 1, insertId: query.startsWith('insert') ? nextUid++ : 0 }],
      ['stopSlaveMinimum', async (_ctx, request: { position: string }) => request.position],
      ['masterPosition', async () => `MySQL56/00000000-0000-0000-0000-000000000${name}:1-7`],
    ])
    const anyMethod = (page: string) => new Proxy({}, {
      get: (_target, method: string) => async (ctx: any, request: any) => {
        log.calls.push(`${name} ${page}${method}${method === 'changeType' ? ` ${request.type}` : ''}`)
        return (await calls.get(method)?.(ctx, request)) ?? null
      },
    })
    boot.process.serve(TabletManager, anyMethod('') as never)
    boot.process.serve(QueryService, {
      ...Object.fromEntries(['execute', 'executeBatch', 'begin', 'beginExecute', 'commit', 'rollback'].map(method => [method,
        async () => null])),
      streamExecute: async (ctx: any, request: { sql: string }, out: any) => {
        const { fields, rows } = select(tables, request.sql)
        await out.send(ctx, result(fields, []))
        for (let i = 0; i < rows.length; i += 500) await out.send(ctx, result([], rows.slice(i, i + 500)))
      },
      streamHealth: async (ctx: any, _request: unknown, out: any) => {
        for (;;) {
          await out.send(ctx, {
            target: { keyspace: tablet.keyspace, shard: tablet.shard, tabletType: type }, serving: true,
            tabletExternallyReparentedTimestampS: type === 'MASTER' ? 1 : 0, tabletAlias: tablet.alias,
            realtimeStats: { healthError: '', secondsBehindMaster: 0, binlogPlayersCount: 0,
              secondsBehindMasterFilteredReplication: 0, qps: 0 },
          })
          await changed.wait(ctx)
        }
      },
    } as never)
  })
}

const definition = (table: StoredTable): TableDefinition => ({
  name: table.name, schema: `CREATE TABLE ${table.name}`, columns: table.columns, columnTypes: table.types,
  primaryKeyColumns: table.primaryKey, type: 'BASE TABLE', dataLengthBytes: 0, rowCount: table.rowCount ?? table.rows.length,
})
const result = (fields: readonly Field[], rows: readonly Row[]): QueryResult => ({ fields, rows, rowsAffected: 0, insertId: 0 })

function find(tables: readonly StoredTable[], sql: string): StoredTable {
  const table = /(?:FROM|INTO|UPDATE) (?:`\w+`\.)?`(\w+)`/.exec(sql)![1]
  return tables.find(({ name }) => name === table)!
}

function select(tables: readonly StoredTable[], sql: string): { fields: Field[]; rows: Row[] } {
  const table = find(tables, sql)
  const columns = [.../^SELECT (.*?) FROM/.exec(sql)![1]!.matchAll(/`(\w+)`/g)].map(([, column]) =>
    table.columns.indexOf(column!))
  const from = /WHERE .*?`>=(\S+)/.exec(sql)?.[1]
  const to = /`<(\S+)/.exec(sql)?.[1]
  const key = table.columns.indexOf(table.primaryKey[0]!)
  const rows = table.rows.filter(row => (from === undefined || Number(row[key]) >= Number(from))
    && (to === undefined || Number(row[key]) < Number(to)))
  return {
    fields: columns.map(i => ({ name: table.columns[i]!, type: table.types[i]! })),
    rows: rows.sort(byKey(table)).map(row => columns.map(i => row[i]!)),
  }
}

function execute(tables: readonly StoredTable[], sql: string, log: StoreLog): QueryResult {
  const table = find(tables, sql)
  if (sql.startsWith('SELECT')) {
    const values = table.rows.map(row => row[table.columns.indexOf(table.primaryKey[0]!)]!)
    const sorted = values.toSorted((a, b) => a < b ? -1 : 1)
    return result([], [[sorted[0] ?? null, sorted.at(-1) ?? null]])
  }
  log.writes.push(sql)
  if (sql.startsWith('INSERT')) {
    const columns = [.../\((.*?)\) VALUES/.exec(sql)![1]!.matchAll(/`(\w+)`/g)].map(([, column]) => column!)
    for (const [, tuple] of sql.slice(sql.indexOf('VALUES')).matchAll(/\(([^()]*)\)/g)) {
      const values = literals(tuple!)
      table.rows.push(table.columns.map(column => values[columns.indexOf(column)]!))
    }
  } else {
    const matches = (row: Row): boolean => sql.slice(sql.indexOf(' WHERE ') + 7).split(' OR ').some(term =>
      [...term.matchAll(/`(\w+)`=('[^']*'|[^ )]+)/g)].every(([, column, literal]) =>
        row[table.columns.indexOf(column!)] === literals(literal!)[0]))
    if (sql.startsWith('DELETE')) table.rows = table.rows.filter(row => !matches(row))
    else {
      const set = [.../SET (.*) WHERE/.exec(sql)![1]!.matchAll(/`(\w+)`=('[^']*'|[^,]+)/g)].map(([, column, literal]) =>
        [column!, literals(literal!)[0]!] as const)
      table.rows = table.rows.map(row => matches(row)
        ? row.map((value, i) => set.find(([column]) => column === table.columns[i])?.[1] ?? value) : row)
    }
  }
  return result([], [])
}

const literals = (text: string): Value[] => [...text.matchAll(/'([^']*)'|([^,]+)/g)].map(([, quoted, plain]) =>
  quoted ?? (plain === 'null' ? null : Number(plain)))
const byKey = (table: StoredTable) => (a: Row, b: Row): number => {
  for (const column of table.primaryKey) {
    const i = table.columns.indexOf(column)
    if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1
  }
  return 0
}
