import type { SchemaDefinition, TableDefinition } from '../wire/index.ts'
import { failure } from './failures.ts'

/**
 * Chooses tables by name or by `/regexp/`, and leaves out others. Source: go/vt/mysqlctl/tmutils/schema.go
 * TableFilter.
 */
export class TableMatcher {
  private readonly wanted: readonly ((table: string) => boolean)[]
  private readonly unwanted: readonly ((table: string) => boolean)[]

  /** @throws Failure if a regular expression is none */
  constructor(tables: readonly string[], excludeTables: readonly string[],
    private readonly includeViews: boolean) {
    this.wanted = tables.map(matcher)
    this.unwanted = excludeTables.map(matcher)
  }

  includes(table: string, type: TableDefinition['type']): boolean {
    if (this.wanted.length > 0 && !this.wanted.some(matches => matches(table))) return false
    if (this.unwanted.some(matches => matches(table))) return false
    return this.includeViews || type !== 'VIEW'
  }
}

function matcher(pattern: string): (table: string) => boolean {
  if (!pattern.startsWith('/')) return table => table === pattern
  const body = pattern.replace(/^\/+|\/+$/g, '')
  let expression: RegExp
  try {
    expression = new RegExp(body)
  } catch {
    throw failure(`cannot compile regexp ${body} for table: error parsing regexp: \`${body}\``)
  }
  return table => expression.test(table)
}

/** Source: tmutils FilterTables. */
export function filterTables(
  schema: SchemaDefinition, tables: readonly string[], excludeTables: readonly string[],
    includeViews: boolean,
): SchemaDefinition {
  const matching = new TableMatcher(tables, excludeTables, includeViews)
  return { ...schema, tableDefinitions: schema.tableDefinitions.filter(table => matching.includes(table.name,
    table.type)) }
}

/**
 * What differs, one text a difference; both schemas have their tables in the order of names. Source: tmutils
 * DiffSchema.
 */
export function diffSchemas(
  leftName: string, left: SchemaDefinition | null, rightName: string, right: SchemaDefinition | null,
): string[] {
  if (left === null && right === null) return []
  if (left === null || right === null) {
    const [without, having] = left === null ? [leftName, rightName] : [rightName, leftName]
    return [`schemas are different:\n${without}: <nil>, ${having}: <schema>`]
  }
  const differences: string[] = []
  if (left.databaseSchema !== right.databaseSchema) {
    differences.push(`schemas are different:\n${leftName}: ${left.databaseSchema}\n differs`
      + ` from:\n${rightName}: ${right.databaseSchema}`)
  }
  const lefts = left.tableDefinitions
  const rights = right.tableDefinitions
  const extra = (one: string, table: TableDefinition): string => table.type === 'BASE TABLE'
    ? `${one} has an extra table named ${table.name}` : `${one} has an extra view named ${table.name}`
  let l = 0
  let r = 0
  while (l < lefts.length && r < rights.length) {
    const a = lefts[l]!
    const b = rights[r]!
    if (a.name < b.name) { differences.push(extra(leftName, a)); l++; continue }
    if (b.name < a.name) { differences.push(extra(rightName, b)); r++; continue }
    if (a.schema !== b.schema) {
      differences.push(`schemas differ on table ${a.name}:\n${leftName}: ${a.schema}\n differs`
        + ` from:\n${rightName}: ${b.schema}`)
    }
    if (a.type !== b.type) {
      differences.push(`schemas differ on table type for table ${a.name}:\n${leftName}: ${a.type}\n differs`
        + ` from:\n${rightName}: ${b.type}`)
    }
    l++
    r++
  }
  for (; l < lefts.length; l++) differences.push(extra(leftName, lefts[l]!))
  for (; r < rights.length; r++) differences.push(extra(rightName, rights[r]!))
  return differences
}
