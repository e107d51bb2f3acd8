import type { Trace } from '../../sim/index.ts'
import { actorOf } from '../story/index.ts'

/** A time in which a stream of filtered replication applied nothing, while its source went on. */
export interface Silence {
  /** `zone1-400`, which the stream fills. */
  readonly actor: string
  /** The event after which nothing came, and its time. */
  readonly seq: number
  readonly timeUs: number
  /** When it went on; null: never. */
  readonly endUs: number | null
  /** Transactions that the source committed meanwhile. */
  readonly missed: number
}

/** A shorter pause is nothing. */
const shortestUs = 500_000

interface Progress { readonly seq: number; readonly timeUs: number }

/** The silences of all streams around a time. A stream is known by its workflow's first sign of life, its own or another's. */
export function silencesAt(trace: Trace, atUs: number): readonly Silence[] {
  const progress = new Map<string, Progress[]>()
  const commitsUs: number[] = []
  const sources = new Set<string>()
  for (const { kind, seq, timeUs, process, data } of trace.events()) {
    if (kind === 'mysql/commit') {
      const { gtid } = data as { readonly gtid: string }
      if (sources.has(sidOf(gtid))) commitsUs.push(timeUs)
    } else if (kind === 'vreplication/position' || kind === 'vreplication/state') {
      const { gtid } = data as { readonly gtid?: string }
      if (gtid !== undefined) sources.add(sidOf(gtid.replace(/^.*\//, '')))
      const actor = actorOf(process)
      progress.set(actor, [...progress.get(actor) ?? [], { seq, timeUs }])
    }
  }
  const first = [...progress.values()].map(([one]) => one!).sort((a, b) => a.seq - b.seq)[0]
  if (first === undefined) return []
  return [...progress].flatMap(([actor, own]) => {
    const all = own[0] === first ? own : [first, ...own]
    const index = all.findLastIndex(({ timeUs }) => timeUs <= atUs)
    const [begin, end] = [all[index], all[index + 1]]
    if (begin === undefined || (end?.timeUs ?? Infinity) - begin.timeUs < shortestUs) return []
    const missed = new Set(commitsUs.filter(us => us > begin.timeUs && us < (end?.timeUs ?? Infinity))).size
    return missed === 0 ? [] : [{ actor, seq: begin.seq, timeUs: begin.timeUs, endUs: end?.timeUs ?? null, missed }]
  })
}

const sidOf = (gtid: string): string => gtid.slice(0, gtid.lastIndexOf(':'))
