import type { Size } from '../state/index.ts'

/**
 * How the stage is divided. Header and bottom line take one line each and are not counted here.
 * `tabs`: topology and events in one place · `halves`: side by side · `full`: with SQL and boxes for all.
 */
export interface StageLayout {
  readonly kind: 'tabs' | 'halves' | 'full'
  readonly topology: Size
  readonly events: Size
  readonly why: Size
  /** null: it is an overlay. */
  readonly sql: Size | null
  readonly invariants: Size
  readonly timeline: Size
}

const fullMin: Size = { columns: 140, rows: 36 }
const halvesMin = 80
/** The topology is a table, and needs no more than this where there is not yet room for more of it. */
const topologyMax = 48

const clamp = (value: number, min: number, max: number): number => Math.max(min, Math.min(max, value))

/** Layout is arithmetic: all of it adds up to the rows and columns of the terminal. */
export function stageLayout({ columns, rows }: Size): StageLayout {
  if (columns >= fullMin.columns && rows >= fullMin.rows) return fullLayout(columns, rows)
  const isSplit = columns >= halvesMin
  const timeline = { columns, rows: isSplit ? 3 : 2 }
  const invariants = { columns, rows: 1 }
  const left = rows - 2 - timeline.rows - invariants.rows
  const why = { columns, rows: clamp(Math.round(left * 0.38), 4, 12) }
  const top = left - why.rows
  if (!isSplit) {
    const tab = { columns, rows: top }
    return { kind: 'tabs', topology: tab, events: tab, why, sql: null, invariants, timeline }
  }
  const wide = Math.min(topologyMax, Math.round(columns * 0.56))
  return {
    kind: 'halves', why, sql: null, invariants, timeline,
    topology: { columns: wide, rows: top }, events: { columns: columns - wide, rows: top },
  }
}

function fullLayout(columns: number, rows: number): StageLayout {
  const timeline = { columns, rows: 4 }
  const invariants = { columns, rows: 3 }
  const left = rows - 2 - timeline.rows - invariants.rows
  const below = clamp(Math.round(left * 0.3), 8, 16)
  const wide = Math.round(columns * 0.63)
  return {
    kind: 'full', invariants, timeline,
    topology: { columns: wide, rows: left - below }, events: { columns: columns - wide, rows: left - below },
    why: { columns: wide, rows: below }, sql: { columns: columns - wide, rows: below },
  }
}
