import { type Ctx, Failure } from '../../../sim/index.ts'
import type { ConnectionPool } from './connection-pool.ts'
import { readTables, type TableSchema } from './schema-reader.ts'

/**
 * What the tablet knows of its tables. It looks when it starts to serve, after its own DDL, at ReloadSchema
 * and every `-queryserver-config-schema-reload-time`; in between it is blind to what replication changed.
 * Source: go/vt/vttablet/tabletserver/schema/engine.go.
 */
export class SchemaEngine {
  private tables: ReadonlyMap<string, TableSchema> = new Map()
  loaded = false

  constructor(private readonly pool: ConnectionPool, private readonly database: string) {}

  table(name: string): TableSchema | undefined {
    return this.tables.get(name)
  }

  names(): string[] {
    return [...this.tables.keys()]
  }

  /** A sequence is known by its comment alone. Source: go/vt/vttablet/tabletserver/schema/load_table.go. */
  isSequence(name: string): boolean {
    return this.tables.get(name)?.comment.includes('vitess_sequence') ?? false
  }

  async reload(ctx: Ctx): Promise<void> {
    const tables = await this.pool.with(ctx, connection => readTables(ctx, connection, this.database))
    this.tables = new Map(tables.map(table => [table.name, table]))
    this.loaded = true
  }

  /** As at start: a database that cannot be read yet is no reason not to start. */
  async tryReload(ctx: Ctx): Promise<void> {
    try {
      await this.reload(ctx)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      ctx.log('E', 'engine.go:171', `schema engine: could not load schema: ${error.message}`)
    }
  }
}
