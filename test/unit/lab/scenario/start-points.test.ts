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

  test('what there is not is told with what there is', () => {
    const file = 'scenarios/explore/cutover.md'
    const scenario = parseScenario(file, readFileSync(file, 'utf8'))
    expect(startPoint(scenario, 'split-clone/1').name).toBe('split-clone')
    expect(() => startPoint(scenario, 'split-clone/2')).toThrow('no command `split-clone/2` stands in scenarios/explore/cutover.md')
  })
})
