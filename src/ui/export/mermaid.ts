import { formatSeconds } from '../../base/index.ts'
import type { Trace, TraceEvent } from '../../sim/index.ts'
import { isChatter, isLocal, messageOf, type Message } from './message.ts'
import { actorsOf, type SpaceTimeRow } from './space-time.ts'
import { byTier } from './tier.ts'

export interface MermaidOptions {
  readonly title: string
  /** The moment to show: the diagram ends there. Default: the end. */
  readonly until?: number
  /** Where to begin. Default: as far back as `messagesMax` reaches. */
  readonly from?: number
  /** Longer diagrams cannot be read. Default 80. */
  readonly messagesMax?: number
}

type Row = { readonly message: Message; readonly sql: string } | { readonly note: string; readonly over: string }

/**
 * What led to a moment, as a Mermaid sequence diagram: messages between processes and the steps of procedures,
 * without what a tablet says to its own mysqld, health checks and the topology's watchers. Says how much it leaves
 * out.
 */
export function mermaid(trace: Trace, options: MermaidOptions): string {
  const { title, until = trace.length, from = 1, messagesMax = 80 } = options
  const rows: Row[] = []
  let shown = 0
  let first = until
  for (let seq = until; seq >= from && shown < messagesMax; seq--) {
    const row = rowOf(trace, trace.get(seq))
    if (row === null) continue
    if ('message' in row) shown++
    rows.unshift(row)
    first = seq
  }
  const left = countMessages(trace, from, first - 1)
  const processes = byTier(new Set(rows.flatMap(row => 'message' in row ? [row.message.from, row.message.to] : [row.over])))
  const ids = new Map(processes.map((name, index) => [name, `p${index}`]))
  const lines = ['sequenceDiagram', '  autonumber', `  %% ${label(title)}`]
  for (const [name, id] of ids) lines.push(`  participant ${id} as ${label(name)}`)
  if (left > 0) lines.push(`  Note over ${ids.get(processes[0]!)}: ${left} earlier messages are left out`)
  for (const row of rows) lines.push(`  ${rowText(row, ids)}`)
  return `${lines.join('\n')}\n`
}

/** Chosen rows, such as those of a failure, as a Mermaid sequence diagram: messages as arrows, all else as notes. */
export function mermaidOfRows(title: string, rows: readonly SpaceTimeRow[]): string {
  const actors = actorsOf(rows)
  const ids = new Map(actors.map((name, index) => [name, `p${index}`]))
  return `${[
    'sequenceDiagram', '  autonumber', `  %% ${label(title)}`,
    ...actors.map(name => `  participant ${ids.get(name)} as ${label(name)}`),
    ...rows.map(({ actor, from, text, timeUs }) => from === null
      ? `  Note over ${ids.get(actor)}: ${formatSeconds(timeUs)}s ${label(text)}`
      : `  ${ids.get(from)}->>${ids.get(actor)}: ${label(text)} ${formatSeconds(timeUs)}s`),
  ].join('\n')}\n`
}

function rowOf(trace: Trace, event: TraceEvent): Row | null {
  if (event.kind === 'step/begin') {
    const { procedure, step } = event.data as { procedure: string; step: string }
    return { note: `${procedure}/${step}`, over: event.process }
  }
  if (event.kind === 'process/crash') return { note: 'crashes', over: event.process }
  if (event.kind === 'client/refused') return { note: (event.data as { error: string }).error, over: event.process }
  const message = messageOf(trace, event)
  return message === null || isNoise(message) ? null : { message, sql: sqlOf(message, event) }
}

const isNoise = (message: Message): boolean => isChatter(message) || isLocal(message)

function countMessages(trace: Trace, from: number, to: number): number {
  let count = 0
  for (let seq = from; seq <= to; seq++) {
    const message = messageOf(trace, trace.get(seq))
    if (message !== null && !isNoise(message)) count++
  }
  return count
}

function rowText(row: Row, ids: ReadonlyMap<string, string>): string {
  if (!('message' in row)) return `Note over ${ids.get(row.over)}: ${label(row.note)}`
  const { kind, from, to, method, arrivedUs } = row.message
  const arrow = kind === 'reply' ? '-->>' : kind === 'item' ? '-)' : '->>'
  const what = row.sql === '' ? label(method) : `${label(method)} ${label(row.sql)}`
  return `${ids.get(from)}${arrow}${ids.get(to)}: ${what} ${formatSeconds(arrivedUs)}s`
}

function sqlOf({ kind }: Message, { data }: TraceEvent): string {
  if (kind !== 'request' || typeof data !== 'object' || data === null) return ''
  const { sql, queries } = data as { sql?: unknown; queries?: readonly { readonly sql?: unknown }[] }
  const text = typeof sql === 'string' ? sql : queries?.[0]?.sql
  return typeof text !== 'string' ? '' : text.length > 40 ? `${text.slice(0, 39)}…` : text
}

/** Text that Mermaid takes as text: its own marks are written as entities. */
function label(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim()
  const short = plain.length > 100 ? `${plain.slice(0, 99)}…` : plain
  return short.replace(/[#;<>%]/g, character => `#${character.charCodeAt(0)};`)
}
