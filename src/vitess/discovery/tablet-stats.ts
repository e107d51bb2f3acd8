import type { Ctx, Failure } from '../../sim/index.ts'
import { vttabletAddress, type RealtimeStats, type Tablet, type Target } from '../wire/index.ts'

/**
 * What a process knows of the health of one tablet. A value: every report makes a new one.
 * Source: discovery/healthcheck.go TabletStats.
 */
export interface TabletStats {
  /** The address of its vttablet; unique among the tablets of a health check. */
  readonly key: string
  /** The record as it was when the tablet was added. Type and tags may have changed since: see `target`. */
  readonly tablet: Tablet
  /** The alias in text. */
  readonly name: string
  /** What the tablet itself says that it is; of type UNKNOWN before the first report. */
  readonly target: Target
  /** False in the last report about a tablet, or about what it was before a change of type. */
  readonly up: boolean
  readonly serving: boolean
  /** When it became MASTER, Unix seconds; 0 for others. */
  readonly tabletExternallyReparentedTimestampS: number
  /** Null before the first report. */
  readonly stats: RealtimeStats | null
  readonly lastError: Failure | null
}

/** Called at every report. It runs to its end at once: it must not wait. */
export type HealthListener = (ctx: Ctx, stats: TabletStats) => void

const unknownTarget: Target = Object.freeze({ keyspace: '', shard: '', tabletType: 'UNKNOWN' })

/** A tablet of which nothing has been heard. */
export function unknownStats(tablet: Tablet, name: string): TabletStats {
  return {
    key: vttabletAddress(tablet.alias), tablet, name, target: unknownTarget, up: true, serving: false,
    tabletExternallyReparentedTimestampS: 0, stats: null, lastError: null,
  }
}

/** `zone1-202 (localhost)`. Source: go/vt/topotools/tablet.go TabletIdent. */
export function tabletIdent(tablet: Tablet): string {
  const tags = Object.entries(tablet.tags).map(([name, value]) => `${name}:${value}`)
  const tagText = tags.length === 0 ? '' : ` tags: map[${tags.sort().join(' ')}]`
  return `${tablet.alias.cell}-${tablet.alias.uid} (${tablet.hostname}${tagText})`
}

/** `customer/0 (RDONLY)`. Source: topotools/tablet.go TargetIdent. */
export const targetIdent = (target: Target): string =>
  `${target.keyspace}/${target.shard} (${target.tabletType})`
