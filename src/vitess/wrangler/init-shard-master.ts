import { type Ctx, defineProcedure, runProcedure } from '../../sim/index.ts'
import { failure, failureText, tabletManager, wrapping } from '../command/index.ts'
import {
  checkShardLocked, getShard, getTabletMapForShard, isShardMaster, tabletDbName, type TabletInfo,
  type TopoLock, updateShardFields, withShardLock,
} from '../topo/index.ts'
import { sameTabletAlias, type TabletAlias, tabletAliasString } from '../wire/index.ts'
import type { Wrangler } from './wrangler.ts'

interface InitShardMaster {
  readonly wr: Wrangler
  readonly keyspace: string
  readonly shard: string
  readonly elect: TabletAlias
  readonly force: boolean
  readonly waitSlaveTimeoutMs: number
  readonly lock: TopoLock
  tablets: ReadonlyMap<string, TabletInfo>
  position: string
}

/**
 * Makes the first master of a shard, whatever its tablets were before. Source: go/vt/wrangler/reparent.go
 * InitShardMaster.
 */
export async function initShardMaster(
  ctx: Ctx, wr: Wrangler, keyspace: string, shard: string, elect: TabletAlias, force: boolean,
    waitSlaveTimeoutMs: number,
): Promise<void> {
  const action = `InitShardMaster(${tabletAliasString(elect)})`
  await withShardLock(ctx, wr.topo, keyspace, shard, action, async lock => {
    const state: InitShardMaster = { wr, keyspace, shard, elect, force, waitSlaveTimeoutMs, lock,
      tablets: new Map(), position: '' }
    ctx.emit('reparent/event', { keyspace, shard, status: 'starting external from InitShardMaster' })
    try {
      await runProcedure(ctx, procedure, state, `${keyspace}/${shard}`)
    } catch (error) {
      ctx.emit('reparent/event', { keyspace, shard, status: `failed InitShardMaster: ${failureText(error)}` })
      throw error
    }
    ctx.emit('reparent/event', { keyspace, shard, status: 'finished InitShardMaster' })
  })
}

const source = 'go/vt/wrangler/reparent.go initShardMasterLocked'

const procedure = defineProcedure<InitShardMaster>('init-shard-master', [
  {
    name: 'check-preconditions', source,
    says: state => `Read the tablets of ${state.keyspace}/${state.shard} and check that`
      + ` ${tabletAliasString(state.elect)} may become its master.`,
    because: 'the next steps wipe replication on every tablet: a shard that has a'
      + ' master should not get there by accident',
    ifSkipped: 'any tablet of the shard becomes its master, whoever was it before',
    run: checkPreconditions,
    standIn: async (ctx, state) => {
      state.tablets = (await getTabletMapForShard(ctx, state.wr.topo, state.keyspace, state.shard)).tablets
    },
  },
  {
    name: 'reset-replication', source,
    says: 'Reset replication on all tablets: no master, no binlogs, no executed transactions.',
    because: 'they all must start from the same, empty history',
    ifSkipped: 'tablets that have transactions of their own refuse to follow the new master',
    run: resetReplication,
  },
  {
    name: 'init-master', source,
    says: state => `Tell ${tabletAliasString(state.elect)} that it is the master now;`
      + ` it answers with its position.`,
    because: 'it must accept writes and say so in the topology',
    ifSkipped: 'the shard has no master',
    run: initMaster,
  },
  {
    name: 'start-replication', source,
    says: 'At the same time: write a row into the reparent journal on the master, and point all others to'
      + ' the master, until they have that row.',
    because: 'a row that arrives proves that replication works; with semi-sync the master cannot even commit'
      + ' it before a replica is attached',
    ifSkipped: 'replicas stay empty, and the shard record does not name the master',
    run: startReplication,
  },
  {
    name: 'create-database', source,
    says: 'Create the database on the master, if it is not there.',
    because: 'a shard that begins without data needs somewhere to put its tables',
    ifSkipped: 'the first CREATE TABLE fails',
    run: createDatabase,
  },
])

async function checkPreconditions(ctx: Ctx, state: InitShardMaster): Promise<void> {
  const { wr, keyspace, shard, elect, force } = state
  const info = await getShard(ctx, wr.topo, keyspace, shard)
  const { tablets, partial } = await getTabletMapForShard(ctx, wr.topo, keyspace, shard)
  if (partial !== null) throw partial
  state.tablets = tablets
  const name = tabletAliasString(elect)
  const candidate = tablets.get(name)
  if (candidate === undefined) throw failure(`master-elect tablet ${name} is not in the shard`)
  const masters = [...tablets.values()].filter(({ record }) => record.type === 'MASTER')
  const complain = (text: string): void => {
    if (!force) throw failure(`${text}, use -force to proceed anyway`)
    wr.logger.warning(ctx, 'reparent.go:188', `${text}, proceeding anyway as -force was used`)
  }
  if (!isShardMaster(info.record, elect)) complain(`master-elect tablet ${name} is not the shard master`)
  if (candidate.record.type !== 'MASTER') complain(`master-elect tablet ${name} is not a master in the shard`)
  if (masters.some(({ record }) => !sameTabletAlias(record.alias, elect))) complain(`master-elect tablet`
    + ` ${name} is not the only master in the shard`)
}

async function resetReplication(ctx: Ctx, state: InitShardMaster): Promise<void> {
  const { wr, waitSlaveTimeoutMs } = state
  const errors: string[] = []
  await ctx.timeout(waitSlaveTimeoutMs,
    inner => inner.all([...state.tablets].map(([name, { record }]) => async (own: Ctx): Promise<void> => {
    wr.logger.info(own, 'reparent.go:222', `resetting replication on tablet ${name}`)
    try {
      await tabletManager(record.alias).resetReplication(own, {})
    } catch (error) {
      errors.push(`tablet ${name} ResetReplication failed (either fix it, or Scrap`
        + ` it): ${failureText(error)}`)
    }
  })))
  if (errors.length > 0) throw failure(errors.join(';'))
  await checkLock(ctx, state)
}

async function initMaster(ctx: Ctx, state: InitShardMaster): Promise<void> {
  state.wr.logger.info(ctx, 'reparent.go:247', `initializing master on ${tabletAliasString(state.elect)}`)
  state.position = await tabletManager(state.elect).initMaster(ctx, {})
  await checkLock(ctx, state)
}

/** Source: reparent.go, the check after each long step. */
async function checkLock(ctx: Ctx, state: InitShardMaster): Promise<void> {
  await wrapping('lost topology lock, aborting', () => checkShardLocked(ctx, state.wr.topo, state.lock,
    state.keyspace, state.shard))
}

async function startReplication(ctx: Ctx, state: InitShardMaster): Promise<void> {
  const { wr, elect, position, waitSlaveTimeoutMs } = state
  const timeCreatedNs = nowNs(ctx)
  const slaveErrors: string[] = []
  await ctx.timeout(waitSlaveTimeoutMs,
    inner => inner.all([...state.tablets].map(([name, { record }]) => async (own: Ctx): Promise<void> => {
    if (sameTabletAlias(record.alias, elect)) {
      wr.logger.info(own, 'reparent.go:278', `populating reparent journal on new master ${name}`)
      await wrapping('failed to PopulateReparentJournal on master',
        () => tabletManager(elect).populateReparentJournal(
        own, { timeCreatedNs, actionName: 'InitShardMaster', masterAlias: elect, position }))
      await nameMaster(own, state)
      return
    }
    wr.logger.info(own, 'reparent.go:285', `initializing slave ${name}`)
    try {
      await tabletManager(record.alias).initSlave(own, { parent: elect, position, timeCreatedNs })
    } catch (error) {
      if (own.canceled !== null) throw error
      slaveErrors.push(`tablet ${name} InitSlave failed: ${failureText(error)}`)
    }
  })))
  if (slaveErrors.length > 0) throw failure(slaveErrors.join(';'))
}

async function nameMaster(ctx: Ctx, { wr, keyspace, shard, elect }: InitShardMaster): Promise<void> {
  await wrapping('failed to update shard master record', () => updateShardFields(ctx, wr.topo, keyspace,
    shard, record =>
    isShardMaster(record, elect) ? null : { ...record, masterAlias: elect }))
}

async function createDatabase(ctx: Ctx, { tablets, elect }: InitShardMaster): Promise<void> {
  const tablet = tablets.get(tabletAliasString(elect))
  if (tablet === undefined) throw failure(`master-elect tablet`
    + ` ${tabletAliasString(elect)} is not in the shard`)
  const dbName = tabletDbName(tablet.record)
  await wrapping('failed to create database', () => tabletManager(elect).executeFetchAsDba(ctx, {
    sql: `CREATE DATABASE IF NOT EXISTS \`${dbName}\``, dbName: '', maxRows: 1, disableBinlogs: false,
      reloadSchema: true,
  }))
}

/** The world's clock in nanoseconds since 1970: what entries of the reparent journal are known by. */
export const nowNs = (ctx: Ctx): bigint => BigInt(ctx.unixMs) * 1_000_000n + BigInt(ctx.nowUs % 1000) * 1000n
