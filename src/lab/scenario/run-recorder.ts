import type { Simulation } from '../../sim/index.ts'
import type { Attempt, Commit, RunRecord, ServingShard, SrvKeyspaceWrite, StoredRow } from '../check/index.ts'
import { RowReader, type BinlogTransaction, type Cluster } from '../cluster/index.ts'
import { mysqldAddress, type Shard, type SrvKeyspace } from '../../vitess/wire/index.ts'

/** Writes down what checkers need, as it happens. Lives outside the world and changes nothing in it. */
export class RunRecorder {
  private readonly commits: Commit[] = []
  private readonly servingGraph: SrvKeyspaceWrite[] = []
  private readonly shards = new Map<string, Shard>()
  private readonly reader: RowReader
  private initialRows: readonly StoredRow[] = []
  private isRecording = false

  constructor(private readonly simulation: Simulation, private readonly cluster: Cluster) {
    this.reader = new RowReader(simulation, cluster.spec)
    for (const [cell, records] of cluster.image.topology) {
      for (const [path, contents] of records) this.learn(0, cell, path, contents)
    }
    simulation.subscribe(['topo/put'], event => {
      const { cell, path, contents } = event.data as { cell: string; path: string; contents: unknown }
      this.learn(event.timeUs, cell, path, contents)
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
    this.initialRows = this.rowsOfMasters(this.cluster.spec.keyspaces.flatMap(keyspace =>
      keyspace.shards.map(shard => `${keyspace.name}/${shard.name}`)))
  }

  record(history: readonly Attempt[]): RunRecord {
    const servingShards = this.servingShards()
    const finalRows = this.isRecording ? this.rowsOfMasters(servingShards.map(shard => shard.name)) : null
    const { initialRows, commits, servingGraph } = this
    return { history, initialRows, finalRows, servingShards, commits, servingGraph }
  }

  private learn(timeUs: number, cell: string, path: string, contents: unknown): void {
    if (!path.startsWith('keyspaces/')) return
    const srvKeyspace = /^keyspaces\/([^/]+)\/SrvKeyspace$/.exec(path)
    if (srvKeyspace !== null) {
      this.servingGraph.push({ timeUs, cell, keyspace: srvKeyspace[1]!, contents: contents as SrvKeyspace })
    }
    const shard = /^keyspaces\/([^/]+)\/shards\/([^/]+)\/Shard$/.exec(path)
    if (shard !== null) this.shards.set(`${shard[1]}/${shard[2]}`, contents as Shard)
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
