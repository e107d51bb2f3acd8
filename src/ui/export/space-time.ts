import { formatSeconds } from '../../base/index.ts'
import type { Trace } from '../../sim/index.ts'
import { actorOf, type Story, type Told } from '../story/index.ts'
import { fit, line, span, type Line, type Tone } from '../text/index.ts'
import { isChatter, messageOf, type Message } from './message.ts'
import { byTier } from './tier.ts'

/** One row of a space-time diagram: an event in the lane of its actor, with the message that it is the arrival of. */
export interface SpaceTimeRow {
  readonly seq: number
  readonly timeUs: number
  readonly actor: string
  /** Who sent what arrived; null for what is no message from another actor. */
  readonly from: string | null
  readonly text: string
  readonly tone: Tone
  /** A step or a command: it gets the attention. */
  readonly isHeading: boolean
}

export interface SpaceTimeOptions {
  readonly columns: number
  /** The event that is marked; 0: none. */
  readonly cursor: number
  /** Actors that are down, drawn with a broken lane. */
  readonly down?: ReadonlySet<string>
  /** An actor whose lane is bright. */
  readonly selected?: string | null
  /** What changed in each row against another run: drawn with a `≠`. */
  readonly marked?: ReadonlySet<number>
}

const timeColumns = 9
/** What is left of the words when there are many lanes. */
const textColumnsMin = 24

/** What an event is in such a diagram; null for what has no place in it. */
export function spaceTimeRow(trace: Trace, story: Story, seq: number): SpaceTimeRow | null {
  const event = trace.get(seq)
  const message = messageOf(trace, event)
  const from = message === null ? null : senderOf(message)
  const told = story.at(seq)
  if (!hasPlace(told, message, from)) return null
  return {
    seq, timeUs: event.timeUs, actor: actorOf(event.process), from, tone: told.tone,
    text: from === null ? told.text : messageText(message!, event.data),
    isHeading: told.weight === 'step' || told.weight === 'chapter',
  }
}

/** What a message says, in the fewest words. */
function messageText({ kind, method }: Message, data: unknown): string {
  const name = method.slice(method.indexOf('.') + 1)
  if (kind === 'reply') return `${name}: answered`
  if (method === 'UpdateStream.streamKeyRange' && Array.isArray(data)) {
    const count = (data as readonly { statements: readonly unknown[] }[]).reduce((sum, one) => sum + one.statements.length, 0)
    return count === 0 ? 'a transaction without rows of this range' : `filtered replication: ${count} statements`
  }
  const { sql, queries } = (data ?? {}) as { sql?: unknown; queries?: readonly { sql?: unknown }[] }
  const text = typeof sql === 'string' ? sql : queries?.[0]?.sql
  return typeof text === 'string' ? `${name}: ${text}` : name
}

function senderOf(message: Message): string | null {
  const [from, to] = [actorOf(message.from), actorOf(message.to)]
  return from === to || isChatter(message) ? null : from
}

function hasPlace({ weight }: Told, message: Message | null, from: string | null): boolean {
  if (from !== null) return true
  return message === null && (weight === 'chapter' || weight === 'step' || weight === 'event')
}

/** Rows around an event: at most `before` earlier ones and `after` later ones, oldest first. */
export function spaceTimeRows(
  trace: Trace, story: Story, around: number, before: number, after: number,
): SpaceTimeRow[] {
  const rows: SpaceTimeRow[] = []
  for (let seq = around; seq >= 1 && rows.length < before; seq--) {
    const row = spaceTimeRow(trace, story, seq)
    if (row !== null) rows.unshift(row)
  }
  const shown = rows.length
  for (let seq = around + 1; seq <= story.length && rows.length < shown + after; seq++) {
    const row = spaceTimeRow(trace, story, seq)
    if (row !== null) rows.push(row)
  }
  return rows
}

/**
 * The rows as a diagram, time running down: one lane for each actor that takes part, a dot where something
 * happened, an arrow from who sent to who got it. The first line names the lanes.
 */
export function spaceTime(rows: readonly SpaceTimeRow[], options: SpaceTimeOptions): Line[] {
  const lanes = lanesOf(rows, options)
  return [lanes.header(), ...rows.map(row => lanes.row(row))]
}

function lanesOf(rows: readonly SpaceTimeRow[], options: SpaceTimeOptions): Lanes {
  const actors = actorsOf(rows)
  const names = actors.map(shortName)
  const room = options.columns - timeColumns - textColumnsMin
  const widest = Math.max(3, ...names.map(name => name.length)) + 1
  const width = Math.max(3, Math.min(widest, 8, Math.floor(room / Math.max(1, actors.length))))
  return new Lanes(actors, names, width, options)
}

/** Who takes part, in the order of the lanes. */
export function actorsOf(rows: readonly SpaceTimeRow[]): string[] {
  return byTier(new Set(rows.flatMap(row => row.from === null ? [row.actor] : [row.from, row.actor])))
}

/** `zone1-300` is `300`, `client-2` is `c2`, `vtgate-1` is `g1`. */
export function shortName(actor: string): string {
  const match = /^(client|vtgate|[a-z]+\d*)-(\d+)$/.exec(actor)
  if (match === null) return { vtctld: 'ctl', vtworker: 'wrk', operator: 'op' }[actor] ?? actor
  return match[1] === 'client' ? `c${match[2]}` : match[1] === 'vtgate' ? `g${match[2]}` : match[2]!
}

class Lanes {
  private readonly columnOf: ReadonlyMap<string, number>

  constructor(
    private readonly actors: readonly string[], private readonly names: readonly string[],
    private readonly width: number, private readonly options: SpaceTimeOptions,
  ) {
    this.columnOf = new Map(actors.map((actor, index) => [actor, index * width + (width >> 1)]))
  }

  header(): Line {
    const cells = this.names.map((name, index) =>
      span(this.centred(name), this.actors[index] === this.options.selected ? 'info' : 'bold'))
    return fit(line(' '.repeat(timeColumns), ...cells), this.options.columns)
  }

  private centred(name: string): string {
    const short = name.slice(0, this.width - 1)
    const left = Math.max(0, (this.width >> 1) - (short.length >> 1))
    return `${' '.repeat(left)}${short}`.padEnd(this.width)
  }

  row(row: SpaceTimeRow): Line {
    const { columns, cursor, marked } = this.options
    const isHere = row.seq === cursor
    const time = formatSeconds(row.timeUs).padStart(timeColumns - 2)
    const mark = isHere ? '▶' : marked?.has(row.seq) === true ? '≠' : ' '
    const room = columns - timeColumns - this.actors.length * this.width
    const text = span(row.text, isHere ? 'bold' : row.isHeading ? 'title' : row.tone)
    return line(
      span(`${time}${mark} `, isHere ? 'key' : 'dim'), ...this.drawing(row, isHere), ...fit(line(text), room),
    )
  }

  /** The lanes with the dot and the arrow of one row. */
  private drawing(row: SpaceTimeRow, isHere: boolean): Line {
    const size = this.actors.length * this.width
    const cells = Array.from<string>({ length: size }).fill(' ')
    for (const [actor, column] of this.columnOf) cells[column] = this.options.down?.has(actor) === true ? '┊' : '│'
    const at = this.columnOf.get(row.actor)!
    const from = row.from === null ? undefined : this.columnOf.get(row.from)
    if (from === undefined) {
      cells[at] = '●'
      return [span(cells.slice(0, at).join(''), 'dim'), span('●', isHere ? 'key' : row.tone === 'dim' ? 'plain' : row.tone),
        span(cells.slice(at + 1).join(''), 'dim')]
    }
    const [left, right] = from < at ? [from, at] : [at, from]
    for (let column = left + 1; column < right; column++) cells[column] = '─'
    cells[from] = from < at ? '├' : '┤'
    cells[from < at ? at - 1 : at + 1] = from < at ? '▶' : '◀'
    cells[at] = '●'
    return [
      span(cells.slice(0, left).join(''), 'dim'), span(cells.slice(left, right + 1).join(''), isHere ? 'key' : 'info'),
      span(cells.slice(right + 1).join(''), 'dim'),
    ]
  }
}
