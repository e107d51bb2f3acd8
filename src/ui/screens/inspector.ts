import { formatSeconds } from '../../base/index.ts'
import { takeOf, viewOf, type Show, type UiState } from '../state/index.ts'
import {
  servedTypeNames, servingOf, type ClusterView, type GateView, type ShardView, type StreamView, type TabletView,
} from '../cluster-view/index.ts'
import { actorOf, storyOf, type Told } from '../story/index.ts'
import { beside, box, dim, emptyLine, fill, fit, line, span, title, wrap, type Line } from '../text/index.ts'
import { bottomLine } from './bottom-line.ts'
import { header } from './header.ts'
import { recordFields, type Field } from './inspector-records.ts'

const nameColumns = 18

/** All that is known of the selected tablet, stream, vtgate or process, and what it did last. */
export function inspectorScreen(state: UiState): Line[] {
  const { columns, rows } = state.size
  const { show } = state
  if (show === null) return fill([], columns, rows)
  const view = viewOf(show)
  const left = columns >= 100 ? Math.floor(columns * 0.5) : columns
  const room = rows - 2
  const fieldRows = columns >= 100 ? room : Math.max(8, room - 8)
  const lines = scrolled(fieldLines(show, view, left - 2), show.scroll)
  const more = lines.length - (fieldRows - 2)
  const fields = box(lines, {
    columns: left, rows: fieldRows, title: line(title(what(view, show.selected)), dim('  now')), focused: true,
    aside: more > 0 ? `${more} more below` : '',
  })
  const history = (width: number, height: number): Line[] =>
    box(historyLines(show, width - 2, height - 2), { columns: width, rows: height, title: 'What it did last' })
  const panes = columns >= 100 ? beside(fields, history(columns - left, room))
    : [...fields, ...history(columns, room - fieldRows)]
  return [header(state), ...panes, bottomLine(state)]
}

const scrolled = (lines: Line[], by: number): Line[] => lines.slice(Math.min(by, Math.max(0, lines.length - 3)))

function what(view: ClusterView, selected: string | null): string {
  if (selected === null) return 'Nothing is selected'
  if (view.gates.has(selected)) return selected
  const record = recordFields(view, selected)
  if (record !== null) return `Record ${selected}`
  const kind = view.tablets.has(selected) ? 'Tablet' : view.streams.has(selected) ? 'Stream' : 'Process'
  return `${kind} ${selected}`
}

function fieldLines(show: Show, view: ClusterView, columns: number): Line[] {
  const { selected } = show
  if (selected === null) return [emptyLine, line(dim(' Tab to the topology, then ↑ ↓ select a tablet, a stream, a vtgate, a record.'))]
  const record = recordFields(view, selected)
  if (record !== null) {
    const lines = record.fields.flatMap(field => fieldLine(field, show.cursor.seq, columns))
    return [line(dim(` ${record.path}`)), emptyLine, ...lines]
  }
  const tablet = view.tablets.get(selected)
  const stream = view.streams.get(selected)
  const gate = view.gates.get(selected)
  const fields = tablet !== undefined ? tabletFields(view, tablet) : stream !== undefined ? streamFields(stream)
    : gate !== undefined ? gateFields(gate) : processFields(view, selected)
  const lines = fields.flatMap(field => fieldLine(field, show.cursor.seq, columns))
  if (tablet === undefined) return stream === undefined ? lines : [...lines, emptyLine, ...vreplicationTable(stream)]
  const streams = [...view.streams.values()].filter(one => one.target === tablet.shard && tablet.type === 'MASTER')
  return [...lines, ...streams.flatMap(one => [emptyLine, ...vreplicationTable(one)])]
}

function fieldLine({ name, value, changedAt }: Field, seq: number, columns: number): Line[] {
  const isNew = changedAt === seq && seq > 0
  const [first = emptyLine, ...more] = wrap(line(span(value, 'plain', isNew)), columns - nameColumns - 1)
  return [
    line(' ', ...fit(line(dim(name)), nameColumns - 2), ' ', ...first),
    ...more.map(one => line(' '.repeat(nameColumns), ...one)),
  ]
}

function tabletFields(view: ClusterView, tablet: TabletView): Field[] {
  const at = tablet.changedAt
  const shard = view.keyspaces.get(tablet.shard.slice(0, tablet.shard.indexOf('/')))?.shards.find(one => one.name === tablet.shard)
  const isMaster = shard?.master === tablet.alias
  const routes = [...view.gates.values()].map(({ name }) =>
    `${name} ${isRouting(view, name, tablet) ? 'routes' : 'does not route'} ${tablet.type.toLowerCase()} traffic to ${tablet.shard}`)
  return [
    { name: 'shard', value: tablet.shard, changedAt: 0 },
    { name: 'type', value: tablet.type, changedAt: at },
    { name: 'state', value: tablet.state + (tablet.reason === '' ? '' : `: ${tablet.reason}`), changedAt: at },
    { name: 'shard record', value: recordText(isMaster, shard ?? null), changedAt: shard?.changedAt ?? 0 },
    { name: 'vttablet', value: tablet.isVttabletUp ? 'up' : 'DOWN', changedAt: at },
    { name: 'mysqld', value: tablet.isMysqldUp ? 'up' : 'DOWN', changedAt: at },
    { name: 'executed', value: tablet.position === '' ? 'nothing' : tablet.position, changedAt: tablet.movedAt },
    { name: 'behind', value: behind(tablet), changedAt: tablet.movedAt },
    ...[...tablet.rows].sort(([a], [b]) => a < b ? -1 : 1).map(([table, rows]) =>
      ({ name: `rows of ${table}`, value: String(rows), changedAt: tablet.movedAt })),
    ...routes.map((value, index) => ({ name: index === 0 ? 'routing' : '', value, changedAt: 0 })),
  ]
}

function recordText(isMaster: boolean, shard: ShardView | null): string {
  if (isMaster) return `names it master, which ${shard?.isMasterServing === true ? 'serves' : 'does not serve'}`
  return shard === null || shard.master === null ? 'names no master' : `names ${shard.master} as master`
}

const behind = ({ behindTransactions, behindUs }: TabletView | StreamView): string => behindTransactions === 0 ? 'nothing'
  : `${behindTransactions} ${behindTransactions === 1 ? 'transaction' : 'transactions'}, for ${(behindUs / 1000).toFixed(1)} ms`

/** A type that no serving graph knows, such as DRAINED, is routed nowhere. */
function isRouting(view: ClusterView, gate: string, tablet: TabletView): boolean {
  const shards = [...view.keyspaces.values()].flatMap(keyspace => keyspace.shards)
  const shard = shards.find(({ name }) => name === tablet.shard)
  const type = servedTypeNames.find(name => name === tablet.type)
  if (shard === undefined || type === undefined) return false
  const { routed } = servingOf(view, shard, type)
  return routed === 'all' || routed !== 'none' && routed.includes(gate)
}

function streamFields(stream: StreamView): Field[] {
  const at = stream.changedAt
  return [
    { name: 'from', value: stream.source, changedAt: 0 },
    { name: 'to the master of', value: stream.target, changedAt: 0 },
    { name: 'state', value: stream.state === '' ? 'deleted' : stream.state, changedAt: at },
    { name: 'message', value: stream.message === '' ? 'none' : stream.message, changedAt: at },
    { name: 'has applied', value: stream.position === '' ? 'nothing' : stream.position, changedAt: stream.movedAt },
    { name: 'behind', value: behind(stream), changedAt: stream.movedAt },
  ]
}

/** The stream as its row in the database of the target's master, as `\G` prints it. */
function vreplicationTable(stream: StreamView): Line[] {
  const row = [
    ['id', String(stream.id)], ['source', stream.source], ['pos', stream.position], ['state', stream.state],
    ['message', stream.message],
  ]
  return [
    line(' ', dim('_vt.vreplication')),
    ...row.map(([name, value]) => line(dim(`${name!.padStart(10)}: `), value!)),
  ]
}

function gateFields(gate: GateView): Field[] {
  return [
    { name: 'process', value: gate.isUp ? 'up' : 'DOWN', changedAt: gate.changedAt },
    { name: 'buffered', value: `${gate.buffered} ${gate.buffered === 1 ? 'request' : 'requests'}`, changedAt: gate.changedAt },
    ...[...gate.routes].map(([name, shards]) =>
      ({ name, value: shards.length === 0 ? 'nowhere' : shards.join(', '), changedAt: gate.changedAt })),
  ]
}

function processFields(view: ClusterView, name: string): Field[] {
  const process = view.processes.get(name)
  if (process === undefined) return [{ name: 'process', value: `${name} is not there yet`, changedAt: 0 }]
  return [
    { name: 'host', value: process.host, changedAt: 0 },
    { name: 'process', value: process.isUp ? 'up' : 'DOWN', changedAt: process.changedAt },
    { name: 'lives', value: String(process.life), changedAt: process.changedAt },
  ]
}

/**
 * The last sentences about what is selected, the newest at the bottom: what it did itself, and what others did
 * with it. Logs tell the same again, in more words.
 */
function historyLines(show: Show, columns: number, rows: number): Line[] {
  const { selected } = show
  if (selected === null) return []
  const story = storyOf(takeOf(show).branch.trace, show.scenario.frontMatter.cluster)
  const isAbout = aboutOf(viewOf(show), selected)
  const lines: Line[] = []
  for (let index = story.indexAt(show.cursor.seq); index >= 0 && lines.length < rows; index--) {
    const told = story.told[index]!
    if (told.kind === 'log' || told.kind === 'scenario/output' || !isAbout(told)) continue
    const who = told.actor === actorOf(selected) ? '' : span(`${told.actor} `, 'info')
    const when = dim(` ${formatSeconds(told.timeUs).padStart(7)} `)
    lines.unshift(fit(line(when, who, span(told.text, told.tone)), columns))
  }
  return lines.length > 0 ? lines : [emptyLine, line(dim(' nothing yet'))]
}

/** A stream is told of by the tablet that it fills. */
function aboutOf(view: ClusterView, selected: string): (told: Told) => boolean {
  const stream = view.streams.get(selected)
  if (stream === undefined) return told => told.actor === actorOf(selected) || told.text.includes(selected)
  const { target, source } = stream
  return told => told.text.startsWith(`the stream from ${source} into ${target}`) || told.topic === `applied ${target}`
    || told.text.startsWith(`${target} has caught up`)
}
