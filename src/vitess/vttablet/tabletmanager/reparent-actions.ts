import { type Ctx, Failure } from '../../../sim/index.ts'
import { getTablet } from '../../topo/index.ts'
import type { SlaveStatus, TabletAlias } from '../../wire/index.ts'
import {
  createReparentJournal, type JournalEntry, populateReparentJournal, waitForReparentJournal,
} from './reparent-journal.ts'
import { fixSemiSync } from './semi-sync.ts'
import type { TabletAgent } from './tablet-agent.ts'

// What a reparent asks of its tablets, each under the action lock.
// Source: go/vt/vttablet/tabletmanager/rpc_replication.go.

/** Forgets all replication, and the binlog. What MySQL holds in its tables stays. */
export async function resetReplication(ctx: Ctx, agent: TabletAgent): Promise<void> {
  agent.setSlaveStopped(true)
  await agent.mysql.resetReplication(ctx)
}

/** The first master of a shard; the answer is the position from which its replicas start. */
export async function initMaster(ctx: Ctx, agent: TabletAgent): Promise<string> {
  // To be made master undoes any wish not to replicate.
  agent.setSlaveStopped(false)
  agent.isDemoted = false
  // Something must be in the binlog before there is a position.
  await agent.mysql.queries(ctx, createReparentJournal)
  const position = await agent.mysql.masterPosition(ctx)
  await fixSemiSync(ctx, agent, 'MASTER')
  await agent.mysql.setReadOnly(ctx, false)
  await agent.writeType(ctx, 'MASTER')
  await agent.refreshTablet(ctx, 'InitMaster')
  return position
}

/** Not under the action lock. With semi-sync it returns only when a replica has the row. */
export async function populateJournal(ctx: Ctx, agent: TabletAgent, entry: JournalEntry): Promise<void> {
  await agent.mysql.queries(ctx, [...createReparentJournal, populateReparentJournal(entry)])
}

/**
 * A replica from the start: it takes `position` for its own, and waits for the row that proves that it
 * replicates.
 */
export async function initSlave(
  ctx: Ctx, agent: TabletAgent,
  request: { readonly parent: TabletAlias; readonly position: string; readonly timeCreatedNs: bigint },
): Promise<void> {
  if (agent.tablet.type === 'MASTER') {
    await agent.updateState(ctx, await agent.writeType(ctx, 'REPLICA'), 'InitSlave')
  }
  const parent = (await getTablet(ctx, agent.topo, request.parent)).record
  agent.setSlaveStopped(false)
  await fixSemiSync(ctx, agent, agent.tablet.type)
  await agent.mysql.setSlavePosition(ctx, request.position)
  await agent.mysql.setMaster(ctx, parent.alias, false, true)
  await waitForReparentJournal(ctx, agent.mysql, request.timeCreatedNs)
}

/**
 * No more writes: the query service drains and stops, mysqld becomes read-only, and nobody's commit waits for
 * an acknowledgement. The answer is the last position. A step that fails undoes those before it, if so
 * wished.
 */
export async function demoteMaster(
  ctx: Ctx, agent: TabletAgent, revertPartialFailure: boolean,
): Promise<string> {
  const { mysql, server, tablet } = agent
  const undo: ((ctx: Ctx) => Promise<unknown>)[] = []
  agent.isDemoted = true
  try {
    const wasServing = server.state.isServing
    if (tablet.type === 'MASTER' && !await mysql.isReadOnly(ctx)) {
      ctx.log('I', 'rpc_replication.go:320', 'DemoteMaster disabling query service')
      if (wasServing) {
        undo.push(inner => server.setServingType(inner, tablet.type, true, 'DemoteMaster failed'))
      }
      await server.setServingType(ctx.background(), tablet.type, false, 'DemoteMaster')
      agent.health.broadcast(ctx)
    }
    undo.push(inner => mysql.setReadOnly(inner, false))
    await mysql.setReadOnly(ctx, true)
    undo.push(inner => fixSemiSync(inner, agent, 'MASTER'))
    await fixSemiSync(ctx, agent, 'REPLICA')
    return await mysql.masterPosition(ctx)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    if (revertPartialFailure) {
      agent.isDemoted = false
      for (const step of undo.reverse()) await attempt(ctx.background(), step)
    }
    throw error
  }
}

export async function undoDemoteMaster(ctx: Ctx, agent: TabletAgent): Promise<void> {
  agent.isDemoted = false
  await fixSemiSync(ctx, agent, 'MASTER')
  await agent.mysql.setReadOnly(ctx, false)
  ctx.log('I', 'rpc_replication.go:410', 'UndoDemoteMaster re-enabling query service')
  await agent.server.setServingType(ctx.background(), agent.tablet.type, true, 'UndoDemoteMaster')
  agent.health.broadcast(ctx)
}

/** From replica to master at once; the answer is where its own writing begins. */
export async function promoteSlave(ctx: Ctx, agent: TabletAgent): Promise<string> {
  const position = await agent.mysql.promote(ctx)
  // Commits wait for a replica from the first on.
  await fixSemiSync(ctx, agent, 'MASTER')
  await agent.mysql.setReadOnly(ctx, false)
  await agent.changeTypeLocked(ctx, 'MASTER')
  return position
}

export async function promoteSlaveWhenCaughtUp(
  ctx: Ctx, agent: TabletAgent, position: string,
): Promise<string> {
  await agent.mysql.waitMasterPos(ctx, position)
  return promoteSlave(ctx, agent)
}

/** Replication stops if it ran; the answer is how it was, with the position at which it stands now. */
export async function stopReplicationAndGetStatus(ctx: Ctx, agent: TabletAgent): Promise<SlaveStatus> {
  const before = await agent.mysql.slaveStatus(ctx)
  if (!before.slaveIoRunning && !before.slaveSqlRunning) return wireStatus(before)
  await stopSlave(ctx, agent)
  return wireStatus({ ...before, position: (await agent.mysql.slaveStatus(ctx)).position })
}

/** On purpose: nobody is to repair it. */
export async function stopSlave(ctx: Ctx, agent: TabletAgent): Promise<void> {
  agent.setSlaveStopped(true)
  await agent.mysql.stopSlave(ctx)
}

export async function startSlave(ctx: Ctx, agent: TabletAgent): Promise<void> {
  agent.setSlaveStopped(false)
  await fixSemiSync(ctx, agent, agent.tablet.type)
  await agent.mysql.startSlave(ctx)
}

/** Only what the page of the wire has. */
export function wireStatus(status: SlaveStatus): SlaveStatus {
  const { position, slaveIoRunning, slaveSqlRunning, secondsBehindMaster, masterHost } = status
  return { position, slaveIoRunning, slaveSqlRunning, secondsBehindMaster, masterHost }
}

async function attempt(ctx: Ctx, step: (ctx: Ctx) => Promise<unknown>): Promise<void> {
  try {
    await step(ctx)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    ctx.log('E', 'rpc_replication.go:350', `Failed to revert a step of DemoteMaster: ${error.message}`)
  }
}
