import type { TableSchema } from '../storage/table-schema.ts'
import { createTableText } from './create-table-text.ts'

/**
 * One object for one definition, over all servers and worlds of this process: plans are kept by the schemas they were
 * made for, so they are found again in the next world. A cache and nothing else; schemas are values.
 */
const schemas = new Map<string, TableSchema>()

export function internSchema(schema: TableSchema): TableSchema {
  const key = `${schema.database}\u0000${createTableText(schema, 0)}`
  const known = schemas.get(key)
  if (known !== undefined) return known
  schemas.set(key, schema)
  return schema
}
