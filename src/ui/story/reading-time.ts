import type { Told } from './story.ts'

/** How long somebody needs for it: at least so many milliseconds, and so many for each word. */
interface Pace { readonly leastMs: number; readonly wordMs: number; readonly mostMs: number }

const paces: ReadonlyMap<Told['weight'], Pace> = new Map([
  ['chapter', { leastMs: 800, wordMs: 120, mostMs: 3000 }],
  ['prose', { leastMs: 1000, wordMs: 200, mostMs: 15_000 }],
  ['step', { leastMs: 700, wordMs: 80, mostMs: 3000 }],
  ['event', { leastMs: 300, wordMs: 25, mostMs: 800 }],
])

/** What was typed and what it has answered is what a reader came for. */
const evidence: Pace = { leastMs: 1000, wordMs: 100, mostMs: 4000 }

/** How long a sentence should stay on the screen, in real milliseconds, whatever its virtual time; 0: it may fly past. */
export function readingMs({ weight, kind, text }: Pick<Told, 'weight' | 'kind' | 'text'>): number {
  const known = paces.get(weight)
  if (known === undefined) return 0
  const { leastMs, wordMs, mostMs } = kind.startsWith('scenario/') && weight === 'event' ? evidence : known
  return Math.min(mostMs, leastMs + wordMs * text.split(/\s+/).length)
}

/** Whether it has a reading time. */
export function isRead({ weight }: Pick<Told, 'weight'>): boolean {
  return paces.has(weight)
}
