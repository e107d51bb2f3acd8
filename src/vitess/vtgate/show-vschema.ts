import { byCodeUnit } from '../../base/index.ts'
import { Failure } from '../../sim/index.ts'
import type { QueryResult, Row, Show } from '../../sql/index.ts'
import type { KeyspaceSchema, VSchema } from '../keys/index.ts'
import { noKeyspace } from './session-plan-context.ts'
import { table } from './show-statement.ts'
import type { SessionTarget } from './target.ts'

/** `SHOW VSCHEMA TABLES`: the tables of the session's keyspace. */
export function showVSchemaTables(vschema: VSchema, target: SessionTarget): QueryResult {
  const schema = schemaOf(vschema, target.keyspace)
  return table(['Tables'], [...schema.tables.keys()].sort(byCodeUnit).map((name) => [name]))
}

/** `SHOW VSCHEMA VINDEXES`, of all keyspaces or of one table. */
export function showVSchemaVindexes(vschema: VSchema, target: SessionTarget, show: Show): QueryResult {
  if (show.table === null) {
    const schemas = [...vschema.keyspaces.values()].sort(
      (a, b) => byCodeUnit(a.keyspace.name, b.keyspace.name))
    const rows = schemas.flatMap(({ keyspace, vindexes }) => [...vindexes.values()]
      .sort((a, b) => byCodeUnit(a.name, b.name)).map(
        (vindex): Row => [keyspace.name, vindex.name, vindex.type, '', '']))
    return table(['Keyspace', 'Name', 'Type', 'Params', 'Owner'], rows)
  }
  const schema = schemaOf(vschema, show.table.database ?? target.keyspace)
  const found = schema.tables.get(show.table.name)
  if (found === undefined) {
    throw new Failure('NOT_FOUND',
      `table \`${show.table.name}\` does not exist in keyspace \`${schema.keyspace.name}\``,
        { definite: true })
  }
  const rows = found.columnVindexes.map(({ columns, name, type, owned }): Row =>
    [columns.join(', '), name, type, '', owned ? found.name : ''])
  return table(['Columns', 'Name', 'Type', 'Params', 'Owner'], rows)
}

function schemaOf(vschema: VSchema, keyspace: string): KeyspaceSchema {
  if (keyspace === '') throw noKeyspace()
  const schema = vschema.keyspaces.get(keyspace)
  if (schema === undefined) {
    throw new Failure('NOT_FOUND', `keyspace ${keyspace} not found in vschema`, { definite: true })
  }
  return schema
}
