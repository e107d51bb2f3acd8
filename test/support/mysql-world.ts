import { bootMysqld, MysqlConnection, type MysqldSpec, type MysqlUser } from '../../src/mysql/index.ts'
import { type Ctx, Failure, Simulation, type SimulationOptions } from '../../src/sim/index.ts'
import type { QueryResult, Value } from '../../src/sql/index.ts'

/** A server in a test is known by a number; its UUID ends with it. */
export const address = (n: number): string => `mysqld zone1-${n}`
export const uuid = (n: number): string => `00000000-0000-0000-0000-${String(n).padStart(12, '0')}`

export type Connect = (server?: number, user?: MysqlUser, database?: string) => Promise<MysqlConnection>

export interface MysqlWorld {
  readonly simulation: Simulation
  /** Runs statements one after the other on a connection of `dba` to server 1; gives the last result's rows. */
  readonly sql: (...statements: string[]) => Promise<readonly (readonly Value[])[]>
  readonly connect: Connect
}

/** A world with servers 1 to `servers`, all writable, and one client that runs `body`. */
export async function withMysql(
  body: (ctx: Ctx, world: MysqlWorld) => Promise<void>,
  options: { servers?: number; spec?: Partial<MysqldSpec>; simulation?: SimulationOptions } = {},
): Promise<Simulation> {
  const simulation = new Simulation({ sites: true, ...options.simulation })
  for (let n = 1; n <= (options.servers ?? 1); n++) {
    simulation.process(address(n), `host-${n}`, bootMysqld({
      address: address(n), serverUuid: uuid(n), serverId: n, readOnly: false, ...options.spec,
    }))
  }
  simulation.process('client', 'client', async () => {})
  simulation.spawn('client', 'test', async (ctx) => {
    await ctx.sleep(1)
    const connect: Connect = (server = 1, user = 'dba', database = '') => MysqlConnection.connect(ctx, address(server), user, database)
    const first = await connect()
    await body(ctx, { simulation, connect, sql: (...statements) => run(ctx, first, ...statements) })
  })
  const result = await simulation.run()
  if (result.outcome !== 'done') throw result.error ?? new Error(`the run ended with ${result.outcome}`)
  return simulation
}

export async function run(ctx: Ctx, connection: MysqlConnection, ...statements: string[]): Promise<QueryResult['rows']> {
  let rows: QueryResult['rows'] = []
  for (const statement of statements) rows = (await connection.execute(ctx, statement)).rows
  return rows
}

/** `errno: text` of the failure of `attempt`. */
export async function failureOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt
  } catch (error) {
    if (error instanceof Failure) return `${error.errno}: ${error.message}`
    throw error
  }
  return 'no failure'
}

/** A result as one value a field, by column name. */
export function named(result: QueryResult): Map<string, Value> {
  return new Map(result.fields.map((field, i) => [field.name, result.rows[0]![i]!]))
}
