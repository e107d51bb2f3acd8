import { expect, it } from 'vitest'
import { liveProfile, parseScenario, runScenario, type AfterFailure, type Trouble } from '../../../../src/lab/scenario/index.ts'

/** A world in which nothing breaks; the operator waits for two seconds, and types again once. */
function impatient(failures: string[]): Trouble {
  return {
    faults: { chance: 0, kinds: [] }, lateness: 0, patienceMs: 2000, maxMs: 60_000,
    profile: liveProfile, begin: () => {}, end: async () => {}, verdicts: () => [], done: async () => false,
    failed: async (_ctx, attempt, line) => {
      failures.push(`${line} (${attempt})`)
      return attempt === 1 ? 'again' : 'given-up'
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

/** The first command gets no answer, for the operator has no patience with it; what he does then. */
async function afterFailure(then: AfterFailure): Promise<{ readonly typed: readonly string[]; readonly failed: readonly string[] }> {
  const scenario = parseScenario('t.md', [
    '---', 'vtsim: 1', 'title: t', 'workload: none', '---', '```console', '$ vtsim run-for 10s', '$ vtsim run-for 1s', '```',
  ].join('\n'))
  const typed: string[] = []
  const { commandsFailed } = await runScenario(scenario, {
    trouble: { ...impatient([]), failed: async (_ctx, attempt) => attempt === 1 ? 'again' : then },
    watch: simulation => void simulation.subscribe(['scenario/command'], ({ data }) => void typed.push((data as { text: string }).text)),
  })
  return { typed, failed: commandsFailed.map(({ command }) => command) }
}

it('the story goes on if the operator has done in another way what had failed, and ends if he has given up', async () => {
  expect(await afterFailure('done')).toEqual({ typed: ['vtsim run-for 10s', 'vtsim run-for 1s'], failed: [] })
  expect(await afterFailure('given-up')).toEqual({ typed: ['vtsim run-for 10s'], failed: ['vtsim run-for 10s'] })
})

it('a command in the background that is typed again and fails is blamed itself, at its line', async () => {
  const scenario = parseScenario('t.md', [
    '---', 'vtsim: 1', 'title: t', 'workload: none', '---', '```console',
    '$ vtctlclient -server localhost:15999 Ping zone1-777 &', '$ vtsim run-for 1s', '$ wait', '```',
  ].join('\n'))
  const lines: number[] = []
  const { commandsFailed } = await runScenario(scenario, {
    trouble: impatient([]),
    watch: simulation => void simulation.subscribe(['scenario/failed'], ({ data }) => void lines.push((data as { line: number }).line)),
  })
  expect(lines).toEqual([7, 7])
  expect(commandsFailed.map(({ command, line }) => [command, line])).toEqual([['vtctlclient Ping zone1-777 &', 7]])
})
