import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { replay, type LogEntry, type Trace } from '../../../../src/sim/index.ts'
import { quiet, troubleOf } from '../../../../src/lab/explore/index.ts'
import { parseScenario, runScenario } from '../../../../src/lab/scenario/index.ts'
import { failureRows, type SpaceTimeRow } from '../../../../src/ui/export/index.ts'
import { storyOf } from '../../../../src/ui/story/index.ts'

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
})
