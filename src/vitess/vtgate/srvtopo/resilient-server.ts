import { Failure, Signal, type Ctx } from '../../../sim/index.ts'
import { getSrvKeyspaceNames, isNoNode, srvKeyspacePath, type TopoClient } from '../../topo/index.ts'
import type { SrvKeyspace } from '../../wire/index.ts'

/** `-srv_topo_cache_ttl`: how long a value is used after its watch broke. */
const cacheTtlMs = 1_000
/** `-srv_topo_cache_refresh`: how often at most a broken watch is tried again. */
const cacheRefreshMs = 1_000

/** What is known of one keyspace. Source: resilient_server.go srvKeyspaceEntry. */
class KeyspaceEntry {
  watchState: 'idle' | 'starting' | 'running' = 'idle'
  value: SrvKeyspace | null = null
  lastError: Failure | null = null
  /** When the value was last known to be right. */
  lastValueMs = -Infinity
  lastErrorMs = -Infinity
  readonly started: Signal

  constructor(readonly keyspace: string) {
    this.started = new Signal(`watch of SrvKeyspace ${keyspace}`)
  }
}

/**
 * The SrvKeyspaces of a cell as one process knows them. The first question about a keyspace starts a watch;
 * while it runs, its latest value is the answer, however old. When it breaks the value is good for another
 * second; then questions wait for a new watch, and fail if it cannot be had. Nobody restarts a watch but a
 * question.
 * Source: go/vt/srvtopo/resilient_server.go.
 */
export class ResilientServer {
  private readonly entries = new Map<string, KeyspaceEntry>()
  private readonly names: NamesEntry

  constructor(private readonly topo: TopoClient, private readonly cell: string) {
    this.names = new NamesEntry(topo, cell)
  }

  /** The answer if a watch is running, else null: then ask {@link getSrvKeyspace}. Costs nothing. */
  watched(keyspace: string): SrvKeyspace | null {
    const entry = this.entries.get(keyspace)
    return entry !== undefined && entry.watchState === 'running' ? entry.value : null
  }

  /** Fails with what the topology failed with. */
  async getSrvKeyspace(ctx: Ctx, keyspace: string): Promise<SrvKeyspace> {
    let entry = this.entries.get(keyspace)
    if (entry === undefined) this.entries.set(keyspace, entry = new KeyspaceEntry(keyspace))
    if (entry.watchState === 'running') return entry.value!
    if (entry.watchState === 'idle' && ctx.nowMs - entry.lastErrorMs > cacheRefreshMs) {
      this.startWatch(ctx, entry)
    }
    if (entry.value !== null && ctx.nowMs - entry.lastValueMs < cacheTtlMs) return entry.value
    while (isStarting(entry)) await entry.started.wait(ctx)
    // Even an expired value is better than none.
    if (entry.value !== null) return entry.value
    throw entry.lastError!
  }

  /** Keyspaces of the cell, from a cache that is a second old at most while the topology answers. */
  getSrvKeyspaceNames(ctx: Ctx): Promise<readonly string[]> {
    return this.names.get(ctx)
  }

  private startWatch(ctx: Ctx, entry: KeyspaceEntry): void {
    entry.watchState = 'starting'
    ctx.spawn(`watch SrvKeyspace ${entry.keyspace}`, (inner) => this.watch(inner, entry), { daemon: true })
  }

  /** Source: resilient_server.go watchSrvKeyspace. */
  private async watch(ctx: Ctx, entry: KeyspaceEntry): Promise<void> {
    try {
      for await (const node of this.topo.connForCell(this.cell).watch(ctx, srvKeyspacePath(entry.keyspace))) {
        entry.value = node.contents as SrvKeyspace
        entry.lastValueMs = ctx.nowMs
        entry.lastError = null
        entry.lastErrorMs = -Infinity
        ctx.emit('srvtopo/keyspace', { cell: this.cell, keyspace: entry.keyspace, version: node.version })
        if (entry.watchState === 'running') continue
        entry.watchState = 'running'
        entry.started.notify(ctx)
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      this.watchBroke(ctx, entry, error)
      return
    }
    this.watchBroke(ctx, entry, new Failure('UNAVAILABLE', 'watch ended'))
  }

  private watchBroke(ctx: Ctx, entry: KeyspaceEntry, error: Failure): void {
    const what = `${this.cell}/${entry.keyspace}`
    const wasRunning = entry.watchState === 'running'
    if (isNoNode(error)) entry.value = null
    if (wasRunning) {
      entry.lastValueMs = ctx.nowMs
      entry.lastError = new Failure(
        error.code, `WatchSrvKeyspace failed for ${what}: ${error.message}`, error
      )
      ctx.log('E', 'resilient_server.go:464', entry.lastError.message)
    } else {
      entry.lastError = error
      ctx.log('E', 'resilient_server.go:424', `Initial WatchSrvKeyspace failed for ${what}: ${error.message}`)
      if (ctx.nowMs - entry.lastValueMs > cacheTtlMs) {
        ctx.log('E', 'resilient_server.go:427', `WatchSrvKeyspace clearing cached entry for ${what}`)
        entry.value = null
      }
    }
    entry.lastErrorMs = ctx.nowMs
    entry.watchState = 'idle'
    entry.started.notify(ctx)
  }
}

/** Not inlined: the state changes while the caller waits, which the compiler cannot see. */
const isStarting = (entry: KeyspaceEntry): boolean => entry.watchState === 'starting'

/**
 * The list of keyspaces, read again in the background when it is a second old.
 * Source: GetSrvKeyspaceNames.
 */
class NamesEntry {
  private value: readonly string[] | null = null
  private lastError: Failure | null = null
  private insertedMs = -Infinity
  private queriedMs = -Infinity
  private isRefreshing = false
  private readonly refreshed = new Signal('names of keyspaces')

  constructor(private readonly topo: TopoClient, private readonly cell: string) {}

  async get(ctx: Ctx): Promise<readonly string[]> {
    const isValid = this.value !== null && ctx.nowMs - this.insertedMs < cacheTtlMs
    const shouldRefresh = ctx.nowMs - this.queriedMs > cacheRefreshMs
    if (shouldRefresh && !this.isRefreshing) {
      this.isRefreshing = true
      this.queriedMs = ctx.nowMs
      ctx.spawn('read names of keyspaces', (inner) => this.refresh(inner), { daemon: true })
    }
    if (isValid) return this.value!
    while (this.isRefreshing) await this.refreshed.wait(ctx)
    if (this.value !== null) return this.value
    throw this.lastError!
  }

  private async refresh(ctx: Ctx): Promise<void> {
    try {
      this.value = await getSrvKeyspaceNames(ctx, this.topo, this.cell)
      this.insertedMs = ctx.nowMs
      this.lastError = null
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      this.lastError = error
      if (ctx.nowMs - this.insertedMs >= cacheTtlMs) this.value = null
    }
    this.isRefreshing = false
    this.refreshed.notify(ctx)
  }
}
