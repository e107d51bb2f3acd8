import { Failure, type Ctx } from '../../sim/index.ts'
import type { Keyspace, ServedFrom, SrvKeyspace } from '../wire/index.ts'
import { keyspacePath, keyspacesDirectory, shardsDirectory } from './paths.ts'
import { getShard, type ShardInfo } from './shard.ts'
import type { TopoClient } from './topo-client.ts'
import { isNoNode } from './topo-error.ts'

/** A keyspace record, with the version that a write of it must name. */
export interface KeyspaceInfo {
  readonly keyspace: string
  readonly record: Keyspace
  readonly version: number
}

/** A keyspace record in which everything has its default. */
export const newKeyspace = (fields: Partial<Keyspace> = {}): Keyspace => ({
  shardingColumnName: '', shardingColumnType: '', servedFroms: [], keyspaceType: 'NORMAL', baseKeyspace: '',
  snapshotTimeMs: null, ...fields,
})

/** Takes no lock; fails with ALREADY_EXISTS. Source: go/vt/topo/keyspace.go CreateKeyspace. */
export async function createKeyspace(
  ctx: Ctx, topo: TopoClient, keyspace: string, record: Keyspace,
): Promise<void> {
  await topo.global.create(ctx, keyspacePath(keyspace), record)
}

/** Fails with NOT_FOUND. Source: go/vt/topo/keyspace.go GetKeyspace. */
export async function getKeyspace(ctx: Ctx, topo: TopoClient, keyspace: string): Promise<KeyspaceInfo> {
  return { keyspace, ...await topo.global.get<Keyspace>(ctx, keyspacePath(keyspace)) }
}

/** A single attempt: fails with `bad node version` if somebody wrote since `info` was read. */
export async function updateKeyspace(
  ctx: Ctx, topo: TopoClient, info: KeyspaceInfo, record: Keyspace,
): Promise<KeyspaceInfo> {
  const version = await topo.global.update(ctx, keyspacePath(info.keyspace), record, info.version)
  return { keyspace: info.keyspace, record, version }
}

export async function deleteKeyspace(ctx: Ctx, topo: TopoClient, keyspace: string): Promise<void> {
  await topo.global.delete(ctx, keyspacePath(keyspace))
}

/** All keyspaces, sorted. */
export function getKeyspaces(ctx: Ctx, topo: TopoClient): Promise<readonly string[]> {
  return topo.global.list(ctx, keyspacesDirectory)
}

/**
 * Names of all shards of the keyspace, sorted by code unit; none is no error.
 * Source: keyspace.go GetShardNames.
 */
export function getShardNames(ctx: Ctx, topo: TopoClient, keyspace: string): Promise<readonly string[]> {
  return topo.global.list(ctx, shardsDirectory(keyspace))
}

/**
 * All shard records, in the order of their names. A shard that vanishes meanwhile is left out.
 * Source: keyspace.go FindAllShardsInKeyspace (which leaves a nil entry for it, on which some callers then
 * crash).
 */
export async function findAllShardsInKeyspace(
  ctx: Ctx, topo: TopoClient, keyspace: string,
): Promise<ShardInfo[]> {
  const names = await getShardNames(ctx, topo, keyspace)
  const read = (shard: string) => async (inner: Ctx): Promise<ShardInfo | null> => {
    try {
      return await getShard(inner, topo, keyspace, shard)
    } catch (error) {
      if (!isNoNode(error)) throw wrapGetShard(error, keyspace, shard)
      inner.log('W', 'keyspace.go:212',
        `GetShard(${keyspace}, ${shard}) returned ErrNoNode, consider checking the topology.`)
      return null
    }
  }
  const shards = names.length === 1 ? [await read(names[0]!)(ctx)] : await ctx.all(names.map(read))
  return shards.filter((shard) => shard !== null)
}

function wrapGetShard(error: unknown, keyspace: string, shard: string): unknown {
  if (!(error instanceof Failure)) return error
  return new Failure(error.code, `GetShard(${keyspace}, ${shard}) failed: ${error.message}`, error)
}

/** Which types of the keyspace another one serves, in `cell`. Source: keyspace.go ComputeCellServedFrom. */
export function computeCellServedFrom(record: Keyspace, cell: string): SrvKeyspace['servedFrom'] {
  return record.servedFroms
    .filter((served) => served.cells.length === 0 || served.cells.includes(cell))
    .map((served) => ({ tabletType: served.tabletType, keyspace: served.keyspace }))
}

/** The entry for a type, or null. Source: keyspace.go GetServedFrom. */
export function getServedFrom(record: Keyspace, tabletType: ServedFrom['tabletType']): ServedFrom | null {
  return record.servedFroms.find((served) => served.tabletType === tabletType) ?? null
}
