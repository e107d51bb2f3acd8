import { UserError } from '../../base/index.ts'
import type { TabletAlias } from './records.ts'

/** `zone1-0000000200`, as Vitess prints an alias. Source: go/vt/topo/topoproto/tablet.go TabletAliasString. */
export function tabletAliasString(alias: TabletAlias): string {
  return `${alias.cell}-${String(alias.uid).padStart(10, '0')}`
}

/** Reads `zone1-200` or `zone1-0000000200`. A cell name must not contain a dash. Source: topoproto ParseTabletAlias. */
export function parseTabletAlias(text: string): TabletAlias {
  const match = /^([^-]+)-(\d+)$/.exec(text)
  if (match === null) throw new UserError(`invalid tablet alias: '${text}', expecting format: '<cell>-<uid>'`)
  return { cell: match[1]!, uid: Number(match[2]) }
}

/** Two that are null are the same. */
export function sameTabletAlias(a: TabletAlias | null, b: TabletAlias | null): boolean {
  return a === b || (a !== null && b !== null && a.uid === b.uid && a.cell === b.cell)
}

/** The names of processes are their network addresses. */
export const vttabletAddress = (alias: TabletAlias): string => `vttablet ${alias.cell}-${alias.uid}`
export const mysqldAddress = (alias: TabletAlias): string => `mysqld ${alias.cell}-${alias.uid}`
/** The topology server of a cell, or of `global`. */
export const topoAddress = (cell: string): string => `topo ${cell}`
/** The host that a tablet's mysqld and vttablet share. */
export const tabletHost = (alias: TabletAlias): string => `host-${alias.cell}-${alias.uid}`
export const vtctldAddress = 'vtctld'
