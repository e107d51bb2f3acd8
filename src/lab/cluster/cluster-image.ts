import { MysqlConnection, ServerDisk, bootMysqld, loadRelationalEngine } from '../../mysql/index.ts'
import { lan, Simulation, type Ctx } from '../../sim/index.ts'
import { assert } from '../../base/index.ts'
import { tabletAliasString, mysqldAddress, type TopoContents } from '../../vitess/wire/index.ts'
import type { ClusterSpec, KeyspaceSpec, ShardSpec } from './cluster-spec.ts'
import { serverIdentity } from './server-identity.ts'
import { topologyImage } from './topology-image.ts'

/**
 * The disks of a cluster as they are after the commands that made it: booting from them is a restart of
 * everything.
 */
export interface ClusterImage {
  /** By topology server (`global`, `zone1`), then by path. */
  readonly topology: ReadonlyMap<string, ReadonlyMap<string, TopoContents>>
  /** By tablet: `zone1-0000000200`. */
  readonly disks: ReadonlyMap<string, ServerDisk>
}

/** A few rows come one by one, as a person would type them; many in chunks. */
const singleRowsMax = 100
const chunkRows = 500

const images = new Map<string, ClusterImage>()

/** The image of a cluster; made once for each description, in a small world of its own. */
export async function clusterImage(spec: ClusterSpec): Promise<ClusterImage> {
  await loadRelationalEngine()
  const key = JSON.stringify(spec)
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
  simulation.spawn('builder', 'build', async ctx => {
    for (const keyspace of spec.keyspaces) {
      for (const shard of keyspace.shards) await fillMaster(ctx, keyspace, shard)
    }
  })
  const run = await simulation.run()
  assert(run.outcome === 'done', () => `the cluster could not be made: ${String(run.error)}`)
  return { topology: topologyImage(spec, masterTermStartMs), disks: copyDisks(simulation, spec) }
}

async function fillMaster(ctx: Ctx, keyspace: KeyspaceSpec, shard: ShardSpec): Promise<void> {
  const { alias } = shard.tablets.find(tablet => tablet.type === 'MASTER')!
  await ctx.sleep(1)
  const connection = await MysqlConnection.connect(ctx, mysqldAddress(alias), 'dba', '')
  const database = `vt_${keyspace.name}`
  await connection.execute(ctx, `create database ${database}`)
  await connection.execute(ctx, `use ${database}`)
  for (const statement of keyspace.schema) await connection.execute(ctx, statement)
  for (const { table, rows } of keyspace.rows) {
    const chunk = rows.length <= singleRowsMax ? 1 : chunkRows
    for (let at = 0; at < rows.length; at += chunk) {
      const values = rows.slice(at, at + chunk).map(row => `(${row.map(literal).join(', ')})`)
      await connection.execute(ctx, `insert into ${table} values ${values.join(', ')}`)
    }
  }
  await connection.close(ctx)
}

function literal(value: string | number | null): string {
  if (value === null) return 'null'
  return typeof value === 'number' || /^-?\d+$/.test(value)
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
