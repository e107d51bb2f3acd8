import {
  servedTypeNames, servingOf, splitShardName, type KeyspaceView, type ShardView,
  type ClusterView,
} from '../../cluster-view/index.ts'
import type { Size, UiState } from '../../state/index.ts'
import { box, dim, fit, line, span, title, type Line } from '../../text/index.ts'
import {
  copyRow, importance, isWayBack, noteRows, outlookRows, roleTone, servingMark, streamText,
  wayBackRow, wrappedRow,
} from './cluster-rows.ts'
import { momentOf, type Moment } from './moment.ts'
import { row, rowsThatFit, type Row } from './row-choice.ts'
import { shortCount } from './short-count.ts'
import { tabletLine, tabletRows } from './tablet-rows.ts'

/** From here on there is a line for each tablet. */
const tabletsMin = 72

/** From here on there is room for the whole legend. */
const legendMin = 66

/** The cluster at this moment: which shard is sent what, which answers, what is copied, and what comes next. */
export function topologyPane({ show }: UiState, { columns, rows }: Size): Line[] {
  const focused = show?.focus === 'topology'
  const frame = { columns, rows, title: line(title('1 Topology')), focused }
  if (show === null) return box([], frame)
  const moment = momentOf(show)
  const all = columns - 2 >= tabletsMin ? tabletRows(moment, columns - 2) : shardRows(moment, columns - 2)
  const { lines, hidden } = rowsThatFit(all, rows - 2)
  const routed = columns >= legendMin ? '→ routed ⇢ by some vtgates only' : '→ routed'
  return box(lines, { ...frame, aside: `${routed} ▮ serves ▯ not${hidden > 0 ? ` +${hidden}` : ''}` })
}

const nameColumns = 7
const roleColumns = 7

/** A table: a shard a line, a column for each type. */
function shardRows(moment: Moment, columns: number): Row[] {
  const { view } = moment
  const keyspaces = [...view.keyspaces.values()].sort((a, b) => importance(b) - importance(a))
  const [first] = keyspaces
  return [
    ...keyspaces.flatMap(keyspace => keyspaceRows(moment, keyspace, columns, keyspace === first)),
    ...selectedRow(moment),
    ...[...outlookRows(view), ...noteRows(moment)].flatMap(each => wrappedRow(each, columns)),
  ]
}

/** What there is no line for, while it is selected. */
function selectedRow(moment: Moment): Row[] {
  const { view, selected } = moment
  if (selected === null) return []
  const tablet = view.tablets.get(selected)
  if (tablet === undefined) return [row(2, line(span(' ▶ ', 'key'), whatIs(view, selected), dim('  i inspects it')))]
  const shards = [...view.keyspaces.values()].flatMap(keyspace => keyspace.shards)
  const shard = shards.find(({ name }) => name === tablet.shard)
  return shard === undefined ? [] : [row(2, tabletLine(moment, shard, tablet))]
}

function whatIs(view: ClusterView, selected: string): string {
  if (view.streams.has(selected)) return `the stream ${selected}`
  return view.gates.has(selected) ? selected : `the record of ${selected}`
}

function keyspaceRows(moment: Moment, keyspace: KeyspaceView, columns: number, isFirst: boolean): Row[] {
  const { view } = moment
  const cell = cellColumns(columns)
  const isQuiet = importance(keyspace) === 0 && !isFirst
  const heads = servedTypeNames.flatMap(type => fit(line(dim(type)), cell))
  const name = fit(line(' ', title(keyspace.name)), 1 + nameColumns + roleColumns)
  const head = line(...name, ...heads, ...fit(line(dim('rows')), 4, 'right'))
  const shards = keyspace.shards.flatMap(shard => {
    const streams = [...view.streams.values()].filter(stream => stream.target === shard.name)
    return [
      row(isQuiet ? 6 : 1, shardLine(moment, shard, cell, isQuiet)),
      ...streams.filter(stream => !isWayBack(stream)).map(stream =>
        row(2, line(dim(`   └ from ${splitShardName(stream.source)[1]}: `), ...streamText(stream, moment)))),
      ...wayBackRow(streams.filter(isWayBack), 5),
    ]
  })
  return [...isQuiet ? [] : [row(isFirst ? 1 : 6, head)], ...shards, ...copyRow(view, keyspace.shards, 2)]
}

const cellColumns = (columns: number): number => Math.floor((columns - 1 - nameColumns - roleColumns - 4) / 3)

function shardLine({ view, isNew }: Moment, shard: ShardView, cell: number, isQuiet: boolean): Line {
  const [, name] = splitShardName(shard.name)
  const tone = roleTone(shard.role)
  const label = isQuiet ? [span(` ${shard.name}`, 'dim')]
    : [' ', ...fit(line(span(name, tone)), nameColumns), span(shard.role ?? '', tone)]
  const cells = servedTypeNames.flatMap(type => {
    const serving = servingOf(view, shard, type)
    const changed = serving.tablets.some(alias => isNew(view.tablets.get(alias)!.changedAt))
    return fit(line(' ', servingMark(serving, changed)), cell)
  })
  const movedAt = shard.master === null ? 0 : view.tablets.get(shard.master)?.movedAt ?? 0
  const hasNew = isNew(movedAt) && shard.role === 'target'
  const rows = shard.master === null ? dim('–') : span(shortCount(shard.rows), 'plain', hasNew)
  return line(...fit(line(...label), 1 + nameColumns + roleColumns), ...cells, ...fit(line(rows), 4, 'right'))
}

