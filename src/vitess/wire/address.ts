import { UserError } from '../../base/index.ts'
import type { TabletAlias } from './records.ts'

/** What goes by the name of one tablet. */
interface Names {
  readonly alias: string
  readonly vttablet: string
  readonly mysqld: string
  readonly host: string
}

const known = new Map<string, Map<number, Names>>()
const knownMax = 10_000

/** They are asked for all the time, and a text that is the same one each time is found sooner. */
function namesOf({ cell, uid }: TabletAlias): Names {
  let names = known.get(cell)?.get(uid)
  if (names === undefined) {
    let ofCell = known.get(cell)
    if (ofCell === undefined || ofCell.size >= knownMax) known.set(cell, ofCell = new Map())
    names = {
      alias: `${cell}-${String(uid).padStart(10, '0')}`, vttablet: `vttablet ${cell}-${uid}`,
      mysqld: `mysqld ${cell}-${uid}`, host: `host-${cell}-${uid}`,
    }
    ofCell.set(uid, names)
  }
  return names
}

/** `zone1-0000000200`, as Vitess prints an alias. Source: go/vt/topo/topoproto/tablet.go TabletAliasString. */
export const tabletAliasString = (alias: TabletAlias): string => namesOf(alias).alias

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
export const vttabletAddress = (alias: TabletAlias): string => namesOf(alias).vttablet
export const mysqldAddress = (alias: TabletAlias): string => namesOf(alias).mysqld
/** The topology server of a cell, or of `global`. */
export const topoAddress = (cell: string): string => `topo ${cell}`
/** The host that a tablet's mysqld and vttablet share. */
export const tabletHost = (alias: TabletAlias): string => namesOf(alias).host
export const vtctldAddress = 'vtctld'
