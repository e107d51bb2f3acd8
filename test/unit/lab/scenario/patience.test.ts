import { expect, it } from 'vitest'
import { liveProfile, parseScenario, runScenario, type Trouble } from '../../../../src/lab/scenario/index.ts'

/** A world in which nothing breaks; the operator waits for two seconds, and types again once. */
function impatient(failures: string[]): Trouble {
  return {
    faults: { chance: 0, kinds: [] }, lateness: 0, patienceMs: 2000, maxMs: 60_000,
    profile: liveProfile, begin: () => {}, end: async () => {}, verdicts: () => [], done: async () => false,
    failed: async (_ctx, attempt, line) => {
      failures.push(`${line} (${attempt})`)
      return attempt === 1
    },
  }
}

it.each([
  ['longer than the operator has patience is ended by Ctrl-C: a failure like others', 'vtsim run-for 10s', ['vtsim run-for 10s (1)', 'vtsim run-for 10s (2)'], 4],
  ['as long as he has patience goes to its end', 'vtsim run-for 1900ms', [], 1.9],
])('a command that takes %s', async (_, line, expected, seconds) => {
  const scenario = parseScenario('t.md', [
    '---', 'vtsim: 1', 'title: t', 'workload: none', '---', '```console', `$ ${line}`, '```',
  ].join('\n'))
  const failures: string[] = []
  let typedUs = 0
  const { run, commandsFailed } = await runScenario(scenario, {
    trouble: impatient(failures),
    watch: simulation => void simulation.subscribe(['scenario/command'], event => { typedUs = event.timeUs }),
  })
  expect(run.error).toBeUndefined()
  expect(failures).toEqual(expected)
  expect(commandsFailed.map(({ command }) => command)).toEqual(expected.slice(1).map(() => line))
  expect((run.nowMs * 1000 - typedUs) / 1e6).toBeCloseTo(seconds, 1)
})
