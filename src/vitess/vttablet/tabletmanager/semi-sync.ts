import { type Ctx, Failure } from '../../../sim/index.ts'
import type { TabletType } from '../../wire/index.ts'
import type { TabletAgent } from './tablet-agent.ts'

// Source: go/vt/vttablet/tabletmanager/rpc_replication.go fixSemiSync and its callers.

/** Only who may become master acknowledges: others would make a commit look safer than it is. */
const isMasterEligible = (type: TabletType): boolean => type === 'MASTER' || type === 'REPLICA'

/** Sets both sides as the type needs it. The replica side of a master stays on: it does no harm. */
export async function fixSemiSync(ctx: Ctx, agent: TabletAgent, type: TabletType): Promise<void> {
  if (!agent.config.enableSemiSync) return
  await agent.mysql.setSemiSync(ctx, type === 'MASTER', isMasterEligible(type))
}

/**
 * As `fixSemiSync`; replication that runs with the wrong setting is restarted. Masters are left to the
 * reparents.
 */
export async function fixSemiSyncAndReplication(ctx: Ctx, agent: TabletAgent): Promise<void> {
  const { type } = agent.tablet
  if (!agent.config.enableSemiSync || type === 'MASTER') return
  try {
    await fixSemiSync(ctx, agent, type)
    const status = await agent.mysql.replicaStatus(ctx)
    if (status === null || !status.slaveIoRunning) return
    const acking = await agent.mysql.semiSyncAcking(ctx)
    if (acking === isMasterEligible(type)) return
    ctx.log('I', 'rpc_replication.go:830',
      `Restarting replication for semi-sync flag change to take effect from ${acking} to ${isMasterEligible(type)}`)
    await agent.mysql.stopSlave(ctx)
    await agent.mysql.startSlave(ctx)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    throw new Failure(error.code, `fixSemiSyncAndReplication failed, may not ack correctly: ${error.message}`,
      { definite: error.definite })
  }
}
