import { service, streaming, unary, type Touches } from '../../sim/index.ts'

const reads = ({ path }: { readonly path: string }): Touches => ({ object: path, writes: false })
const writes = ({ path }: { readonly path: string }): Touches => ({ object: path, writes: true })

/**
 * One topology server: `topo global`, or one per cell. A tree of files with versions, watches and locks.
 * Errors carry the codes NOT_FOUND (`node doesn't exist: <path>`), ALREADY_EXISTS (`node already exists: <path>`),
 * ABORTED (`bad node version: <path>`), FAILED_PRECONDITION (`node not empty: <path>`), DEADLINE_EXCEEDED, CANCELLED.
 * Source: go/vt/topo/conn.go, go/vt/topo/errors.go.
 */
export const TopoServer = service('TopoServer', {
  get: unary<{ path: string }, TopoNode>(reads),
  /** Fails with ALREADY_EXISTS. */
  create: unary<{ path: string; contents: TopoContents }, { version: number }>(writes),
  /** With `version` null a blind write, which also creates; else ABORTED if the node has moved on. */
  update: unary<{ path: string; contents: TopoContents; version: number | null }, { version: number }>(writes),
  delete: unary<{ path: string; version: number | null }, null>(writes),
  /** Names directly below `path`, sorted; NOT_FOUND if there is nothing. */
  listDir: unary<{ path: string }, readonly string[]>(reads),
  /**
   * The present node, then each change; ends with NOT_FOUND when the node is deleted. Later values may overtake unread ones:
   * a watcher sees the latest, not every one.
   */
  watch: streaming<{ path: string }, TopoNode>(),
  /** Waits its turn (first come, first served). The lease lasts `leaseMs` from the last keepAlive. */
  lock: unary<{ path: string; contents: string; leaseMs: number }, { lockId: number }>(),
  keepAlive: unary<{ lockId: number }, null>(),
  /** NOT_FOUND if the lease has run out: somebody else may hold the lock. */
  unlock: unary<{ lockId: number }, null>(),
})

/** A record of `records.ts`, as plain data. */
export type TopoContents = unknown
export interface TopoNode { readonly contents: TopoContents; readonly version: number }
