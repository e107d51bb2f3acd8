import { Signal, type Ctx, type Sink } from '../../sim/index.ts'
import { TopoServer, type TopoContents, type TopoNode } from '../wire/index.ts'
import { LockTable } from './lock-table.ts'
import { TopoTree, type TopoWatcher } from './topo-tree.ts'
import { noNode } from './topo-error.ts'

export interface TopoSpec {
  /** `global`, or the name of the cell. */
  readonly cell: string
  /** What the tree is filled with when the disk is empty: a cluster's cells, for one. */
  readonly initial?: ReadonlyMap<string, TopoContents>
}

/**
 * The boot function of one topology server. Every write becomes an event `topo/put` or `topo/delete`, every
 * lock one of `topo/locked`, `topo/unlocked`, `topo/lock-expired`.
 */
export function bootTopo(spec: TopoSpec): (ctx: Ctx) => Promise<void> {
  return async (boot) => {
    const { disk } = boot.process
    const isNew = disk.size === 0
    const tree = new TopoTree(disk)
    const locks = new LockTable(disk, boot.nowUs)
    if (isNew) for (const [path, contents] of spec.initial ?? []) tree.put(boot, path, contents, undefined)

    const put = (
      ctx: Ctx, path: string, contents: TopoContents, version: number | null | undefined,
    ): { version: number } => {
      const written = tree.put(ctx, path, contents, version)
      ctx.emit('topo/put', { cell: spec.cell, path, version: written, contents })
      return { version: written }
    }
    boot.process.serve(TopoServer, {
      get: (_, { path }) => tree.get(path),
      create: (ctx, { path, contents }) => put(ctx, path, contents, undefined),
      update: (ctx, { path, contents, version }) => put(ctx, path, contents, version),
      delete: (ctx, { path, version }) => {
        tree.delete(ctx, path, version)
        ctx.emit('topo/delete', { cell: spec.cell, path })
        return null
      },
      listDir: (_, { path }) => tree.list(path),
      watch: (ctx, { path }, out) => serveWatch(ctx, tree, path, out),
      lock: async (ctx, { path, contents, leaseMs }) => {
        tree.list(path) // Only what exists can be locked.
        return { lockId: await locks.lock(ctx, path, contents, leaseMs) }
      },
      keepAlive: (ctx, { lockId }) => {
        locks.keepAlive(ctx, lockId)
        return null
      },
      unlock: (ctx, { lockId }) => {
        locks.unlock(ctx, lockId)
        return null
      },
    })
  }
}

/** Sends the node, and then whatever is the latest each time the watcher is ready for more. */
async function serveWatch(ctx: Ctx, tree: TopoTree, path: string, out: Sink<TopoNode>): Promise<void> {
  const changed = new Signal(`watch ${path}`)
  const watcher: TopoWatcher = { news: 'changed', wake: (by) => changed.notify(by) }
  tree.get(path)
  tree.watch(path, watcher)
  try {
    for (;;) {
      if (watcher.news === 'deleted') throw noNode(path)
      if (watcher.news === 'changed') {
        watcher.news = 'none'
        await out.send(ctx, tree.get(path))
      } else {
        await changed.wait(ctx)
      }
    }
  } finally {
    tree.unwatch(path, watcher)
  }
}
