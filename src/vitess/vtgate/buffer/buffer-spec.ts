import { formatDuration, UserError } from '../../../base/index.ts'

/** The `-buffer_*` flags. Source: go/vt/vtgate/buffer/flags.go. */
export interface BufferSpec {
  /** `-enable_buffer`. */
  readonly enabled: boolean
  /** `-enable_buffer_dry_run`: follows failovers, but lets everything pass. */
  readonly dryRun: boolean
  /** How long a single request is held back at most. */
  readonly windowMs: number
  /** Requests held back at a time, in all shards together. */
  readonly size: number
  readonly maxFailoverDurationMs: number
  readonly minTimeBetweenFailoversMs: number
  /** Not used, as in Vitess: draining goes one by one. */
  readonly drainConcurrency: number
  /** `ks` or `ks/shard`; empty: all. */
  readonly keyspaceShards: readonly string[]
}

/** Off, as by default. */
export const defaultBuffer: BufferSpec = Object.freeze({
  enabled: false, dryRun: false, windowMs: 10_000, size: 10, maxFailoverDurationMs: 20_000,
  minTimeBetweenFailoversMs: 60_000, drainConcurrency: 1, keyspaceShards: Object.freeze([]),
})

/**
 * Throws a {@link UserError} with the text of Vitess.
 * Source: flags.go verifyFlags.
 */
export function verifyBufferSpec(spec: BufferSpec): void {
  const window = formatDuration(spec.windowMs)
  const longest = formatDuration(spec.maxFailoverDurationMs)
  const between = formatDuration(spec.minTimeBetweenFailoversMs)
  const { size, drainConcurrency } = spec
  refuseIf(spec.windowMs < 1_000, `-buffer_window must be >= 1s (specified value: ${window})`)
  refuseIf(spec.windowMs > spec.maxFailoverDurationMs,
    `-buffer_window must be <= -buffer_max_failover_duration: ${window} vs. ${longest}`)
  refuseIf(size < 1, `-buffer_size must be >= 1 (specified value: ${size})`)
  refuseIf(spec.minTimeBetweenFailoversMs < 2 * spec.maxFailoverDurationMs,
    '-buffer_min_time_between_failovers should be at least twice the length of ' +
    `-buffer_max_failover_duration: ${between} vs. ${longest}`)
  refuseIf(drainConcurrency < 1,
    `-buffer_drain_concurrency must be >= 1 (specified value: ${drainConcurrency})`)
  verifyKeyspaceShards(spec)
}

function verifyKeyspaceShards({ enabled, dryRun, keyspaceShards }: BufferSpec): void {
  refuseIf(keyspaceShards.length > 0 && !enabled && !dryRun,
    `-buffer_keyspace_shards=${keyspaceShards.join(',')} also requires that -enable_buffer is set`)
  refuseIf(enabled && dryRun && keyspaceShards.length === 0,
    'both the dry-run mode and actual buffering is enabled. To avoid ambiguity, keyspaces and shards for ' +
    'actual buffering must be explicitly listed in -buffer_keyspace_shards')
  for (const name of keyspaceShards) {
    const keyspace = name.split('/')[0]!
    refuseIf(name !== keyspace && keyspaceShards.includes(keyspace),
      '-buffer_keyspace_shards has overlapping entries (keyspace-only vs. keyspace/shard): ' +
      `${keyspace} vs. ${name} Please remove one or the other.`)
  }
}

function refuseIf(condition: boolean, message: string): void {
  if (condition) throw new UserError(message)
}

export type BufferMode = 'disabled' | 'enabled' | 'dry-run'

/** Source: buffer.go mode. */
export function bufferMode(spec: BufferSpec, keyspace: string, shard: string): BufferMode {
  const listed = spec.keyspaceShards
  const isListed = listed.length === 0 || listed.includes(keyspace) || listed.includes(`${keyspace}/${shard}`)
  if (spec.enabled && isListed) return 'enabled'
  return spec.dryRun ? 'dry-run' : 'disabled'
}
