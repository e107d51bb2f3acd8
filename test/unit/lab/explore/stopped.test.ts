import { expect, it } from 'vitest'
import { exploreOne, quiet } from '../../../../src/lab/explore/index.ts'
import { isServer } from '../../../../src/lab/explore/nemesis.ts'
import { parseScenario } from '../../../../src/lab/scenario/index.ts'
import type { Process } from '../../../../src/sim/index.ts'

const point = 'planned-reparent-shard/before-demote-old-master'
const name = 'vttablet zone1-202'

/** The tablet crashes while a master of another keyspace moves, and is to come up again after some seconds. */
async function play(...then: readonly string[]): Promise<{ readonly lives: number; readonly up: boolean; readonly mended: readonly string[] }> {
  const scenario = parseScenario('t.md', [
    '---', 'vtsim: 1', 'title: t', 'workload: none', 'checks: []', '---', '```console',
    '$ vtctlclient -server localhost:15999 PlannedReparentShard -keyspace_shard=commerce/0 -new_master=zone1-101 &', '$ vtsim run-for 1s', ...then,
    '$ vtsim run-for 20s', '```',
  ].join('\n'))
  const mended: string[] = []
  let found!: () => Process
  let victim = -1
  for (const isLooking of [true, false]) {
    const strategy = { kind: 'crash-point', point, nth: 1, victim: isLooking ? null : victim } as const
    await exploreOne(scenario, { index: 0, seed: 1, strategy: isLooking ? { kind: 'random', seed: 1 } : strategy, faults: { ...quiet, lastsMs: 80_000 } }, {
      watch: simulation => {
        found = () => simulation.find(name)!
        simulation.onPoint(point, () => {
          if (victim < 0) victim = simulation.processes().filter(isServer).findIndex(process => process.name === name)
        })
        simulation.subscribe(['nemesis/mended'], ({ data }) => void mended.push((data as { target: string }).target))
      },
    })
  }
  return { lives: found().life, up: found().up, mended }
}

it('what crashed comes up again when its time has come', async () => {
  expect(await play()).toEqual({ lives: 2, up: true, mended: [name] })
})

it('what crashed and was stopped then does not: neither when its time has come, nor when all is mended', async () => {
  const stop = '$ CELL=zone1 TABLET_UID=202 ./scripts/vttablet-down.sh'
  expect(await play(stop)).toEqual({ lives: 1, up: false, mended: [] })
})
