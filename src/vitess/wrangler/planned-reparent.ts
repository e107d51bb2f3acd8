import { type Ctx, defineProcedure, Failure, runProcedure } from '../../sim/index.ts'
import { Position } from '../../sql/index.ts'
import { failure, tabletManager, wrapped, wrapping } from '../command/index.ts'
import { getShard, getTabletMapForShard, type TabletInfo, withShardLock } from '../topo/index.ts'
import { sameTabletAlias, type TabletAlias, tabletAliasString } from '../wire/index.ts'
import {
  answerOf, checkReparentLock, findCurrentMaster, followNewMaster, type Reparent,
} from './reparent-steps.ts'
import type { Wrangler } from './wrangler.ts'

interface PlannedReparent extends Reparent {
  readonly newMaster: TabletAlias | null
  avoid: TabletAlias | null
  elect: TabletAlias | null
  current: TabletInfo | null
  /** For the journal. */
  position: string
  /** True if there is nothing to do. */
  done: boolean
}

/** -remote_operation_timeout, for taking a demotion back. */
const undoTimeoutMs = 30_000

/**
 * Makes another tablet the master while the present one is alive. Source: go/vt/wrangler/reparent.go
 * PlannedReparentShard.
 */
export async function plannedReparentShard(
  ctx: Ctx, wr: Wrangler, keyspace: string, shard: string, newMaster: TabletAlias | null,
    avoid: TabletAlias | null, waitSlaveTimeoutMs: number,
): Promise<void> {
  const text = (alias: TabletAlias | null): string => alias === null ? '<nil>' : tabletAliasString(alias)
  const { record } = await getShard(ctx, wr.topo, keyspace, shard)
  const avoided = newMaster === null && avoid === null ? record.masterAlias : avoid
  await withShardLock(ctx, wr.topo, keyspace, shard, `PlannedReparentShard(${text(newMaster)},`
    + ` avoid_master=${text(avoided)})`, lock =>
    runProcedure(ctx, procedure, {
      wr, keyspace, shard, lock, waitSlaveTimeoutMs, newMaster, avoid: avoided, elect: newMaster,
        current: null, tablets: new Map(), position: '', done: false,
    }, `${keyspace}/${shard}`))
}

const source = 'go/vt/wrangler/reparent.go plannedReparentShardLocked'
const unlessDone = (body: (ctx: Ctx, state: PlannedReparent) => Promise<void>) => async (ctx: Ctx,
  state: PlannedReparent): Promise<void> => {
  if (!state.done) await body(ctx, state)
}

const procedure = defineProcedure<PlannedReparent>('planned-reparent-shard', [
  {
    name: 'choose-new-master', source,
    says: state => `Read the tablets of ${state.keyspace}/${state.shard}, find the present master, and`
      + ` choose who follows it.`,
    because: 'the new master must be in the shard, and should be the one that has most',
    ifSkipped: 'nobody is chosen, so nothing is done',
    run: chooseNewMaster,
    standIn: async (_ctx, state) => { state.done = true },
  },
  {
    name: 'catch-up', source,
    says: 'Have the new master reach where the present one stands now, while that one still serves.',
    because: 'what is left to wait for during the outage is then little',
    ifSkipped: 'writes are refused for longer',
    run: unlessDone(catchUp),
  },
  {
    name: 'demote-old-master', source: 'go/vt/vttablet/tabletmanager/rpc_replication.go demoteMaster',
    says: 'The present master stops its query service, becomes read-only and says where it stands.',
    because: 'from here on its position stands still',
    ifSkipped: 'there are two masters; what the old one accepts meanwhile is lost',
    run: unlessDone(demote),
    undo: async (ctx, state) => {
      if (state.current === null || state.done) return
      const { alias } = state.current.record
      await ctx.timeout(undoTimeoutMs, inner => tabletManager(alias).undoDemoteMaster(inner, {}))
    },
  },
  {
    name: 'promote-new-master', source, pointOfNoReturn: true,
    says: 'The new master waits until it has reached that position, stops replication and accepts writes.',
    because: 'every write that was acknowledged must be in it',
    ifSkipped: 'the shard has no master',
    run: unlessDone(promote),
  },
  {
    name: 'follow-new-master', source,
    says: 'Point all others to the new master, the old one too; a row in the reparent'
      + ' journal proves that they follow.',
    because: 'they would otherwise wait for a master that is none',
    ifSkipped: 'replicas go stale, and with semi-sync no write on the new master can commit',
    run: unlessDone(async (ctx, state) => {
      await checkReparentLock(ctx, state)
      await followNewMaster(ctx, state, {
        actionName: 'PlannedReparentShard', elect: state.elect!, position: state.position,
          forceStart: () => false,
        ifSlavesFail: 'some replicas failed to reparent; retry PlannedReparentShard with the same new master'
          + ' alias to retry failed replicas',
      })
    }),
  },
])

async function chooseNewMaster(ctx: Ctx, state: PlannedReparent): Promise<void> {
  const { wr, keyspace, shard } = state
  const { record } = await getShard(ctx, wr.topo, keyspace, shard)
  const { tablets, partial } = await getTabletMapForShard(ctx, wr.topo, keyspace, shard)
  if (partial !== null) throw partial
  state.tablets = tablets
  if (state.newMaster !== null && sameTabletAlias(state.newMaster, state.avoid)) {
    throw failure(`master-elect tablet ${tabletAliasString(state.newMaster)} is the`
      + ` same as the tablet to avoid`)
  }
  if (state.newMaster === null) {
    if (!sameTabletAlias(state.avoid, record.masterAlias)) {
      ctx.emit('reparent/event', { keyspace, shard, status: 'current master does not'
        + ' match -avoid_master, nothing to do' })
      state.done = true
      return
    }
    state.elect = await mostAdvancedReplica(ctx, state)
  }
  const elect = state.elect!
  if (!tablets.has(tabletAliasString(elect))) throw failure(`master-elect tablet ${tabletAliasString(elect)}`
    + ` is not in the shard`)
  if (record.masterAlias === null) throw failure('the shard has no master, use EmergencyReparentShard')
  state.current = findCurrentMaster(ctx, state)
}

/** The replica in the master's cell that has most. Source: reparent.go chooseNewMaster. */
async function mostAdvancedReplica(ctx: Ctx, state: PlannedReparent): Promise<TabletAlias> {
  const { tablets, avoid } = state
  if (avoid === null) throw failure('tablet to avoid for reparent is not provided, cannot choose new master')
  const candidates = [...tablets.values()].filter(({ record }) =>
    record.alias.cell === avoid.cell && record.type === 'REPLICA' && !sameTabletAlias(record.alias, avoid))
  const positions =
    await ctx.all(candidates.map(({ record }) => (own: Ctx) =>
    answerOf(() => tabletManager(record.alias).slaveStatus(own, {}))))
  let best: { alias: TabletAlias; position: Position } | null = null
  for (const [i, answer] of positions.entries()) {
    if (answer instanceof Failure) continue
    const position = Position.decode(answer.position)
    if (best === null || (!best.position.atLeast(position))) best = { alias: candidates[i]!.record.alias,
      position }
  }
  if (best === null) throw failure('cannot find a tablet to reparent to')
  return best.alias
}

async function catchUp(ctx: Ctx, state: PlannedReparent): Promise<void> {
  const { current, elect, waitSlaveTimeoutMs } = state
  if (current === null || sameTabletAlias(current.record.alias, elect)) return
  const { alias } = current.record
  const snapshot = await wrapping(`can't get replication position on current master`
    + ` ${tabletAliasString(alias)}`, () =>
    ctx.timeout(undoTimeoutMs, inner => tabletManager(alias).masterPosition(inner, {})))
  await wrapping(`replication on master-elect ${tabletAliasString(elect!)} did not catch up in time`,
    () => ctx.timeout(waitSlaveTimeoutMs, inner =>
    tabletManager(elect!).setMaster(inner, { parent: alias, timeCreatedNs: 0n, waitPosition: snapshot,
      forceStartSlave: true })))
}

async function demote(ctx: Ctx, state: PlannedReparent): Promise<void> {
  const { wr, current, elect } = state
  await checkReparentLock(ctx, state)
  if (current === null) return demoteEverybody(ctx, state)
  const { alias } = current.record
  if (sameTabletAlias(alias, elect)) return
  wr.logger.info(ctx, 'reparent.go:540', `demote current master ${tabletAliasString(alias)}`)
  state.position = await wrapping(`old master tablet ${tabletAliasString(alias)} DemoteMaster failed`, () =>
    ctx.timeout(undoTimeoutMs, inner => tabletManager(alias).demoteMaster(inner, {})))
}

/**
 * Nobody knows who the master is: everybody is demoted, for good, and the new master must have all that they
 * have.
 */
async function demoteEverybody(ctx: Ctx, state: PlannedReparent): Promise<void> {
  const { wr, tablets, elect } = state
  const answers = await ctx.timeout(undoTimeoutMs,
    inner => inner.all([...tablets].map(([name, { record }]) => async (own: Ctx) => {
    wr.logger.info(own, 'reparent.go:500', `demote tablet ${name}`)
    return { name, answer: await answerOf(() => tabletManager(record.alias).demoteMaster(own, {})) }
  })))
  const electName = tabletAliasString(elect!)
  const own = answers.find(({ name }) => name === electName)!.answer
  if (answers.some(({ answer }) => answer instanceof Failure)) throw failure('failed to demote all tablets')
  for (const { name, answer } of answers) {
    if (Position.decode(own as string).atLeast(Position.decode(answer as string))) continue
    throw failure(`tablet ${name} position (${answer as string}) contains transactions not found in`
      + ` master-elect ${electName} position (${own as string})`)
  }
}

async function promote(ctx: Ctx, state: PlannedReparent): Promise<void> {
  const { current, elect, position, waitSlaveTimeoutMs } = state
  const tablet = tabletManager(elect!)
  const name = tabletAliasString(elect!)
  if (current === null) {
    state.position = await wrapping(`failed to promote ${name}`, () => ctx.timeout(undoTimeoutMs,
      inner => tablet.promoteSlave(inner, {})))
    return
  }
  if (sameTabletAlias(current.record.alias, elect)) {
    // Already the master: the command then serves to repair who does not follow it.
    await tablet.refreshState(ctx, {})
    state.position = await tablet.masterPosition(ctx, {})
    return
  }
  try {
    state.position = await ctx.timeout(waitSlaveTimeoutMs, inner => tablet.promoteSlaveWhenCaughtUp(inner,
      { position }))
  } catch (error) {
    throw wrapped(error, `master-elect tablet ${name} failed to catch up with`
      + ` replication or be upgraded to master`)
  }
}
