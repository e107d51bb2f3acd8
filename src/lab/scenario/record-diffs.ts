import { byCodeUnit } from '../../base/index.ts'
import type { Process, Simulation, TraceEvent } from '../../sim/index.ts'
import { valueText, type Row } from '../../sql/index.ts'
import type { TableDiff } from '../check/index.ts'
import { viewRows, viewTable, type Cluster, type TableView } from '../cluster/index.ts'
import {
  buildKeyspaceSchema, createKeyResolver, keyRangeContains, keyRangeIncludes, type KeyRange,
} from '../../vitess/keys/index.ts'
import { mysqldAddress, parseTabletAlias, type Shard } from '../../vitess/wire/index.ts'

interface Compared {
  readonly table: string
  readonly source: string
  readonly destination: string
  readonly checksOut: boolean
}

/** Rows that are named as evidence. */
const namesMax = 5

/**
 * Looks at both sides of a SplitDiff or VerticalSplitDiff when it says what it has found, and at whether they stood
 * still meanwhile: of copies that move nothing can be said.
 */
export class DiffRecorder {
  readonly diffs: TableDiff[] = []
  /** When a mysqld last changed, in number of events. */
  private readonly changed = new Map<string, number>()
  /** When the comparing began that a task is at. */
  private readonly began = new Map<string, number>()

  constructor(
    private readonly simulation: Simulation, private readonly cluster: Cluster,
    private readonly shards: ReadonlyMap<string, Shard>,
  ) {
    simulation.subscribe(['mysql/commit'], ({ process, seq }) => void this.changed.set(process, seq))
    simulation.subscribe(['step/begin'], ({ process, seq, data }) => {
      const { procedure, step } = data as { procedure: string; step: string }
      if (procedure === 'split-diff' && step === 'compare') this.began.set(process, seq)
    })
    simulation.subscribe(['vtworker/compared'], event => this.compared(event))
  }

  private compared({ process, timeUs, data }: TraceEvent): void {
    const { table, source, destination, checksOut } = data as Compared
    const [from, into] = [this.sideOf(source, table), this.sideOf(destination, table)]
    const beganSeq = this.began.get(process)
    if (from === null || into === null || beganSeq === undefined) return
    const isStill = [from, into].every(({ mysqld }) => (this.changed.get(mysqld.name) ?? 0) < beganSeq)
    if (!isStill || from.view.columns.join() !== into.view.columns.join()) return
    const differing = this.differences(from, into)
    if (differing === null) return
    this.diffs.push({
      timeUs, table, source: from.shard, destination: into.shard,
      saysEqual: checksOut,
      differing: differing.slice(0, namesMax), differingCount: differing.length,
    })
  }

  private sideOf(alias: string, table: string): Side | null {
    const mysqld = this.simulation.find(mysqldAddress(parseTabletAlias(alias)))
    const shard = mysqld === undefined ? undefined : this.cluster.shardOf(mysqld.name)
    if (mysqld === undefined || shard === undefined) return null
    const keyspace = shard.slice(0, shard.indexOf('/'))
    const view = viewTable(mysqld, `vt_${keyspace}`, table)
    return view === undefined || view.primaryKey.length === 0 ? null : { mysqld, shard, keyspace, view }
  }

  /** The names of rows that only one side has, or has otherwise; null: it cannot be said which rows belong there. */
  private differences(from: Side, into: Side): readonly string[] | null {
    const isVertical = from.keyspace !== into.keyspace
    const ranges = isVertical ? [null, null] as const : [this.rangeOf(from), this.rangeOf(into)] as const
    const rowsFrom = this.rowsWithin(from, ranges[0], ranges[1])
    const rowsInto = this.rowsWithin(into, ranges[1], ranges[0])
    if (rowsFrom === null || rowsInto === null) return null
    return [...new Set([...rowsFrom.keys(), ...rowsInto.keys()])]
      .filter(name => rowsFrom.get(name) !== rowsInto.get(name)).sort(byCodeUnit)
  }

  private rangeOf({ shard }: Side): KeyRange | null {
    return this.shards.get(shard)?.keyRange ?? null
  }

  /** The rows of a side that the other one should have too: all, if it has the wider key range. */
  private rowsWithin(side: Side, own: KeyRange | null, other: KeyRange | null): ReadonlyMap<string, string> | null {
    const { mysqld, keyspace, view } = side
    const isAll = keyRangeIncludes(other, own)
    const keyspaceIdOf = isAll ? null : this.resolver(keyspace, view)
    if (!isAll && keyspaceIdOf === null) return null
    const rows = new Map<string, string>()
    for (const row of viewRows(mysqld, view.database, view.name)) {
      if (keyspaceIdOf !== null && !keyRangeContains(other, keyspaceIdOf(row))) continue
      rows.set(textOf(view.primaryKey.map(at => row[at]!)), textOf(row))
    }
    return rows
  }

  private resolver(keyspace: string, view: TableView): ((row: Row) => string) | null {
    const vschema = this.cluster.spec.keyspaces.find(({ name }) => name === keyspace)?.vschema
    if (vschema?.sharded !== true || vschema.tables?.[view.name] === undefined) return null
    return createKeyResolver(buildKeyspaceSchema(vschema, keyspace), view)
  }
}

interface Side {
  readonly mysqld: Process
  /** `customer/-80` */
  readonly shard: string
  readonly keyspace: string
  readonly view: TableView
}

function textOf(row: Row): string {
  return row.map(value => valueText(value) ?? 'NULL').join(', ')
}
