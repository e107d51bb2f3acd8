import { bootMysqld, MysqlConnection } from '../../src/mysql/index.ts'
import { client, type Ctx, type Simulation, type SimulationOptions } from '../../src/sim/index.ts'
import type { BindVariables, QueryResult } from '../../src/sql/index.ts'
import { bootVttablet, type VttabletSpec } from '../../src/vitess/vttablet/index.ts'
import {
  mysqldAddress, QueryService, TabletManager, tabletHost, type TabletAlias, type TabletType, vttabletAddress,
} from '../../src/vitess/wire/index.ts'
import { inTopology } from './topo-world.ts'

export const zone1 = (uid: number): TabletAlias => ({ cell: 'zone1', uid })

export type TestTablet = Partial<VttabletSpec> & { readonly uid: number; readonly keyspace: string; readonly shard: string }

/** A world of topology servers, mysqlds and vttablets, of which nobody is master yet. */
export async function inTabletWorld<T>(
  tablets: readonly TestTablet[], body: (ctx: Ctx, simulation: Simulation) => Promise<T>, options: SimulationOptions = {},
): Promise<{ value: T; simulation: Simulation }> {
  const { run, value, simulation } = await inTopology(async (ctx, _topo, world) => {
    for (const spec of tablets) startTablet(world, spec)
    for (const { uid } of tablets) await world.find(vttabletAddress(zone1(uid)))!.untilReady(ctx)
    return body(ctx, world)
  }, { options })
  if (run.outcome !== 'done') throw run.error ?? new Error(run.outcome)
  return { value, simulation }
}

export function startTablet(simulation: Simulation, { uid, ...spec }: TestTablet): void {
  const alias = zone1(uid)
  const serverUuid = `00000000-0000-0000-0000-${String(uid).padStart(12, '0')}`
  simulation.process(mysqldAddress(alias), tabletHost(alias), bootMysqld({ address: mysqldAddress(alias), serverUuid, serverId: uid }))
  simulation.process(vttabletAddress(alias), tabletHost(alias), bootVttablet({
    alias, initTabletType: 'REPLICA', healthCheckIntervalMs: 5_000, enableReplicationReporter: true, ...spec,
  }))
}

export const manager = (uid: number): InstanceType<typeof TabletManager.stub> => client(TabletManager, vttabletAddress(zone1(uid)))
export const queryService = (uid: number): InstanceType<typeof QueryService.stub> => client(QueryService, vttabletAddress(zone1(uid)))

/** What InitShardMaster does, without its checks: the first is master, the others replicate from it. */
export async function initShard(ctx: Ctx, master: number, ...slaves: number[]): Promise<void> {
  for (const uid of [master, ...slaves]) await manager(uid).resetReplication(ctx, {})
  const position = await manager(master).initMaster(ctx, {})
  const timeCreatedNs = BigInt(ctx.unixMs) * 1_000_000n
  await ctx.all([
    inner => manager(master).populateReparentJournal(inner, {
      timeCreatedNs, actionName: 'InitShardMaster', masterAlias: zone1(master), position,
    }),
    ...slaves.map(uid => (inner: Ctx) => manager(uid).initSlave(inner, { parent: zone1(master), position, timeCreatedNs })),
  ])
}

/** Statements of an administrator, in the tablet's own database. */
export async function dba(ctx: Ctx, uid: number, database: string, ...list: string[]): Promise<QueryResult> {
  const connection = await MysqlConnection.connect(ctx, mysqldAddress(zone1(uid)), 'dba', database)
  const results = await connection.executeBatch(ctx, list.map(sql => ({ sql })))
  await connection.close(ctx)
  return results.at(-1)!
}

export interface Asked { readonly uid: number; readonly keyspace: string; readonly shard: string; readonly type?: TabletType }

/** One statement by itself, as a vtgate would send it. */
export function ask({ uid, keyspace, shard, type = 'MASTER' }: Asked) {
  const target = { keyspace, shard, tabletType: type }
  const service = queryService(uid)
  return {
    target,
    execute: async (ctx: Ctx, sql: string, bindVariables: BindVariables = {}, transactionId = 0): Promise<QueryResult> =>
      await service.execute(ctx, { target, sql, bindVariables, transactionId }),
    begin: async (ctx: Ctx): Promise<number> => (await service.begin(ctx, { target })).transactionId,
    commit: async (ctx: Ctx, transactionId: number): Promise<void> => { await service.commit(ctx, { target, transactionId }) },
    rollback: async (ctx: Ctx, transactionId: number): Promise<void> => { await service.rollback(ctx, { target, transactionId }) },
  }
}
