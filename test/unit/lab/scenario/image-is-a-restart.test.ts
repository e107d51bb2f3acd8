import { describe, expect, test } from 'vitest'
import type { Simulation } from '../../../../src/sim/index.ts'
import { viewRows } from '../../../../src/lab/cluster/index.ts'
import { defineScenario, runScenario, type ScenarioRun } from '../../../../src/lab/scenario/index.ts'

/** A run from an image before one of some commands, and the world as it was at its end. */
async function from(command: string, commands: readonly string[]): Promise<{ readonly run: ScenarioRun; readonly world: Simulation }> {
  let world: Simulation | null = null
  const scenario = defineScenario({ name: 's', commands, workload: null, checks: ['commits-are-whole'] })
  const run = await runScenario(scenario, { from: { command, seed: 0 }, watch: simulation => void (world = simulation) })
  expect(run.run.error).toBeUndefined()
  return { run, world: world! }
}

const rowsOf = (world: Simulation, uid: number): number => [...viewRows(world.find(`mysqld zone1-${uid}`)!, 'vt_customer', 'customer')].length
const insert = ['$ mysql -h 127.0.0.1 -P 15306 customer', "mysql> insert into customer (customer_id, email) values (77, 'x');"]

describe('in an image', () => {
  test('a replica that an operator has stopped stays stopped', async () => {
    const { world } = await from('run-for/2', [
      'vtctlclient StopSlave zone1-202', 'vtsim run-for 1s', 'vtsim run-for 6s', ...insert, '$ vtsim run-for 6s',
    ])
    expect(rowsOf(world, 201)).toBe(rowsOf(world, 200))
    expect(rowsOf(world, 202)).toBe(rowsOf(world, 200) - 1)
  })

  test('what has crashed is down, is known to be, and can be restarted', async () => {
    const crashed = ['vtsim crash mysqld zone1-201', 'vtsim crash vttablet zone1-201', 'vtsim run-for 1s']
    const { run, world } = await from('run-for', crashed)
    expect(['mysqld', 'vttablet'].map(kind => world.find(`${kind} zone1-201`)!.up)).toEqual([false, false])
    expect(run.record.faults.map(({ what, endUs }) => [what, endUs])).toEqual([['mysqld zone1-201', null], ['vttablet zone1-201', null]])
    const restarted = ['$ vtsim restart mysqld zone1-201', '$ vtsim restart vttablet zone1-201', ...insert, '$ vtsim run-for 6s']
    const again = await from('run-for', [...crashed, ...restarted])
    expect(rowsOf(again.world, 201)).toBe(rowsOf(again.world, 200))
  })

  test('a dead master stays dead: its shard does not wait to be served', async () => {
    const { world } = await from('run-for', ['vtsim crash mysqld zone1-200', 'vtsim run-for 1s'])
    expect(world.find('mysqld zone1-200')!.up).toBe(false)
  })

  test('nobody stands still: what was stalled for a command goes on after it', async () => {
    const { world } = await from('run-for', ['vtsim stall vttablet zone1-201 2s', 'vtctlclient RefreshState zone1-200', 'vtsim run-for 1ms'])
    expect(world.find('vttablet zone1-201')!.heldBack).toBe(0)
  })
})
