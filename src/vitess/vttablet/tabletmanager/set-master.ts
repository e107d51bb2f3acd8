import type { Ctx } from '../../../sim/index.ts'
import { getTablet, withShardLock } from '../../topo/index.ts'
import { mysqldAddress, type TabletAlias, tabletAliasString } from '../../wire/index.ts'
import { waitForReparentJournal } from './reparent-journal.ts'
import { fixSemiSync } from './semi-sync.ts'
import type { TabletAgent } from './tablet-agent.ts'

export interface NewMaster {
  readonly parent: TabletAlias
  /** 0: do not wait for the reparent journal. */
  readonly timeCreatedNs: bigint
  /** '' for none. */
  readonly waitPosition: string
  readonly forceStartSlave: boolean
}

/**
 * Replicates from another master from now on. Replication that was stopped stays stopped, unless it was never
 * configured or is forced: a drained tablet keeps its frozen position. Source: rpc_replication.go
 * setMasterLocked.
 */
export async function setMasterLocked(ctx: Ctx, agent: TabletAgent, request: NewMaster): Promise<void> {
  const { mysql } = agent
  // To be sent here means that another master has been made: stop being one before anything else.
  if (agent.tablet.type === 'MASTER') {
    await agent.updateState(ctx, await agent.writeType(ctx, 'REPLICA'), 'setMasterLocked')
  }
  const status = await mysql.replicaStatus(ctx)
  const wasReplicating = status !== null && (status.slaveIoRunning || status.slaveSqlRunning)
  const shouldReplicate = status === null || wasReplicating || request.forceStartSlave
  await fixSemiSync(ctx, agent, agent.tablet.type === 'MASTER' ? 'REPLICA' : agent.tablet.type)
  // The parent's record must be there: that is who vouches for its address.
  const parent = (await getTablet(ctx, agent.topo, request.parent)).record
  if (status?.masterHost !== mysqldAddress(parent.alias)) {
    await mysql.setMaster(ctx, parent.alias, wasReplicating, shouldReplicate)
  } else if (shouldReplicate && !(status.slaveIoRunning && status.slaveSqlRunning)) {
    await mysql.startSlave(ctx)
  }
  if (request.waitPosition !== '') await mysql.waitMasterPos(ctx, request.waitPosition)
  if (!shouldReplicate || request.timeCreatedNs === 0n) return
  await waitForReparentJournal(ctx, mysql, request.timeCreatedNs)
}

/**
 * Under the shard's lock, so as not to meet a reparent. Source: rpc_replication.go
 * setMasterRepairReplication.
 */
export async function repairReplication(ctx: Ctx, agent: TabletAgent, master: TabletAlias): Promise<void> {
  const { keyspace, shard } = agent.tablet
  // The unbalanced parenthesis is Vitess's.
  const action = `repairReplication to ${tabletAliasString(master)} as parent)`
  const request = { parent: master, timeCreatedNs: 0n, waitPosition: '', forceStartSlave: true }
  await withShardLock(ctx, agent.topo, keyspace, shard, action, () => setMasterLocked(ctx, agent, request))
}
