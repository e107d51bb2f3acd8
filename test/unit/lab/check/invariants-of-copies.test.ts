import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  checkRun, emptyRecord, type Attempt, type Commit, type LookupRows, type RunRecord, type TableDiff,
} from '../../../../src/lab/check/index.ts'
import { parseScenario, runScenario, type ScenarioRun } from '../../../../src/lab/scenario/index.ts'

function verdict(name: string, record: Partial<RunRecord>): string {
  const [result] = checkRun({ ...emptyRecord, ...record }, [name])
  return result!.verdict.verdict === 'violated' ? result!.verdict.evidence.map(({ says }) => says).join('\n') : result!.verdict.verdict
}

describe('split-diff-tells-the-truth', () => {
  const check = (rest: Partial<TableDiff>): string => verdict('split-diff-tells-the-truth', { tableDiffs: [{
    timeUs: 5, table: 'corder', source: 'customer/0', destination: 'customer/-80', saysEqual: true, differing: [], differingCount: 0, ...rest,
  }] })
  test('holds where it says what is', () => {
    expect(check({})).toBe('ok')
    expect(check({ saysEqual: false, differing: ['7'], differingCount: 1 })).toBe('ok')
  })
  test('a difference that is not seen', () => {
    expect(check({ differing: ['7', '9'], differingCount: 12 }))
      .toBe('a diff found no difference in corder of customer/0 and customer/-80, but 12 rows are not the same: 7; 9 …')
  })
  test('a difference that is none', () => {
    expect(check({ saysEqual: false })).toBe('a diff found differences in corder of customer/0 and customer/-80, and there are none')
  })
})

describe('lookup-rows-match-owners', () => {
  const owner = (id: number, value: string): LookupRows['owners'][number] => ({ row: `customer/${id}`, value, keyspaceId: `0${id}` })
  const entry = (value: string, keyspaceId: string): LookupRows['entries'][number] => ({ value, keyspaceId })
  const check = (lookup: Partial<LookupRows>, history: Attempt[] = [], commits: Commit[] = []): string => verdict('lookup-rows-match-owners', {
    history, commits, lookups: [{ vindex: 'emails', table: 'customer', owners: [owner(1, 'a')], entries: [entry('a', '01')], mayHaveMore: false, ...lookup }],
  })
  const unknown = (row: string | null, change: 'insert' | 'update', mark: string): Attempt => ({
    id: 1, client: 'c', vtgate: 'v', operation: 'update', target: '@master', sql: '', startUs: 1, endUs: null, outcome: 'unknown', error: '',
    writes: [{ row, change, mark }], reads: [], lists: [], sequenceKeys: [],
  })

  test('holds where each has the other', () => expect(check({})).toBe('ok'))
  test('a row that is not found', () => {
    expect(check({ entries: [] })).toBe('customer/1 has a and keyspace id 01, but emails does not find it')
  })
  test('a row that is looked for elsewhere', () => {
    expect(check({ entries: [entry('a', '09')] })).toContain('customer/1 has a and keyspace id 01, but emails leads to 09')
  })
  test('a way to nowhere, which consistent lookups may have', () => {
    const entries = [entry('a', '01'), entry('b', '02')]
    expect(check({ entries })).toBe('emails leads b to keyspace id 02, where no row of customer has it')
    expect(check({ entries, mayHaveMore: true })).toBe('ok')
    expect(check({ entries: [], mayHaveMore: true })).toContain('does not find it')
  })
  test('what an attempt of unknown outcome has touched accuses nobody', () => {
    expect(check({ entries: [] }, [unknown('customer/1', 'update', 'a')])).toBe('ok')
    expect(check({ entries: [] }, [unknown('customer/2', 'update', 'b')])).not.toBe('ok')
    const extra = { entries: [entry('a', '01'), entry('b', '02')] }
    expect(check(extra, [unknown(null, 'insert', 'b')])).toBe('ok')
    expect(check(extra, [unknown(null, 'insert', 'some other value')])).toBe('ok')
    expect(check(extra, [unknown('customer/2', 'update', 'c')])).not.toBe('ok')
    const changes = [{ row: 'customer/2', keyspaceId: '02', before: null, after: 'x', mark: 'x' }]
    const commit = { seq: 1, timeUs: 1, shard: 'customer/-80', mysqld: 'm', gtid: 'g', changes, positions: [] }
    expect(check(extra, [unknown('customer/2', 'update', 'c')], [commit])).toBe('ok')
  })
})

const shards = `
      shards:
        "-80": {master: zone1-300, replica: [zone1-301]}
        "80-": {master: zone1-400, replica: [zone1-401]}`
const lookupScenario = (lines: readonly string[], type = 'lookup_unique', to = 'keyspace_id varbinary(16)'): string => `---
vtsim: 1
title: t
workload: none
cluster:
  cells: [zone1]
  keyspaces:
    commerce:
      shards: {"0": {master: zone1-100, replica: [zone1-101]}}
      schema: create table email_rows(email varbinary(128), ${to}, primary key(email));
      vschema: {tables: {email_rows: {}}}
    customer:${shards}
      schema: create table customer(customer_id bigint not null, email varbinary(128), primary key(customer_id));
      vschema:
        sharded: true
        vindexes:
          hash: {type: hash}
          emails: {type: ${type}, params: {table: commerce.email_rows, from: email, to: keyspace_id}, owner: customer}
        tables: {customer: {column_vindexes: [{column: customer_id, name: hash}, {column: email, name: emails}]}}
checks: [lookup-rows-match-owners]
---
\`\`\`console
$ mysql -h 127.0.0.1 -P 15306 customer
mysql> insert into customer(customer_id, email) values (1, 'a'), (4, 'd'), (5, 'e');
mysql> update customer set email = 'f' where customer_id = 5;
mysql> delete from customer where customer_id = 4;
mysql> insert into customer(customer_id, email) values (9, 'i');
${lines.join('\n')}
\`\`\`
`
async function played(text: string): Promise<ScenarioRun> {
  const result = await runScenario(parseScenario('t.md', text))
  expect(result.run.error).toBeUndefined()
  return result
}
const verdicts = ({ checks }: ScenarioRun): string[] =>
  checks.flatMap(({ verdict: of }) => of.verdict === 'violated' ? of.evidence.map(({ says }) => says) : [of.verdict])

describe('what is written past vtgate shows in the lookup tables', () => {
  test.each(['lookup_unique', 'consistent_lookup_unique', 'lookup'])('nothing is, with %s', async type => {
    const result = await played(lookupScenario([], type))
    expect(result.record.lookups[0]).toMatchObject({ owners: { length: 3 }, entries: { length: 3 } })
    expect(verdicts(result)).toEqual(['ok'])
  })
  test('numbers that hash to keyspace ids are understood', async () => {
    const result = await played(lookupScenario([], 'lookup_hash_unique', 'keyspace_id bigint unsigned'))
    expect(result.record.lookups[0]!.entries).toHaveLength(3)
    expect(verdicts(result)).toEqual(['ok'])
  })
  test('a row of the owner, and a row of the lookup', async () => {
    const byHand = [
      '', '$ mysql -S $VTDATAROOT/vt_0000000100/mysql.sock -u vt_dba vt_commerce', "mysql> delete from email_rows where email = 'a';",
      "mysql> insert into email_rows values ('z', x'166b40b44aba4bd6');",
    ]
    expect(verdicts(await played(lookupScenario(byHand)))).toEqual([
      'customer/1 has a and keyspace id 166b40b44aba4bd6, but emails does not find it',
      'emails leads z to keyspace id 166b40b44aba4bd6, where no row of customer has it',
    ])
  })
})

test('a diff is looked at when it says what it has found', async () => {
  const { record } = await played(readFileSync('scenarios/lessons/07-is-the-copy-right.md', 'utf8'))
  expect(record.tableDiffs).toEqual([
    expect.objectContaining({ table: 'customer', source: 'customer/0', destination: 'customer/-80', saysEqual: true, differingCount: 0 }),
    expect.objectContaining({ saysEqual: false, differing: ['1'], differingCount: 1 }),
  ])
})

describe('no-error-while-buffering', () => {
  const refused: Attempt = {
    id: 4, client: 'client-1', vtgate: 'vtgate-1', operation: 'update', target: '@master', sql: '', startUs: 1_000_000, endUs: 11_000_000,
    outcome: 'fail', error: 'vttablet: operation not allowed in state NOT_SERVING', writes: [], reads: [], lists: [], sequenceKeys: [],
  }
  const check = (isBuffering: boolean, attempt: Partial<Attempt> = {}): string => {
    const [result] = checkRun({ ...emptyRecord, isBuffering, history: [{ ...refused, ...attempt }] }, ['no-error-while-buffering'])
    return result!.verdict.verdict === 'noted' ? result!.verdict.evidence.map(({ says }) => says).join() : result!.verdict.verdict
  }
  test('a write that is refused is noted, and nothing is without buffering', () => {
    expect(check(true)).toBe('the update of client-1 at 1000.000 ms failed after 10.000 s: vttablet: operation not allowed in state NOT_SERVING')
    expect(check(false)).toBe('ok')
    expect(check(true, { outcome: 'ok' })).toBe('ok')
    expect(check(true, { target: '@replica' })).toBe('ok')
    expect(check(true, { endUs: null })).toBe('ok')
    expect(check(true, { error: "Table 'vt_customer.corder' doesn't exist (errno 1146)" })).toBe('ok')
  })
  test('a master that nobody else follows is what the buffer of 2020 was not made for', async () => {
    const played = await runScenario(parseScenario('t.md', `---
vtsim: 1
title: t
workload: {clients: 2, ratePerS: 20, customers: 5}
cluster:
  cells: [zone1]
  enable-buffer: true
  keyspaces:
    customer:
      shards: {"0": {master: zone1-200, replica: [zone1-201], rdonly: [zone1-202]}}
      schema: create table customer(customer_id bigint not null, email varbinary(128), primary key(customer_id));
      vschema: {tables: {customer: {}}}
      rows: {customer: [[1, a], [2, b], [3, c], [4, d], [5, e]]}
checks: [no-error-while-buffering]
---
\`\`\`console
$ vtctlclient -server localhost:15999 SetShardTabletControl -disable_query_service customer/0 master
$ vtctlclient -server localhost:15999 RefreshStateByShard customer/0
$ vtsim run-for 15s
\`\`\`
`))
    expect(played.clients.buffered).toBeGreaterThan(0)
    expect(played.checks[0]!.verdict).toMatchObject({ verdict: 'noted', evidence: expect.arrayContaining([
      expect.objectContaining({ says: expect.stringMatching(/^the \S+ of client-\d at [\d.]+ ms failed after \d+\.\d+ s: /) }),
    ]) })
  })
})
