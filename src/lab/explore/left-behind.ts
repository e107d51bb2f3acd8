import type { GtidSet } from '../../sql/index.ts'
import { ServerDisk } from '../../mysql/index.ts'
import type { Evidence } from '../check/index.ts'
import { viewRows, viewTable } from '../cluster/index.ts'
import type { TroubledWorld } from '../scenario/index.ts'
import { locksHeld, shardOf } from '../../vitess/topo/index.ts'
import { isToldNotToReplicate } from '../../vitess/vttablet/index.ts'
import {
  mysqldAddress, parseTabletAlias, sameTabletAlias, tabletAliasString, vttabletAddress,
  type Shard, type SrvKeyspace, type Tablet, type TabletAlias, type TabletType,
} from '../../vitess/wire/index.ts'

/** A tablet that was taken out of service, and what it was before. */
export interface Drained { readonly alias: TabletAlias; readonly before: TabletType }

/** A shard that is filled from others, and is not routed to yet. */
export interface Filled { readonly name: string; readonly shard: Shard }

/**
 * What operations leave behind that did not come to their end: drained tablets, replicas that stand still, locks,
 * masters that are told not to serve although writes are routed to them. It reads the records of the topology as they
 * are written (`ListAllTablets`, `GetShard` and `GetSrvKeyspace` show them), what tablets say of themselves, and from
 * disks: the streams of masters (`ShowResharding`), what servers have executed (`ShardReplicationPositions`), who was
 * told not to replicate, and locks. All but the last two are what an operator can find out by commands.
 */
export class LeftBehind {
  private readonly tablets = new Map<string, Tablet>()
  private readonly drainedFrom = new Map<string, TabletType>()
  /** What tablets take themselves for, by alias; what they tell vtgates. */
  private readonly running = new Map<string, TabletType>()
  private readonly shards = new Map<string, Shard>()
  private readonly graphs = new Map<string, SrvKeyspace>()
  /** What the masters had executed when everything was mended. */
  private marks: readonly (readonly [shard: string, executed: GtidSet])[] = []

  constructor(private readonly world: TroubledWorld) {
    const { simulation, cluster } = world
    for (const [cell, records] of cluster.image.topology) {
      for (const [path, contents] of records) this.learn(cell, path, contents)
    }
    simulation.subscribe(['topo/put'], ({ data }) => {
      const { cell, path, contents } = data as { cell: string; path: string; contents: unknown }
      this.learn(cell, path, contents)
    })
    simulation.subscribe(['tablet/state'], ({ data }) => {
      const { alias, type } = data as { alias: string; type: TabletType }
      this.running.set(alias, type)
    })
    simulation.subscribe(['topo/delete'], ({ data }) => {
      const { path } = data as { path: string }
      this.shards.delete(shardOf(path) ?? '')
      this.tablets.delete(path)
    })
  }

  /** Tablets that somebody has drained while the world was watched, with a tag or without. */
  drained(): readonly Drained[] {
    return [...this.tablets.values()].flatMap(({ alias, type }) => {
      const before = this.drainedFrom.get(tabletAliasString(alias))
      return type !== 'DRAINED' || before === undefined ? [] : [{ alias, before }]
    })
  }

  /** Tablets that run as something else than their record says. */
  stale(): readonly string[] {
    return [...this.tablets.values()].flatMap(({ alias, type }) => {
      const text = tabletAliasString(alias)
      return (this.running.get(text) ?? type) === type ? [] : [text]
    })
  }

  shard(name: string): Shard | undefined {
    return this.shards.get(name)
  }

  /** The shards of a keyspace of which streams are noted, and to which no type is routed yet. */
  filled(keyspace: string): readonly Filled[] {
    const routed = new Set([...this.graphs].flatMap(([at, { partitions }]) => at.endsWith(` ${keyspace}`)
      ? partitions.flatMap(({ shardReferences }) => shardReferences.map(({ name }) => `${keyspace}/${name}`)) : []))
    return [...this.shards].flatMap(([name, shard]) =>
      (name.startsWith(`${keyspace}/`) && !routed.has(name) ? [{ name, shard }] : []))
  }

  /** Streams of a shard's master that its record does not note, as `ShowResharding` shows them: they run all the same. */
  unnoted({ shard }: Filled): readonly number[] {
    const mysqld = shard.masterAlias === null ? undefined : this.world.simulation.find(mysqldAddress(shard.masterAlias))
    if (mysqld?.up !== true) return []
    const id = viewTable(mysqld, '_vt', 'vreplication')?.columns.indexOf('id') ?? -1
    if (id < 0) return []
    return viewRows(mysqld, '_vt', 'vreplication').map(row => Number(row[id]))
      .filter(uid => !shard.sourceShards.some(source => source.uid === uid))
  }

  /** Replicas of a shard that were told to stop, and not to go on by themselves: a reparent that did not end leaves them so. */
  toldToStop(shard: string): readonly string[] {
    return this.replicasOf(shard).filter(alias => {
      const vttablet = this.world.simulation.find(vttabletAddress(alias))
      return vttablet !== undefined && isToldNotToReplicate(vttablet)
    }).map(tabletAliasString)
  }

  /** Whether a tablet's record says that it is a master. */
  isMaster(alias: string): boolean {
    return this.typeOf(parseTabletAlias(alias)) === 'MASTER'
  }

  /** The replicas of a shard; those that are REPLICA before others. */
  replicas(shard: string): readonly string[] {
    const replicas = this.replicasOf(shard)
    const isReplica = (alias: TabletAlias): boolean => this.typeOf(alias) === 'REPLICA'
    return [...replicas.filter(isReplica), ...replicas.filter(alias => !isReplica(alias))].map(tabletAliasString)
  }

  /** From here on replicas have to come as far as their masters are now. */
  mark(): void {
    this.marks = [...this.shards].flatMap(([name, { masterAlias }]) => {
      const executed = masterAlias === null ? null : this.executed(masterAlias)
      return executed === null ? [] : [[name, executed] as const]
    })
  }

  /** What is still half done; nothing, once all is as it should be. */
  problems(): readonly Evidence[] {
    const timeUs = Math.round(this.world.simulation.nowMs * 1000)
    const evidence = (anomaly: string, says: string): Evidence => ({ says, data: null, timeUs, anomaly })
    return [
      ...this.drained().map(({ alias, before }) => evidence(
        'drained tablet', `${tabletAliasString(alias)} was ${before}, and stays DRAINED`)),
      ...this.stale().map(alias => evidence(
        'stale tablet', `${alias} runs as ${this.running.get(alias)}, which its record does not say`)),
      ...this.standing().map(alias => evidence(
        'replica stands still', `${alias} has not come to where its master was when everything was mended`)),
      ...this.lockedPaths(timeUs).map(path => evidence('held lock', `somebody still holds the lock of ${path}`)),
      ...this.unnamed().map(([name, alias]) => evidence(
        'unnamed master', `${alias} became the master of ${name} last, but its record names another one`)),
      ...this.shut().map(([name, why]) => evidence('shut master', `writes are routed to ${name}, which ${why}`)),
    ]
  }

  /** Replicas that have not come as far as their masters were at the last mark. */
  standing(): readonly string[] {
    return this.marks.flatMap(([shard, mark]) => this.replicasOf(shard).flatMap(alias => {
      const executed = this.executed(alias)
      return executed === null || executed.contains(mark) ? [] : [tabletAliasString(alias)]
    }))
  }

  private replicasOf(name: string): readonly TabletAlias[] {
    return [...this.tablets.values()].flatMap(({ alias, type, keyspace, shard }) =>
      (`${keyspace}/${shard}` === name && (type === 'REPLICA' || type === 'RDONLY') ? [alias] : []))
  }

  private typeOf(of: TabletAlias): TabletType | undefined {
    return [...this.tablets.values()].find(({ alias }) => sameTabletAlias(alias, of))?.type
  }

  private executed(alias: TabletAlias): GtidSet | null {
    const mysqld = this.world.simulation.find(mysqldAddress(alias))
    return mysqld?.up === true ? ServerDisk.read(mysqld).log.executed : null
  }

  private lockedPaths(timeUs: number): readonly string[] {
    return this.world.simulation.processes().flatMap(({ name, disk }) =>
      (name.startsWith('topo ') ? locksHeld(disk, timeUs) : []))
  }

  /** Shards to which writes are routed, and of which nobody may serve as master. */
  private shut(): readonly (readonly [string, string])[] {
    const masters = new Set([...this.tablets.values()].flatMap(({ type, keyspace, shard }) =>
      (type === 'MASTER' ? [`${keyspace}/${shard}`] : [])))
    return [...this.graphs].flatMap(([at, { partitions }]) => {
      const keyspace = at.slice(at.indexOf(' ') + 1)
      const master = partitions.find(({ servedType }) => servedType === 'MASTER')
      return (master?.shardReferences ?? []).flatMap(({ name }): (readonly [string, string])[] => {
        if (!masters.has(`${keyspace}/${name}`)) return [[`${keyspace}/${name}`, 'has no master']]
        const off = master!.shardTabletControls.some(control => control.name === name && control.queryServiceDisabled)
        const frozen = this.shards.get(`${keyspace}/${name}`)?.tabletControls
          .some(control => control.tabletType === 'MASTER' && control.frozen) === true
        return off ? [[`${keyspace}/${name}`, 'is switched off']] : frozen ? [[`${keyspace}/${name}`, 'is frozen']] : []
      })
    })
  }

  /** Masters that began last, and are not in the record of their shard: they write themselves there, and try again every 30 s. */
  private unnamed(): readonly (readonly [shard: string, alias: string])[] {
    return [...this.tablets.values()].flatMap(({ alias, type, keyspace, shard, masterTermStartMs }) => {
      const record = this.shards.get(`${keyspace}/${shard}`)
      if (type !== 'MASTER' || record === undefined || sameTabletAlias(record.masterAlias, alias)) return []
      return (masterTermStartMs ?? 0) > (record.masterTermStartMs ?? 0) ? [[`${keyspace}/${shard}`, tabletAliasString(alias)] as const] : []
    })
  }

  private learn(cell: string, path: string, contents: unknown): void {
    const shard = shardOf(path)
    if (shard !== null) return void this.shards.set(shard, contents as Shard)
    const [, keyspace] = /^keyspaces\/([^/]+)\/SrvKeyspace$/.exec(path) ?? []
    if (keyspace !== undefined) return void this.graphs.set(`${cell} ${keyspace}`, contents as SrvKeyspace)
    if (!/^tablets\/[^/]+\/Tablet$/.test(path)) return
    const tablet = contents as Tablet
    const before = this.tablets.get(path)?.type
    if (tablet.type === 'DRAINED' && before !== undefined && before !== 'DRAINED') {
      this.drainedFrom.set(tabletAliasString(tablet.alias), before)
    }
    this.tablets.set(path, tablet)
  }
}
