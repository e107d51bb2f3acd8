import { Failure, type Ctx } from '../../../../src/sim/index.ts'
import type { BindVariables, QueryResult, Row, TypeName } from '../../../../src/sql/index.ts'
import {
  resolveDestination, type Destination, type SrvVSchemaJson,
} from '../../../../src/vitess/keys/index.ts'
import { Executor } from '../../../../src/vitess/vtgate/executor.ts'
import type {
  BegunExecution, QueryGateway, TabletHealth,
} from '../../../../src/vitess/vtgate/gateway/query-gateway.ts'
import { SafeSession } from '../../../../src/vitess/vtgate/safe-session.ts'
import type { ResolvedShard, TopologyView } from '../../../../src/vitess/vtgate/srvtopo/topology-view.ts'
import {
  emptySession, type Query, type Session, type SrvKeyspace, type TabletType, type Target,
} from '../../../../src/vitess/wire/index.ts'
import { valueInWorld } from '../../../support/world.ts'

/** What a shard answers: rows, or a failure that is thrown. */
export type Answer = (shard: string, sql: string, binds: BindVariables) => QueryResult | void

/** Rows with columns `name: TYPE`. */
export function rows(columns: Readonly<Record<string, TypeName>>, ...list: readonly Row[]): QueryResult {
  const fields = Object.entries(columns).map(([name, type]) => ({ name, type }))
  return { fields, rows: list, rowsAffected: list.length, insertId: 0 }
}

const done: QueryResult = { fields: [], rows: [], rowsAffected: 1, insertId: 0 }
export const refused = (message: string) => new Failure('FAILED_PRECONDITION', message)

/** Shards that do nothing but write down what they are told. */
class FakeShards implements QueryGateway {
  readonly log: string[] = []
  private transactions = 0

  constructor(private readonly answer: Answer) {}

  private run({ keyspace, shard }: Target, sql: string, binds: BindVariables, how: string): QueryResult {
    const name = `${keyspace}/${shard}`
    this.log.push(`${name}${how}: ${sql}${bound(sql, binds)}`)
    return this.answer(name, sql, binds) ?? done
  }

  async execute(
    _ctx: Ctx, target: Target, sql: string, binds: BindVariables, transactionId: number,
  ): Promise<QueryResult> {
    return this.run(target, sql, binds, transactionId === 0 ? '' : ` in ${transactionId}`)
  }

  async executeBatch(_ctx: Ctx, target: Target, queries: readonly Query[]): Promise<readonly QueryResult[]> {
    return queries.map(({ sql, bindVariables }) => this.run(target, sql, bindVariables, ' alone'))
  }

  async beginExecute(_ctx: Ctx, target: Target, sql: string, binds: BindVariables): Promise<BegunExecution> {
    const transactionId = this.transactions += 1
    const opened = { transactionId, alias: { cell: 'zone1', uid: 1 } }
    try {
      return { ...opened, result: this.run(target, sql, binds, ` begins ${transactionId}`) }
    } catch (error) {
      const { code, message, definite } = error as Failure
      return { ...opened, error: { code, message, definite } }
    }
  }

  async begin(): Promise<never> { throw new Error('not used') }
  async commit(_ctx: Ctx, target: Target, transactionId: number): Promise<null> {
    this.run(target, `commit ${transactionId}`, {}, '')
    return null
  }
  async rollback(_ctx: Ctx, target: Target, transactionId: number): Promise<null> {
    this.log.push(`${target.keyspace}/${target.shard}: rollback ${transactionId}`)
    return null
  }
  async streamExecute(): Promise<never> { throw new Error('not used') }
  tabletHealth(): readonly TabletHealth[] { return [] }
}

/** `{vtg1: 5}`: the values of the variables that the statement has. */
function bound(sql: string, binds: BindVariables): string {
  const used = Object.entries(binds).filter(([name]) => new RegExp(`:${name}\\b`).test(sql))
  if (used.length === 0) return ''
  return ` {${used.map(([name, { value, values }]) => `${name}: ${values === undefined ? String(value) : values.map((v) => v.value).join(' ')}`).join(', ')}}`
}

/** `customer` has two shards, `commerce` one. */
export class FakeTopology implements TopologyView {
  shards: Record<string, readonly string[]> = { commerce: ['0'], customer: ['-80', '80-'] }

  async getSrvKeyspace(_ctx: Ctx, keyspace: string): Promise<SrvKeyspace> {
    const shardReferences = this.shards[keyspace]!.map((name) => {
      const [start, end] = name.split('-')
      return { name, keyRange: end === undefined ? null : { start: start!, end } }
    })
    const partitions = (['MASTER', 'REPLICA', 'RDONLY'] as const).map(
      (servedType) => ({ servedType, shardReferences, shardTabletControls: [] }))
    return { partitions, shardingColumnName: '', shardingColumnType: '', servedFrom: [] }
  }
  async getSrvKeyspaceNames(): Promise<readonly string[]> { return Object.keys(this.shards) }
  async resolveDestinations(ctx: Ctx, keyspace: string, tabletType: TabletType,
    destinations: readonly Destination[]):
    Promise<readonly ResolvedShard[]> {
    const { partitions } = await this.getSrvKeyspace(ctx, keyspace)
    const found = new Map<string, number[]>()
    destinations.forEach((destination, i) => {
      for (const shard of resolveDestination(destination, partitions[0]!.shardReferences, () => 0)) {
        found.set(shard, [...found.get(shard) ?? [], i])
      }
    })
    return [...found].map(([shard, indexes]) =>
      ({ target: { keyspace, shard, tabletType }, destinations: indexes }))
  }
  watchSrvVSchema(): void {}
}

export const articleVSchema: SrvVSchemaJson = {
  keyspaces: {
    commerce: { tables: { product: {}, customer_seq: { type: 'sequence' }, order_seq: { type: 'sequence' },
      email_lookup: {} } },
    customer: {
      sharded: true,
      vindexes: {
        hash: { type: 'hash' },
        by_email: { type: 'lookup_unique',
          params: { table: 'commerce.email_lookup', from: 'email', to: 'keyspace_id' }, owner: 'contact' },
      },
      tables: {
        customer: { column_vindexes: [{ column: 'customer_id', name: 'hash' }],
          auto_increment: { column: 'customer_id', sequence: 'customer_seq' } },
        corder: { column_vindexes: [{ column: 'customer_id', name: 'hash' }],
          auto_increment: { column: 'order_id', sequence: 'order_seq' } },
        contact: { column_vindexes: [{ column: 'customer_id', name: 'hash' },
          { column: 'email', name: 'by_email' }] },
      },
    },
  },
}

export interface Talk {
  /** What the shards were told, in order. */
  readonly log: readonly string[]
  /** The last answer's rows, or the failure: `CODE: text`. */
  readonly said: unknown
  readonly session: Session
  readonly definite: boolean
}

/** A client says these statements to a vtgate whose shards answer as told. */
export async function talk(statements: readonly string[], answer: Answer = () => {}, options: {
  readonly session?: Partial<Session>; readonly topology?: FakeTopology; readonly mode?: 'SINGLE' | 'MULTI'; readonly binds?: BindVariables; readonly vschema?: SrvVSchemaJson
} = {}): Promise<Talk> {
  const shards = new FakeShards(answer)
  const executor = new Executor(shards, options.topology ?? new FakeTopology(),
    { defaultTabletType: 'MASTER', transactionMode: options.mode ?? 'MULTI', files: new Map() })
  executor.saveVSchema(options.vschema ?? articleVSchema)
  return valueInWorld(async (ctx) => {
    let value: Session = { ...emptySession, targetString: 'customer', ...options.session }
    let said: unknown
    let definite = true
    for (const sql of statements) {
      const session = new SafeSession(value)
      try {
        said = (await executor.execute(ctx, session, sql, options.binds ?? {})).rows
      } catch (error) {
        if (!('code' in (error as object)) && (error as Error).name !== 'Error') throw error
        said = `${(error as Failure).code ?? 'SQL'}: ${(error as Error).message}`
        definite = (error as Failure).definite
      }
      value = session.value
    }
    return { log: shards.log, said, session: value, definite }
  })
}
