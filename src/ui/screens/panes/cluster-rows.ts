import {
  durationText, outlookOf, servedTypeNames, servingOf, splitShardName, commandOf,
  type ClusterView, type GateView, type KeyspaceView, type Outlook, type ProcedureView, type ServedTypeName,
  type Serving, type ShardView, type StreamView,
} from '../../cluster-view/index.ts'
import {
  bold, dim, line, span, textOf, widthOf, wrap, type Line, type Span, type Tone,
} from '../../text/index.ts'
import type { Moment } from './moment.ts'
import { row, type Row } from './row-choice.ts'

/** What is sent to a shard and what answers there, in two characters and a tone. */
export function servingMark({ routed, tablets, serving }: Serving, isNew = false): Span {
  const arrow = routed === 'none' ? ' ' : routed === 'all' ? '→' : '⇢'
  const answer = tablets.length === 0 ? '·' : serving.length > 0 ? '▮' : '▯'
  const tone: Tone = routed === 'none' ? 'dim' : serving.length > 0 ? routed === 'all' ? 'ok' : 'wait' : 'bad'
  return span(`${arrow}${answer}`, tone, isNew)
}

/** A keyspace in which something is being replaced comes first, one that could be split next. */
export function importance({ shards, vindex }: KeyspaceView): number {
  return shards.some(shard => shard.role !== null) ? 3 : shards.length > 1 ? 2 : vindex !== '' ? 1 : 0
}

export const roleTone = (role: ShardView['role']): Tone => role ?? 'plain'

/** `Running, nothing behind` */
export function streamText(stream: StreamView, { isNew }: Moment): Span[] {
  const { state, message, behindTransactions, behindUs, changedAt, movedAt } = stream
  const isWell = state === 'Running'
  // Vitess leaves the message of an earlier stop in the row.
  const why = message === '' || isWell ? '' : ` (${message})`
  const lag = behindTransactions === 0 ? 'nothing behind' : behindText(behindTransactions, behindUs)
  return [
    span(`${state}${why}`, isWell ? 'ok' : state === 'Stopped' ? 'wait' : 'bad', isNew(changedAt)), span(', '),
    span(lag, behindTransactions === 0 ? 'plain' : 'wait', isNew(movedAt)),
  ]
}

/** `4 behind (636 ms)`: transactions, and how long the oldest of them waits. */
export function behindText(transactions: number, us: number): string {
  return `${transactions} behind (${durationText(us)})`
}

/** A stream that fills a target, or those that could lead back, which stand together. */
export function isWayBack(stream: StreamView): boolean {
  return stream.workflow === 'ReversedResharding'
}

export function wayBackRow(streams: readonly StreamView[], rank: number): Row[] {
  if (streams.length === 0) return []
  const states = [...new Set(streams.map(stream => stream.state))].join(', ')
  const from = streams.map(stream => splitShardName(stream.source)[1]).join(', ')
  return [row(rank, line(dim(`   └ way back from ${from}: `), states))]
}

/** How far a copy has come: until there are streams, nothing else tells. */
export function copyRow(view: ClusterView, shards: readonly ShardView[], rank: number): Row[] {
  const sources = shards.filter(shard => shard.role === 'source')
  const targets = shards.filter(shard => shard.role === 'target' && shard.master !== null)
  const isCopying = view.procedures.some(procedure => procedure.name === 'split-clone')
  if (!isCopying || sources.length === 0 || targets.length === 0) return []
  const rowsOf = (all: readonly ShardView[]): number => all.reduce((sum, shard) => sum + shard.rows, 0)
  const [wanted, there] = [rowsOf(sources), rowsOf(targets)]
  const tenths = wanted === 0 ? 10 : Math.min(10, Math.round((10 * there) / wanted))
  return [row(rank, line(
    ' copied ', span('▓'.repeat(tenths), 'ok'), dim('░'.repeat(10 - tenths)), ` ${there} of ${wanted} rows`,
  ))]
}

/** What is out of order, or is so for a while on purpose. Nothing if nothing is. */
export function noteRows(moment: Moment): Row[] {
  const { view, isNew } = moment
  const rows: Row[] = [...view.faults.values()].map(({ what, since }) =>
    row(2, line(' ', span(`↯ ${what}`, 'bad', isNew(since)))))
  for (const keyspace of view.keyspaces.values()) {
    const refused = servedTypeNames.filter(type => isRefused(view, keyspace.shards, type))
    for (const type of refused) {
      const what = type === 'MASTER' ? 'writes' : `${type.toLowerCase()} reads`
      rows.push(row(1, line(' ', span(`✘ nobody takes ${what} of ${keyspace.name}`, 'bad'))))
    }
  }
  for (const gate of view.gates.values()) for (const what of deviations(view, gate)) {
    rows.push(row(3, line(' ', span(`◐ ${gate.name} ${what}`, 'wait', isNew(gate.changedAt)))))
  }
  for (const tablet of view.tablets.values()) {
    if (servedTypeNames.some(type => type === tablet.type) || !tablet.isVttabletUp) continue
    const what = `◐ ${tablet.alias} is ${tablet.type}: taken out of service`
    rows.push(row(4, line(' ', span(what, 'wait', isNew(tablet.changedAt)))))
  }
  for (const { path, action } of view.locks.values()) {
    const what = path.replace(/^keyspaces\//, '').replace('/shards/', '/')
    rows.push(row(5, line(dim(' lock '), what, dim(': '), action)))
  }
  return rows
}

/** All shards that get requests of this type refuse them. */
function isRefused(view: ClusterView, shards: readonly ShardView[], type: ServedTypeName): boolean {
  const routed = shards.map(shard => servingOf(view, shard, type)).filter(({ routed: to }) => to !== 'none')
  return routed.length > 0 && routed.every(({ serving, tablets }) => tablets.length > 0 && serving.length === 0)
}

/** Where a vtgate does something else than the topology says. */
function deviations(view: ClusterView, gate: GateView): string[] {
  if (!gate.isUp) return view.processes.has(gate.name) ? ['is down'] : []
  const found = gate.buffered > 0 ? [`holds back ${gate.buffered} requests`] : []
  for (const { keyspace, shards } of view.routes.values()) {
    for (const [type, names] of shards) {
      const known = gate.routes.get(`${keyspace} ${type}`)
      if (known === undefined || names.length === 0) continue
      const [here, there] = [known, names].map(list => list.map(name => name.replace(/ .*/, '')).join(', '))
      if (here !== there) found.push(`still sends ${keyspace} ${type} to ${here}`)
    }
  }
  return [...new Set(found)]
}

/** What runs now, or what comes next and whether it may. */
export function outlookRows(view: ClusterView): Row[] {
  const [running] = view.procedures
  if (running !== undefined) return nowRows(running)
  for (const keyspace of view.keyspaces.keys()) {
    const outlook = outlookOf(view, keyspace)
    if (outlook === null || outlook.next === '') continue
    return [row(1, line(dim(' next '), bold(outlook.next))), row(1, safeLine(outlook))]
  }
  return []
}

function nowRows({ name, subject, steps, step, failed }: ProcedureView): Row[] {
  const isCleaning = name === 'vtworker-clean-up'
  const title = isCleaning ? 'vtworker gives back its tablets' : `${commandOf(name)} ${subject}`
  const what = line(span(' now  ', 'info'), bold(title))
  if (step === '') return [row(1, what)]
  const place = dim(`      ${steps.indexOf(step) + 1}/${steps.length} `)
  return [row(1, what), row(1, line(place, failed === '' ? step : span(`${failed} failed, going back`, 'bad')))]
}

/** What is not wanted much is cut rather than continued. */
const unwrappedFrom = 5

/** A row in lines of this width: what does not fit into the first goes on below, a little less wanted. */
export function wrappedRow({ line: text, rank }: Row, columns: number): Row[] {
  if (widthOf(text) <= columns || rank >= unwrappedFrom) return [row(rank, text)]
  const indent = /^ */.exec(textOf(text))![0]
  const hanging = indent.length < 3 ? '  ' : ''
  return wrap(text, columns - indent.length - hanging.length)
    .map((one, index) => row(rank + index, line(indent, index === 0 ? '' : hanging, ...one)))
}

const verdicts: { readonly [safe in Outlook['isSafe']]: Span } = {
  yes: span('✔ safe', 'ok'), wait: span('◐ wait', 'wait'), no: span('✘ not yet', 'bad'),
}

function safeLine({ isSafe, because }: Outlook): Line {
  return line('      ', verdicts[isSafe], dim(': '), because)
}
