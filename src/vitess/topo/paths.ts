import { tabletAliasString, type TabletAlias } from '../wire/index.ts'

/** The cell name of the global topology. Source: go/vt/topo/server.go GlobalCell. */
export const globalCell = 'global'

// Where records live. Source: go/vt/topo/server.go, and the files named after the records.
export const cellsDirectory = 'cells'
export const cellInfoPath = (cell: string): string => `cells/${cell}/CellInfo`
export const keyspacesDirectory = 'keyspaces'
export const keyspaceDirectory = (keyspace: string): string => `keyspaces/${keyspace}`
export const keyspacePath = (keyspace: string): string => `keyspaces/${keyspace}/Keyspace`
export const vSchemaPath = (keyspace: string): string => `keyspaces/${keyspace}/VSchema`
export const srvKeyspacePath = (keyspace: string): string => `keyspaces/${keyspace}/SrvKeyspace`
export const shardsDirectory = (keyspace: string): string => `keyspaces/${keyspace}/shards`
export const shardDirectory = (keyspace: string, shard: string): string =>
  `keyspaces/${keyspace}/shards/${shard}`
export const shardPath = (keyspace: string, shard: string): string =>
  `${shardDirectory(keyspace, shard)}/Shard`
export const shardReplicationPath = (keyspace: string, shard: string): string =>
  `${shardDirectory(keyspace, shard)}/ShardReplication`
export const tabletsDirectory = 'tablets'
export const tabletPath = (alias: TabletAlias): string => `tablets/${tabletAliasString(alias)}/Tablet`
export const routingRulesPath = 'RoutingRules'
export const srvVSchemaPath = 'SrvVSchema'

/** `customer/-80` of the path of its record; null: it is of something else. */
export function shardOf(path: string): string | null {
  const match = /^keyspaces\/([^/]+)\/shards\/([^/]+)\/Shard$/.exec(path)
  return match === null ? null : `${match[1]}/${match[2]}`
}
