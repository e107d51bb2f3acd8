import { ServerDisk, type BinlogTransaction, type RowsEvent } from '../../mysql/index.ts'
import type { Process, Simulation } from '../../sim/index.ts'
import { valueText, type Row, type Value } from '../../sql/index.ts'
import {
  buildKeyspaceSchema, createKeyResolver, parseKeyRangeProto, type KeyResolver,
} from '../../vitess/keys/index.ts'
import type { Commit, RowChange, SavedPosition, StoredRow } from '../check/index.ts'
import type { ClusterSpec } from './cluster-spec.ts'
import { viewRows, viewTable, viewTables, type TableView } from './table-view.ts'

/** The column that a client's write gives a value that no other write has. */
const markColumns: ReadonlyMap<string, string> = new Map([['customer', 'email'], ['corder', 'price']])

/** A table whose rows carry marks. */
interface MarkedTable {
  readonly view: TableView
  /** Of the column with the mark. */
  readonly mark: number
  /** Null where the keyspace is not sharded. */
  readonly keyspaceId: KeyResolver | null
}

/** One mysqld, and what is known of its tables: null for those without marks. */
interface Source {
  readonly process: Process
  readonly shard: string
  readonly uuid: string
  readonly database: string
  readonly marked: Map<string, MarkedTable | null>
  /** Of `_vt.vreplication`, once it is there. */
  streams: TableView | null
}

/** Reads rows and binary logs of a world as the checkers want them. */
export class RowReader {
  private readonly sources = new Map<string, Source>()
  private readonly resolvers = new Map<string, KeyResolver | null>()

  constructor(private readonly simulation: Simulation, private readonly spec: ClusterSpec) {}

  /** The marked rows that a mysqld holds for its shard. */
  rows(mysqld: string, shard: string): StoredRow[] {
    const source = this.sourceOf(mysqld, shard)
    const { process, database } = source
    const stored: StoredRow[] = []
    for (const { name } of viewTables(process, database)) {
      const table = this.markedTable(source, name)
      if (table === null) continue
      for (const row of viewRows(process, database, name)) {
        stored.push({
          row: rowName(table.view, row), mark: textOf(row[table.mark] ?? null),
          keyspaceId: table.keyspaceId?.(row) ?? '', shard, content: contentOf(row),
        })
      }
    }
    return stored
  }

  /** A transaction as a Commit; null if this mysqld only repeats what its master wrote. */
  commit(
    mysqld: string, shard: string, seq: number, timeUs: number, transaction: BinlogTransaction,
  ): Commit | null {
    const source = this.sourceOf(mysqld, shard)
    if (!transaction.gtid.startsWith(source.uuid)) return null
    const changes: RowChange[] = []
    const positions: SavedPosition[] = []
    for (const event of transaction.events) {
      if (event.kind !== 'rows') continue
      if (event.database === source.database) {
        const table = this.markedTable(source, event.table)
        if (table !== null) changes.push(...changesOf(table, event))
      } else if (event.database === '_vt' && event.table === 'vreplication') {
        const table = source.streams ??= viewTable(source.process, '_vt', 'vreplication') ?? null
        if (table !== null) positions.push(savedPosition(table, event))
      }
    }
    return changes.length === 0 && positions.length === 0 ? null : {
      seq, timeUs, shard, mysqld, gtid: transaction.gtid, changes, positions,
    }
  }

  private sourceOf(mysqld: string, shard: string): Source {
    let source = this.sources.get(mysqld)
    if (source === undefined) {
      const process = this.simulation.find(mysqld)!
      const database = `vt_${keyspaceOf(shard)}`
      const uuid = ServerDisk.read(process).serverUuid
      source = { process, shard, uuid, database, marked: new Map(), streams: null }
      this.sources.set(mysqld, source)
    }
    return source
  }

  private markedTable(source: Source, name: string): MarkedTable | null {
    const known = source.marked.get(name)
    if (known !== undefined) return known
    const column = markColumns.get(name)
    const view = column === undefined ? undefined : viewTable(source.process, source.database, name)
    // A table that is not there yet may come.
    if (column !== undefined && view === undefined) return null
    const table = view === undefined ? null : {
      view, mark: view.columns.indexOf(column!), keyspaceId: this.resolver(source.shard, view),
    }
    source.marked.set(name, table)
    return table
  }

  private resolver(shard: string, table: TableView): KeyResolver | null {
    const keyspace = keyspaceOf(shard)
    const key = `${keyspace}.${table.name}`
    let resolver = this.resolvers.get(key)
    if (resolver === undefined) this.resolvers.set(key, resolver = this.createResolver(keyspace, table))
    return resolver
  }

  private createResolver(keyspace: string, table: TableView): KeyResolver | null {
    const vschema = this.spec.keyspaces.find(candidate => candidate.name === keyspace)?.vschema
    if (vschema?.sharded !== true || vschema.tables?.[table.name] === undefined) return null
    return createKeyResolver(buildKeyspaceSchema(vschema, keyspace), table)
  }
}

const keyspaceOf = (shard: string): string => shard.slice(0, shard.indexOf('/'))

/** An update of the primary key is two changes: one row goes, and another comes. */
function changesOf(table: MarkedTable, { before, after }: RowsEvent): RowChange[] {
  const isMove = before !== undefined && after !== undefined
    && table.view.primaryKey.some(index => before[index] !== after[index])
  return isMove ? [changeOf(table, { before }), changeOf(table, { after })] : [changeOf(table, { before, after })]
}

function changeOf(
  { view, mark, keyspaceId }: MarkedTable, { before, after }: Pick<RowsEvent, 'before' | 'after'>,
): RowChange {
  const row = (after ?? before)!
  return {
    row: rowName(view, row), keyspaceId: keyspaceId?.(row) ?? '',
    mark: after === undefined ? '' : textOf(after[mark] ?? null),
    before: before === undefined ? null : contentOf(before),
    after: after === undefined ? null : contentOf(after),
  }
}

function rowName(table: TableView, row: Row): string {
  const { name, primaryKey } = table
  if (primaryKey.length === 1) return `${name}/${textOf(row[primaryKey[0]!]!)}`
  return `${name}/${primaryKey.map(index => textOf(row[index]!)).join('/')}`
}

function contentOf(row: Row): string {
  let content = '('
  for (let at = 0; at < row.length; at++) content += at === 0 ? textOf(row[at]!) : `, ${textOf(row[at]!)}`
  return `${content})`
}

function textOf(value: Value): string {
  return valueText(value) ?? 'NULL'
}

function savedPosition(table: TableView, event: RowsEvent): SavedPosition {
  const row = (event.after ?? event.before)!
  const { columns } = table
  const column = (name: string): string => textOf(row[columns.indexOf(name)] ?? null)
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
