import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { replay, type LogEntry, type Trace } from '../../../../src/sim/index.ts'
import { quiet, troubleOf } from '../../../../src/lab/explore/index.ts'
import { parseScenario, runScenario } from '../../../../src/lab/scenario/index.ts'
import { failureRows, mermaidOfRows, spaceTimeLegend, type SpaceTimeRow } from '../../../../src/ui/export/index.ts'
import { silencesAt } from '../../../../src/ui/export/silences.ts'
import { storyOf } from '../../../../src/ui/story/index.ts'
import { textOf } from '../../../../src/ui/text/index.ts'

const file = 'scenarios/explore/cutover.md'
const scenario = parseScenario(file, readFileSync(file, 'utf8'))
const atUs = 1_500_000
let trace: Trace
let rows: readonly SpaceTimeRow[]

beforeAll(async () => {
  const crash: LogEntry = { type: 'answer', label: 'nemesis/storm/at/split-clone/before-finish/1', nth: 1, answer: 1 }
  const { run } = await runScenario(scenario, {
    strategy: replay({ version: 1, entries: [crash] }), seed: 1, trouble: troubleOf(scenario, quiet), trace: true,
    skip: ['wait-for-catch-up'], kept: [{ client: 'client-2', number: 3, atUs }],
  })
  trace = run.trace
  rows = failureRows(trace, storyOf(trace, scenario.frontMatter.cluster), atUs, 24)
}, 60_000)

describe('the rows that show how a run breaks', () => {
  it('are as many as there is room for, in their order', () => {
    expect(rows).toHaveLength(24)
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map(({ seq }) => seq).sort((a, b) => a - b))
  })

  it('have what was broken, where it is felt, what the client asked and was told, and what was left out', () => {
    const kinds = rows.map(({ seq }) => trace.kindAt(seq))
    expect(rows.find(({ seq }) => trace.kindAt(seq) === 'nemesis/act')?.actor).toBe('vtworker')
    expect(rows.filter(({ actor, from }) => actor === 'client-2' || from === 'client-2')).toHaveLength(2)
    expect(kinds).toContain('step/skipped')
    expect(kinds).toContain('scenario/command')
  })

  it('are the same in a Mermaid diagram', () => {
    const text = mermaidOfRows('t', rows)
    expect(text.split('\n').filter(line => /->>|Note over/.test(line))).toHaveLength(24)
    expect(text).toContain('as client-2')
  })

  it('have a legend of the lanes', () => {
    const legend = spaceTimeLegend(rows, scenario.frontMatter.cluster, 400).map(textOf).join('')
    expect(legend).toContain('c2 client-2')
  })
})

/** A run of events, as a trace. */
function traceOf(events: readonly (readonly [timeUs: number, kind: string, process: string, data: object])[]): Trace {
  const all = events.map(([timeUs, kind, process, data], i) => ({ seq: i + 1, timeUs, kind, process, data, task: '', cause: 0, note: '' }))
  return { length: all.length, events: () => all.values(), get: (seq: number) => all[seq - 1]! } as unknown as Trace
}

describe('a stream that stands still', () => {
  const moves = (timeUs: number, alias: string, at: number) =>
    [timeUs, 'vreplication/position', `vttablet ${alias}`, { gtid: `MySQL56/abc:${at}` }] as const
  const commits = (timeUs: number, at: number) => [timeUs, 'mysql/commit', 'mysqld zone1-200', { gtid: `abc:${at}` }] as const

  it('is found by what its source commits meanwhile', () => {
    const trace = traceOf([moves(1000, 'zone1-300', 1), moves(1000, 'zone1-400', 1), commits(500_000, 2),
      moves(500_100, 'zone1-300', 2), commits(900_000, 3), moves(900_100, 'zone1-300', 3), moves(2_000_000, 'zone1-400', 2)])
    expect(silencesAt(trace, 800_000)).toEqual([{ actor: 'zone1-400', seq: 2, timeUs: 1000, endUs: 2_000_000, missed: 2 }])
  })

  it('may never have begun, while another one has', () => {
    const trace = traceOf([moves(1000, 'zone1-300', 1), commits(700_000, 2), moves(700_100, 'zone1-300', 2),
      moves(3_000_000, 'zone1-400', 1)])
    expect(silencesAt(trace, 700_050)).toMatchObject([{ actor: 'zone1-300' }, { actor: 'zone1-400', seq: 1, endUs: 3_000_000 }])
  })

  it('that has nothing to do does not stand still', () => {
    expect(silencesAt(traceOf([moves(1000, 'zone1-300', 1), moves(5_000_000, 'zone1-300', 2)]), 2_000_000)).toEqual([])
  })
})
