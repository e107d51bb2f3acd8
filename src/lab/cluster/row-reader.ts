import { ServerDisk, type BinlogTransaction, type RowsEvent } from '../../mysql/index.ts'
import type { Simulation } from '../../sim/index.ts'
import { valueText, type Row, type Value } from '../../sql/index.ts'
import {
  buildKeyspaceSchema, createKeyResolver, parseKeyRangeProto, type KeyResolver,
} from '../../vitess/keys/index.ts'
import type { Commit, RowChange, SavedPosition, StoredRow } from '../check/index.ts'
import type { ClusterSpec } from './cluster-spec.ts'
import { viewRows, viewTable, viewTables, type TableView } from './table-view.ts'

/** The column that a client's write gives a value that no other write has. */
const markColumns: ReadonlyMap<string, string> = new Map([['customer', 'email'], ['corder', 'price']])

/** Reads rows and binary logs of a world as the checkers want them. */
export class RowReader {
  private readonly resolvers = new Map<string, KeyResolver | null>()
  private readonly tables = new Map<string, TableView | undefined>()
  private readonly uuids = new Map<string, string>()

  constructor(private readonly simulation: Simulation, private readonly spec: ClusterSpec) {}

  /** The marked rows that a mysqld holds for its shard. */
  rows(mysqld: string, shard: string): StoredRow[] {
    const process = this.simulation.find(mysqld)!
    const database = databaseOf(shard)
    return viewTables(process, database).filter(table => markColumns.has(table.name)).flatMap(table =>
      viewRows(process, database, table.name).map(row => ({
        row: rowName(table, row), mark: markOf(table, row), keyspaceId: this.keyspaceId(shard, table, row),
        shard, content: contentOf(row),
      })))
  }

  /** A transaction as a Commit; null if this mysqld only repeats what its master wrote. */
  commit(
    mysqld: string, shard: string, seq: number, timeUs: number, transaction: BinlogTransaction,
  ): Commit | null {
    if (!transaction.gtid.startsWith(this.uuidOf(mysqld))) return null
    const changes: RowChange[] = []
    const positions: SavedPosition[] = []
    for (const event of transaction.events) {
      if (event.kind !== 'rows') continue
      if (event.database === databaseOf(shard)) {
        const table = this.table(mysqld, event.database, event.table)
        if (table !== undefined && markColumns.has(table.name)) changes.push(this.change(shard, table, event))
      } else if (event.database === '_vt' && event.table === 'vreplication') {
        const table = this.table(mysqld, event.database, event.table)
        if (table !== undefined) positions.push(savedPosition(table, event))
      }
    }
    return changes.length === 0 && positions.length === 0 ? null : {
      seq, timeUs, shard, mysqld, gtid: transaction.gtid, changes, positions,
    }
  }

  private uuidOf(mysqld: string): string {
    let uuid = this.uuids.get(mysqld)
    if (uuid === undefined) {
      uuid = ServerDisk.read(this.simulation.find(mysqld)!).serverUuid
      this.uuids.set(mysqld, uuid)
    }
    return uuid
  }

  private change(shard: string, table: TableView, event: RowsEvent): RowChange {
    const row = (event.after ?? event.before)!
    return {
      row: rowName(table, row), keyspaceId: this.keyspaceId(shard, table, row),
      mark: event.after === undefined ? '' : markOf(table, event.after),
      before: event.before === undefined ? null : contentOf(event.before),
      after: event.after === undefined ? null : contentOf(event.after),
    }
  }

  private table(mysqld: string, database: string, name: string): TableView | undefined {
    const key = `${mysqld} ${database}.${name}`
    const known = this.tables.get(key)
    if (known !== undefined) return known
    const table = viewTable(this.simulation.find(mysqld)!, database, name)
    this.tables.set(key, table)
    return table
  }

  /** Hex; '' where the keyspace is not sharded. */
  private keyspaceId(shard: string, table: TableView, row: Row): string {
    const keyspace = shard.slice(0, shard.indexOf('/'))
    const key = `${keyspace}.${table.name}`
    let resolver = this.resolvers.get(key)
    if (resolver === undefined) this.resolvers.set(key, resolver = this.createResolver(keyspace, table))
    return resolver === null ? '' : resolver(row)
  }

  private createResolver(keyspace: string, table: TableView): KeyResolver | null {
    const vschema = this.spec.keyspaces.find(candidate => candidate.name === keyspace)?.vschema
    if (vschema?.sharded !== true || vschema.tables?.[table.name] === undefined) return null
    return createKeyResolver(buildKeyspaceSchema(vschema, keyspace), table)
  }
}

function databaseOf(shard: string): string {
  return `vt_${shard.slice(0, shard.indexOf('/'))}`
}

function rowName(table: TableView, row: Row): string {
  return `${table.name}/${table.primaryKey.map(index => textOf(row[index]!)).join('/')}`
}

function markOf(table: TableView, row: Row): string {
  return textOf(row[table.columns.indexOf(markColumns.get(table.name)!)] ?? null)
}

function contentOf(row: Row): string {
  return `(${row.map(textOf).join(', ')})`
}

function textOf(value: Value): string {
  return valueText(value) ?? 'NULL'
}

function savedPosition(table: TableView, event: RowsEvent): SavedPosition {
  const row = (event.after ?? event.before)!
  const column = (name: string): string => textOf(row[table.columns.indexOf(name)] ?? null)
  return {
    stream: Number(column('id')), change: event.change, ...streamSource(column('source')),
    position: column('pos'), state: column('state'),
  }
}

type StreamSource = Pick<SavedPosition, 'sourceShard' | 'keyRange'>
const sources = new Map<string, StreamSource>()

/** Reads `keyspace:"customer" shard:"0" key_range:<end:"\200" > `. There are few, and they come with every position. */
function streamSource(text: string): StreamSource {
  let source = sources.get(text)
  if (source === undefined) {
    const keyspace = /keyspace:"([^"]*)"/.exec(text)?.[1] ?? ''
    const shard = /shard:"([^"]*)"/.exec(text)?.[1] ?? ''
    const range = /key_range:<[^>]*>/.exec(text)?.[0]
    const keyRange = range === undefined ? null : parseKeyRangeProto(range)
    sources.set(text, source = { sourceShard: `${keyspace}/${shard}`, keyRange })
  }
  return source
}
