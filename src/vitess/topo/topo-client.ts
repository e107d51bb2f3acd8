import { client, type Ctx } from '../../sim/index.ts'
import { TopoServer, topoAddress, type TopoContents, type TopoNode } from '../wire/index.ts'
import { globalCell } from './paths.ts'
import { isBadVersion, isNodeExists, isNoNode } from './topo-error.ts'

/** `-remote_operation_timeout`: bounds every single action on the topology. Source: go/vt/topo/locks.go. */
export const remoteOperationTimeoutMs = 30_000

/** A record as it was read, with the version that a compare-and-set needs. */
export interface VersionedRecord<T> { readonly record: T; readonly version: number }

const topoServer = (cell: string) => client(TopoServer, topoAddress(cell))

/**
 * The topology server of one cell, as a client sees it. Fails as {@link TopoServer} does.
 * Source: go/vt/topo/conn.go.
 */
export class TopoConn {
  readonly cell: string
  private readonly server: ReturnType<typeof topoServer>

  constructor(cell: string) {
    this.cell = cell
    this.server = topoServer(cell)
  }

  async get<T>(ctx: Ctx, path: string): Promise<VersionedRecord<T>> {
    const node = await ctx.timeout(remoteOperationTimeoutMs, (inner) => this.server.get(inner, { path }))
    return { record: node.contents as T, version: node.version }
  }

  async create(ctx: Ctx, path: string, contents: TopoContents): Promise<number> {
    const reply = await ctx.timeout(remoteOperationTimeoutMs, (inner) =>
      this.server.create(inner, { path, contents }))
    return reply.version
  }

  /** With `version` null whatever is there is overwritten. */
  async update(ctx: Ctx, path: string, contents: TopoContents, version: number | null): Promise<number> {
    const reply = await ctx.timeout(remoteOperationTimeoutMs, (inner) =>
      this.server.update(inner, { path, contents, version }))
    return reply.version
  }

  async delete(ctx: Ctx, path: string, version: number | null = null): Promise<void> {
    await ctx.timeout(remoteOperationTimeoutMs, (inner) => this.server.delete(inner, { path, version }))
  }

  /** Names directly below `path`, sorted; none if there is no such directory. */
  async list(ctx: Ctx, path: string): Promise<readonly string[]> {
    try {
      return await ctx.timeout(remoteOperationTimeoutMs, (inner) => this.server.listDir(inner, { path }))
    } catch (error) {
      if (isNoNode(error)) return []
      throw error
    }
  }

  /** The node, then each change of it, until the node is gone or the connection breaks. */
  watch(ctx: Ctx, path: string): AsyncIterable<TopoNode> {
    return this.server.watch(ctx, { path })
  }

  /** Waits at most `-remote_operation_timeout` for its turn. */
  async lock(ctx: Ctx, path: string, contents: string, leaseMs: number): Promise<number> {
    const reply = await ctx.timeout(remoteOperationTimeoutMs, (inner) =>
      this.server.lock(inner, { path, contents, leaseMs }))
    return reply.lockId
  }

  async keepAlive(ctx: Ctx, lockId: number): Promise<void> {
    await ctx.timeout(remoteOperationTimeoutMs, (inner) => this.server.keepAlive(inner, { lockId }))
  }

  async unlock(ctx: Ctx, lockId: number): Promise<void> {
    await ctx.timeout(remoteOperationTimeoutMs, (inner) => this.server.unlock(inner, { lockId }))
  }

  /**
   * Read, change, write if nobody wrote in between; else again. `change` may run more than once; null means
   * that nothing is to be written. The result is the record as it stands after the write, or null. `initial`
   * is what `change` gets when there is no node yet; without it that fails.
   */
  async modify<T>(
    ctx: Ctx, path: string, change: (record: T) => T | null, initial?: T,
  ): Promise<VersionedRecord<T> | null> {
    for (;;) {
      const node = await this.getOrNull<T>(ctx, path, initial)
      const record = change(node === null ? initial! : node.record)
      if (record === null) return null
      try {
        const version = node === null
          ? await this.create(ctx, path, record)
          : await this.update(ctx, path, record, node.version)
        return { record, version }
      } catch (error) {
        if (!(node === null ? isNodeExists(error) : isBadVersion(error))) throw error
      }
    }
  }

  private async getOrNull<T>(
    ctx: Ctx, path: string, initial: T | undefined,
  ): Promise<VersionedRecord<T> | null> {
    try {
      return await this.get<T>(ctx, path)
    } catch (error) {
      if (initial !== undefined && isNoNode(error)) return null
      throw error
    }
  }
}

/** All topology servers, as a process of `cell` sees them. Source: go/vt/topo/server.go Server. */
export class TopoClient {
  /** The cell of the process that asks; '' for tools without a cell. */
  readonly cell: string
  readonly global: TopoConn
  private readonly conns = new Map<string, TopoConn>()

  constructor(spec: { readonly cell: string }) {
    this.cell = spec.cell
    this.global = new TopoConn(globalCell)
    this.conns.set(globalCell, this.global)
  }

  connForCell(cell: string): TopoConn {
    let conn = this.conns.get(cell)
    if (conn === undefined) {
      conn = new TopoConn(cell)
      this.conns.set(cell, conn)
    }
    return conn
  }
}
