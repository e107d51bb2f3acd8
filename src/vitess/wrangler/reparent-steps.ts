import { type Ctx, Failure } from '../../sim/index.ts'
import { failure, failureText, tabletManager, wrapping } from '../command/index.ts'
import { checkShardLocked, type TabletInfo, type TopoLock } from '../topo/index.ts'
import { sameTabletAlias, type TabletAlias, tabletAliasString } from '../wire/index.ts'
import { nowNs } from './init-shard-master.ts'
import type { Wrangler } from './wrangler.ts'

export interface Reparent {
  readonly wr: Wrangler
  readonly keyspace: string
  readonly shard: string
  readonly lock: TopoLock
  readonly waitSlaveTimeoutMs: number
  tablets: ReadonlyMap<string, TabletInfo>
}

export async function checkReparentLock(ctx: Ctx, { wr, lock, keyspace, shard }: Reparent): Promise<void> {
  await wrapping('lost topology lock, aborting', () => checkShardLocked(ctx, wr.topo, lock, keyspace, shard))
}

export interface NewMaster {
  readonly actionName: string
  readonly elect: TabletAlias
  /** What goes into the journal. */
  readonly position: string
  /** True for a replica that has to be started even if it was stopped. */
  readonly forceStart: (alias: TabletAlias) => boolean
  readonly ifSlavesFail: string
}

/**
 * At the same time: a row into the journal of the new master, and all others pointed to it; each of these
 * waits for the row. Source: go/vt/wrangler/reparent.go, the end of plannedReparentShardLocked and
 * emergencyReparentShardLocked.
 */
export async function followNewMaster(ctx: Ctx, reparent: Reparent, master: NewMaster): Promise<void> {
  const { wr, tablets, waitSlaveTimeoutMs } = reparent
  const timeCreatedNs = nowNs(ctx)
  const slaveErrors: string[] = []
  await ctx.timeout(waitSlaveTimeoutMs,
    inner => inner.all([...tablets].map(([name, { record }]) => async (own: Ctx): Promise<void> => {
    if (sameTabletAlias(record.alias, master.elect)) {
      wr.logger.info(own, 'reparent.go:650', `populating reparent journal on new master ${name}`)
      await wrapping('failed to PopulateReparentJournal on master',
        () => tabletManager(master.elect).populateReparentJournal(own, {
        timeCreatedNs, actionName: master.actionName, masterAlias: master.elect, position: master.position,
      }))
      return
    }
    wr.logger.info(own, 'reparent.go:660', `setting new master on slave ${name}`)
    try {
      await tabletManager(record.alias).setMaster(own, {
        parent: master.elect, timeCreatedNs, waitPosition: '',
          forceStartSlave: master.forceStart(record.alias),
      })
    } catch (error) {
      if (own.canceled !== null) throw error
      slaveErrors.push(`tablet ${name} SetMaster failed: ${failureText(error)}`)
    }
  })))
  if (slaveErrors.length === 0) return
  wr.logger.error(ctx, 'reparent.go:680', `${master.ifSlavesFail}: ${slaveErrors.join(';')}`)
  throw failure(`${master.ifSlavesFail}: ${slaveErrors.join(';')}`)
}

/**
 * The MASTER with the newest term, or null if there is none, or a tie. Source: reparent.go findCurrentMaster.
 */
export function findCurrentMaster(ctx: Ctx, reparent: Reparent): TabletInfo | null {
  let newest: TabletInfo | null = null
  let tied = false
  for (const info of reparent.tablets.values()) {
    if (info.record.type !== 'MASTER') continue
    const term = info.record.masterTermStartMs ?? 0
    const best = newest?.record.masterTermStartMs ?? 0
    if (newest === null || term > best) {
      newest = info
      tied = false
    } else if (term === best) {
      tied = true
    }
  }
  if (newest === null) return null
  if (!tied) return newest
  reparent.wr.logger.warning(ctx, 'reparent.go:720', `Multiple masters with the same term start:`
    + ` ${tabletAliasString(newest.record.alias)}`)
  return null
}

/** What an answer was, or why there was none. */
export async function answerOf<T>(body: () => PromiseLike<T>): Promise<T | Failure> {
  try {
    return await body()
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
}
