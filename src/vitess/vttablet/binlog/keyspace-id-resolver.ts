import { buildKeyspaceSchema, findVindexForSharding, type KeyspaceSchema } from '../../keys/index.ts'
import { type Ctx, Failure } from '../../../sim/index.ts'
import type { Row } from '../../../sql/index.ts'
import { getSrvVSchema, type TopoClient } from '../../topo/index.ts'
import type { TableSchema } from '../tabletserver/schema-reader.ts'

/** The keyspace id of a row; '' if the vindex has none for it, which is only warned about. */
export type RowResolver = (ctx: Ctx, row: Row) => string

/**
 * Makes resolvers from the SrvVSchema of the tablet's cell, which is read once, when a stream starts: a later
 * change of the VSchema is not seen by a stream that runs. Source: go/vt/binlog/keyspace_id_resolver.go
 * newKeyspaceIDResolverFactoryV3.
 */
export async function resolverFactory(
  ctx: Ctx, topo: TopoClient, cell: string, keyspace: string,
): Promise<(table: TableSchema) => RowResolver> {
  const { keyspaces } = await getSrvVSchema(ctx, topo, cell)
  if (!Object.hasOwn(keyspaces, keyspace)) throw failed(`SrvVSchema has no entry for keyspace ${keyspace}`)
  const schema = buildKeyspaceSchema(keyspaces[keyspace]!, keyspace)
  return table => rowResolver(schema, table)
}

/** Exported for its tests: the schema is otherwise read from topology. */
export function rowResolver(schema: KeyspaceSchema, table: TableSchema): RowResolver {
  const { vindex, at, type } = shardingColumn(schema, table)
  return (ctx, row) => {
    let keyspaceId: string | null
    try {
      keyspaceId = vindex.keyspaceId(row[at]!, type)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      ctx.log('W', 'binlog_streamer.go:738', `keyspace id resolver failed: ${error.message}`)
      return ''
    }
    if (keyspaceId !== null) return keyspaceId
    ctx.log('W', 'binlog_streamer.go:738', `could not map ${String(row[at])} to a keyspace id`)
    return ''
  }
}

function shardingColumn(schema: KeyspaceSchema, table: TableSchema) {
  try {
    const known = schema.tables.get(table.name)
    if (known === undefined) throw failed(`no vschema definition for table ${table.name}`)
    const { vindex, columns } = findVindexForSharding(table.name, known.columnVindexes)
    const at = table.fields.findIndex(field => field.name.toLowerCase() === columns[0]!.toLowerCase())
    if (at < 0) throw failed(`cannot find column ${columns[0]} in table ${table.name}`)
    if (vindex.kind !== 'functional') throw failed(`could not find a vindex to use for sharding table ${table.name}`)
    return { vindex, at, type: table.fields[at]!.type }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    // The stream breaks for every shard, although the table may be of no interest to it.
    throw failed(`cannot find column to use to find keyspace_id for table ${table.name}`)
  }
}

const failed = (message: string): Failure => new Failure('UNKNOWN', message, { definite: true })
