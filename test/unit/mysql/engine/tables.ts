import { defineTable } from '../../../../src/mysql/catalog/define-table.ts'
import { Compilation, compileQuery, fieldsOf, type Run, type TableView } from '../../../../src/mysql/engine/index.ts'
import type { Session } from '../../../../src/mysql/expressions/index.ts'
import { TableData } from '../../../../src/mysql/storage/table-data.ts'
import { tableShape } from '../../../../src/mysql/storage/table-shape.ts'
import { storeFor, TEXT_TYPE } from '../../../../src/mysql/values/index.ts'
import {
  type BindVariables, parse, type Row, type SelectStatement, type Value, valueText,
} from '../../../../src/sql/index.ts'

/** A session in which nothing happens: 2020-04-28 12:00:00, no chance, no variables but one. */
export function quietSession(changes: Partial<Session> = {}): Session {
  const variables = new Map<string, Value>()
  return {
    database: 'test', connectionId: 7, user: 'vt_app@localhost', version: '5.7.9-vitess', unixMicros: 1_588_075_200_000_000,
    lastInsertId: 0, foundRows: 0, rowCount: -1,
    random: () => 0.5,
    systemVariable: (_scope, name) => name === 'autocommit' ? 1 : undefined,
    userVariable: (name) => variables.get(name) ?? null,
    setUserVariable: (name, value) => void variables.set(name, value),
    setLastInsertId: () => undefined,
    ...changes,
  }
}

/** Tables in memory, filled from texts: each value goes through its column's store. */
export class Tables {
  private readonly views = new Map<string, TableData>()
  /** Rows that were looked at, of all tables. */
  rowsRead = 0

  create(sql: string, rows: readonly (readonly Value[])[] = []): this {
    const statement = parse(sql)
    if (statement.kind !== 'create-table') throw new Error('CREATE TABLE is wanted')
    const schema = defineTable(statement, 'test', { charset: 'utf8', collation: 'utf8_general_ci' })
    const shape = tableShape(schema)
    const data = new TableData(shape)
    rows.forEach((given, i) => {
      const row = Object.freeze(given.map((value, place) => storeFor(schema.columns[place]!)(value, TEXT_TYPE)))
      const key = shape.hasHiddenRows ? i : shape.rowCodec.ofRow(row, 0)
      data.change(key, null, key, row)
    })
    this.views.set(schema.name, data)
    return this
  }

  view(database: string, name: string): TableView | null {
    const data = database === 'test' ? this.views.get(name) : undefined
    if (data === undefined) return null
    return {
      schema: data.schema,
      rowCount: data.rowCount,
      get: (key) => {
        const row = data.get(key)
        if (row !== undefined) this.rowsRead++
        return row
      },
      scan: (range, visit) => data.scan(range, (row) => {
        this.rowsRead++
        return visit(row)
      }),
    }
  }

  select(sql: string, binds: BindVariables = {}, session = quietSession()): { names: string[]; rows: Row[] } {
    this.rowsRead = 0
    const compilation = new Compilation(this, session.database, binds)
    const plan = compileQuery(parse(sql) as SelectStatement, compilation, null)
    const run: Run = {
      values: compilation.parameters.values(binds), session, memo: new Map(), foundRows: null,
      views: compilation.tables.map(({ database, name }) => this.view(database, name)!),
    }
    const rows = plan.run([], run, Infinity)
    return { names: fieldsOf(plan.columns, run, rows[0]).map((field) => field.name), rows: [...rows] }
  }

  /** Rows as a client prints them: values with `|` between, NULL for null. */
  lines(sql: string, binds: BindVariables = {}): string[] {
    return this.select(sql, binds).rows.map((row) => row.map((value) => valueText(value) ?? 'NULL').join('|'))
  }
}
