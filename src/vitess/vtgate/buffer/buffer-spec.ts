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
  enabled: false, dryRun: false, windowMs: 10_000, size: 10, maxFailoverDurationMs: 20_000, minTimeBetweenFailoversMs: 60_000,
  drainConcurrency: 1, keyspaceShards: Object.freeze([]),
})

/** Throws a {@link UserError} with the text of Vitess. Source: flags.go verifyFlags. */
export function verifyBufferSpec(spec: BufferSpec): void {
  const { windowMs, size, maxFailoverDurationMs, minTimeBetweenFailoversMs, drainConcurrency, keyspaceShards } = spec
  const [window, max, between] = [windowMs, maxFailoverDurationMs, minTimeBetweenFailoversMs].map(formatDuration)
  refuseIf(windowMs < 1_000, `-buffer_window must be >= 1s (specified value: ${window})`)
  refuseIf(windowMs > maxFailoverDurationMs, `-buffer_window must be <= -buffer_max_failover_duration: ${window} vs. ${max}`)
  refuseIf(size < 1, `-buffer_size must be >= 1 (specified value: ${size})`)
  refuseIf(minTimeBetweenFailoversMs < 2 * maxFailoverDurationMs, '-buffer_min_time_between_failovers should be at least ' +
    `twice the length of -buffer_max_failover_duration: ${between} vs. ${max}`)
  refuseIf(drainConcurrency < 1, `-buffer_drain_concurrency must be >= 1 (specified value: ${drainConcurrency})`)
  refuseIf(keyspaceShards.length > 0 && !spec.enabled && !spec.dryRun,
    `-buffer_keyspace_shards=${keyspaceShards.join(',')} also requires that -enable_buffer is set`)
  refuseIf(spec.enabled && spec.dryRun && keyspaceShards.length === 0, 'both the dry-run mode and actual buffering is enabled. ' +
    'To avoid ambiguity, keyspaces and shards for actual buffering must be explicitly listed in -buffer_keyspace_shards')
  for (const name of keyspaceShards) {
    const keyspace = name.split('/')[0]!
    refuseIf(name !== keyspace && keyspaceShards.includes(keyspace),
      `-buffer_keyspace_shards has overlapping entries (keyspace-only vs. keyspace/shard): ${keyspace} vs. ${name} ` +
      'Please remove one or the other.')
  }
}

function refuseIf(condition: boolean, message: string): void {
  if (condition) throw new UserError(message)
}

export type BufferMode = 'disabled' | 'enabled' | 'dry-run'

/** Source: buffer.go mode. */
export function bufferMode(spec: BufferSpec, keyspace: string, shard: string): BufferMode {
  const { keyspaceShards } = spec
  const isListed = keyspaceShards.length === 0 || keyspaceShards.includes(keyspace) || keyspaceShards.includes(`${keyspace}/${shard}`)
  if (spec.enabled && isListed) return 'enabled'
  return spec.dryRun ? 'dry-run' : 'disabled'
}
