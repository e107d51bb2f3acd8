import type { Trace, TraceEvent } from '../../sim/index.ts'
import { formatSeconds } from '../../base/index.ts'
import { actorOf, type Story } from '../story/index.ts'
import { silencesAt, type Silence } from './silences.ts'
import { spaceTimeRow, type SpaceTimeRow } from './space-time.ts'

/**
 * The few rows that show how a small run breaks, oldest first: what was broken, which stream stood still, what clients asked and were told,
 * commands and steps left out; then, as far as there is room, steps and messages, those near `atUs` first.
 */
export function failureRows(trace: Trace, story: Story, atUs: number, rowsMax: number): SpaceTimeRow[] {
  const endUs = calmUs(trace, atUs)
  const rows: { readonly row: SpaceTimeRow; readonly rank: number }[] = []
  for (let seq = 1; seq <= story.length; seq++) {
    const row = spaceTimeRow(trace, story, seq)
    if (row === null || row.timeUs > endUs) continue
    const event = trace.get(seq)
    const rank = rankOf(event, row)
    if (rank > 0) rows.push({ row: atItsPlace(row, event), rank })
  }
  for (const silence of silencesAt(trace, atUs)) rows.push({ row: silent(silence), rank: 7 })
  const distance = ({ row }: { readonly row: SpaceTimeRow }): number => Math.abs(row.timeUs - atUs)
  return rows.sort((a, b) => b.rank - a.rank || distance(a) - distance(b)).slice(0, rowsMax)
    .map(({ row }) => row).sort((a, b) => a.seq - b.seq)
}

/** In which an answer comes back. */
const aftermathUs = 1_000_000

/** What comes after everything was mended shows nothing, unless the failure is there. */
function calmUs(trace: Trace, atUs: number): number {
  for (let seq = trace.length; seq > 0; seq--) {
    if (trace.kindAt(seq) !== 'nemesis/calm') continue
    const { timeUs } = trace.get(seq)
    return timeUs >= atUs ? timeUs + aftermathUs : Infinity
  }
  return Infinity
}

const important: ReadonlyMap<string, number> = new Map([
  ['nemesis/act', 8], ['net/fault', 8], ['nemesis/mended', 7], ['step/skipped', 7], ['scenario/command', 4], ['topo/put', 2],
  ['scenario/command-ended', 0],
  // The nemesis has said it in one line.
  ['net/cut', 0], ['net/heal', 0], ['nemesis/calm', 0],
])

/** 0: no row. */
function rankOf({ kind, task }: TraceEvent, { actor, from, isHeading, tone, text }: SpaceTimeRow): number {
  const known = important.get(kind)
  if (known !== undefined) return known
  if (actor.startsWith('client-') || from?.startsWith('client-') === true) return 5
  if (/<work>/.test(task)) return 3
  if (text.startsWith('filtered replication')) return 3
  if (isHeading) return 1
  return tone === 'bad' || tone === 'ok' ? 2 : from === null ? 1 : 0
}

function silent({ actor, seq, timeUs, endUs, missed }: Silence): SpaceTimeRow {
  const until = endUs === null ? 'to the end' : `until ${formatSeconds(endUs)} s`
  const text = `its stream applies nothing ${until}; the source commits ${missed} times meanwhile`
  return { seq, timeUs, actor, from: null, text, tone: 'bad', isHeading: false }
}

/** What the nemesis does is drawn where it is felt. */
function atItsPlace(row: SpaceTimeRow, { kind, data }: TraceEvent): SpaceTimeRow {
  if (!kind.startsWith('nemesis/')) return row
  const { target } = data as { readonly target: string }
  const first = /^(?:(?:vttablet|mysqld|topo) \S+|[a-z]+(?:-\d+)?)/.exec(target)?.[0]
  return first === undefined || target.startsWith('host-') || target.startsWith('all ') ? row : { ...row, actor: actorOf(first) }
}
