import { parseShardName } from '../../vitess/keys/index.ts'
import {
  cellInfoPath, keyspacePath, newKeyspace, newShard, newTablet, shardPath, shardReplicationPath,
  srvKeyspacePath, srvVSchemaPath, tabletPath, vSchemaPath,
} from '../../vitess/topo/index.ts'
import { servedTypes, type SrvKeyspace, type TopoContents } from '../../vitess/wire/index.ts'
import type { ClusterSpec, KeyspaceSpec, ShardSpec } from './cluster-spec.ts'
import { servingShards } from './serving-shards.ts'

/**
 * What the topology servers hold when the commands that made the cluster have run: by server, then by path.
 */
export function topologyImage(
  spec: ClusterSpec, masterTermStartMs: number,
): ReadonlyMap<string, ReadonlyMap<string, TopoContents>> {
  const global = new Map<string, TopoContents>()
  for (const cell of spec.cells) global.set(
    cellInfoPath(cell), { serverAddress: `topo ${cell}`, root: `/vitess/${cell}` },
  )
  for (const keyspace of spec.keyspaces) {
    const serving = servingShards(keyspace)
    global.set(keyspacePath(keyspace.name), newKeyspace())
    global.set(vSchemaPath(keyspace.name), keyspace.vschema)
    for (const shard of keyspace.shards) global.set(
      shardPath(keyspace.name, shard.name), shardRecord(shard, serving.includes(shard), masterTermStartMs),
    )
  }
  const image = new Map<string, ReadonlyMap<string, TopoContents>>([['global', global]])
  for (const cell of spec.cells) image.set(cell, cellImage(spec, cell, masterTermStartMs))
  return image
}

function cellImage(
  spec: ClusterSpec, cell: string, masterTermStartMs: number,
): ReadonlyMap<string, TopoContents> {
  const records = new Map<string, TopoContents>()
  for (const keyspace of spec.keyspaces) {
    records.set(srvKeyspacePath(keyspace.name), srvKeyspace(keyspace))
    for (const shard of keyspace.shards) {
      const here = shard.tablets.filter(tablet => tablet.alias.cell === cell)
      if (here.length > 0) records.set(
        shardReplicationPath(keyspace.name, shard.name), { nodes: here.map(tablet => tablet.alias) },
      )
      for (const { alias, type } of here) {
        records.set(tabletPath(alias), newTablet({
          alias, keyspace: keyspace.name, shard: shard.name, type, dbNameOverride: '',
          masterTermStartMs: type === 'MASTER' ? masterTermStartMs : null,
        }))
      }
    }
  }
  records.set(
    srvVSchemaPath,
    { keyspaces: Object.fromEntries(spec.keyspaces.map(keyspace => [keyspace.name, keyspace.vschema])) },
  )
  return records
}

function shardRecord(shard: ShardSpec, isServing: boolean, masterTermStartMs: number): TopoContents {
  const master = shard.tablets.find(tablet => tablet.type === 'MASTER')!
  const { keyRange } = parseShardName(shard.name)
  return { ...newShard(keyRange, isServing), masterAlias: master.alias, masterTermStartMs }
}

function srvKeyspace(keyspace: KeyspaceSpec): SrvKeyspace {
  const shardReferences = servingShards(keyspace).map(
    shard => ({ name: shard.name, keyRange: parseShardName(shard.name).keyRange })
  )
  return {
    partitions: servedTypes.map(servedType => ({ servedType, shardReferences, shardTabletControls: [] })),
    shardingColumnName: '', shardingColumnType: '', servedFrom: [],
  }
}
