import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Simulation } from '../../../../src/sim/index.ts'
import { parseScenario } from '../../../../src/lab/scenario/index.ts'
import { exploreOne, quiet, type ExplorationPlan, type Explored } from '../../../../src/lab/explore/index.ts'
import { readOperation } from '../../../../src/lab/explore/operation.ts'

const vtctl = 'vtctlclient -server localhost:15999'

describe('what a command was about', () => {
  it.each([
    ['vtworker $TOPOLOGY_FLAGS -cell zone1 SplitClone -min_healthy_rdonly_tablets=1 customer/0', { kind: 'clone', keyspace: 'customer' }],
    ['vtworker VerticalSplitClone --tables=a,b customer/0', { kind: 'clone', keyspace: 'customer' }],
    [`${vtctl} MigrateServedTypes customer/0 rdonly`, { kind: 'migrate', shard: 'customer/0', type: 'rdonly' }],
    [`${vtctl} MigrateServedTypes -cells=zone1 customer/0 MASTER`, { kind: 'migrate', shard: 'customer/0', type: 'master' }],
    [`${vtctl} MigrateServedTypes -reverse customer/0 rdonly`, null],
    [
      `${vtctl} EmergencyReparentShard -keyspace_shard=customer/80- -new_master=zone1-401`,
      { kind: 'emergency', shard: 'customer/80-', newMaster: 'zone1-401' },
    ],
    [`${vtctl} EmergencyReparentShard customer/80- zone1-401`, { kind: 'emergency', shard: 'customer/80-', newMaster: 'zone1-401' }],
    [`${vtctl} EmergencyReparentShard`, null],
    [`${vtctl} PlannedReparentShard -keyspace_shard=customer/-80 -new_master=zone1-301`, { kind: 'planned', shard: 'customer/-80' }],
    [`${vtctl} PlannedReparentShard customer/-80`, { kind: 'planned', shard: 'customer/-80' }],
    [`${vtctl} ListAllTablets zone1`, null],
    ['mysql customer', null],
  ])('%s', (line, operation) => expect(readOperation(line)).toEqual(operation))
})

const text = readFileSync('scenarios/explore/cutover.md', 'utf8')
const scenario = parseScenario('cutover.md', text)
const emergency = parseScenario('emergency.md', readFileSync('scenarios/explore/emergency.md', 'utf8'))
/** The replica that is to be the master has less than others. */
const late = parseScenario('late.md', emergency.source.text.replace(
  '$ vtsim crash mysqld', '$ vtsim replication-lag mysqld zone1-401\n$ vtsim run-for 1s\n$ vtsim crash mysqld'))
const plan: ExplorationPlan = { index: 0, seed: 1, strategy: { kind: 'random', seed: 1 }, faults: quiet }

/** A run in which this process crashes when somebody comes to the point for the first time; the lines that were typed. */
async function crashing(point: string, name: string, of = scenario, skip: readonly string[] = []): Promise<{
  readonly explored: Explored; readonly typed: readonly string[]; readonly asWritten: readonly string[]
}> {
  const typed: string[] = []
  const asWritten: string[] = []
  const arm = (simulation: Simulation): void => {
    simulation.subscribe(['operator/typed'], ({ data }) => void typed.push((data as { text: string }).text))
    simulation.subscribe(['scenario/command'], ({ data }) => void asWritten.push((data as { text: string }).text))
    const disarm = simulation.onPoint(point, () => {
      disarm()
      simulation.afterEvent(() => simulation.crash(name))
    })
    simulation.subscribe(['nemesis/calm'], () => simulation.afterEvent(() => {
      if (!simulation.find(name)!.up) simulation.restart(name)
    }))
  }
  const explored = await exploreOne(of, plan, { watch: arm, skip })
  return { explored, asWritten, typed: typed.map(line => line.replace(`${vtctl} `, '')) }
}

describe('the operator', () => {
  it('gives back what a dead vtworker has drained, and clears what it has half set up', async () => {
    const { explored, typed } = await crashing('split-clone/after-set-up-vreplication', 'vtworker')
    expect(explored.failure).toBeNull()
    expect(explored.measures.givenUp).toBe(0)
    expect(typed).toContain('ChangeSlaveType zone1-0000000202 rdonly')
    expect(typed).toContain('CancelResharding customer/-80')
  })

  it('repeats a cutover that was interrupted after the point of no return', async () => {
    const { explored } = await crashing('migrate-served-types-master/after-freeze', 'vtctld')
    expect(explored.failure).toBeNull()
    expect(explored.measures.givenUp).toBe(0)
  })

  it('types a command again that has failed in the background', async () => {
    const behind = parseScenario('behind.md', text.replace('customer/0 master\n', 'customer/0 master &\n$ wait\n'))
    const { explored } = await crashing('migrate-served-types-master/after-stop-source-writes', 'vtctld', behind)
    expect(explored.failure).toBeNull()
    expect(explored.measures.givenUp).toBe(0)
  })

  it('starts what an emergency reparent has stopped before he repeats it', async () => {
    const { explored, typed } = await crashing('emergency-reparent-shard/after-stop-replication', 'vtctld', emergency)
    expect(explored.failure).toBeNull()
    expect(explored.measures.givenUp).toBe(0)
    const replicas = ['401', '402', '403'].map(uid => `StartSlave zone1-0000000${uid}`)
    const reparent = 'EmergencyReparentShard -keyspace_shard=customer/80- -new_master=zone1-0000000401'
    // Those that follow now are still told not to begin by themselves.
    expect(typed).toEqual([...replicas, reparent, ...replicas.slice(1)])
  })

  it('has the others follow a new master that is there already', async () => {
    const { explored, typed } = await crashing('emergency-reparent-shard/after-promote-new-master', 'vtctld', emergency)
    expect(explored.failure).toBeNull()
    expect(explored.measures.givenUp).toBe(0)
    expect(typed).toContain('PlannedReparentShard -keyspace_shard=customer/80- -new_master=zone1-0000000401')
  })

  it('waits until the record of the shard names the new master', async () => {
    // The first server, the global topology, is gone for a moment: the new master writes itself into the record 30 s later.
    const strategy = { kind: 'crash-point', point: 'emergency-reparent-shard/after-promote-new-master', nth: 1, victim: 0 } as const
    const explored = await exploreOne(emergency, { ...plan, strategy })
    expect(explored.measures.fired).toEqual([['crash', 1]])
    expect(explored.failure).toBeNull()
    expect(explored.measures.virtualMs).toBeGreaterThan(30_000)
  })

  it('makes another replica the master if a promotion has failed half-way', async () => {
    // The second server, the topology of the cell, is gone when the new master wants to write that it is one.
    const strategy = { kind: 'crash-point', point: 'emergency-reparent-shard/after-check-most-advanced', nth: 1, victim: 1 } as const
    const { failure, measures } = await exploreOne(emergency, { ...plan, strategy })
    expect(failure).toBeNull()
    expect(measures.givenUp).toBe(0)
  })

  it('makes another replica the master if the one that he wanted has less', async () => {
    const { explored, typed } = await crashing('emergency-reparent-shard/after-stop-replication', 'vtctld', late)
    expect(explored.failure).toBeNull()
    const reparents = typed.filter(line => line.startsWith('EmergencyReparentShard'))
    // Vitess says so: before that he types what was written.
    expect(reparents.map(line => line.slice(-3))).toEqual(['401', '402'])
  })

  it('does not stand in for the check of who has most: without it, he makes the master that was written', async () => {
    const skip = ['emergency-reparent-shard/check-most-advanced']
    const { explored, typed } = await crashing('emergency-reparent-shard/after-stop-replication', 'vtctld', late, skip)
    expect(typed.filter(line => line.startsWith('EmergencyReparentShard')).map(line => line.slice(-3))).toEqual(['401'])
    expect(explored.failure).not.toBeNull()
  })

  it('goes on with the story after he has done in another way what had failed', async () => {
    const { explored, asWritten } = await crashing('emergency-reparent-shard/after-stop-replication', 'vtctld', emergency)
    expect(explored.measures.givenUp).toBe(0)
    expect(asWritten.at(-1)).toBe('vtsim run-for 1s')
  })

  it('leaves alone who was told to stop where no reparent has failed', async () => {
    const lines = emergency.source.text.replace(/workload: .*/, 'workload: none').replace(/(?<=```console quiet\n)[^`]*/,
      `$ source ./env.sh\n$ ${vtctl} StopSlave zone1-403\n`)
    const { typed } = await crashing('none', 'vtctld', parseScenario('stopped.md', lines))
    expect(typed).toEqual([])
  })

  it.each([
    ['DeleteTablet -allow_master zone1-0000000100', 'writes are routed to commerce/0, which has no master'],
    ['ChangeSlaveType zone1-0000000202 drained', 'zone1-0000000202 was RDONLY, and stays DRAINED'],
    ['StopSlave zone1-0000000202', 'zone1-0000000202 has not come to where its master was when everything was mended'],
  ])('lets nothing stay half-way unseen: %s', async (command, says) => {
    const lines = ['source ./env.sh', `${vtctl} ${command}`, 'vtsim crash vtctld'].map(line => `$ ${line}\n`).join('')
    const left = parseScenario('left.md', text.replace(/(?<=```console quiet\n)[^`]*/, lines))
    const { checks } = await exploreOne(left, plan)
    const { verdict } = checks.find(({ name }) => name === 'nothing-stays-half-way')!
    expect(verdict.verdict === 'violated' ? verdict.evidence.map(evidence => evidence.says) : []).toEqual([says])
  })
})
