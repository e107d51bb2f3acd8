/**
 * # buffer: requests wait instead of failing, while a master changes
 *
 *     IDLE ── like a failover ──▶ BUFFERING ── newer master, or 20 s ──▶ DRAINING ── all retried ──▶ IDLE
 *
 * Off by default. One state machine per shard, `-buffer_size` places for all of them. A request waits
 * `-buffer_window` at most, and is then tried again, whatever has become of the failover.
 *
 * Invariants: a request is held back once at most · a slot is free again only when its request has been
 * retried · draining goes one by one, in the order of arrival.
 *
 * A migration of a MASTER looks like a failover, but brings no newer master to the *source* shard: so the
 * buffer only delays the error. That is how it was in 2020, and so it is here.
 */
export { Buffer } from './buffer.ts'
export {
  bufferMode, defaultBuffer, verifyBufferSpec, type BufferMode, type BufferSpec,
} from './buffer-spec.ts'
export { causedByFailover } from './failover-error.ts'
export type { RetryDone } from './shard-buffer.ts'
