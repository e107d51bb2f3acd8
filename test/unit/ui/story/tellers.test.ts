import { describe, expect, test } from 'vitest'
import { Memory, tell } from '../../../../src/ui/story/index.ts'

/** Events in order; the last is the one that is looked at. */
function told(...events: readonly (readonly [kind: string, process: string, data?: unknown, note?: string])[]) {
  const memory = new Memory()
  memory.hasBegun = true
  const all = events.map(([kind, process, data, note = ''], i) =>
    tell({ seq: i + 1, timeUs: i * 250_000, process, task: 'work', cause: 0, kind, note, data }, memory))
  return all.at(-1)!
}

const state = (type: string, is: string, reason = '') => ['tablet/state', 'vttablet zone1-300', {
  alias: 'zone1-0000000300', keyspace: 'customer', shard: '-80', type, state: is, reason,
}] as const

const graph = (...partitions: readonly (readonly [type: string, shards: readonly string[], disabled?: readonly string[]])[]) => ({
  partitions: partitions.map(([servedType, shards, disabled = []]) => ({
    servedType, shardReferences: shards.map(name => ({ name, keyRange: null })),
    shardTabletControls: [...new Set([...shards, ...disabled])].map(name => ({ name, keyRange: null, queryServiceDisabled: disabled.includes(name) })),
  })),
})

const srv = (version: number, contents: object) =>
  ['topo/put', 'topo zone1', { cell: 'zone1', path: 'keyspaces/customer/SrvKeyspace', version, contents }] as const

const shard = (fields: object) => ['topo/put', 'topo global', {
  cell: 'global', path: 'keyspaces/customer/shards/0/Shard', version: 1,
  contents: { masterAlias: { cell: 'zone1', uid: 200 }, sourceShards: [], tabletControls: [], isMasterServing: true, ...fields },
}] as const

const refused = (operation: string, error: string, outcome = 'fail') => ['client/refused', 'client-1', { attempt: 1, operation, outcome, error }] as const
const acked = (operation: string) => ['client/acked', 'client-1', { attempt: 2, operation }] as const

describe('a tablet', () => {
  test.each([
    [[state('REPLICA', 'NOT_SERVING', 'unable to get health')], 'comes up as REPLICA of customer/-80, not serving: it does not know its health yet'],
    [[state('RDONLY', 'SERVING'), state('DRAINED', 'SERVING')], 'is taken out of service (DRAINED), was RDONLY of customer/-80'],
    [[state('DRAINED', 'SERVING'), state('RDONLY', 'SERVING')], 'is back in service as RDONLY of customer/-80'],
    [[state('MASTER', 'SERVING'), state('MASTER', 'SHUTTING_DOWN'), state('MASTER', 'NOT_SERVING', 'master tablet with filtered replication on')],
      'stops serving customer/-80 as MASTER: a stream is filling it'],
    [[state('REPLICA', 'NOT_SERVING'), state('MASTER', 'SERVING', 'InitMaster')], 'becomes MASTER of customer/-80, was REPLICA and serves'],
    [[state('REPLICA', 'NOT_SERVING'), state('REPLICA', 'SERVING', 'healthy')], 'begins to serve customer/-80 as REPLICA'],
  ])('%# is told by what changed', (events, text) => {
    expect(told(...events)).toMatchObject({ actor: 'zone1-300', text, weight: 'event' })
  })

  test('that says again what it is, is no news', () => {
    expect(told(state('MASTER', 'SERVING'), state('MASTER', 'SERVING')).weight).toBe('detail')
  })
})

describe('the serving graph', () => {
  const before = graph(['MASTER', ['0']])
  test.each([
    [graph(['MASTER', ['-80', '80-']]), 'customer in zone1: MASTER goes to -80, 80- instead of 0'],
    [graph(['MASTER', ['0'], ['0']]), 'customer in zone1: MASTER of 0 shall not serve'],
    [before, 'customer in zone1: the serving graph is written again'],
  ])('%# is told by what changed', (after, text) => {
    expect(told(srv(1, before), srv(2, after)).text).toBe(text)
  })

  test('that lets a disabled shard serve again says so, unless the shard is gone', () => {
    expect(told(srv(1, graph(['MASTER', ['0'], ['0']])), srv(2, before)).text).toContain('MASTER of 0 may serve again')
    expect(told(srv(1, graph(['MASTER', ['0'], ['0']])), srv(2, graph(['MASTER', ['-80']]))).text).not.toContain('may serve')
  })

  test('reaches a vtgate as the routing that is new to it, because of the record', () => {
    const heard = (version: number) => ['srvtopo/keyspace', 'vtgate-1', { cell: 'zone1', keyspace: 'customer', version }] as const
    const news = told(srv(1, before), heard(1), srv(2, graph(['MASTER', ['-80'], ['0']])), heard(2))
    expect(news).toMatchObject({ actor: 'vtgate-1', text: 'hears that MASTER goes to -80 instead of 0 (customer)', weight: 'event', because: 3 })
  })
})

describe('a shard record', () => {
  test.each([
    [{ tabletControls: [{ tabletType: 'MASTER', cells: [], blacklistedTables: [], frozen: true }] }, 'customer/0 is frozen: the way is forward from here'],
    [{ isMasterServing: false }, 'customer/0 is marked: its master serves no more'],
    [{ masterAlias: { cell: 'zone1', uid: 201 } }, 'customer/0 has zone1-201 as its master on record'],
    [{ sourceShards: [{ uid: 1, keyspace: 'customer', shard: '-80', keyRange: null, tables: [] }] }, 'customer/0 is filled by streams from customer/-80'],
    [{}, 'the record of customer/0 is written again'],
  ])('%# is told by what changed', (fields, text) => {
    expect(told(shard({}), shard(fields)).text).toBe(text)
  })
})

describe('a client', () => {
  const error = 'vtgate: http://host-v:15001/: target: customer.0.master, used tablet: zone1-200 (localhost): vttablet: rpc error:'
    + ' code = FailedPrecondition desc = operation not allowed in state NOT_SERVING'

  test('that is refused says by whom', () => {
    expect(told(refused('update', error))).toMatchObject({
      text: 'is refused an update: operation not allowed in state NOT_SERVING (master of customer/0)', weight: 'event', tone: 'bad',
    })
  })

  test('that is refused again for the same reason is counted', () => {
    expect(told(refused('update', error), refused('insert', error))).toMatchObject({ weight: 'traffic', topic: 'refused' })
  })

  test('that may write again says after how long; a read says nothing of it', () => {
    expect(told(refused('update', error), refused('update', error), acked('update')).text)
      .toBe('may write again: an update is acknowledged, after 500 ms and 2 refusals by v')
    expect(told(refused('update', error), acked('point-read')).weight).toBe('traffic')
  })

  test('of another vtgate is told for itself, and served and refused in turn is told once', () => {
    const other = error.replace('host-v', 'host-w')
    expect(told(refused('update', error), refused('update', other)).weight).toBe('event')
    expect(told(refused('update', error), acked('update'), refused('update', error)).weight).toBe('traffic')
    expect(told(refused('update', error), acked('update'), refused('update', error), acked('update')).weight).toBe('traffic')
  })

  test('that has no answer does not know', () => {
    expect(told(refused('insert', 'deadline exceeded', 'unknown')).text).toBe('does not know whether an insert was done: deadline exceeded')
  })
})

describe('a fault', () => {
  test.each([
    [[['process/crash', 'mysqld zone1-300']], 'zone1-300', 'mysqld goes down', 'bad'],
    [[['process/stop', 'mysqld zone1-300'], ['process/crash', 'mysqld zone1-300']], 'zone1-300', 'mysqld is stopped', 'wait'],
    [[['process/boot', 'vtctld', { life: 2 }]], 'vtctld', 'starts again (life 2)', 'plain'],
    [[['net/cut', 'topo zone1', { from: 'vtgate-1', to: 'topo zone1', state: 'cut' }]], '',
      'what vtgate-1 sends to the zone1 topology server is lost from now on', 'bad'],
    [[['process/stall', 'vttablet zone1-201', { ms: 1500 }]], 'zone1-201', 'vttablet stands still for 1.5s', 'bad'],
  ] as const)('%# names what broke', (events, actor, text, tone) => {
    expect(told(...events)).toMatchObject({ actor, text, tone, weight: 'event' })
  })
})

test('a fault that has a direction says which', () => {
  const cut = (from: string, to: string) => ['net/cut', to, { from, to, state: 'cut' }] as const
  const act = ['nemesis/act', 'nemesis', { fault: 'one-way', target: 'a and b', lastsMs: 500 }] as const
  const tellAll = (...events: readonly (readonly [string, string, object])[]) => {
    const memory = new Memory()
    return events.map(([kind, process, data], i) =>
      tell({ seq: i + 1, timeUs: 7, process, task: '', cause: 0, kind, note: '', data }, memory)).at(-1)!.text
  }
  expect(tellAll(cut('a', 'b'), act)).toMatch(/^breaks: one-way, nothing passes from a to b, for /)
  expect(tellAll(cut('a', 'b'), cut('a', 'c'), act)).toMatch(/nothing passes from a to anyone/)
})

describe('a comparison', () => {
  test.each([
    [{ matchingRows: 17, mismatchedRows: 0, extraRowsLeft: 0, extraRowsRight: 0 }, 'corder is equal on both sides: 17 rows', 'ok'],
    [{ matchingRows: 16, mismatchedRows: 1, extraRowsLeft: 2, extraRowsRight: 0 },
      'corder differs: 1 not equal, 2 only on the source, 0 only on the destination, 16 equal', 'bad'],
  ])('%# says what it found', (report, text, tone) => {
    expect(told(['vtworker/compared', 'vtworker', { table: 'corder', ...report }])).toMatchObject({ text, tone })
  })
})

describe('the answer to what was typed', () => {
  const table = (...rows: string[]) => ['+---+------+', '| a | b    |', '+---+------+', ...rows, '+---+------+', 'n rows in set (0.00 sec)']
  test.each([
    [table('| 1 | x    |'), '1 row: 1 | x', 'plain'],
    [table('| 1 | x    |', '| 2 | NULL |'), '2 rows: 1 | x · 2 | NULL', 'plain'],
    [table('| 1 | x    |', '| 2 | y    |', '| 3 | y    |', '| 4 | y    |'), '4 rows: 1 | x · 2 | y · 3 | y · …', 'plain'],
    [[...table('| 1 | x    |'), ...table('| 7 | z    |')], '1 row: 1 | x; 1 row: 7 | z', 'plain'],
    [['Query OK, 1 row affected (0.00 sec)'], 'Query OK, 1 row affected', 'plain'],
    [['Empty set (0.00 sec)'], 'Empty set', 'plain'],
    [['ERROR 1105 (HY000): no'], 'ERROR 1105 (HY000): no', 'bad'],
    [['{', '  "cell": "zone1"', '}'], '{ "cell": "zone1" }', 'plain'],
    [['I0101 00:00:01.000000 1 a.go:1] a line of a log', 'done'], 'done', 'plain'],
  ])('%#', (lines, text, tone) => {
    expect(told(['scenario/command', 'operator', { text: 'x', shell: 'sql' }],
      ...lines.map(line => ['scenario/output', 'operator', { text: line }] as const),
      ['scenario/command-ended', 'operator', {}])).toMatchObject({ text, tone, weight: 'event', because: 1 })
  })

  test('is that of this command alone', () => {
    expect(told(['scenario/command', 'operator', { text: 'a', shell: 'shell' }], ['scenario/output', 'operator', { text: 'of a' }],
      ['scenario/command', 'operator', { text: 'b', shell: 'shell' }], ['scenario/command-ended', 'operator', {}]))
      .toMatchObject({ text: 'the command is done', weight: 'detail' })
  })

  test('of a verb of vtsim is told line by line, and not again', () => {
    expect(told(['scenario/command', 'operator', { text: 'vtsim check', shell: 'shell' }],
      ['scenario/output', 'operator', { text: 'ok' }], ['scenario/command-ended', 'operator', {}]).weight).toBe('detail')
  })
})

describe('a command of the story', () => {
  test.each([
    [['scenario/command-ended', 'operator', {}], 'the command is done', 'detail'],
    [['scenario/command-ended', 'operator', { failure: 'Ping Error: no' }],
      'the command has failed, which the story does not know of: Ping Error: no', 'event'],
    [['reader/ended', 'operator', { nth: 0, isWell: false }], 'that has failed', 'event'],
    [['reader/ended', 'operator', { nth: 0, isWell: true }], 'that is done', 'detail'],
  ] as const)('%# is told by how it ended', (event, text, weight) => {
    expect(told(event)).toMatchObject({ text, weight })
  })
})
