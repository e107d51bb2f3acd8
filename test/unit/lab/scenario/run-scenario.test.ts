import { describe, expect, test } from 'vitest'
import { parseScenario, runScenario, type News, type ScenarioOptions } from '../../../../src/lab/scenario/index.ts'

const clone = 'vtworker $TOPOLOGY_FLAGS -cell zone1 SplitClone -min_healthy_rdonly_tablets=1 customer/0'
const preparation = [
  '$ source ./env.sh',
  '$ for i in 300 301 302; do',
  '>   CELL=zone1 TABLET_UID=$i ./scripts/mysqlctl-up.sh',
  '>   SHARD=-80 CELL=zone1 KEYSPACE=customer TABLET_UID=$i ./scripts/vttablet-up.sh',
  '> done',
  '$ for i in 400 401 402; do',
  '>   CELL=zone1 TABLET_UID=$i ./scripts/mysqlctl-up.sh',
  '>   SHARD=80- CELL=zone1 KEYSPACE=customer TABLET_UID=$i ./scripts/vttablet-up.sh',
  '> done',
  '$ vtctlclient -server localhost:15999 InitShardMaster -force customer/-80 zone1-300',
  '$ vtctlclient -server localhost:15999 InitShardMaster -force customer/80- zone1-400',
  '$ vtctlclient -server localhost:15999 CopySchemaShard customer/0 customer/-80',
  '$ vtctlclient -server localhost:15999 CopySchemaShard customer/0 customer/80-',
  '$ sleep 5',
]

/** Runs console lines on the local example; the answer has the output of the last entry. */
async function play(lines: readonly string[], options: ScenarioOptions & { workload?: string } = {}) {
  const text = ['---', 'vtsim: 1', 'title: t', `workload: ${options.workload ?? 'none'}`, '---', '```console', ...lines, '```'].join('\n')
  const scenario = parseScenario('t.md', text)
  const result = await runScenario(scenario, options)
  expect(result.run.error).toBeUndefined()
  return { ...result, last: [...result.outputs.values()].at(-1)! }
}

describe('the local example after script 301', () => {
  test('vtgate shows keyspaces as databases', async () => {
    const { last } = await play(['$ mysql -h 127.0.0.1 -P 15306 customer/0', 'mysql> select * from customer where customer_id = 4;'])
    expect(last.slice(0, 5)).toEqual([
      '+-------------+----------------+', '| customer_id | email          |', '+-------------+----------------+',
      '|           4 | dan@domain.com |', '+-------------+----------------+',
    ])
  })

  test("a tablet's own MySQL can be asked", async () => {
    const { last } = await play(['$ mysql -S /tmp/vtdataroot/vt_0000000201/mysql.sock -u vt_dba -e "select @@global.read_only"'])
    expect(last).toContain('|                  1 |')
  })

  test('a sequence serves inserts of the clients', async () => {
    const { record, checks } = await play(['$ vtsim run-for 10s'], { workload: 'default' })
    expect(record.history.length).toBeGreaterThan(50)
    expect(record.history.every(attempt => attempt.outcome === 'ok')).toBe(true)
    expect(checks.map(check => check.verdict.verdict)).toEqual(checks.map(() => 'ok'))
  })
})

describe('commands', () => {
  test('mysql speaks to the vtgate of a host, and shows binary values as hex if it is told to', async () => {
    const { outputs } = await play([
      '$ mysql -h vtgate-2 --binary-as-hex customer', 'mysql> select keyspace_id from hash where id = 4;',
      'mysql> select email from nothing;',
    ])
    const [, hex, error] = [...outputs.values()]
    expect(hex).toContain('| 0xD2FD8867D50D2DFE |')
    expect(error![0]).toContain('http://host-vtgate-2:15001/')
  })

  test('what is typed into mysql is no lost write, also where a row gets another key', async () => {
    const { record, checks } = await play([
      '$ mysql customer/0', 'mysql> update customer set customer_id = 6 where customer_id = 2;', 'mysql> delete from customer where customer_id = 3;',
    ])
    expect(record.commits.flatMap(({ changes }) => changes.map(({ row, before, after }) => [row, before, after]))).toEqual([
      ['customer/2', '(2, bob@domain.com)', null], ['customer/6', null, '(6, bob@domain.com)'], ['customer/3', '(3, charlie@domain.com)', null],
    ])
    expect(checks.map(({ verdict }) => verdict.verdict)).toEqual(checks.map(() => 'ok'))
  })

  test('mysql does not find a host that is none', async () => {
    const { run } = await runScenario(parseScenario('t.md', '---\nvtsim: 1\ntitle: t\nworkload: none\n---\n```console\n$ mysql -h vtgate-3\n```'))
    expect(run.error).toMatchObject({ message: 'there is no vtgate on host `vtgate-3`' })
  })

  test('vtworker tells the terminal its errors, and the rest if it is told to; its log has all', async () => {
    const worker = 'vtworker -cell zone1 SplitDiff customer/0'
    const { outputs } = await play([`$ ${worker}`, `$ vtworker -alsologtostderr -cell zone1 SplitDiff customer/0`, '$ grep -v "has no source" /tmp/vtworker.INFO'])
    const [quiet, loud, log] = [...outputs.values()]
    expect(quiet!.map(line => line[0])).toEqual(['E'])
    expect(loud!.map(line => line[0])).toEqual(['I', 'E'])
    expect(log!.every(line => line.includes('Starting worker...'))).toBe(true)
    expect(log).toHaveLength(2)
  })

  test('outage tells of each cutover how long it took, and how it ended', async () => {
    const clone = 'vtworker -cell zone1 SplitClone -min_healthy_rdonly_tablets=1 customer/0'
    const migrate = (what: string) => `$ vtctlclient -server localhost:15999 MigrateServedTypes ${what}`
    const lines = ['$ vtsim outage', `$ ${clone}`, migrate('customer/0 rdonly'), migrate('customer/0 replica'), migrate('customer/0 master'), '$ vtsim outage']
    const text = ['---', 'vtsim: 1', 'title: t', 'workload: none', 'cluster: local-example-302', '---', '```console', ...lines, '```'].join('\n')
    const { outputs, cutover } = await runScenario(parseScenario('t.md', text))
    const told = [...outputs.values()]
    expect(told[0]).toEqual(['writes were never stopped'])
    expect(told.at(-1)).toEqual([`writes were stopped for ${cutover.writeBlockedMs.toFixed(1)} ms, then the new shards took them; clients were refused 0 times`])
  })
})

describe('a run', () => {
  test('is the same with the same seed, and another with another', async () => {
    const hash = async (seed: number) => (await play(['$ vtsim run-for 3s'], { seed, workload: 'default' })).run.hash
    expect(await hash(1)).toBe(await hash(1))
    expect(await hash(1)).not.toBe(await hash(2))
  })

  test('tells prose, commands and output in their order', async () => {
    const told: string[] = []
    const tell = (news: News): void => { told.push(news.kind === 'output' ? news.line : news.kind) }
    const text = ['---', 'vtsim: 1', 'title: t', 'workload: none', '---', '# A', '', '```console', '$ vtsim check one-writer', '```', '', '```ask', 'Why?', '', '- [x] a', '- [ ] b', '', 'So.', '```', '', '```console quiet', '$ vtsim check one-writer', '```', '', 'End.'].join('\n')
    await runScenario(parseScenario('t.md', text), { tell })
    expect(told).toEqual(['prose', 'command', 'ok        one-writer', 'ask', 'command', 'answer', 'prose'])
  })

  test('names a step that never came up, so that a slip in --skip is noticed', async () => {
    expect((await play(['$ sleep 1'], { skip: ['wait-for-cath-up'] })).neverSkipped).toEqual(['wait-for-cath-up'])
  })
})

describe('verbs', () => {
  test('until holds a task at its point, and crash ends its process there', async () => {
    const { outputs } = await play([
      ...preparation, `$ ${clone} &`, '$ vtsim until split-clone/before-offline-clone', '$ vtsim crash vtworker', '$ wait',
      '$ vtctlclient -server localhost:15999 GetTablet zone1-202',
    ])
    const lines = [...outputs.values()]
    expect(lines.at(-4)!.at(-1)).toBe('vtworker stands at split-clone/before-offline-clone')
    expect(lines.at(-2)!.at(-1)).toContain('transport is closing')
    // Source: topodata TabletType, in which 8 is DRAINED.
    expect(lines.at(-1)!.join('\n')).toContain('"type": 8')
  })

  test('until says when a point is not reached', async () => {
    const { outputs } = await play(['$ vtctlclient GetKeyspaces &', '$ vtsim until split-clone/after-chunk'])
    expect([...outputs.values()].at(-1)).toContain('nothing came to split-clone/after-chunk')
  })

  test('partition keeps two processes apart until they are healed', async () => {
    const ask = '$ mysql customer/0 -e "select 1 from dual"'
    const { outputs } = await play(['$ vtsim partition vtgate-1 vttablet zone1-200', ask, '$ vtsim heal', '$ sleep 90', ask])
    const [, cut, , , healed] = [...outputs.values()]
    expect(cut!.join()).toContain('ERROR')
    expect(healed).toContain('| 1 |')
  })

  test('tail shows the log of a server', async () => {
    const { last } = await play(['$ vtctlclient RebuildKeyspaceGraph customer', '$ tail -n 1 /tmp/vtdataroot/tmp/vtctld.INFO'])
    expect(last).toHaveLength(1)
    expect(last[0]).toMatch(/^I0328 12:22:40\.\d{6} 1691 locks\.go:257\] Unlocking keyspace customer for successful action RebuildKeyspace$/)
  })

  test('stall delays what a process does', async () => {
    const { last, run } = await play(['$ vtsim stall vtgate-1 2s', '$ mysql customer/0 -e "select 1 from dual"'])
    expect(last).toContain('1 row in set (2.00 sec)')
    expect(run.nowMs).toBeGreaterThan(2000)
  })
})

describe('a wrong step order', () => {
  test('master first is refused', async () => {
    const { last } = await play([...preparation, `$ ${clone}`, '$ vtctlclient MigrateServedTypes customer/0 master'])
    expect(last.at(-1)).toMatch(/^MigrateServedTypes Error: rpc error: code = Unknown desc = cannot migrate MASTER away from customer\/0 until everything else is migrated\./)
  })
})
