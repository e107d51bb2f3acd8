import type { LogEntry } from '../../sim/index.ts'
import type { FaultPlan } from '../explore/index.ts'
import type { Times } from './anchored.ts'
import type { FailingRun } from './failing-run.ts'
import type { Trial } from './trial.ts'

/** Where a run is cut, and what stands in place of its first part. */
export interface Cut {
  /** When the whole run came to it. */
  readonly atUs: number
  /** When a run that begins there comes to the same. */
  readonly beginsUs: number
  /** By client: the operation after which it goes on. */
  readonly numbers: ReadonlyMap<string, number>
}

type Tail = Pick<FailingRun, 'kept' | 'log' | 'faults'> & { readonly times: Times }

/** The nemesis waits in steps of a sixteenth of its longest wait. */
const grains = 16

/** What is left of a run that begins later: operations, faults and schedule, numbered and timed as it will have them. */
export function tailOf({ run, result, times: wholeTimes }: Trial, cut: Cut): Tail {
  const shiftUs = cut.atUs - cut.beginsUs
  const timeOf = (name: string, nth: number): number | undefined => wholeTimes.get(name)?.[nth - 1]
  const isAfter = (name: string, nth: number): boolean => (timeOf(name, nth) ?? -1) >= cut.atUs
  const entries: LogEntry[] = []
  const waves: Wave[] = []
  for (const entry of run.log.entries) {
    const name = entry.type === 'postponed' ? entry.event : entry.label
    const [, wave, what] = /^nemesis\/storm\/wave-(\d+)(\/.*)$/.exec(name) ?? []
    const [, point, count, rest = ''] = /^nemesis\/storm\/at\/(.+?)\/(\d+)((?:\/[a-z]+)?)$/.exec(name) ?? []
    if (entry.type === 'postponed') {
      if (isAfter(name, entry.nth)) entries.push(entry)
    } else if (name.endsWith('/operation')) {
      const nth = entry.nth - (cut.numbers.get(name.split('/')[0]!) ?? 0)
      if (nth > 0) entries.push({ ...entry, nth })
    } else if (wave !== undefined) {
      const atUs = timeOf(`nemesis/storm/wave-${wave}/fault`, 1)
      if (what === '/wait' || atUs === undefined || atUs < cut.atUs) continue
      const known = waves.find(other => other.number === Number(wave))
      if (known === undefined) waves.push({ number: Number(wave), atUs: atUs - shiftUs, entries: [{ ...entry, label: what! }] })
      else known.entries.push({ ...entry, label: what! })
    } else if (point !== undefined) {
      if (!isAfter(`nemesis/storm/at/${point}/${count}`, 1)) continue
      entries.push({ ...entry, label: `nemesis/storm/at/${point}/${Number(count) - comingsBefore(wholeTimes, point, cut.atUs)}${rest}` })
    } else if (isAfter(name, entry.nth)) entries.push(entry)
  }
  const storm = run.faults === null ? { faults: null, entries: [] } : stormOf(waves, run.faults, cut.beginsUs)
  const times = new Map([...wholeTimes].map(([name, all]) =>
    [name, all.map(timeUs => timeUs === undefined || timeUs < cut.atUs ? undefined : timeUs - shiftUs)] as const))
  const kept = result.operations.filter(({ atUs }) => atUs >= cut.atUs)
    .map(({ client, number, atUs }) => ({ client, number, atUs: Math.round(atUs - shiftUs) }))
  return { kept, log: { version: 1, entries: [...storm.entries, ...entries] }, faults: storm.faults, times }
}

/** `entries`: with labels that begin after the wave. */
interface Wave { readonly number: number; readonly atUs: number; readonly entries: (LogEntry & { type: 'answer' })[] }

/** The same waves, as near to their times as the grains of their waits allow; with empty ones in a long pause. */
function stormOf(
  waves: readonly Wave[], faults: FaultPlan, beginsUs: number,
): { readonly faults: FaultPlan; readonly entries: readonly LogEntry[] } {
  const entries: LogEntry[] = []
  const grainUs = (faults.gapMs * 1000) / grains
  let number = 0
  let nowUs = beginsUs
  const wait = (steps: number): void => {
    number++
    nowUs += steps * grainUs
    if (steps > 1) entries.push({ type: 'answer', label: `nemesis/storm/wave-${number}/wait`, nth: 1, answer: steps - 1 })
  }
  for (const wave of [...waves].sort((a, b) => a.number - b.number)) {
    while (wave.atUs - nowUs > grains * grainUs) wait(grains)
    wait(Math.min(grains, Math.max(1, Math.round((wave.atUs - nowUs) / grainUs))))
    for (const entry of wave.entries) entries.push({ ...entry, label: `nemesis/storm/wave-${number}${entry.label}` })
  }
  return { faults: { ...faults, waves: number }, entries }
}

/** How often somebody came to a pause point before. */
function comingsBefore(times: Times, point: string, beforeUs: number): number {
  let count = 0
  while ((times.get(`nemesis/storm/at/${point}/${count + 1}`)?.[0] ?? Infinity) < beforeUs) count++
  return count
}
