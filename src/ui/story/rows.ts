import type { Tone } from '../text/index.ts'
import { sumOfTraffic } from './meanwhile.ts'
import { isRead } from './reading-time.ts'
import type { Story, Told } from './story.ts'

/** A line of the list of events: one that is told, or the sum of the traffic between two that are. */
export interface StoryRow {
  readonly kind: 'told' | 'meanwhile'
  /** The last event that it stands for. */
  readonly seq: number
  /** When the first of them happened. */
  readonly timeUs: number
  readonly actor: string
  readonly text: string
  readonly tone: Tone
  readonly weight: Told['weight']
}

/** What a list shows. `only`: events that contain the words, however little they matter. */
export interface RowFilter { readonly text: string; readonly not: boolean }

/** Traffic right before the moment is shown piece by piece: one sees what one has just stepped over. */
const latestTraffic = 3

/** The last `count` rows up to this event, oldest first. */
export function rowsUpTo(story: Story, seq: number, count: number, filter: RowFilter | null): StoryRow[] {
  const rows: StoryRow[] = []
  const traffic: Told[] = []
  let latest = latestTraffic
  const sumUp = (): void => {
    if (traffic.length > 0) rows.push(sumRow(traffic.splice(0).reverse()))
  }
  for (let i = story.indexAt(seq); i >= 0 && rows.length < count; i--) {
    const told = story.told[i]!
    if (!isShown(told, filter)) continue
    const isOnlyTraffic = told.weight === 'traffic' && !isSearch(filter)
    if (isOnlyTraffic && latest === 0) {
      traffic.push(told)
      continue
    }
    latest = isOnlyTraffic ? latest - 1 : 0
    sumUp()
    if (rows.length < count) rows.push(toldRow(told))
  }
  if (rows.length < count) sumUp()
  return rows.reverse()
}

/** The next `count` rows after this event, not beyond `until`. */
export function rowsAfter(story: Story, seq: number, count: number, filter: RowFilter | null, until = Infinity): StoryRow[] {
  const rows: StoryRow[] = []
  const traffic: Told[] = []
  for (let i = story.indexAt(seq) + 1; i < story.told.length && rows.length < count; i++) {
    const told = story.told[i]!
    if (told.seq > until) break
    if (!isShown(told, filter)) continue
    if (told.weight === 'traffic' && !isSearch(filter)) {
      traffic.push(told)
      continue
    }
    if (traffic.length > 0) rows.push(sumRow(traffic.splice(0)))
    if (rows.length < count) rows.push(toldRow(told))
  }
  if (traffic.length > 0 && rows.length < count) rows.push(sumRow(traffic))
  return rows
}

/** The event at which the list is so many rows further, or back; null: it is over before. */
export function rowFrom(story: Story, seq: number, by: number, filter: RowFilter | null): number | null {
  if (by >= 0) return by === 0 ? seq : rowsAfter(story, seq, by, filter)[by - 1]?.seq ?? null
  const rows = rowsUpTo(story, seq - 1, -by, filter)
  return rows.length < -by ? null : rows[0]!.seq
}

/** The event of the row at this moment: itself if it has one, else the last before it; 0 before the first. */
export function rowAt(story: Story, seq: number, filter: RowFilter | null): number {
  return rowsUpTo(story, seq, 1, filter)[0]?.seq ?? 0
}

/** The next event after this one (or the last before it) that has a row and is wanted; null if there is none. */
export function nextTold(story: Story, seq: number, by: 1 | -1, isWanted: (seq: number) => boolean): number | null {
  const here = story.indexAt(seq)
  const isOn = story.told[here]?.seq === seq
  for (let i = by > 0 || isOn ? here + by : here; i >= 0 && i < story.told.length; i += by) {
    const told = story.told[i]!
    if (isShown(told, null) && isWanted(told.seq)) return told.seq
  }
  return null
}

/** The next sentence after this event that is to be read, one by one. */
export function nextRead(story: Story, seq: number): Told | null {
  for (let i = story.indexAt(seq) + 1; i < story.told.length; i++) {
    const told = story.told[i]!
    if (isRead(told)) return told
  }
  return null
}

const isSearch = (filter: RowFilter | null): boolean => filter !== null && !filter.not

function isShown({ weight, actor, text }: Told, filter: RowFilter | null): boolean {
  const isDetail = weight === 'detail' || weight === 'machinery'
  if (filter === null) return !isDetail
  const contains = `${actor} ${text}`.toLowerCase().includes(filter.text.toLowerCase())
  return filter.not ? !isDetail && !contains : contains
}

const toldRow = ({ seq, timeUs, actor, text, tone, weight }: Told): StoryRow =>
  ({ kind: 'told', seq, timeUs, actor, text, tone, weight })

/** `traffic`: oldest first. */
function sumRow(traffic: readonly Told[]): StoryRow {
  if (traffic.length === 1) return toldRow(traffic[0]!)
  const { text, tone } = sumOfTraffic(traffic)
  return {
    kind: 'meanwhile', seq: traffic.at(-1)!.seq, timeUs: traffic[0]!.timeUs, actor: '…', text, tone, weight: 'traffic',
  }
}
