import { UserError } from '../../base/index.ts'
import { buildKeyspaceSchema, vindexTypes } from '../../vitess/keys/index.ts'
import { tabletAliasString, type TabletAlias, type VSchemaKeyspace } from '../../vitess/wire/index.ts'

/** A whole cluster as inert data: what a scenario's front matter describes. */
export interface ClusterSpec {
  readonly cells: readonly string[]
  readonly keyspaces: readonly KeyspaceSpec[]
  readonly vtgates: readonly VtgateSpec[]
  /** `-enable_semi_sync` of every vttablet. */
  readonly enableSemiSync: boolean
  /** `-enable_buffer` of every vtgate; off by default. */
  readonly enableBuffer?: boolean
  /** `-tablet_refresh_interval` of every vtgate: how often it looks for new tablets. */
  readonly tabletRefreshMs: number
}

export interface VtgateSpec { readonly name: string; readonly cell: string }

export interface KeyspaceSpec {
  readonly name: string
  readonly shards: readonly ShardSpec[]
  /** DDL statements, in order. */
  readonly schema: readonly string[]
  readonly vschema: VSchemaKeyspace
  readonly rows: readonly TableRows[]
  /** How many rows a table has in all; those that are not in `rows` are made up, numbered onwards. */
  readonly fill?: ReadonlyMap<string, number>
}

export interface ShardSpec { readonly name: string; readonly tablets: readonly TabletSpec[] }

export interface TabletSpec { readonly alias: TabletAlias; readonly type: 'MASTER' | 'REPLICA' | 'RDONLY' }

/** Rows in the order of the table's columns. Numbers may be given as text. */
export interface TableRows { readonly table: string; readonly rows: readonly (
  readonly (string | number | null)[]
)[] }

/**
 * Where in a description something is wrong, as the way to it: `['keyspaces', 'customer', 'shards', '0']`.
 */
export class ClusterSpecError extends UserError {
  constructor(message: string, readonly path: readonly string[], hint?: string) {
    super(message, { hint })
  }
}

/** Fails with a ClusterSpecError for what cannot be started. */
export function validateCluster(spec: ClusterSpec): void {
  if (spec.cells.length === 0) throw new ClusterSpecError('a cluster needs a cell', ['cells'])
  for (const cell of spec.cells) {
    if (/^[a-z0-9_]+$/i.test(cell) && cell !== 'global') continue
    throw new ClusterSpecError(
      `\`${cell}\` is no name for a cell`, ['cells'],
      'letters, digits and _; a dash would end the cell in a tablet alias',
    )
  }
  const seen = new Map<string, string>()
  for (const keyspace of spec.keyspaces) validateKeyspace(spec, keyspace, seen)
  for (const vtgate of spec.vtgates) {
    if (!spec.cells.includes(vtgate.cell)) {
      throw new ClusterSpecError(
        `${vtgate.name} is in cell \`${vtgate.cell}\`, which the cluster does not have`, ['vtgates'],
      )
    }
  }
}

function validateKeyspace(spec: ClusterSpec, keyspace: KeyspaceSpec, seen: Map<string, string>): void {
  const path = ['keyspaces', keyspace.name]
  validateVSchema(keyspace, [...path, 'vschema'])
  if (keyspace.shards.length === 0) throw new ClusterSpecError(`keyspace ${keyspace.name} has no shard`, path)
  for (const shard of keyspace.shards) {
    const shardPath = [...path, 'shards', shard.name]
    const name = `${keyspace.name}/${shard.name}`
    const masters = shard.tablets.filter(tablet => tablet.type === 'MASTER')
    if (masters.length !== 1) {
      throw new ClusterSpecError(
        `shard ${name} has ${masters.length} masters`, shardPath, 'a shard has one master',
      )
    }
    for (const { alias } of shard.tablets) {
      const text = tabletAliasString(alias)
      const other = seen.get(text)
      if (other !== undefined) throw new ClusterSpecError(
        `tablet ${text} is in ${other} and in ${name}`, shardPath,
      )
      seen.set(text, name)
      if (!spec.cells.includes(alias.cell)) {
        throw new ClusterSpecError(`tablet ${text} is in a cell that the cluster does not have`, shardPath)
      }
    }
  }
}

/** What a vtgate would keep to itself until a statement needs the keyspace. */
function validateVSchema(keyspace: KeyspaceSpec, path: readonly string[]): void {
  for (const [name, { type }] of Object.entries(keyspace.vschema.vindexes ?? {})) {
    if (vindexTypes.has(type)) continue
    throw new ClusterSpecError(
      `there is no type \`${type}\` of vindexes`, [...path, 'vindexes', name, 'type'],
      `types are: ${[...vindexTypes.keys()].join(', ')}`,
    )
  }
  try {
    buildKeyspaceSchema(keyspace.vschema, keyspace.name)
  } catch (error) {
    throw new ClusterSpecError(
      `the VSchema of ${keyspace.name} cannot be used: ${(error as Error).message}`, path,
    )
  }
}
