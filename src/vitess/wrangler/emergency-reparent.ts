import { type Ctx, defineProcedure, Failure, runProcedure } from '../../sim/index.ts'
import { Position } from '../../sql/index.ts'
import { failure, ignoringFailure, tabletManager, wrapping } from '../command/index.ts'
import { deleteTablet, getShard, getTabletMapForShard, withShardLock } from '../topo/index.ts'
import { sameTabletAlias, type SlaveStatus, type TabletAlias, tabletAliasString } from '../wire/index.ts'
import { answerOf, checkReparentLock, followNewMaster, type Reparent } from './reparent-steps.ts'
import type { Wrangler } from './wrangler.ts'

interface EmergencyReparent extends Reparent {
  readonly elect: TabletAlias
  /** By alias text, of those that answered. */
  readonly statuses: Map<string, SlaveStatus>
  position: string
}

/**
 * Makes a tablet the master when the present one is gone. Source: go/vt/wrangler/reparent.go
 * EmergencyReparentShard.
 */
export async function emergencyReparentShard(
  ctx: Ctx, wr: Wrangler, keyspace: string, shard: string, elect: TabletAlias, waitSlaveTimeoutMs: number,
): Promise<void> {
  await withShardLock(ctx, wr.topo, keyspace, shard, `EmergencyReparentShard(${tabletAliasString(elect)})`,
    lock =>
    runProcedure(ctx, procedure, {
      wr, keyspace, shard, lock, elect, waitSlaveTimeoutMs, tablets: new Map(), statuses: new Map(),
        position: '',
    }, `${keyspace}/${shard}`))
}

const source = 'go/vt/wrangler/reparent.go emergencyReparentShardLocked'

const procedure = defineProcedure<EmergencyReparent>('emergency-reparent-shard', [
  {
    name: 'forget-old-master', source,
    says: state => `Read the tablets of ${state.keyspace}/${state.shard}, and delete`
      + ` the record of the old master.`,
    because: 'nobody knows what state it is in; it must not be taken for a master when it comes back',
    ifSkipped: 'two records claim to be the master, and the old one is waited for',
    run: forgetOldMaster,
    standIn: async (ctx, state) => {
      state.tablets = (await getTabletMapForShard(ctx, state.wr.topo, state.keyspace, state.shard)).tablets
    },
  },
  {
    name: 'stop-replication', source,
    says: 'Stop replication everywhere and ask each tablet what it has. Who does not answer is left out.',
    because: 'the positions can only be compared once they stand still',
    ifSkipped: 'it is not known who has most',
    run: stopReplication,
  },
  {
    name: 'check-most-advanced', source,
    says: state => `Check that ${tabletAliasString(state.elect)} has everything that any of the others has.`,
    because: 'transactions that only another replica has would be lost, and that replica could not follow',
    ifSkipped: 'acknowledged writes may be lost',
    run: checkMostAdvanced,
  },
  {
    name: 'promote-new-master', source, pointOfNoReturn: true,
    says: state => `Make ${tabletAliasString(state.elect)} the master.`,
    because: 'the shard has none',
    ifSkipped: 'the shard has no master',
    run: async (ctx, state) => {
      await checkReparentLock(ctx, state)
      const name = tabletAliasString(state.elect)
      state.wr.logger.info(ctx, 'reparent.go:860', `promote slave ${name}`)
      state.position = await wrapping(`master-elect tablet ${name} failed to be upgraded to master`, () =>
        ctx.timeout(state.waitSlaveTimeoutMs, inner => tabletManager(state.elect).promoteSlave(inner, {})))
      await checkReparentLock(ctx, state)
    },
  },
  {
    name: 'follow-new-master', source,
    says: 'Point all others to the new master; those that replicated before are started.',
    because: 'they wait for a master that is gone',
    ifSkipped: 'replicas go stale, and with semi-sync no write can commit',
    run: (ctx, state) => followNewMaster(ctx, state, {
      actionName: 'EmergencyReparentShard', elect: state.elect, position: state.position,
        ifSlavesFail: 'some slaves failed to reparent',
      forceStart: alias => {
        const status = state.statuses.get(tabletAliasString(alias))
        return status !== undefined && (status.slaveIoRunning || status.slaveSqlRunning)
      },
    }),
  },
])

async function forgetOldMaster(ctx: Ctx, state: EmergencyReparent): Promise<void> {
  const { wr, keyspace, shard, elect } = state
  const { record } = await getShard(ctx, wr.topo, keyspace, shard)
  const { tablets, partial } = await getTabletMapForShard(ctx, wr.topo, keyspace, shard)
  if (partial !== null) throw partial
  const name = tabletAliasString(elect)
  if (!tablets.has(name)) throw failure(`master-elect tablet ${name} is not in the shard`)
  if (sameTabletAlias(record.masterAlias, elect)) throw failure(`master-elect tablet`
    + ` ${name} is already the master`)
  const rest = new Map(tablets)
  const oldName = record.masterAlias === null ? '' : tabletAliasString(record.masterAlias)
  const old = tablets.get(oldName)
  if (old !== undefined) {
    wr.logger.info(ctx, 'reparent.go:790', `deleting old master ${oldName}`)
    rest.delete(oldName)
    const deleted = await ignoringFailure(ctx, async () => {
      await deleteTablet(ctx, wr.topo, old.record)
      return true
    })
    if (deleted !== true) wr.logger.warning(ctx, 'reparent.go:800', `failed to delete`
      + ` old master tablet ${oldName}`)
  }
  state.tablets = rest
}

async function stopReplication(ctx: Ctx, state: EmergencyReparent): Promise<void> {
  const { wr, tablets, statuses, waitSlaveTimeoutMs } = state
  await ctx.all([...tablets].map(([name, { record }]) => async (own: Ctx): Promise<void> => {
    wr.logger.info(own, 'reparent.go:815', `getting replication position from ${name}`)
    const status = await answerOf(() => own.timeout(waitSlaveTimeoutMs,
      inner => tabletManager(record.alias).stopReplicationAndGetStatus(inner, {})))
    if (!(status instanceof Failure)) statuses.set(name, status)
    else wr.logger.warning(own, 'reparent.go:820', `failed to get replication status from ${name}, ignoring`
      + ` tablet: ${status.message}`)
  }))
}

async function checkMostAdvanced(ctx: Ctx, state: EmergencyReparent): Promise<void> {
  await checkReparentLock(ctx, state)
  const name = tabletAliasString(state.elect)
  const own = state.statuses.get(name)
  if (own === undefined) throw failure(`couldn't get master elect ${name} replication position`)
  for (const [other, status] of state.statuses) {
    if (Position.decode(own.position).atLeast(Position.decode(status.position))) continue
    throw failure(`tablet ${other} is more advanced than master elect tablet ${name}:`
      + ` ${status.position} > ${own.position}`)
  }
}
