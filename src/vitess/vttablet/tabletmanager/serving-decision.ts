import { keyRangeEqual } from '../../keys/index.ts'
import { isRunningQueryService } from '../../topo/index.ts'
import type { Shard, SrvKeyspace, Tablet, TabletType } from '../../wire/index.ts'

/** All that a tablet looks at when it decides whether to serve. */
export interface ServingInput {
  readonly oldType: TabletType
  readonly tablet: Pick<Tablet, 'alias' | 'type' | 'keyRange'>
  /** null: could not be read. */
  readonly shard: Shard | null
  /** Of the tablet's own cell; null: could not be read. */
  readonly srvKeyspace: SrvKeyspace | null
  /** Of a tablet that is not master; null: not asked, since it is master or the shard could not be read. */
  readonly replication: { readonly error: string } | { readonly lagMs: number } | null
  readonly unhealthyThresholdMs: number
  /** Rules that the world has turned off. */
  readonly ignores: { readonly disableQueryService: boolean; readonly sourceShards: boolean }
}

export interface ServingDecision {
  readonly allowQuery: boolean
  /** Why not: for the log. */
  readonly reason: string
  /** Why not, as a lasting wish: a health check does not override it. '' lets it. */
  readonly stickyReason: string
  /** null: keep those that are set. */
  readonly blacklistedTables: readonly string[] | null
}

/**
 * Whether to serve. It fails *open*: what could not be read stops nothing, and being absent from the serving
 * graph is no reason either. A later reason replaces an earlier one. Source:
 * go/vt/vttablet/tabletmanager/state_change.go changeCallback.
 */
export function decideServing(input: ServingInput): ServingDecision {
  const { tablet, shard } = input
  if (!isRunningQueryService(tablet.type)) {
    const reason = `not a serving tablet type(${tablet.type})`
    return { allowQuery: false, reason, stickyReason: reason, blacklistedTables: [] }
  }
  if (shard === null) return { allowQuery: true, reason: '', stickyReason: '', blacklistedTables: null }
  let reason = temporaryReason(input)
  let stickyReason = ''
  const isFilled = shard.sourceShards.length > 0 && !input.ignores.sourceShards
  if (input.oldType !== 'RESTORE' && tablet.type === 'MASTER' && isFilled) {
    reason = stickyReason = 'master tablet with filtered replication on'
  }
  if (isDisabled(input) && !input.ignores.disableQueryService) reason = stickyReason = 'TabletControl.DisableQueryService set'
  return { allowQuery: reason === '', reason, stickyReason, blacklistedTables: blacklist(shard, tablet) }
}

function temporaryReason({ oldType, tablet, replication, unhealthyThresholdMs }: ServingInput): string {
  if (oldType === 'RESTORE') return 'after restore from backup'
  if (tablet.type === 'MASTER' || replication === null) return ''
  if ('error' in replication) return 'unable to get health'
  return replication.lagMs > unhealthyThresholdMs ? 'replica tablet with unhealthy replication lag' : ''
}

/** Only the first control with the tablet's key range counts. */
function isDisabled({ tablet, srvKeyspace }: ServingInput): boolean {
  const partitions = (srvKeyspace?.partitions ?? []).filter(({ servedType }) => servedType === tablet.type)
  return partitions.some(({ shardTabletControls }) =>
    shardTabletControls.find(({ keyRange }) => keyRangeEqual(keyRange, tablet.keyRange))?.queryServiceDisabled)
}

function blacklist(shard: Shard, tablet: ServingInput['tablet']): readonly string[] {
  const control = shard.tabletControls.find(({ tabletType }) => tabletType === tablet.type)
  const isForCell = control?.cells.length === 0 || control?.cells.includes(tablet.alias.cell)
  return isForCell ? control!.blacklistedTables : []
}
