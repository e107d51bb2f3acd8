import type { Process, Simulation } from '../../sim/index.ts'
import { ServerDisk } from '../../mysql/index.ts'
import type {
  Attempt, Commit, MasterPosition, RunRecord, ServingShard, SrvKeyspaceWrite, StoredRow,
} from '../check/index.ts'
import { RowReader, streamsOf, type BinlogTransaction, type Cluster } from '../cluster/index.ts'
import { shardOf } from '../../vitess/topo/index.ts'
import { mysqldAddress, type Shard, type SrvKeyspace } from '../../vitess/wire/index.ts'
import { DiffRecorder } from './record-diffs.ts'
import { FaultRecorder } from './record-faults.ts'
import { lookupRows } from './record-lookups.ts'

/** Writes down what checkers need, as it happens. Lives outside the world and changes nothing in it. */
export class RunRecorder {
  private readonly commits: Commit[] = []
  private readonly servingGraph: SrvKeyspaceWrite[] = []
  private readonly shards = new Map<string, Shard>()
  private readonly reader: RowReader
  private initial: Pick<RunRecord, 'initialRows' | 'initialCopies' | 'initialStreams'> = {
    initialRows: [], initialCopies: [], initialStreams: [],
  }
  private isRecording = false
  private beganUs = 0
  private readonly faults: FaultRecorder
  private readonly diffs: DiffRecorder
  /** Paths of the global topology. */
  private readonly locked = new Set<string>()

  constructor(private readonly simulation: Simulation, private readonly cluster: Cluster) {
    this.faults = new FaultRecorder(simulation)
    this.diffs = new DiffRecorder(simulation, cluster, this.shards)
    this.reader = new RowReader(simulation, cluster.spec)
    for (const [cell, records] of cluster.image.topology) {
      for (const [path, contents] of records) this.learn(0, cell, path, contents, null)
    }
    simulation.subscribe(['topo/locked', 'topo/unlocked', 'topo/lock-expired'], ({ kind, data }) => {
      const { path } = data as { path: string }
      if (kind === 'topo/locked') this.locked.add(path)
      else this.locked.delete(path)
    })
    simulation.subscribe(['topo/put'], event => {
      const { cell, path, contents } = event.data as { cell: string; path: string; contents: unknown }
      const keyspace = path.split('/').slice(0, 2).join('/')
      this.learn(event.timeUs, cell, path, contents, this.locked.has(keyspace))
    })
    simulation.subscribe(['topo/delete'], ({ data }) => {
      const shard = shardOf((data as { path: string }).path)
      if (shard !== null) this.shards.delete(shard)
    })
    simulation.subscribe(['mysql/commit'], event => {
      if (!this.isRecording) return
      const shard = cluster.shardOf(event.process)
      const commit = shard === undefined ? null
        : this.reader.commit(event.process, shard, event.seq, event.timeUs, event.data as BinlogTransaction)
      if (commit !== null) this.commits.push(commit)
    })
  }

  /** From here on commits are recorded; the rows that are there now are the first. */
  begin(): void {
    this.isRecording = true
    this.beganUs = Math.round(this.simulation.nowMs * 1000)
    const serving = this.servingShards().map(({ name }) => name)
    this.initial = {
      initialRows: this.rowsOfMasters(serving),
      initialCopies: this.rowsOfMasters([...this.shards.keys()].filter(name => !serving.includes(name))),
      initialStreams: streamsOf(this.simulation),
    }
  }

  record(history: readonly Attempt[]): RunRecord {
    const servingShards = this.servingShards()
    const finalRows = this.isRecording ? this.rowsOfMasters(servingShards.map(shard => shard.name)) : null
    const { initial, commits, servingGraph } = this
    return {
      history, ...initial, finalRows, servingShards, commits, servingGraph,
      faults: this.faults.since(this.beganUs), tabletShards: this.tabletShards(),
      endUs: Math.round(this.simulation.nowMs * 1000),
      shardRecords: new Map(this.shards),
      masterPositions: this.masterPositions(), isBuffering: this.cluster.spec.enableBuffer === true, tableDiffs: this.diffs.diffs,
      lookups: this.isRecording ? lookupRows(this.cluster.spec, keyspace => this.mastersOf(keyspace, servingShards)) : [],
      lockedKeyspaces: [...this.locked].map(path => path.slice('keyspaces/'.length)),
    }
  }

  private tabletShards(): ReadonlyMap<string, string> {
    return new Map(this.simulation.processes().flatMap(({ name }): [string, string][] => {
      const shard = this.cluster.shardOf(name)
      return shard === undefined ? [] : [[name, shard]]
    }))
  }

  /** Of the shards of a keyspace that serve; null if one of them cannot be found. */
  private mastersOf(keyspace: string, serving: readonly ServingShard[]): readonly Process[] | null {
    const masters: Process[] = []
    for (const { name } of serving) {
      if (!name.startsWith(`${keyspace}/`)) continue
      const alias = this.shards.get(name)?.masterAlias ?? null
      const mysqld = alias === null ? undefined : this.simulation.find(mysqldAddress(alias))
      if (mysqld === undefined) return null
      masters.push(mysqld)
    }
    return masters
  }

  private masterPositions(): MasterPosition[] {
    return [...this.shards].flatMap(([shard, { masterAlias }]): MasterPosition[] => {
      const mysqld = masterAlias === null ? undefined : this.simulation.find(mysqldAddress(masterAlias))
      return mysqld === undefined ? [] : [{
        shard, mysqld: mysqld.name, executed: ServerDisk.read(mysqld).log.executed.toString(),
        isSemiSync: this.cluster.spec.enableSemiSync,
      }]
    })
  }

  private learn(
    timeUs: number, cell: string, path: string, contents: unknown, isLocked: boolean | null,
  ): void {
    if (!path.startsWith('keyspaces/')) return
    const srvKeyspace = /^keyspaces\/([^/]+)\/SrvKeyspace$/.exec(path)
    if (srvKeyspace !== null) {
      const keyspace = srvKeyspace[1]!
      this.servingGraph.push({ timeUs, cell, keyspace, contents: contents as SrvKeyspace, isLocked })
    }
    const shard = shardOf(path)
    if (shard !== null) this.shards.set(shard, contents as Shard)
  }

  /** The shards that the first cell routes writes to, by the last version of its serving graph. */
  private servingShards(): ServingShard[] {
    const cell = this.cluster.spec.cells[0]!
    return this.cluster.spec.keyspaces.flatMap(({ name }) => {
      const last = this.servingGraph.filter(write => write.cell === cell && write.keyspace === name).at(-1)
      const master = last?.contents.partitions.find(partition => partition.servedType === 'MASTER')
      return (master?.shardReferences ?? []).map(
        reference => ({ name: `${name}/${reference.name}`, keyRange: reference.keyRange })
      )
    })
  }

  private rowsOfMasters(shards: readonly string[]): StoredRow[] {
    return shards.flatMap(shard => {
      const alias = this.shards.get(shard)?.masterAlias ?? null
      if (alias === null || this.simulation.find(mysqldAddress(alias)) === undefined) return []
      return this.reader.rows(mysqldAddress(alias), shard)
    })
  }
}
