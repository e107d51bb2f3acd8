import { Mysqld } from '../../../mysql/index.ts'
import { client, type Ctx, Failure, type Process, Signal, type Sink } from '../../../sim/index.ts'
import { GtidError, Position } from '../../../sql/index.ts'
import type { TopoClient } from '../../topo/index.ts'
import { type BinlogTransactionText, mysqldAddress, UpdateStream, vttabletAddress } from '../../wire/index.ts'
import type { VttabletConfig } from '../spec.ts'
import type { SchemaEngine } from '../tabletserver/schema-engine.ts'
import { type BinlogFilter, BinlogStreamer, keyRangeFilter, tablesFilter } from './binlog-streamer.ts'
import { resolverFactory } from './keyspace-id-resolver.ts'

/** The character set of every server here; a stream between two that differ would change text. */
export const serverCharset = 'utf8'

type MysqldClient = InstanceType<typeof Mysqld.stub>

/**
 * The source side of filtered replication. It is on for types of the serving graph that are well, whether or
 * not the query service is: a tablet that is being switched off is still read from. Source:
 * go/vt/binlog/updatestreamctl.go.
 */
export class UpdateStreamServer {
  private enabled = false
  private readonly disabled = new Signal('the update stream is disabled')
  private readonly mysqld: MysqldClient

  constructor(
    private readonly config: VttabletConfig,
    private readonly topo: TopoClient,
    private readonly schema: SchemaEngine,
    private readonly dbName: string,
  ) {
    this.mysqld = client(Mysqld, mysqldAddress(config.alias))
  }

  enable(): void { this.enabled = true }

  /** Streams that run are ended: whoever reads them looks for another tablet. */
  disable(ctx: Ctx): void {
    if (!this.enabled) return
    this.enabled = false
    this.disabled.notify(ctx)
  }

  serve(process: Process): void {
    process.serve(UpdateStream, {
      streamKeyRange: (ctx, { position, keyRange, charset }, out) => this.whileEnabled(ctx, async inner => {
        checkCharset(charset)
        const resolver = await resolverFactory(inner, this.topo, this.config.alias.cell, this.config.keyspace)
        await this.stream(inner, position, keyRangeFilter(keyRange, resolver), out)
      }),
      streamTables: (ctx, { position, tables, charset }, out) => this.whileEnabled(ctx, async inner => {
        checkCharset(charset)
        await this.stream(inner, position, tablesFilter(tables), out)
      }),
    })
  }

  private async whileEnabled(ctx: Ctx, body: (ctx: Ctx) => Promise<void>): Promise<void> {
    if (!this.enabled) throw failed('update stream service is not enabled')
    await ctx.race<void>([body, inner => this.disabled.wait(inner)])
  }

  /** Reads the tablet's own binlog as a replica would. */
  private async stream(
    ctx: Ctx, position: string, filter: BinlogFilter, out: Sink<readonly BinlogTransactionText[]>,
  ): Promise<void> {
    const streamer = new BinlogStreamer(this.schema, this.dbName, filter)
    const replica = vttabletAddress(this.config.alias)
    const request = { gtidSet: gtidSetOf(position), semiSync: false, replica }
    for await (const transactions of this.mysqld.binlogDump(ctx, request)) {
      await out.send(ctx, transactions.map(transaction => streamer.convert(ctx, transaction)))
    }
  }
}

function checkCharset(charset: string): void {
  if (charset === serverCharset) return
  throw failed(`binlog stream client charset (${charset}) doesn't match server (${serverCharset})`)
}

function gtidSetOf(position: string): string {
  try {
    const { set } = Position.decode(position)
    return set === null ? '' : set.toString()
  } catch (error) {
    if (error instanceof GtidError) throw failed(error.message)
    throw error
  }
}

const failed = (message: string): Failure => new Failure('UNKNOWN', message, { definite: true })
