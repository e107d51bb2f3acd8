import type { Tone } from '../text/index.ts'
import type { Told } from './story.ts'

/** Traffic of some time, in one line: `clients: 14 answered, 3 refused; streams: -80 +12, 80- +11 transactions`. */
export function sumOfTraffic(traffic: readonly Told[]): { readonly text: string; readonly tone: Tone } {
  const counts = new Map<string, number>()
  for (const { topic } of traffic) counts.set(topic, (counts.get(topic) ?? 0) + 1)
  const clients = ['answered', 'refused', 'lost'].filter(topic => counts.has(topic)).map(topic => `${counts.get(topic)!} ${topic}`)
  if (counts.has('buffered')) clients.push(`${counts.get('buffered')!} held back`)
  const streams = [...counts].filter(([topic]) => topic.startsWith('applied ')).sort(byTopic)
    .map(([topic, count]) => `${topic.replace(/^applied ([^/]*\/)?/, '')} +${count}`)
  const parts: string[] = []
  if (clients.length > 0) parts.push(`clients: ${clients.join(', ')}`)
  if (streams.length > 0) parts.push(`streams: ${streams.join(', ')} transactions`)
  return { text: parts.join('; '), tone: counts.has('refused') || counts.has('lost') ? 'bad' : 'dim' }
}

const byTopic = (a: readonly [string, number], b: readonly [string, number]): number => a[0] < b[0] ? -1 : 1
