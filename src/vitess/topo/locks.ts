import { defineGuard, Failure, type Ctx } from '../../sim/index.ts'
import { keyspaceDirectory, shardDirectory } from './paths.ts'
import type { TopoClient } from './topo-client.ts'
import { topoFailure } from './topo-error.ts'

/** `-topo_etcd_lease_ttl`: how long a lock outlives the last sign of life of who holds it. */
export const lockLeaseMs = 30_000
/** etcd's client renews a lease three times in its life. */
const keepAliveEveryMs = lockLeaseMs / 3

const keepAliveGuard = defineGuard({
  name: 'topo-lock-keep-alive',
  because: 'an action may take longer than the lease of its lock',
  ifOff: 'a lock vanishes 30s after it was taken, and a second command starts under the first one',
})

/**
 * A lock on a keyspace or a shard that the holder of this object has, or had. Two locks on the same thing
 * exclude each other, a keyspace's and a shard's do not. Not reentrant: who holds it and asks again waits for
 * nothing and fails. Where Vitess looks into the context for the lock, functions here take it as an argument.
 */
export interface TopoLock {
  /** `keyspace customer` or `shard customer/0`, as log lines name it. */
  readonly what: string
  readonly path: string
  readonly action: string
  readonly lockId: number
  /** Ends the keep-alive. */
  readonly stopKeepAlive: () => void
  released: boolean
}

/** Log lines of one kind of lock; line numbers are those of the file that the article's log comes from. */
interface LockLines { readonly locking: string; readonly failed: string; readonly done: string }
const keyspaceLines: LockLines = { locking: 'locks.go:218', failed: 'locks.go:254', done: 'locks.go:257' }
const shardLines: LockLines = { locking: 'locks.go:352', failed: 'locks.go:390', done: 'locks.go:393' }

/**
 * Fails with NOT_FOUND if there is no such keyspace, DEADLINE_EXCEEDED after 30 s.
 * Source: go/vt/topo/locks.go LockKeyspace.
 */
export function lockKeyspace(
  ctx: Ctx, topo: TopoClient, keyspace: string, action: string,
): Promise<TopoLock> {
  return acquire(ctx, topo, keyspaceDirectory(keyspace), `keyspace ${keyspace}`, action, keyspaceLines)
}

/** As {@link lockKeyspace}, for a shard: what reparents take. Source: locks.go LockShard. */
export function lockShard(
  ctx: Ctx, topo: TopoClient, keyspace: string, shard: string, action: string,
): Promise<TopoLock> {
  return acquire(ctx, topo, shardDirectory(keyspace, shard), `shard ${keyspace}/${shard}`, action, shardLines)
}

/** Does `body` under the keyspace's lock. A failed unlock fails an action that otherwise succeeded. */
export async function withKeyspaceLock<T>(
  ctx: Ctx, topo: TopoClient, keyspace: string, action: string, body: (lock: TopoLock) => Promise<T>,
): Promise<T> {
  return underLock(ctx, topo, await lockKeyspace(ctx, topo, keyspace, action), body)
}

/** As {@link withKeyspaceLock}, for a shard. */
export async function withShardLock<T>(
  ctx: Ctx, topo: TopoClient, keyspace: string, shard: string, action: string,
  body: (lock: TopoLock) => Promise<T>,
): Promise<T> {
  return underLock(ctx, topo, await lockShard(ctx, topo, keyspace, shard, action), body)
}

/**
 * Fails unless `lock` is this keyspace's and not yet released. It does not ask the server.
 * Source: CheckKeyspaceLocked.
 */
export function checkKeyspaceLocked(lock: TopoLock | null, keyspace: string): void {
  if (lock === null) throw topoFailure(`keyspace ${keyspace} is not locked (no locksInfo)`)
  if (lock.released || lock.path !== keyspaceDirectory(keyspace)) {
    throw topoFailure(`keyspace ${keyspace} is not locked (no lockInfo in map)`)
  }
}

/** Asks the server whether the lease still runs, and renews it. Source: CheckShardLocked, etcd2topo Check. */
export async function checkShardLocked(
  ctx: Ctx, topo: TopoClient, lock: TopoLock | null, keyspace: string, shard: string,
): Promise<void> {
  if (lock === null) throw topoFailure(`shard ${keyspace}/${shard} is not locked (no locksInfo)`)
  if (lock.released || lock.path !== shardDirectory(keyspace, shard)) {
    throw topoFailure(`shard ${keyspace}/${shard} is not locked (no lockInfo in map)`)
  }
  await topo.global.keepAlive(ctx, lock.lockId)
}

/**
 * Releases, even when the action's own context is over. `error` is what the action failed with.
 * Fails if the lease had run out: somebody else may have held the lock meanwhile.
 */
export async function unlock(
  ctx: Ctx, topo: TopoClient, lock: TopoLock, error: unknown = null,
): Promise<void> {
  if (lock.released) throw topoFailure(`trying to unlock ${lock.what} multiple times`)
  lock.released = true
  lock.stopKeepAlive()
  const lines = lock.path.includes('/shards/') ? shardLines : keyspaceLines
  if (error === null) ctx.log('I', lines.done, `Unlocking ${lock.what} for successful action ${lock.action}`)
  else {
    ctx.log(
      'I', lines.failed, `Unlocking ${lock.what} for action ${lock.action} with error ${messageOf(error)}`
    )
  }
  await topo.global.unlock(ctx.background(), lock.lockId)
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

async function underLock<T>(
  ctx: Ctx, topo: TopoClient, lock: TopoLock, body: (lock: TopoLock) => Promise<T>,
): Promise<T> {
  let result: T
  try {
    result = await body(lock)
  } catch (error) {
    await unlockAfterFailure(ctx, topo, lock, error)
    throw error
  }
  await unlock(ctx, topo, lock)
  return result
}

/** The action's own error is the one to report. */
async function unlockAfterFailure(ctx: Ctx, topo: TopoClient, lock: TopoLock, error: unknown): Promise<void> {
  try {
    await unlock(ctx, topo, lock, error)
  } catch (second) {
    if (!(second instanceof Failure)) throw second
    ctx.log('W', 'locks.go:190', `unlock ${lock.what} failed: ${second.message}`)
  }
}

/** The "Locking" line is printed before waiting, as in Vitess: two in a row do not mean two holders. */
async function acquire(
  ctx: Ctx, topo: TopoClient, path: string, what: string, action: string, lines: LockLines,
): Promise<TopoLock> {
  ctx.log('I', lines.locking, `Locking ${what} for action ${action}`)
  const contents = JSON.stringify({
    Action: action, HostName: ctx.process.host, UserName: 'vitess', Time: ctx.unixMs, Status: 'Running',
  })
  const lockId = await lockOrExpire(ctx, topo, path, contents)
  const renew = (inner: Ctx): Promise<void> => keepLeaseAlive(inner, topo, lockId)
  const keepAlive = ctx.spawn(`keep alive ${action}`, renew, { daemon: true })
  return { what, path, action, lockId, released: false, stopKeepAlive: () => keepAlive.cancel() }
}

async function lockOrExpire(ctx: Ctx, topo: TopoClient, path: string, contents: string): Promise<number> {
  try {
    return await topo.global.lock(ctx, path, contents, lockLeaseMs)
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'DEADLINE_EXCEEDED') throw error
    throw new Failure('DEADLINE_EXCEEDED', `deadline exceeded: ${path}`, error)
  }
}

/** Renews the lease until it is cancelled, or the server says that it ran out. */
async function keepLeaseAlive(ctx: Ctx, topo: TopoClient, lockId: number): Promise<void> {
  if (!ctx.guard(keepAliveGuard)) return
  for (;;) {
    await ctx.sleep(keepAliveEveryMs)
    try {
      await topo.global.keepAlive(ctx, lockId)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      if (error.code === 'NOT_FOUND') return
    }
  }
}
