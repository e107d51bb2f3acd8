import { keyFailure } from './key-error.ts'
import { buildTable, type KeyspaceTable } from './table-vschema.ts'
import { plainTable, VSchema, type KeyspaceSchema } from './vschema.ts'
import type { SrvVSchemaJson, VSchemaKeyspaceJson } from './vschema-json.ts'
import { createVindex, vindexTypes } from './vindexes/create-vindex.ts'
import type { VindexFactory } from './vindexes/vindex.ts'

export interface VSchemaOptions {
  /** Contents of the files that vindex parameters name. */
  readonly files?: ReadonlyMap<string, string>
  /** In place of Vitess's own vindex types. */
  readonly types?: ReadonlyMap<string, VindexFactory>
}

/**
 * Makes what the planner works with from what the topology holds. Never fails: what is wrong with a keyspace
 * is kept in its `error`, what is wrong with a routing rule is thrown when the rule is used. Source:
 * vschema.go BuildVSchema.
 */
export function buildVSchema(source: SrvVSchemaJson, options: VSchemaOptions = {}): VSchema {
  const vschema = new VSchema()
  for (const [name, json] of Object.entries(source.keyspaces)) addKeyspace(vschema, name, json, options)
  resolveAutoIncrement(vschema, source)
  addDual(vschema)
  buildRoutingRules(vschema, source)
  return vschema
}

/**
 * One keyspace on its own. Fails with the first thing wrong with it. Source: vschema.go BuildKeyspaceSchema.
 */
export function buildKeyspaceSchema(
  json: VSchemaKeyspaceJson, keyspace: string, options: VSchemaOptions = {},
): KeyspaceSchema {
  const vschema = new VSchema()
  addKeyspace(vschema, keyspace, json, options)
  const schema = vschema.keyspaces.get(keyspace)!
  if (schema.error !== null) throw keyFailure('UNKNOWN', schema.error)
  return schema
}

function addKeyspace(
  vschema: VSchema, name: string, json: VSchemaKeyspaceJson, options: VSchemaOptions,
): void {
  const schema: KeyspaceSchema = {
    keyspace: { name, sharded: json.sharded ?? false }, tables: new Map(), vindexes: new Map(), error: null,
  }
  vschema.keyspaces.set(name, schema)
  try {
    buildKeyspace(vschema, schema, json, options)
  } catch (error) {
    schema.error = (error as Error).message
  }
}

function buildKeyspace(
  vschema: VSchema, schema: KeyspaceSchema, json: VSchemaKeyspaceJson, options: VSchemaOptions,
): void {
  // A keyspace that wants to be named is kept out of the search by bare names.
  const isGlobal = json.require_explicit_routing !== true
  for (const [name, info] of Object.entries(json.vindexes ?? {})) {
    const params = new Map(Object.entries(info.params ?? {}))
    const vindex = createVindex(info.type, name, params,
      { files: options.files, types: options.types ?? vindexTypes })
    if (isGlobal) vschema.uniqueVindexes.set(name, vschema.uniqueVindexes.has(name) ? null : vindex)
    schema.vindexes.set(name, vindex)
  }
  for (const [name, tableJson] of Object.entries(json.tables ?? {})) {
    const table = buildTable(name, tableJson, schema.keyspace, json, schema.vindexes)
    for (const { vindex, columns } of table.owned) {
      if (vindex.kind === 'lookup') {
        vindex.setOwner?.({ keyspace: schema.keyspace.name, table: name, columns })
      }
    }
    if (isGlobal) vschema.uniqueTables.set(name, vschema.uniqueTables.has(name) ? null : table)
    schema.tables.set(name, table)
  }
}

/** Source: vschema.go resolveAutoIncrement. */
function resolveAutoIncrement(vschema: VSchema, source: SrvVSchemaJson): void {
  for (const [keyspace, json] of Object.entries(source.keyspaces)) {
    const schema = vschema.keyspaces.get(keyspace)!
    for (const [name, { auto_increment: auto }] of Object.entries(json.tables ?? {})) {
      const table = schema.tables.get(name)
      if (table === undefined || auto === undefined) continue
      try {
        const [sequenceKeyspace, sequenceName] = splitTableName(auto.sequence)
        const sequence = vschema.findTable(sequenceKeyspace, sequenceName)
        table.autoIncrement = { column: auto.column, sequence }
      } catch (error) {
        // Better no table than half of one.
        schema.tables.delete(name)
        vschema.uniqueTables.delete(name)
        schema.error = `cannot resolve sequence ${auto.sequence}: ${(error as Error).message}`
      }
    }
  }
}

/**
 * Every keyspace has `dual`; without a keyspace it is that of the first one by name. Source: vschema.go
 * addDual.
 */
function addDual(vschema: VSchema): void {
  let first: string | null = null
  for (const [name, schema] of vschema.keyspaces) {
    const type = schema.keyspace.sharded ? 'reference' : ''
    const dual: KeyspaceTable = { ...plainTable('dual', schema.keyspace), type }
    schema.tables.set('dual', dual)
    if (first !== null && first <= name) continue
    first = name
    vschema.uniqueTables.set('dual', dual)
  }
}

/** Source: vschema.go buildRoutingRule. */
function buildRoutingRules(vschema: VSchema, source: SrvVSchemaJson): void {
  for (const rule of source.routing_rules?.rules ?? []) {
    const tables: KeyspaceTable[] = []
    try {
      for (const to of rule.to_tables) {
        if (vschema.routingRules.has(rule.from_table)) {
          throw keyFailure('UNKNOWN', `duplicate rule for entry ${rule.from_table}`)
        }
        const [keyspace, name] = splitTableName(to)
        if (keyspace === '') throw keyFailure('UNKNOWN', `table ${to} must be qualified`)
        const table = vschema.findTable(keyspace, name)
        if (tables.includes(table)) throw keyFailure('UNKNOWN', `table ${to} specified more than once`)
        tables.push(table)
      }
      vschema.routingRules.set(rule.from_table, { tables, error: null })
    } catch (error) {
      vschema.routingRules.set(rule.from_table, { tables: [], error: (error as Error).message })
    }
  }
}

function splitTableName(name: string): readonly [keyspace: string, table: string] {
  const bare = name.replaceAll('`', '')
  const dot = bare.indexOf('.')
  return dot < 0 ? ['', bare] : [bare.slice(0, dot), bare.slice(dot + 1)]
}
