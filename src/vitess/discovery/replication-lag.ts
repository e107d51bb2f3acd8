import type { TabletStats } from './tablet-stats.ts'

/** `-discovery_low_replication_lag`: above it a tablet is not healthy for vtworker and for streams. */
export const lowReplicationLagS = 30
/** `-discovery_high_replication_lag_minimum_serving`. */
const highReplicationLagMinServingS = 2 * 3600
/** `-min_number_serving_vttablets`. */
const minTablets = 2

const lagOf = (tablet: TabletStats): number => tablet.stats?.secondsBehindMaster ?? 0

/** Source: go/vt/discovery/replicationlag.go IsReplicationLagHigh: strictly more than 30 s. */
export const isReplicationLagHigh = (tablet: TabletStats): boolean => lagOf(tablet) > lowReplicationLagS
const isReplicationLagVeryHigh = (tablet: TabletStats): boolean =>
  lagOf(tablet) > highReplicationLagMinServingS

/**
 * The tablets worth sending queries to: serving, without error, and none that lags far more than the others;
 * but at least two, if there are. Source: replicationlag.go FilterByReplicationLag (legacy algorithm, the
 * default).
 */
export function filterByReplicationLag(tablets: readonly TabletStats[]): readonly TabletStats[] {
  const kept = filterOnce(tablets)
  // The second pass is for two laggards at once. As in Vitess the count includes tablets that did not serve
  // in the first place.
  return kept.length > minTablets && kept.length === tablets.length - 1 ? filterOnce(kept) : kept
}

function filterOnce(tablets: readonly TabletStats[]): readonly TabletStats[] {
  const serving = tablets.filter((tablet) =>
    tablet.serving && tablet.lastError === null && tablet.stats !== null)
  if (serving.length <= 1 || !serving.some(isReplicationLagHigh)) return serving
  const lags = serving.map(lagOf)
  const mean = meanWithout(lags, -1)
  const kept = serving.filter((_, i) => meanWithout(lags, i) > mean * 0.7)
  if (kept.length >= minTablets) return kept
  const bearable = serving.filter((tablet) => !isReplicationLagVeryHigh(tablet))
  const best = (bearable.length === 0 ? serving : bearable).toSorted((a, b) => lagOf(a) - lagOf(b))
  return best.slice(0, minTablets)
}

/** In whole seconds, as Vitess divides integers. */
function meanWithout(lags: readonly number[], excluded: number): number {
  const included = lags.filter((_, i) => i !== excluded)
  return included.length === 0 ? 0 : Math.floor(included.reduce((sum, lag) => sum + lag, 0) / included.length)
}

/**
 * True if the old report may stand for the new one: neither lags, or both do and about as much.
 * Source: replicationlag.go TrivialStatsUpdate.
 */
export function isTrivialUpdate(before: TabletStats, now: TabletStats): boolean {
  const old = lagOf(before)
  const lag = lagOf(now)
  if (old <= lowReplicationLagS && lag <= lowReplicationLagS) return true
  return old > lowReplicationLagS && lag > lowReplicationLagS && lag < old * 1.1 && lag > old * 0.9
}

/**
 * Those that answer and keep up. Whether they *serve* is not asked: a tablet that was turned off, or drained,
 * can still be read by vtworker and streamed from. Source: go/vt/discovery/utils.go RemoveUnhealthyTablets.
 */
export function removeUnhealthyTablets(tablets: readonly TabletStats[]): readonly TabletStats[] {
  return tablets.filter((tablet) =>
    tablet.stats !== null && tablet.stats.healthError === '' && tablet.lastError === null
    && !isReplicationLagHigh(tablet))
}
