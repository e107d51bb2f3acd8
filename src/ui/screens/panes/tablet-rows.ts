import {
  servedTypeNames, servingOf, splitShardName,
  type KeyspaceView, type ServedTypeName, type ShardView, type TabletView,
} from '../../cluster-view/index.ts'
import { dim, emptyLine, fit, line, span, title, type Line, type Span } from '../../text/index.ts'
import {
  behindText, copyRow, importance, isWayBack, noteRows, outlookRows, roleTone, servingMark, streamText,
  wayBackRow, wrappedRow,
} from './cluster-rows.ts'
import type { Moment } from './moment.ts'
import { row, type Row } from './row-choice.ts'

const labelColumns = 16
const blank = row(9, emptyLine)

/** A line for each shard, with its key range as a bar, and one for each of its tablets and streams. */
export function tabletRows(moment: Moment, columns: number): Row[] {
  const keyspaces = [...moment.view.keyspaces.values()].sort((a, b) => importance(b) - importance(a))
  const [first] = keyspaces
  return [
    ...keyspaces.flatMap(keyspace => keyspaceRows(moment, keyspace, columns, keyspace === first)),
    blank,
    ...[...outlookRows(moment.view), ...noteRows(moment)].flatMap(each => wrappedRow(each, columns)),
  ]
}

function keyspaceRows(moment: Moment, keyspace: KeyspaceView, columns: number, isFirst: boolean): Row[] {
  const isQuiet = importance(keyspace) === 0 && !isFirst
  const rank = isQuiet ? 7 : 1
  const { vindex } = keyspace
  const spread = vindex === '' ? 'not sharded' : `spread by ${vindex}`
  const head = line(' ', title(keyspace.name), dim(`   ${spread}`))
  return [
    ...isFirst ? [] : [blank], row(isQuiet ? 7 : 3, head),
    ...keyspace.shards.flatMap(shard => shardRows(moment, shard, columns, rank)),
    ...copyRow(moment.view, keyspace.shards, 2),
  ]
}

function shardRows(moment: Moment, shard: ShardView, columns: number, rank: number): Row[] {
  const { view } = moment
  const streams = [...view.streams.values()].filter(stream => stream.target === shard.name)
  return [
    row(rank, shardLine(shard, columns)),
    ...shard.tablets.map(alias => {
      const tablet = view.tablets.get(alias)!
      const isWanted = tablet.type === 'MASTER' || alias === moment.selected
      return row(rank === 1 ? isWanted ? 1 : 3 : 8, tabletLine(moment, shard, tablet))
    }),
    ...streams.filter(stream => !isWayBack(stream)).map(stream => row(1, line(
      dim(`   └ stream ${stream.id} from ${splitShardName(stream.source)[1]}  at ${stream.position}  `),
      ...streamText(stream, moment),
    ))),
    ...wayBackRow(streams.filter(isWayBack), 4),
  ]
}

function shardLine({ name, role, rows, keyRange, master }: ShardView, columns: number): Line {
  const tone = roleTone(role)
  const what = span(role === null ? 'shard' : role.toUpperCase(), tone)
  const label = fit(line(' ', what, ' ', span(splitShardName(name)[1], tone)), labelColumns)
  const right = master === null ? dim('no master') : span(`${rows} rows`)
  const bar = rangeBar(keyRange, columns - labelColumns - 13, tone)
  return line(...label, ...bar, ...fit(line(right), 12, 'right'))
}

/** The part of all keyspace ids that is this shard's, drawn to scale. */
function rangeBar(range: ShardView['keyRange'], columns: number, tone: Span['tone']): Line {
  const from = Math.round(fraction(range?.start ?? '', 0) * columns)
  const to = Math.round(fraction(range?.end ?? '', 1) * columns)
  const text = range === null || (range.start === '' && range.end === '') ? ' all keyspace ids '
    : ` ${range.start === '' ? '00' : range.start}…${range.end === '' ? 'ff' : lastBefore(range.end)} `
  const inside = Math.max(0, to - from - 2)
  const shown = text.length <= inside ? text : ''
  const left = Math.floor((inside - shown.length) / 2)
  const bar = `├${'─'.repeat(left)}${shown}${'─'.repeat(inside - left - shown.length)}┤`
  return fit(line(' '.repeat(from), span(bar, tone)), columns)
}

/** The last id of this length before the end, which is not part of a range: `80` → `7f`. */
function lastBefore(end: string): string {
  return (parseInt(end.slice(0, 8), 16) - 1).toString(16).padStart(Math.min(8, end.length), '0')
}

function fraction(bound: string, missing: number): number {
  return bound === '' ? missing : parseInt(bound.padEnd(4, '0').slice(0, 4), 16) / 65_536
}

/** A tablet: what it is, whether it is sent anything and answers, where it stands. */
export function tabletLine({ view, isNew, selected }: Moment, shard: ShardView, tablet: TabletView): Line {
  const { alias, type, state, reason, changedAt, movedAt, behindTransactions, behindUs } = tablet
  const isServed = servedTypeNames.some(name => name === type)
  const serving = isServed ? servingOf(view, shard, type as ServedTypeName) : null
  const own = serving === null ? span(' ·', 'wait')
    : servingMark({ ...serving, tablets: [alias], serving: state === 'SERVING' ? [alias] : [] })
  const said = state === 'SERVING' ? 'serves' : reason === '' ? 'does not serve' : `refuses: ${reason}`
  const lag = behindTransactions === 0 ? '' : `${behindText(behindTransactions, behindUs)}  `
  return line(
    alias === selected ? span(' ▶ ', 'key') : '   ', ...fit(line(span(alias, 'plain', alias === selected)), 11),
    ...fit(line(span(type, isServed ? 'plain' : 'wait', isNew(changedAt))), 9), own, ' ',
    ...fit(line(span(tablet.position, 'plain', isNew(movedAt))), 10),
    span(lag, 'wait'), span(said, own.tone, isNew(changedAt)),
  )
}
