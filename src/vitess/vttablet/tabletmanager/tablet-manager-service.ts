import { type Ctx, Failure, type Process } from '../../../sim/index.ts'
import { mysqldAddress, TabletManager } from '../../wire/index.ts'
import { ConnectionPool } from '../tabletserver/connection-pool.ts'
import { grpcError } from '../tabletserver/error-conversion.ts'
import { readSchema } from '../tabletserver/schema-reader.ts'
import { executeFetch } from './execute-fetch.ts'
import { preflightSchema } from './preflight-schema.ts'
import {
  demoteMaster, initMaster, initSlave, populateJournal, promoteSlave, promoteSlaveWhenCaughtUp,
    resetReplication, startSlave,
  stopReplicationAndGetStatus, stopSlave, undoDemoteMaster, wireStatus,
} from './reparent-actions.ts'
import { setMasterLocked } from './set-master.ts'
import type { TabletAgent } from './tablet-agent.ts'
import { TableLocks } from './table-locks.ts'

/**
 * The RPCs of operators' tools. Failures say which RPC of which tablet it was, as Vitess's server does, and
 * have the prefix that its client library adds. Source: go/vt/vttablet/grpctmserver/server.go,
 * go/vt/vttablet/tabletmanager/rpc_agent.go.
 */
export function serveTabletManager(process: Process, agent: TabletAgent, dbaPool: ConnectionPool): void {
  const { config, mysql, server, vreplication } = agent
  const address = mysqldAddress(config.alias)
  const { dbName } = server
  const pool = (user: 'app' | 'allprivs', capacity: number): ConnectionPool => new ConnectionPool({
    name: `${user} pool`, address, user, database: dbName, capacity, timeoutMs: null,
      exhausted: 'pool wait timed out',
  })
  const appPool = pool('app', config.appPoolSize)
  const allPrivsPool = pool('allprivs', config.dbaPoolSize)
  const locks = new TableLocks(address, dbName, config.lockTablesTimeoutMs)

  const plain = async <T>(name: string, body: () => Promise<T>): Promise<T> => {
    try {
      return await body()
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      const { code, definite, errno, sqlState } = error
      const text = grpcError(code, `TabletManager.${name} on ${agent.name} error: ${error.message}`)
      throw new Failure(code, text, { definite, errno, sqlState })
    }
  }
  /** Under the action lock. */
  const action = <T>(ctx: Ctx, name: string, body: () => PromiseLike<T>): Promise<T> =>
    plain(name, () => agent.withLock(ctx, body))
  const done = async (task: Promise<unknown>): Promise<null> => { await task; return null }
  const reload = async (ctx: Ctx, wanted: boolean): Promise<void> => {
    if (wanted) await server.schema.tryReload(ctx)
  }

  process.serve(TabletManager, {
    ping: async () => null,
    refreshState: ctx => done(action(ctx, 'RefreshState', () => agent.refreshTablet(ctx, 'RefreshState'))),
    runHealthCheck: ctx => done(action(ctx, 'RunHealthCheck', () => agent.health.runLocked(ctx))),
    changeType: (ctx, { type }) => done(action(ctx, 'ChangeType', () => agent.changeTypeLocked(ctx, type))),

    getSchema: (ctx, filter) =>
      plain('GetSchema', () => dbaPool.with(ctx, connection => readSchema(ctx, connection, dbName, filter))),
    reloadSchema: (ctx, { waitPosition }) => done(plain('ReloadSchema', async () => {
      if (waitPosition !== '') await mysql.waitMasterPos(ctx, waitPosition)
      ctx.log('I', 'rpc_schema.go:60', 'ReloadSchema requested via RPC')
      await server.schema.reload(ctx)
    })),
    preflightSchema: (ctx, { changes }) => action(ctx, 'PreflightSchema', () =>
      dbaPool.with(ctx, connection => preflightSchema(ctx, connection, dbName, changes))),
    executeFetchAsDba: (ctx, request) => plain('ExecuteFetchAsDba', async () => {
      const result = await executeFetch(ctx, dbaPool, request)
      await reload(ctx, request.reloadSchema)
      return result
    }),
    executeFetchAsApp: (ctx, { sql, maxRows }) => plain('ExecuteFetchAsApp', () =>
      executeFetch(ctx, appPool, { sql, maxRows, dbName: '', disableBinlogs: false })),
    executeFetchAsAllPrivs: (ctx, request) => plain('ExecuteFetchAsAllPrivs', async () => {
      const result = await executeFetch(ctx, allPrivsPool, { ...request, disableBinlogs: false })
      await reload(ctx, request.reloadSchema)
      return result
    }),
    lockTables: ctx => done(plain('LockTables', () => locks.lock(ctx))),
    unlockTables: ctx => done(plain('UnlockTables', () => locks.unlock(ctx))),

    masterPosition: ctx => plain('MasterPosition', () => mysql.masterPosition(ctx)),
    waitForPosition: (ctx, { position }) =>
      done(plain('WaitForPosition', () => mysql.waitMasterPos(ctx, position))),
    slaveStatus: ctx => plain('SlaveStatus', async () => wireStatus(await mysql.slaveStatus(ctx))),
    getSlaves: ctx => plain('GetSlaves', () => mysql.slaves(ctx)),
    stopSlave: ctx => done(action(ctx, 'StopSlave', () => stopSlave(ctx, agent))),
    stopSlaveMinimum: (ctx, { position, waitTimeMs }) => action(ctx, 'StopSlaveMinimum', async () => {
      await ctx.timeout(waitTimeMs, inner => mysql.waitMasterPos(inner, position))
      await stopSlave(ctx, agent)
      return mysql.masterPosition(ctx)
    }),
    startSlave: ctx => done(action(ctx, 'StartSlave', () => startSlave(ctx, agent))),
    startSlaveUntilAfter: (ctx, { position, waitTimeMs }) => done(action(ctx, 'StartSlaveUntilAfter', () =>
      ctx.timeout(waitTimeMs, inner => mysql.startSlaveUntilAfter(inner, position)))),

    resetReplication: ctx => done(action(ctx, 'ResetReplication', () => resetReplication(ctx, agent))),
    initMaster: ctx => action(ctx, 'InitMaster', () => initMaster(ctx, agent)),
    populateReparentJournal: (ctx, entry) =>
      done(plain('PopulateReparentJournal', () => populateJournal(ctx, agent, entry))),
    initSlave: (ctx, request) => done(action(ctx, 'InitSlave', () => initSlave(ctx, agent, request))),
    setMaster: (ctx, request) => done(action(ctx, 'SetMaster', () => setMasterLocked(ctx, agent, request))),
    slaveWasPromoted: ctx =>
      done(action(ctx, 'SlaveWasPromoted', () => agent.changeTypeLocked(ctx, 'MASTER'))),
    slaveWasRestarted: ctx => done(action(ctx, 'SlaveWasRestarted', async () => {
      // Only what a former master must do: to become a replica.
      if (agent.tablet.type !== 'MASTER') return
      await agent.updateState(ctx, await agent.writeType(ctx, 'REPLICA'), 'SlaveWasRestarted')
    })),
    stopReplicationAndGetStatus: ctx =>
      action(ctx, 'StopReplicationAndGetStatus', () => stopReplicationAndGetStatus(ctx, agent)),
    demoteMaster: ctx => action(ctx, 'DemoteMaster', () => demoteMaster(ctx, agent, true)),
    undoDemoteMaster: ctx => done(action(ctx, 'UndoDemoteMaster', () => undoDemoteMaster(ctx, agent))),
    promoteSlaveWhenCaughtUp: (ctx, { position }) => action(ctx, 'PromoteSlaveWhenCaughtUp', () =>
      promoteSlaveWhenCaughtUp(ctx, agent, position)),
    promoteSlave: ctx => action(ctx, 'PromoteSlave', () => promoteSlave(ctx, agent)),

    // Not under the action lock: a stream may be made while the tablet's state is refreshed.
    vReplicationExec: (ctx, { query }) => plain('VReplicationExec', () => vreplication.exec(ctx, query)),
    vReplicationWaitForPos: (ctx, { id, position }) => done(plain('VReplicationWaitForPos', () =>
      vreplication.waitForPos(ctx, id, position))),
  })
}
