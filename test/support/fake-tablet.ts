import { client, Failure, service, Signal, unary, type Ctx, type Simulation } from '../../src/sim/index.ts'
import type { QueryResult } from '../../src/sql/index.ts'
import { newTablet } from '../../src/vitess/topo/index.ts'
import {
  QueryService, tabletHost, vttabletAddress, type StreamHealthResponse, type Tablet, type TabletType,
} from '../../src/vitess/wire/index.ts'

/** How tests tell a fake tablet what to be. */
const FakeControl = service(
  'FakeControl', { say: unary<Partial<FakeHealth>, null>(), seen: unary<null, readonly string[]>() }
)

export interface FakeHealth {
  readonly tabletType: TabletType
  readonly serving: boolean
  readonly lagS: number
  readonly healthError: string
  readonly masterSinceS: number
  /** What queries fail with; '' for none. */
  readonly refusal: string
  /** How long queries take, besides their messages. */
  readonly queryMs: number
}

const healthy: FakeHealth = {
  tabletType: 'REPLICA', serving: true, lagS: 0, healthError: '', masterSinceS: 0, refusal: '', queryMs: 0,
}

export const okResult: QueryResult = { fields: [], rows: [], rowsAffected: 1, insertId: 0 }

/** A record for {@link addFakeTablet}. */
export const fakeTablet = (uid: number, type: TabletType, shard = '0', cell = 'zone1'): Tablet =>
  newTablet({ alias: { cell, uid }, keyspace: 'customer', shard, type })

/** Changes what the tablet reports, and how it answers. Its health stream tells at once. */
export async function tellFake(ctx: Ctx, tablet: Tablet, health: Partial<FakeHealth>): Promise<void> {
  await client(FakeControl, vttabletAddress(tablet.alias)).say(ctx, health)
}

/** The statements that it got, refused ones too. */
export async function seenByFake(ctx: Ctx, tablet: Tablet): Promise<readonly string[]> {
  return client(FakeControl, vttabletAddress(tablet.alias)).seen(ctx, null)
}

/** A process that streams health and answers queries as told; it starts healthy and serving. */
export function addFakeTablet(simulation: Simulation, tablet: Tablet, first: Partial<FakeHealth> = {}): void {
  simulation.process(vttabletAddress(tablet.alias), tabletHost(tablet.alias), async (boot) => {
    let health: FakeHealth = { ...healthy, tabletType: tablet.type, ...first }
    let version = 1
    const changed = new Signal('health')
    const seen: string[] = []
    const answer = <T>(result: T) => async (ctx: Ctx, request: object): Promise<T> => {
      seen.push('sql' in request ? String(request.sql) : '')
      if (health.queryMs > 0) await ctx.sleep(health.queryMs)
      if (health.refusal !== '') throw new Failure('FAILED_PRECONDITION', health.refusal)
      return result
    }
    boot.process.serve(FakeControl, {
      say: async (ctx, change) => {
        health = { ...health, ...change }
        version += 1
        changed.notify(ctx)
        return null
      },
      seen: async () => [...seen],
    })
    boot.process.serve(QueryService, {
      execute: answer(okResult), executeBatch: answer([okResult]), commit: answer(
        null
      ), rollback: answer(null),
      begin: answer({ transactionId: 7, alias: tablet.alias }),
      beginExecute: answer({ transactionId: 7, alias: tablet.alias, result: okResult }),
      streamExecute: async (ctx, request, out) => {
        await out.send(ctx, okResult)
        await answer(null)(ctx, request)
        await out.send(ctx, okResult)
      },
      streamHealth: async (ctx, _, out) => {
        for (let told = 0; ;) {
          if (told === version) {
            await changed.wait(ctx)
            continue
          }
          told = version
          await out.send(ctx, response(tablet, health))
        }
      },
    })
  })
}

function response(tablet: Tablet, health: FakeHealth): StreamHealthResponse {
  const { keyspace, shard } = tablet
  return {
    target: { keyspace, shard, tabletType: health.tabletType }, serving: health.serving,
    tabletExternallyReparentedTimestampS: health.masterSinceS, tabletAlias: tablet.alias,
    realtimeStats: {
      healthError: health.healthError, secondsBehindMaster: health.lagS, binlogPlayersCount: 0,
      secondsBehindMasterFilteredReplication: 0, qps: 0,
    },
  }
}
