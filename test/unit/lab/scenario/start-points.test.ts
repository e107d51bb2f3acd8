import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { defineScenario, parseScenario, startPoint, startPoints } from '../../../../src/lab/scenario/index.ts'

const namesIn = (...commands: string[]): readonly string[] =>
  startPoints(defineScenario({ name: 's', commands })).map(({ name }) => name).slice(1)

describe('the commands from which a run can begin', () => {
  test.each<[string, string]>([
    ['vtctlclient -server localhost:15999 MigrateServedTypes -cells=zone1 customer/0 master', 'migrate-served-types-master'],
    ['vtctlclient -server localhost:15999 MigrateServedTypes -reverse customer/0 replica', 'migrate-served-types-replica'],
    ['vtctlclient -server localhost:15999 InitShardMaster -force customer/-80 zone1-300', 'init-shard-master'],
    ['vtworker $TOPOLOGY_FLAGS -cell zone1 SplitClone -min_healthy_rdonly_tablets=1 customer/0', 'split-clone'],
    ['for i in 300 301; do CELL=zone1 TABLET_UID=$i ./scripts/mysqlctl-up.sh; done', 'mysqlctl-up'],
    ['vtsim run-for 1s', 'run-for'],
    ['sleep 1', 'sleep'],
  ])('%s is called %s', (command, name) => expect(namesIn(command)).toEqual([name]))

  test('of the same name are numbered, others that only assign have none', () => {
    expect(namesIn('sleep 1', 'A=b', 'sleep 2', 'sleep 3')).toEqual(['sleep', 'sleep/2', 'sleep/3'])
  })

  test('there is none while a command runs in the background', () => {
    expect(namesIn('sleep 1 &', 'vtsim run-for 1s', 'wait', 'vtsim outage')).toEqual(['sleep', 'outage'])
  })

  test.each<[string, readonly string[], string | null]>([
    ['a cut, until the two are healed', ['vtsim partition vtgate-2 topo', 'vtsim heal vtgate-2 vtgate-1', 'vtsim outage'], 'partition'],
    ['in either order', ['vtsim one-way vttablet zone1-300 topo global', 'vtsim heal topo global vttablet zone1-300', 'vtsim outage'], null],
    ['a replica that lags, until all is healed', ['vtsim replication-lag mysqld zone1-201', 'vtsim run-for 9s', 'vtsim outage'], 'replication-lag'],
    ['', ['vtsim replication-lag mysqld zone1-201', 'vtsim heal', 'vtsim outage'], null],
    ['a topology that nobody reaches', ['vtsim topo-unreachable zone1', 'vtsim outage'], 'topo-unreachable'],
    ['watches that come late', ['vtsim late-watch vtgate-2', 'vtsim outage'], 'late-watch'],
    ['slow commits', ['vtsim slow-commit 400ms', 'vtsim outage'], 'slow-commit'],
    ['a reply that is to be lost', ['vtsim lost-reply TabletManager.vReplicationExec', 'vtsim outage'], 'lost-reply'],
    ['a request that is to come twice', ['vtsim doubled TabletManager.vReplicationExec', 'vtsim outage'], 'doubled'],
    ['a stall, until its time is over', ['vtsim stall vttablet zone1-201 2s', 'sleep 1', 'vtsim run-for 900ms', 'vtsim outage'], 'stall'],
    ['', ['vtsim stall vttablet zone1-201 2s', 'sleep 1', 'vtsim run-for 1s', 'vtsim outage'], null],
    ['or the command for which it was made', ['vtsim lock-expiry vtctld', 'vtctlclient RefreshState zone1-200', 'vtsim outage'], null],
    ['a crash of what is no tablet, until its restart', ['vtsim crash topo zone1', 'vtsim restart vtctld', 'vtsim outage'], 'crash'],
    ['', ['vtsim crash topo zone1', 'vtsim restart topo', 'vtsim outage'], null],
    ['a machine that is lost', ['vtsim crash host-zone1-200', 'vtsim outage'], 'crash'],
    ['not a tablet that has crashed: an image has it down', ['vtsim crash mysqld zone1-200', 'vtsim outage'], null],
  ])('there is none where something is broken that no image has: %s', (_, commands, verb) => {
    expect(namesIn(...commands).includes('outage')).toBe(verb === null)
    if (verb === null) return
    const line = commands.findIndex(command => command.includes(verb)) + 2
    const says = `in s: what \`vtsim ${commands[line - 2]!.slice('vtsim '.length)}\` breaks in line ${line} is not whole again`
    expect(() => startPoint(defineScenario({ name: 's', commands }), 'outage')).toThrow(`no run can begin before \`outage\` ${says}`)
  })

  test('a name means the same command, whether or not a run can begin before others', () => {
    expect(namesIn('sleep 1', 'vtsim slow-commit 1s', 'sleep 2', 'vtsim heal', 'sleep 3')).toEqual(['sleep', 'slow-commit', 'sleep/3'])
  })

  test('what there is not is told with what there is', () => {
    const file = 'scenarios/explore/cutover.md'
    const scenario = parseScenario(file, readFileSync(file, 'utf8'))
    expect(startPoint(scenario, 'split-clone/1').name).toBe('split-clone')
    expect(() => startPoint(scenario, 'split-clone/2')).toThrow('no command `split-clone/2` stands in scenarios/explore/cutover.md')
  })
})
