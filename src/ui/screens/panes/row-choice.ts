import type { Line } from '../../text/index.ts'

/** A line, and how much it is wanted: 1 must be there; of two the higher number is left out first. */
export interface Row { readonly line: Line; readonly rank: number }

export const row = (rank: number, line: Line): Row => ({ line, rank })

/**
 * The rows for which there is room, in their order: those of the highest rank go first, the lowest of them
 * on the screen before the others. What was left out is told by its number.
 */
export function rowsThatFit(
  rows: readonly Row[], room: number,
): { readonly lines: Line[]; readonly hidden: number } {
  const kept = rows.map((each, index) => ({ ...each, index }))
  while (kept.length > Math.max(0, room)) {
    const worst = kept.reduce((last, each) => (each.rank >= last.rank ? each : last))
    kept.splice(kept.indexOf(worst), 1)
  }
  return { lines: kept.map(each => each.line), hidden: rows.filter(each => each.line.length > 0).length
    - kept.filter(each => each.line.length > 0).length }
}
