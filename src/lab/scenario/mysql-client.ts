import { Failure, type Ctx } from '../../sim/index.ts'
import type { QueryResult } from '../../sql/index.ts'
import { VtgateConnection } from '../cluster/index.ts'
import { splitStatements } from './console-block.ts'
import { mysqlError, mysqlTable, mysqlVertical, withBinaryAsHex } from './mysql-table.ts'
import type { PrintLine } from './shell-session.ts'

/** A connection to a MySQL server itself. */
export interface ServerConnection {
  execute(ctx: Ctx, sql: string): Promise<QueryResult>
}

/** Whom the client speaks to: a vtgate, or a tablet's own MySQL. */
export type MysqlTarget =
  | { readonly kind: 'vtgate'; readonly address: string }
  | { readonly kind: 'mysqld'; readonly open: (ctx: Ctx, database: string) => Promise<ServerConnection> }

const readingTables = [
  'Reading table information for completion of table and column names',
  'You can turn off this feature to get a quicker startup with -A',
  '',
]

/**
 * The mysql command line client: it sends what stands after `mysql> ` and prints what comes back as MySQL's
 * own does.
 */
export class MysqlClient {
  private server: ServerConnection | null = null

  /** `binaryAsHex`: values of binary types are shown as `0x41`. */
  constructor(private readonly target: MysqlTarget, private readonly binaryAsHex = false) {}

  /** `fail`: prints an error. */
  async open(ctx: Ctx, database: string, fail: PrintLine): Promise<void> {
    await this.failing(fail, async () => {
      this.server = this.target.kind === 'mysqld'
        ? await this.target.open(ctx, database)
        : new VtgateConnection(this.target.address, database)
    })
  }

  /** Runs the statements of one entry. */
  async run(ctx: Ctx, text: string, print: PrintLine, fail: PrintLine): Promise<void> {
    for (const { sql, vertical } of splitStatements(text)) {
      if (/^(exit|quit|\\q)$/i.test(sql)) {
        print('Bye')
        return
      }
      const use = /^use\s+`?([^`\s]+)`?$/i.exec(sql)
      await this.failing(fail, async () => {
        const startMs = ctx.nowMs
        const server = this.server
        if (server === null) throw new Failure(
          'UNAVAILABLE', 'MySQL server has gone away', { errno: 2006, sqlState: 'HY000' },
        )
        const answer = await server.execute(ctx, use === null ? sql : `use \`${use[1]}\``)
        const result = this.binaryAsHex ? withBinaryAsHex(answer) : answer
        if (use !== null) [...readingTables, 'Database changed'].forEach(line => print(line))
        else (vertical ? mysqlVertical : mysqlTable)(result, ctx.nowMs - startMs).forEach(line => print(line))
      })
    }
  }

  private async failing(fail: PrintLine, body: () => Promise<void>): Promise<void> {
    try {
      await body()
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      fail(mysqlError(
        { errno: error.errno ?? 1105, sqlState: error.sqlState ?? 'HY000', message: error.message }
      ))
    }
  }
}
