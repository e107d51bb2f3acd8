import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Simulation } from '../../../../src/sim/index.ts'
import { parseScenario } from '../../../../src/lab/scenario/index.ts'
import { exploreOne, quiet } from '../../../../src/lab/explore/index.ts'

const scenario = parseScenario('cutover.md', readFileSync('scenarios/explore/cutover.md', 'utf8'))

/** vtworker dies when its streams are there; then the first wish to delete one of them never comes to vtctld. */
function arm(simulation: Simulation, typed: string[]): void {
  const disarm = simulation.onPoint('split-clone/after-set-up-vreplication', () => {
    disarm()
    simulation.afterEvent(() => simulation.crash('vtworker'))
  })
  let lost = 0
  const supervise = (): void => {
    if (!simulation.find('vtworker')!.up) simulation.restart('vtworker')
  }
  simulation.subscribe(['nemesis/calm'], () => simulation.afterEvent(supervise))
  simulation.subscribe(['operator/typed'], ({ data }) => {
    const { text } = data as { text: string }
    typed.push(text.replace(/^vtctlclient -server \S+ /, ''))
    if (text.includes('VReplicationExec') && lost++ === 0) simulation.cut('operator', 'vtctld')
    else simulation.heal('operator', 'vtctld')
    simulation.afterEvent(supervise)
  })
}

it('the operator does not clone again beside a stream that he could not delete', async () => {
  const typed: string[] = []
  const plan = { index: 0, seed: 1, strategy: { kind: 'random' as const, seed: 1 }, faults: quiet }
  const explored = await exploreOne(scenario, plan, { watch: simulation => arm(simulation, typed) })
  expect(typed.filter(line => line.startsWith('VReplicationExec zone1-0000000300'))).toHaveLength(2)
  expect(explored.failure).toBeNull()
})
