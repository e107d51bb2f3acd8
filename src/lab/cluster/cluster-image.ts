import { MysqlConnection, ServerDisk, bootMysqld, loadRelationalEngine } from '../../mysql/index.ts'
import { Failure, lan, Simulation, type Ctx } from '../../sim/index.ts'
import type { Row, Value } from '../../sql/index.ts'
import { assert } from '../../base/index.ts'
import { tabletAliasString, mysqldAddress, type TabletAlias, type TopoContents } from '../../vitess/wire/index.ts'
import { ClusterSpecError, type ClusterSpec, type KeyspaceSpec, type ShardSpec } from './cluster-spec.ts'
import { firstRows, rowsOfShard } from './first-rows.ts'
import { serverIdentity } from './server-identity.ts'
import { viewTable, type TableView } from './table-view.ts'
import { topologyImage } from './topology-image.ts'

/**
 * What a restart of everything finds: the disks of a cluster, and which servers belong to it. Of a description it is
 * made as after the commands that made the cluster; of a world that runs, as it is at a moment.
 */
export interface ClusterImage {
  /** By topology server (`global`, `zone1`), then by path. */
  readonly topology: ReadonlyMap<string, ReadonlyMap<string, TopoContents>>
  /** By tablet: `zone1-0000000200`. Also of those whose mysqld was stopped. */
  readonly disks: ReadonlyMap<string, ServerDisk>
  /** What vttablets have on theirs, also by tablet: that an operator has stopped replication. */
  readonly tabletDisks: ReadonlyMap<string, ReadonlyMap<string, unknown>>
  /** What there is, in this order: all that was ever started and was not stopped by an operator. */
  readonly servers: readonly ImageServer[]
  /** Who answers clients once all are up: `customer/0@master`. */
  readonly served: readonly string[]
}

/** `isUp`: false if it had crashed, and nobody had restarted it: then nobody does so now. */
export type ImageServer =
  | { readonly kind: 'mysqld'; readonly alias: TabletAlias; readonly isUp: boolean }
  /** `knowsTables`: although it need not serve. */
  | { readonly kind: 'vttablet'; readonly start: VttabletStart; readonly isUp: boolean; readonly knowsTables: boolean }

/** What `vttablet-up.sh` is told. */
export interface VttabletStart {
  readonly alias: TabletAlias
  readonly keyspace: string
  readonly shard: string
  readonly type: 'REPLICA' | 'RDONLY'
}

/** A few rows come one by one, as a person would type them; many in chunks. */
const singleRowsMax = 100
const chunkRows = 500

const images = new Map<string, ClusterImage>()

/**
 * The image of a cluster; made once for each description, in a small world of its own. Fails with a
 * ClusterSpecError for a schema or rows that MySQL does not take.
 */
export async function clusterImage(spec: ClusterSpec): Promise<ClusterImage> {
  await loadRelationalEngine()
  const key = JSON.stringify(spec, (_, value: unknown) => (value instanceof Map ? [...value] : value))
  let image = images.get(key)
  if (image === undefined) images.set(key, image = await makeImage(spec))
  return image
}

/** The masters came up somewhat before the world begins. */
const masterTermStartMs = 1_585_323_731_448

async function makeImage(spec: ClusterSpec): Promise<ClusterImage> {
  const simulation = new Simulation({ profile: lan, hash: 'off' })
  for (const keyspace of spec.keyspaces) {
    for (const shard of keyspace.shards) {
      const { alias } = shard.tablets.find(tablet => tablet.type === 'MASTER')!
      simulation.process(
        mysqldAddress(alias), 'host', bootMysqld({ ...serverIdentity(alias), readOnly: false }),
      )
    }
  }
  simulation.process('builder', 'host', async () => {})
  let refused: ClusterSpecError | null = null
  simulation.spawn('builder', 'build', async ctx => {
    try {
      for (const keyspace of spec.keyspaces) {
        for (const shard of keyspace.shards) await fillMaster(ctx, simulation, keyspace, shard)
      }
    } catch (error) {
      if (!(error instanceof ClusterSpecError)) throw error
      refused = error
    }
  })
  const run = await simulation.runAfterHost()
  if (refused !== null) throw refused as ClusterSpecError
  assert(run.outcome === 'done', () => `the cluster could not be made: ${String(run.error)}`)
  return {
    topology: topologyImage(spec, masterTermStartMs), disks: copyDisks(simulation, spec), tabletDisks: new Map(),
    servers: serversOf(spec), served: servedBy(spec),
  }
}

function serversOf({ keyspaces }: ClusterSpec): readonly ImageServer[] {
  return keyspaces.flatMap(keyspace => keyspace.shards.flatMap(shard =>
    shard.tablets.flatMap(({ alias, type }): readonly ImageServer[] => {
      const start = { alias, keyspace: keyspace.name, shard: shard.name, type: type === 'MASTER' ? 'REPLICA' : type } as const
      return [{ kind: 'mysqld', alias, isUp: true }, { kind: 'vttablet', start, isUp: true, knowsTables: false }]
    })))
}

/** Every shard answers for each type of tablet that it has. */
function servedBy({ keyspaces }: ClusterSpec): readonly string[] {
  return keyspaces.flatMap(keyspace => keyspace.shards.flatMap(shard => {
    const types = new Set(shard.tablets.map(tablet => tablet.type.toLowerCase()))
    return [...types].map(type => `${keyspace.name}/${shard.name}@${type}`)
  }))
}

async function fillMaster(
  ctx: Ctx, simulation: Simulation, keyspace: KeyspaceSpec, shard: ShardSpec,
): Promise<void> {
  const { alias } = shard.tablets.find(tablet => tablet.type === 'MASTER')!
  await ctx.sleep(1)
  const connection = await MysqlConnection.connect(ctx, mysqldAddress(alias), 'dba', '')
  const database = `vt_${keyspace.name}`
  await connection.execute(ctx, `create database ${database}`)
  await connection.execute(ctx, `use ${database}`)
  const path = ['keyspaces', keyspace.name]
  for (const [index, statement] of keyspace.schema.entries()) {
    await write(ctx, connection, statement, `statement ${index + 1} of its schema`, [...path, 'schema'])
  }
  const process = simulation.find(mysqldAddress(alias))!
  const tables = new Set([...keyspace.rows.map(rows => rows.table), ...keyspace.fill?.keys() ?? []])
  for (const name of tables) {
    const what = keyspace.rows.some(rows => rows.table === name) ? 'rows' : 'fill'
    const table = viewTable(process, database, name)
    if (table === undefined) throw new ClusterSpecError(
      `the schema of ${keyspace.name} has no table ${name}`, [...path, what, name],
    )
    const rows = placed(keyspace, shard, table, [...path, what, name])
    const chunk = rows.length <= singleRowsMax ? 1 : chunkRows
    for (let at = 0; at < rows.length; at += chunk) {
      const values = rows.slice(at, at + chunk).map(row => `(${row.map(literal).join(', ')})`)
      const statement = `insert into ${name} values ${values.join(', ')}`
      await write(ctx, connection, statement, `row ${at + 1} of ${name}`, [...path, what, name])
    }
  }
  await connection.close(ctx)
}

/** Fails with a ClusterSpecError for a row that has no place. */
function placed(
  keyspace: KeyspaceSpec, shard: ShardSpec, table: TableView, path: readonly string[],
): readonly Row[] {
  try {
    return rowsOfShard(keyspace, shard, table, firstRows(keyspace, table))
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    throw new ClusterSpecError(`a row of ${table.name} has no shard: ${error.message}`, path)
  }
}

/** Fails with a ClusterSpecError that says what MySQL did not take, and why. */
async function write(
  ctx: Ctx, connection: MysqlConnection, statement: string, what: string, path: readonly string[],
): Promise<void> {
  try {
    await connection.execute(ctx, statement)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    throw new ClusterSpecError(`MySQL of ${path[1]} does not take ${what}: ${error.message}`, path)
  }
}

function literal(value: Value): string {
  if (value === null) return 'null'
  return typeof value !== 'string' || /^-?\d+$/.test(value)
    ? String(value)
    : `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

function copyDisks(simulation: Simulation, spec: ClusterSpec): Map<string, ServerDisk> {
  const disks = new Map<string, ServerDisk>()
  for (const keyspace of spec.keyspaces) {
    for (const shard of keyspace.shards) {
      const master = shard.tablets.find(tablet => tablet.type === 'MASTER')!.alias
      const written = ServerDisk.read(simulation.find(mysqldAddress(master))!)
      for (const { alias, type } of shard.tablets) {
        const disk = written.copy(serverIdentity(alias).serverUuid)
        if (type !== 'MASTER') {
          disk.master.host = mysqldAddress(master)
          disk.master.user = 'repl'
          disk.master.connectRetryS = 10
          disk.master.autoPosition = true
        }
        disks.set(tabletAliasString(alias), disk)
      }
    }
  }
  return disks
}
