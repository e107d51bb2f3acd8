import type { Process } from '../../sim/index.ts'
import { valueText, type Row } from '../../sql/index.ts'
import type { LookupRows } from '../check/index.ts'
import { viewRows, viewTable, type ClusterSpec, type KeyspaceSpec } from '../cluster/index.ts'
import { buildKeyspaceSchema, createKeyResolver, hashKeyspaceId, hexOfBinary } from '../../vitess/keys/index.ts'

/** The masters of the shards of a keyspace that serve MASTER; null if one of them cannot be found. */
export type MastersOf = (keyspace: string) => readonly Process[] | null

interface Lookup {
  readonly name: string
  readonly type: string
  readonly params: ReadonlyMap<string, string>
  readonly owner: string
  readonly columns: readonly string[]
}

/** Of which the way to store keyspace ids is known here; a loose one keeps a digest in the place of the value. */
const known = /^(consistent_lookup|consistent_lookup_unique|lookup|lookup_unique|lookup_hash|lookup_hash_unique)$/

/** The rows of all lookup vindexes that have an owner, and the rows of their owners. */
export function lookupRows(spec: ClusterSpec, mastersOf: MastersOf): LookupRows[] {
  return spec.keyspaces.flatMap(keyspace => lookupsOf(keyspace).flatMap(lookup => {
    const owners = ownerRows(keyspace, lookup, mastersOf)
    const entries = lookupEntries(spec, keyspace, lookup, mastersOf)
    if (owners === null || entries === null) return []
    const mayHaveMore = lookup.type.startsWith('consistent') || lookup.params.get('autocommit') === 'true'
    return [{ vindex: lookup.name, table: lookup.owner, owners, entries, mayHaveMore }]
  }))
}

function lookupsOf({ vschema }: KeyspaceSpec): Lookup[] {
  return Object.entries(vschema.vindexes ?? {}).flatMap(([name, { type, params, owner }]) => {
    if (owner === undefined || owner === '' || !known.test(type)) return []
    const column = vschema.tables?.[owner]?.column_vindexes?.find(one => one.name === name)
    const columns = column?.columns ?? (column?.column === undefined ? [] : [column.column])
    return columns.length === 0 ? [] : [{ name, type, params: new Map(Object.entries(params ?? {})), owner, columns }]
  })
}

function ownerRows(keyspace: KeyspaceSpec, { owner, columns }: Lookup, mastersOf: MastersOf): LookupRows['owners'] | null {
  const owners: LookupRows['owners'][number][] = []
  const masters = mastersOf(keyspace.name)
  if (masters === null) return null
  for (const mysqld of masters) {
    const view = viewTable(mysqld, `vt_${keyspace.name}`, owner)
    if (view === undefined) return null
    const keyspaceIdOf = createKeyResolver(buildKeyspaceSchema(keyspace.vschema, keyspace.name), view)
    const at = columns.map(column => view.columns.indexOf(column))
    for (const row of viewRows(mysqld, view.database, owner)) {
      const values = at.map(index => valueText(row[index] ?? null))
      // A value that is NULL is found by nobody.
      if (values[0] === null) continue
      const key = view.primaryKey.map(index => textOf(row, index)).join('/')
      owners.push({ row: `${owner}/${key}`, value: values.join(', '), keyspaceId: keyspaceIdOf(row) })
    }
  }
  return owners
}

function lookupEntries(
  spec: ClusterSpec, keyspace: KeyspaceSpec, { type, params, columns }: Lookup, mastersOf: MastersOf,
): LookupRows['entries'] | null {
  const [table = '', home = keyspaceOf(spec, keyspace, params.get('table') ?? '')] = (params.get('table') ?? '').split('.').reverse()
  const from = (params.get('from') ?? '').split(',').map(column => column.trim())
  const to = params.get('to') ?? ''
  const entries: LookupRows['entries'][number][] = []
  const masters = mastersOf(home)
  if (masters === null) return null
  for (const mysqld of masters) {
    const view = viewTable(mysqld, `vt_${home}`, table)
    if (view === undefined || from.length !== columns.length) return null
    for (const row of viewRows(mysqld, view.database, table)) {
      const stored = row[view.columns.indexOf(to)] ?? null
      const text = valueText(stored) ?? ''
      entries.push({
        value: from.map(column => textOf(row, view.columns.indexOf(column))).join(', '),
        keyspaceId: type.startsWith('lookup_hash') ? hashKeyspaceId(BigInt(text)) : hexOfBinary(text),
      })
    }
  }
  return entries
}

/** Where a table is whose name has no keyspace: where the vindex is, or the one keyspace that has it. */
function keyspaceOf(spec: ClusterSpec, own: KeyspaceSpec, table: string): string {
  if (own.vschema.tables?.[table] !== undefined) return own.name
  return spec.keyspaces.find(({ vschema }) => vschema.tables?.[table] !== undefined)?.name ?? own.name
}

function textOf(row: Row, at: number): string {
  return valueText(row[at] ?? null) ?? 'NULL'
}
