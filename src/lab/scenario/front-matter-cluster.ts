import { z } from 'zod'
import { UserError } from '../../base/index.ts'
import { parseGoDuration } from '../../vitess/command/index.ts'
import { parseTabletAlias, type TabletAlias } from '../../vitess/wire/index.ts'
import type { ClusterSpec, KeyspaceSpec, TabletSpec } from '../cluster/index.ts'

const alias = z.string().transform((text, context): TabletAlias => {
  try {
    return parseTabletAlias(text)
  } catch (error) {
    if (!(error instanceof UserError)) throw error
    context.addIssue(error.message)
    return z.NEVER
  }
})

const shard = z.strictObject({
  master: alias,
  replica: z.array(alias).default([]),
  rdonly: z.array(alias).default([]),
})

/** As Go writes it; in milliseconds. */
const duration = z.string().transform((text, context) => {
  const ms = parseGoDuration(text)
  if (ms !== undefined) return ms
  context.addIssue(`\`${text}\` is no duration, as 5s would be`)
  return z.NEVER
})

/** A VSchema with YAML's strings: only `sharded` and its like are not text. */
const flag = z.enum(['true', 'false']).transform(text => text === 'true')
const vschema = z.strictObject({
  sharded: flag.optional(),
  require_explicit_routing: flag.optional(),
  vindexes: z.record(z.string(), z.strictObject({
    type: z.string(), params: z.record(z.string(), z.string()).optional(), owner: z.string().optional(),
  })).optional(),
  tables: z.record(z.string(), z.strictObject({
    type: z.enum(['', 'sequence', 'reference']).optional(),
    column_vindexes: z.array(z.strictObject({
      column: z.string().optional(), columns: z.array(z.string()).optional(), name: z.string(),
    })).optional(),
    auto_increment: z.strictObject({ column: z.string(), sequence: z.string() }).optional(),
    pinned: z.string().optional(),
  })).optional(),
})

const keyspace = z.strictObject({
  shards: z.record(z.string(), shard),
  schema: z.string().default(''),
  vschema: vschema.default({}),
  rows: z.record(z.string(), z.array(z.array(z.string()))).default({}),
  fill: z.record(z.string(), z.string().regex(/^\d+$/, 'a whole number').transform(Number)).optional(),
})

/** The `cluster:` of a scenario's front matter, in which every scalar is a string. */
export const clusterSchema = z.strictObject({
  cells: z.array(z.string()),
  vtgates: z.record(z.string(), z.string()).optional(),
  'semi-sync': flag.default(true),
  'enable-buffer': flag.default(false),
  'tablet-refresh-interval': duration.default(60_000),
  keyspaces: z.record(z.string(), keyspace),
}).transform((data): ClusterSpec => ({
  cells: data.cells,
  enableSemiSync: data['semi-sync'],
  enableBuffer: data['enable-buffer'],
  tabletRefreshMs: data['tablet-refresh-interval'],
  vtgates: data.vtgates === undefined
    ? ['vtgate-1', 'vtgate-2'].map(name => ({ name, cell: data.cells[0] ?? '' }))
    : Object.entries(data.vtgates).map(([name, cell]) => ({ name, cell })),
  keyspaces: Object.entries(data.keyspaces).map(([name, value]) => buildKeyspace(name, value)),
}))

function buildKeyspace(name: string, data: z.output<typeof keyspace>): KeyspaceSpec {
  return {
    name,
    schema: data.schema
      .split(/;\s*(?:\n|$)/)
      .map(statement => statement.trim())
      .filter(statement => statement !== ''),
    vschema: data.vschema,
    rows: Object.entries(data.rows).map(([table, rows]) => ({ table, rows })),
    ...data.fill === undefined ? {} : { fill: new Map(Object.entries(data.fill)) },
    shards: Object.entries(data.shards).map(([shardName, value]) => ({
      name: shardName,
      tablets: [
        { alias: value.master, type: 'MASTER' },
        ...value.replica.map((replica): TabletSpec => ({ alias: replica, type: 'REPLICA' })),
        ...value.rdonly.map((rdonly): TabletSpec => ({ alias: rdonly, type: 'RDONLY' })),
      ],
    })),
  }
}
