import { client, type Ctx, Failure, type Op, type Stream } from '../sim/index.ts'
import type { BindVariables, QueryResult } from '../sql/index.ts'
import { Mysqld, type MysqlUser } from './protocol.ts'

export interface Query {
  readonly sql: string
  readonly bindVariables?: BindVariables
}

type MysqldClient = InstanceType<typeof Mysqld.stub>

/**
 * A client's connection to a mysqld. One statement at a time. It ends with `close`, with the client's process, or with
 * the server; whatever it had not committed is then rolled back.
 */
export class MysqlConnection {
  readonly id: number
  private readonly mysqld: MysqldClient
  private readonly life: Stream<{ readonly connectionId: number }>

  private constructor(mysqld: MysqldClient, life: Stream<{ readonly connectionId: number }>, id: number) {
    this.mysqld = mysqld
    this.life = life
    this.id = id
  }

  /** Errors: UNAVAILABLE, 1049 for an unknown database. `database` may be ''. */
  static async connect(ctx: Ctx, address: string, user: MysqlUser, database: string): Promise<MysqlConnection> {
    const mysqld = client(Mysqld, address)
    // The connection outlives the call that makes it, and its deadline.
    const life = mysqld.connect(ctx.background(), { user, database })
    try {
      const first = await life.next(ctx)
      if (first.done === true) throw new Failure('UNAVAILABLE', `${address} closed the connection`)
      return new MysqlConnection(mysqld, life, first.value.connectionId)
    } catch (error) {
      life.close()
      throw error
    }
  }

  get isOpen(): boolean {
    return this.life.isOpen
  }

  execute(ctx: Ctx, sql: string, bindVariables?: BindVariables): Promise<QueryResult> {
    return promised(this.mysqld.query(ctx, { connectionId: this.id, sql, bindVariables }))
  }

  /** One after the other, in one round trip. The first that fails ends it. */
  executeBatch(ctx: Ctx, statements: readonly Query[]): Promise<readonly QueryResult[]> {
    return promised(this.mysqld.queryBatch(ctx, { connectionId: this.id, statements }))
  }

  /** The first item has the fields, the next the rows. The connection is busy until the stream ends. */
  stream(ctx: Ctx, sql: string, bindVariables?: BindVariables, chunkRows = 1000): Stream<QueryResult> {
    return this.mysqld.queryStream(ctx, { connectionId: this.id, sql, bindVariables, chunkRows })
  }

  /** Hangs up; the server rolls back one message later. */
  async close(_ctx: Ctx): Promise<void> {
    this.life.close()
  }
}

/** Who calls awaits at once, which is all that an Op needs; a promise around it would be work for nothing. */
function promised<T>(op: Op<T>): Promise<T> {
  return op as unknown as Promise<T>
}
