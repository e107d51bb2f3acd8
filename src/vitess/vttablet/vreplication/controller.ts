import { formatDuration, UserError } from '../../../base/index.ts'
import { MysqlConnection } from '../../../mysql/index.ts'
import { type Ctx, Failure, type Task } from '../../../sim/index.ts'
import { TabletPicker } from '../../discovery/index.ts'
import type { TopoClient } from '../../topo/index.ts'
import {
  type BinlogSource, mysqldAddress, parseBinlogSource, tabletAliasString, type TabletType, tabletTypes,
} from '../../wire/index.ts'
import type { VttabletConfig } from '../spec.ts'
import type { SchemaEngine } from '../tabletserver/schema-engine.ts'
import { BinlogPlayer } from './binlog-player.ts'
import { StreamStats } from './stream-stats.ts'
import type { StreamRow } from './vreplication-table.ts'

export interface ControllerParts {
  readonly config: VttabletConfig
  readonly topo: TopoClient
  readonly schema: SchemaEngine
  readonly dbName: string
}

/**
 * Keeps one stream running: finds a tablet to read from, lets a player play, and tries again when it fails. A
 * row that says `Stopped` has a controller that does nothing. Source:
 * go/vt/vttablet/tabletmanager/vreplication/controller.go.
 */
export class Controller {
  private readonly source: BinlogSource
  private readonly task: Task | null
  private readonly picker: TabletPicker | null

  constructor(ctx: Ctx, private readonly parts: ControllerParts, private readonly row: StreamRow,
    readonly stats = new StreamStats()) {
    this.source = parsedSource(row.source)
    stats.state = row.state
    stats.position = row.pos
    if (row.state === 'Stopped') {
      this.task = this.picker = null
      return
    }
    this.picker = new TabletPicker(ctx, parts.topo, {
      cell: row.cell || parts.config.alias.cell, keyspace: this.source.keyspace, shard: this.source.shard,
      tabletTypes: typesOf(row.tabletTypes || parts.config.vreplicationTabletType),
    })
    this.task = ctx.spawn(`vreplication-${row.id}`, inner => this.run(inner), { daemon: true })
  }

  /** Cancels the stream and waits until nothing of it runs any more. */
  async stop(ctx: Ctx): Promise<void> {
    if (this.task === null) return
    this.task.cancel()
    await this.task.join(ctx)
  }

  private async run(ctx: Ctx): Promise<void> {
    const { id } = this.row
    const { vreplicationRetryDelayMs } = this.parts.config
    try {
      for (;;) {
        try {
          return await this.runBlp(ctx)
        } catch (error) {
          if (!(error instanceof Failure)) throw error
          if (ctx.canceled !== null) return ctx.log('W', 'controller.go:150',
            `context canceled: ${error.message}`)
          ctx.log('E', 'controller.go:153',
            `stream ${id}: ${error.message}, retrying after ${formatDuration(vreplicationRetryDelayMs)}`)
        }
        if (!await slept(ctx, vreplicationRetryDelayMs)) return
      }
    } finally {
      this.picker!.close(ctx)
      ctx.log('I', 'controller.go:137', `stream ${id}: stopped`)
    }
  }

  /** One attempt. Source: controller.go runBlp. */
  private async runBlp(ctx: Ctx): Promise<void> {
    const { id } = this.row
    const { config, dbName } = this.parts
    const connection = await connected(ctx, config, dbName)
    try {
      ctx.log('I', 'controller.go:188', `trying to find a tablet eligible for vreplication. stream id: ${id}`)
      const tablet = await this.picker!.pickForStreaming(ctx)
      ctx.log('I', 'controller.go:193',
        `found a tablet eligible for vreplication. stream id: ${id}  tablet: ${tabletAliasString(tablet.alias)}`)
      const { source } = this
      if (source.tables.length === 0 && source.keyRange === null) throw failed('missing source')
      const player = new BinlogPlayer({
        id, workflow: this.row.workflow, source, tables: this.resolveTables(source.tables), tablet,
        target: tabletAliasString(config.alias), connection, stats: this.stats,
      })
      await player.apply(ctx)
    } finally {
      await connection.close(ctx.background())
    }
  }

  /** Names and `/regular expressions/`, by the tables of the target. */
  private resolveTables(tables: readonly string[]): string[] {
    return tables.flatMap(table => {
      if (table.length < 2 || !table.startsWith('/') || !table.endsWith('/')) return [table]
      const pattern = new RegExp(table.slice(1, -1))
      return this.parts.schema.names().filter(name => pattern.test(name))
    })
  }
}

async function connected(ctx: Ctx, config: VttabletConfig, dbName: string): Promise<MysqlConnection> {
  try {
    return await MysqlConnection.connect(ctx, mysqldAddress(config.alias), 'filtered', dbName)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    throw failed(`can't connect to database: ${error.message}`)
  }
}

/** False if the wait was cut short, because the stream is to stop. */
async function slept(ctx: Ctx, ms: number): Promise<boolean> {
  try {
    await ctx.sleep(ms)
    return true
  } catch (error) {
    if (error instanceof Failure) return false
    throw error
  }
}

function parsedSource(text: string): BinlogSource {
  try {
    return parseBinlogSource(text)
  } catch (error) {
    if (error instanceof UserError) throw failed(error.message)
    throw error
  }
}

function typesOf(text: string): TabletType[] {
  return text.split(',').map(part => {
    const name = part.trim().toUpperCase()
    const type = tabletTypes.find(known => known === name)
    if (type === undefined) throw failed(`failed to parse list of tablet types: unknown TabletType ${part}`)
    return type
  })
}

const failed = (message: string): Failure => new Failure('UNKNOWN', message, { definite: true })
