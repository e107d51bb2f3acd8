import { beforeAll, describe, expect, test } from 'vitest'
import { perfetto } from '../../../../src/ui/export/index.ts'
import { toldSplit } from '../../../support/told-run.ts'

interface Entry {
  name: string; ph: string; pid: number; tid: number; ts: number; dur?: number; cat?: string; id?: number
  args?: { name?: string; transactions?: number }
}

describe('a run as Chrome JSON', () => {
  let entries: readonly Entry[] = []
  beforeAll(async () => {
    const { result: { run } } = await toldSplit(3)
    entries = (JSON.parse(perfetto(run.trace, 'split')) as { traceEvents: Entry[] }).traceEvents
  })
  const of = (ph: string): Entry[] => entries.filter(entry => entry.ph === ph)

  test('names every process of the world once', () => {
    const names = of('M').filter(entry => entry.name === 'process_name').map(entry => entry.args!.name)
    expect(names).toContain('vttablet zone1-200')
    expect(names).toContain('topo global')
    expect(new Set(names).size).toBe(names.length)
  })

  test('gives each slice, flow and counter a process that has a name', () => {
    const named = new Set(of('M').map(entry => entry.pid))
    expect(entries.filter(entry => !named.has(entry.pid))).toEqual([])
  })

  test('shows the steps of procedures as slices that nest', () => {
    const steps = of('X').filter(entry => entry.cat === 'step/begin')
    expect(steps.map(entry => entry.name)).toContain('migrate-served-types-master/wait-for-catch-up')
    for (const pid of new Set(steps.map(entry => entry.pid))) expectNested(steps.filter(entry => entry.pid === pid))
  })

  test('opens each call once and closes it once, not before it began', () => {
    const begins = new Map(of('b').map(entry => [entry.id, entry]))
    const ends = of('e')
    expect(begins.size).toBe(of('b').length)
    expect(ends.length).toBe(begins.size)
    expect(begins.size).toBeGreaterThan(1000)
    for (const end of ends) {
      expect(end.ts).toBeGreaterThanOrEqual(begins.get(end.id)!.ts)
      expect(end.pid).toBe(begins.get(end.id)!.pid)
    }
  })

  test('draws each message from the moment it left to the moment it came', () => {
    const starts = new Map(of('s').map(entry => [entry.id, entry]))
    for (const finish of of('f')) expect(finish.ts).toBeGreaterThanOrEqual(starts.get(finish.id)!.ts)
    expect(of('f').length).toBe(starts.size)
  })

  test('counts how far filtered replication is behind, and that it catches up', () => {
    const behind = of('C').filter(entry => entry.name.includes('-80')).map(entry => entry.args!.transactions!)
    expect(Math.max(...behind)).toBeGreaterThan(0)
    expect(behind.at(-1)).toBe(0)
  })
})

/** Of two slices of one lane, one contains the other or they have no moment in common. */
function expectNested(slices: readonly Entry[]): void {
  const open: Entry[] = []
  for (const slice of [...slices].sort((a, b) => a.ts - b.ts || b.dur! - a.dur!)) {
    while (open.length > 0 && end(open.at(-1)!) <= slice.ts) open.pop()
    if (open.length > 0) expect(end(slice)).toBeLessThanOrEqual(end(open.at(-1)!))
    open.push(slice)
  }
}

const end = (slice: Entry): number => slice.ts + slice.dur!
