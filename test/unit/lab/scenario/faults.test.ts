import { describe, expect, it } from 'vitest'
import type { UserError } from '../../../../src/base/index.ts'
import { checkScenario, parseScenario, runScenario, type ScenarioRun } from '../../../../src/lab/scenario/index.ts'

const ask = '$ mysql customer/0 -e "select 1 from dual"'
const write = '$ mysql customer/0@master -e "update customer set email = \'x\' where customer_id = 1"'
const read = '$ mysql customer/0@replica -e "select email from customer where customer_id = 1"'
const vtctl = '$ vtctlclient -server localhost:15999'

const scenarioOf = (lines: readonly string[]) => parseScenario('t.md', [
  '---', 'vtsim: 1', 'title: t', 'workload: none', '---', '```console', ...lines, '```',
].join('\n'))

/** What each command printed, and the kinds of events that were asked for, with their notes. */
async function play(lines: readonly string[], kinds: readonly string[] = []): Promise<ScenarioRun & {
  readonly printed: readonly string[]; readonly seen: readonly string[]
}> {
  const seen: string[] = []
  const result = await runScenario(scenarioOf(lines), {
    watch: simulation => void simulation.subscribe(kinds, ({ kind, note }) => void seen.push(`${kind} ${note}`)),
  })
  expect(result.run.error).toBeUndefined()
  return { ...result, seen, printed: [...result.outputs.values()].map(output => output.join('\n')) }
}

describe('faults as verbs', () => {
  it('one-way loses what goes one way, until it is healed', async () => {
    const { printed } = await play(['$ vtsim one-way vttablet zone1-200 vtgate-1', ask, '$ vtsim heal', '$ sleep 90', ask])
    expect(printed[1]).toContain('ERROR')
    expect(printed[4]).toContain('| 1 |')
  })

  it('held keeps what goes one way until it is healed', async () => {
    const { printed } = await play(['$ vtsim held vttablet zone1-200 vtgate-1', `${ask} &`, '$ vtsim run-for 3s', '$ vtsim heal', '$ wait'])
    expect(printed.join('\n')).toMatch(/1 row in set \(3\.0\d sec\)/)
  })

  it('slow-commit makes commits slow, until all is healed', async () => {
    const { printed } = await play(['$ vtsim slow-commit 2s', write, '$ vtsim heal', write.replace("'x'", "'y'")])
    expect(printed[1]).toMatch(/\(2\.\d\d sec\)/)
    expect(printed[3]).toMatch(/\(0\.0\d sec\)/)
  })

  it('replication-lag keeps the binary log from a replica', async () => {
    const { printed } = await play([
      '$ vtsim replication-lag mysqld zone1-201', '$ vtsim replication-lag mysqld zone1-202', write, '$ sleep 1', read,
      '$ vtsim heal', '$ sleep 1', read,
    ])
    expect(printed[4]).not.toContain('| x ')
    expect(printed[7]).toContain('| x ')
  })

  it('replication-lag may come when replication stands still', async () => {
    const { printed } = await play([
      `${vtctl} StopSlave zone1-201`, '$ vtsim replication-lag mysqld zone1-201', `${vtctl} StartSlave zone1-201`, '$ sleep 1',
      '$ vtsim replication-lag mysqld zone1-202', write, '$ sleep 1', read,
    ])
    expect(printed[7]).not.toContain('| x ')
  })

  it('topo-unreachable cuts a topology server off', async () => {
    const { printed } = await play([
      '$ vtsim topo-unreachable zone1', `${vtctl} GetSrvKeyspace zone1 customer`, '$ vtsim heal', '$ sleep 60',
      `${vtctl} GetSrvKeyspace zone1 customer`,
    ])
    expect(printed[1]).toContain('GetSrvKeyspace Error')
    expect(printed[4]).toContain('partitions')
  })

  it.each(['late', 'lost'])('%s-watch: a watcher hears nothing of a change', async how => {
    const { seen } = await play([
      `$ vtsim ${how}-watch vtgate-2`, `${vtctl} RebuildVSchemaGraph`, '$ sleep 1', '$ vtsim heal', '$ sleep 1',
    ], ['net/dropped', 'net/held'])
    expect(seen).toContain(`net/${how === 'late' ? 'held' : 'dropped'} TopoServer.watch`)
  })

  it('lost-reply loses the next answer of a method, and no other', async () => {
    const { printed, seen } = await play([
      '$ vtsim lost-reply TabletManager.refreshState', `${vtctl} RefreshState zone1-200`, `${vtctl} RefreshState zone1-200`,
    ], ['net/fault'])
    expect(seen).toEqual(['net/fault TabletManager.refreshState'])
    expect(printed[1]).toContain('RefreshState Error')
    expect(printed[2]).toBe('')
  })

  it('doubled lets the next request of a method come twice, and no other', async () => {
    const { seen } = await play([
      '$ vtsim doubled TabletManager.refreshState', `${vtctl} RefreshState zone1-200`, `${vtctl} RefreshState zone1-200`,
    ], ['net/fault', 'rpc/request'])
    expect(seen.filter(text => text.includes('TabletManager.refreshState'))).toEqual([
      'net/fault TabletManager.refreshState', ...Array.from({ length: 3 }, () => 'rpc/request TabletManager.refreshState'),
    ])
  })

  it('heal takes back what was to be lost and to come twice', async () => {
    const { seen } = await play([
      '$ vtsim doubled TabletManager.refreshState', '$ vtsim lost-reply TabletManager.refreshState', '$ vtsim heal', `${vtctl} RefreshState zone1-200`,
    ], ['net/fault'])
    expect(seen).toEqual([])
  })

  it('lock-expiry lets others have the lock of who is still for too long', async () => {
    const { seen } = await play([
      `${vtctl} RebuildKeyspaceGraph customer &`, '$ vtsim until-event topo/locked', '$ vtsim lock-expiry vtctld',
      '$ vtsim run-for 1s',
    ], ['process/stall'])
    expect(seen).toEqual(['process/stall vtctld'])
  })

  it('until-event goes on when something has happened', async () => {
    const { run, printed } = await play([
      `${vtctl} ChangeSlaveType zone1-202 drained &`, '$ vtsim until-event tablet/state DRAINED', '$ vtsim crash vtctld',
    ])
    expect(run.nowMs).toBeLessThan(1000)
    expect(printed.join('\n')).not.toContain('came')
  })
})

describe('a mistake in a fault is told before anything runs', () => {
  it.each([
    ['vtsim one-way vtgate-1', 'expected 2 names, found 1'],
    ['vtsim slow-commit soon', '`soon` is no duration'],
    ['vtsim lost-reply TabletManager.refreshStat', 'there is no method `TabletManager.refreshStat`'],
    ['vtsim doubled TabletManager.refreshStat', 'there is no method `TabletManager.refreshStat`'],
    ['vtsim doubled Mysqld.query', '`Mysqld.query` never comes twice'],
    ['vtsim until-event Tablet/State', '`Tablet/State` is no kind of event'],
    ['vtsim topo-unreachable', 'which cell?'],
  ])('%s', (line, message) => {
    let error: unknown
    try {
      checkScenario(scenarioOf([`$ ${line}`]))
    } catch (thrown) {
      error = thrown
    }
    expect((error as UserError).message).toContain(message)
  })
})
