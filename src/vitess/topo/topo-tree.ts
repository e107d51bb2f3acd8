import { byCodeUnit } from '../../base/index.ts'
import type { Ctx } from '../../sim/index.ts'
import type { TopoContents, TopoNode } from '../wire/index.ts'
import { badVersion, nodeExists, noNode } from './topo-error.ts'

/** What a watcher has not been told yet. A deletion is never overtaken by what came after it. */
export interface TopoWatcher {
  news: 'none' | 'changed' | 'deleted'
  /** Called at each change, when `news` has been set. */
  readonly wake: (ctx: Ctx) => void
}

interface Disk { revision: number; readonly nodes: Map<string, TopoNode> }

/** What is on the disk of a topology server, by path, for those who look at a world from outside. */
export function recordsOn(disk: ReadonlyMap<string, unknown>): ReadonlyMap<string, TopoContents> {
  const tree = disk.get('tree') as Disk | undefined
  return new Map([...tree?.nodes ?? []].map(([path, { contents }]) => [path, contents]))
}

/**
 * The files of one topology server, by path. They live on its disk, so they survive a crash; watchers do not.
 * Versions are revisions of the whole tree, as in etcd: a path that was deleted and made again never repeats
 * one.
 */
export class TopoTree {
  private readonly disk: Disk
  private readonly watchers = new Map<string, Set<TopoWatcher>>()

  constructor(disk: Map<string, unknown>) {
    let tree = disk.get('tree') as Disk | undefined
    if (tree === undefined) disk.set('tree', tree = { revision: 0, nodes: new Map() })
    this.disk = tree
  }

  get(path: string): TopoNode {
    const node = this.disk.nodes.get(path)
    if (node === undefined) throw noNode(path)
    return node
  }

  /** With `version` null whatever is there is overwritten; undefined means that nothing may be there. */
  put(ctx: Ctx, path: string, contents: TopoContents, version: number | null | undefined): number {
    const known = this.disk.nodes.get(path)
    if (version === undefined && known !== undefined) throw nodeExists(path)
    if (typeof version === 'number') {
      if (known === undefined) throw noNode(path)
      if (known.version !== version) throw badVersion(path)
    }
    const node = Object.freeze({ contents, version: ++this.disk.revision })
    this.disk.nodes.set(path, node)
    this.tell(ctx, path, 'changed')
    return node.version
  }

  delete(ctx: Ctx, path: string, version: number | null): void {
    const known = this.get(path)
    if (version !== null && known.version !== version) throw badVersion(path)
    this.disk.revision += 1
    this.disk.nodes.delete(path)
    this.tell(ctx, path, 'deleted')
  }

  /** Names directly below, sorted; '' is the root. */
  list(path: string): string[] {
    const prefix = path === '' ? '' : `${path}/`
    const names = new Set<string>()
    for (const key of this.disk.nodes.keys()) {
      if (!key.startsWith(prefix)) continue
      const end = key.indexOf('/', prefix.length)
      names.add(end < 0 ? key.slice(prefix.length) : key.slice(prefix.length, end))
    }
    if (names.size === 0) throw noNode(path)
    return [...names].sort(byCodeUnit)
  }

  watch(path: string, watcher: TopoWatcher): void {
    const watchers = this.watchers.get(path)
    if (watchers === undefined) this.watchers.set(path, new Set([watcher]))
    else watchers.add(watcher)
  }

  unwatch(path: string, watcher: TopoWatcher): void {
    const watchers = this.watchers.get(path)
    if (watchers === undefined || !watchers.delete(watcher)) return
    if (watchers.size === 0) this.watchers.delete(path)
  }

  private tell(ctx: Ctx, path: string, news: 'changed' | 'deleted'): void {
    for (const watcher of this.watchers.get(path) ?? []) {
      if (watcher.news !== 'deleted') watcher.news = news
      watcher.wake(ctx)
    }
  }
}
