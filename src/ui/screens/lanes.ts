import { spaceTime, spaceTimeRows, type SpaceTimeRow } from '../export/index.ts'
import { actorOf, storyOf } from '../story/index.ts'
import { takeOf, viewOf, type Show, type UiState } from '../state/index.ts'
import { box, dim, emptyLine, fill, line, title, type Line } from '../text/index.ts'
import { bottomLine } from './bottom-line.ts'
import { header } from './header.ts'

/** Lines around the diagram: header, border, names of the lanes, keys. */
const otherRows = 5

/** Who spoke to whom, around the moment that is shown: time runs down, one lane for each server or client. */
export function lanesScreen(state: UiState): Line[] {
  const { columns, rows } = state.size
  const { show } = state
  if (show === null) return fill([], columns, rows)
  const room = rows - otherRows
  const shown = rowsOf(show, room)
  const down = new Set([...viewOf(show).processes.values()].filter(one => !one.isUp).map(one => actorOf(one.name)))
  const diagram = shown.length === 0 ? [emptyLine, line(dim(' nothing has been sent yet: . steps on, ] goes to the next phase'))]
    : spaceTime(shown, { columns: columns - 2, cursor: nearest(shown, show.cursor.seq), down, selected: actorOfSelected(show) })
  return [
    header(state),
    ...box(diagram, { columns, rows: rows - 2, title: line(title('Lanes'), ...about(show, shown)), focused: true }),
    bottomLine(state),
  ]
}

/** Two thirds before the moment, one third after it; only those of the selected server if one is selected. */
function rowsOf(show: Show, room: number): readonly SpaceTimeRow[] {
  const { branch } = takeOf(show)
  const story = storyOf(branch.trace, show.scenario.frontMatter.cluster)
  const { seq } = show.cursor
  const selected = actorOfSelected(show)
  if (selected === null) return spaceTimeRows(branch.trace, story, seq, Math.ceil(room * 2 / 3), Math.floor(room / 3))
  const wide = spaceTimeRows(branch.trace, story, seq, room * 8, room * 4).filter(
    row => row.actor === selected || row.from === selected || row.isHeading)
  const at = wide.findLastIndex(row => row.seq <= seq)
  const first = Math.max(0, at - Math.ceil(room * 2 / 3) + 1)
  return wide.slice(first, first + room)
}

function nearest(rows: readonly SpaceTimeRow[], seq: number): number {
  return rows.findLast(row => row.seq <= seq)?.seq ?? 0
}

function actorOfSelected({ selected }: Show): string | null {
  return selected === null ? null : actorOf(selected)
}

function about(show: Show, rows: readonly SpaceTimeRow[]): Line {
  const selected = actorOfSelected(show)
  const lanes = new Set(rows.flatMap(row => row.from === null ? [row.actor] : [row.from, row.actor])).size
  return [dim(selected === null ? `  ${lanes} take part around this moment` : `  only what ${selected} sends or gets`)]
}
