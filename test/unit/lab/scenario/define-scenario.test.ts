import { describe, expect, it } from 'vitest'
import { defineScenario, runScenario, type ScenarioSpec } from '../../../../src/lab/scenario/index.ts'

const outputOf = async (spec: Omit<ScenarioSpec, 'name'>): Promise<string[]> => {
  const { run, outputs, checks } = await runScenario(defineScenario({ name: 'test', workload: null, ...spec }))
  expect(run.outcome).toBe('done')
  expect(checks.map(({ name }) => name)).toEqual(spec.checks ?? checks.map(({ name }) => name))
  return [...outputs.values()].flat()
}

describe('a scenario made of data', () => {
  it('runs commands of the shell and statements', async () => {
    const lines = await outputOf({ commands: ['mysql -h 127.0.0.1 -P 15306 customer@master', 'mysql> select email from customer where customer_id = 3;'] })
    expect(lines.join('\n')).toContain('charlie@domain.com')
  })

  it('asks the checks that it names', async () => {
    await outputOf({ commands: ['vtsim run-for 1s'], checks: ['one-writer', 'positions-move-forward'] })
  })

  it.each<[string, Omit<ScenarioSpec, 'name'>, string, string]>([
    ['a command', { commands: ['vtctlient GetShard customer/0'] }, 'test:2:3: ', 'vtctlclient'],
    ['a check', { commands: [], checks: ['no-such'] }, 'there is no check `no-such`', 'one-writer'],
    ['a guard', { commands: [], guardsOff: ['no-such'] }, 'there is no guard `no-such`', 'guards are: '],
    ['a cluster', { commands: [], cluster: { cells: [], keyspaces: [], vtgates: [], enableSemiSync: false, tabletRefreshMs: 1 } }, 'a cluster needs a cell', ''],
  ])('tells at once that %s cannot be right', (_, spec, message, hint) => {
    let said = ''
    try {
      defineScenario({ name: 'test', ...spec })
    } catch (error) {
      said = String(error)
    }
    expect(said).toContain(message)
    expect(said).toContain(hint)
  })
})
