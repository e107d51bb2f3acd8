import { describe, expect, test } from 'vitest'
import {
  checkRun, emptyRecord, type Attempt, type Commit, type Fault, type ListOperation, type RowRead, type RunRecord,
  type SrvKeyspaceWrite, type StoredRow,
} from '../../../../src/lab/check/index.ts'
import type { Shard, SrvKeyspace } from '../../../../src/vitess/wire/index.ts'

let ids = 0
function attempt(operation: Attempt['operation'], startUs: number, endUs: number | null, rest: Partial<Attempt> = {}): Attempt {
  return {
    id: ids++, client: 'client-1', vtgate: 'vtgate-1', operation, target: '@master', sql: '', startUs, endUs, outcome: 'ok', error: '',
    writes: [], reads: [], lists: [], sequenceKeys: [], ...rest,
  }
}
const write = (mark: string, startUs: number, endUs: number | null, outcome: Attempt['outcome'] = 'ok'): Attempt =>
  attempt('update', startUs, endUs, { outcome, writes: [{ row: 'c/1', change: 'update', mark }] })
const read = (mark: string | null, startUs: number, endUs: number, rest: Partial<Attempt> = {}): Attempt =>
  attempt('point-read', startUs, endUs, { reads: [{ row: 'c/1', mark }], ...rest })
const stored = (row: string): StoredRow => ({ row, mark: 'x', keyspaceId: '', shard: 'customer/0', content: '' })

function verdict(name: string, record: Partial<RunRecord>): string {
  const [result] = checkRun({ ...emptyRecord, ...record }, [name])
  return result!.verdict.verdict === 'violated' ? result!.verdict.evidence.map(({ says }) => says).join('\n') : result!.verdict.verdict
}

const graph = (types: Record<'MASTER' | 'REPLICA' | 'RDONLY', string[]>, disabled: Record<string, string[]> = {}): SrvKeyspace => ({
  shardingColumnName: '', shardingColumnType: '', servedFrom: [],
  partitions: (['MASTER', 'REPLICA', 'RDONLY'] as const).map(servedType => ({
    servedType, shardReferences: types[servedType].map(name => ({ name, keyRange: null })),
    shardTabletControls: (disabled[servedType] ?? []).map(name => ({ name, keyRange: null, queryServiceDisabled: true })),
  })),
})

describe('reads-are-linearizable', () => {
  const check = (...history: Attempt[]): string => verdict('reads-are-linearizable', { history, initialRows: [stored('c/1')] })

  test('holds for reads of the latest, and of what is under way', () => {
    expect(check(read('x', 0, 1), write('a', 2, 8), read('a', 3, 4), read('a', 9, 10))).toBe('ok')
    expect(check(write('a', 0, null, 'unknown'), read('x', 3, 4), read('a', 9, 10))).toBe('ok')
  })
  test('a read of what had been overwritten', () => {
    expect(check(write('a', 0, 1000), write('b', 2000, 3000), read('a', 4000, 5000)))
      .toBe('c/1: the read of a by client-1 from 4.000 ms on fits in no order with the others, the last that fits being the write of b by client-1 from 2.000 ms on')
  })
  test('an acknowledged write that no read finds', () => {
    expect(check(write('a', 0, 1), read('x', 2, 3))).toContain('the read of x')
    expect(check(read(null, 2, 3))).toContain('the read of no row')
  })
  test('a write that was refused, and is read', () => {
    expect(check(write('a', 0, 1, 'fail'), read('a', 2, 3))).toContain('the read of a')
  })
  test('replicas may answer what they like', () => {
    expect(check(write('a', 0, 1), read('x', 2, 3, { target: '@replica' }))).toBe('ok')
  })
})

describe('transactions-are-isolated', () => {
  const transaction = (startUs: number, outcome: Attempt['outcome'], ...lists: ListOperation[]): Attempt =>
    attempt('list-transaction', startUs, startUs + 1, { outcome, lists })
  const append = (element: string): ListOperation => ({ kind: 'append', key: '1', element })
  const found = (...elements: string[]): ListOperation => ({ kind: 'read', key: '1', found: elements })
  const check = (...history: Attempt[]): string => verdict('transactions-are-isolated', { history })

  test('holds for lists that grow', () => {
    expect(check(transaction(0, 'ok', append('a'), found('a')), transaction(2, 'unknown', append('b')), transaction(4, 'ok', found('a', 'b')))).toBe('ok')
  })
  test('an append that is lost', () => {
    expect(check(transaction(0, 'ok', append('a')), transaction(2, 'ok', append('b')), transaction(4, 'ok', found('b')))).toContain('lost-append: a was appended to 1')
  })
  test('an append that was rolled back, and is read', () => {
    expect(check(transaction(0, 'fail', append('a')), transaction(2, 'ok', found('a')))).toContain('G1a')
  })
})

describe('scatter-reads-complete', () => {
  const scatter = (outcome: Attempt['outcome'], ...rows: string[]): Attempt => attempt('scatter-read', 0, 1000, {
    target: '@rdonly', sql: 'select * from corder', outcome, reads: rows.map((row): RowRead => ({ row, mark: 'x' })),
  })
  const check = (...history: Attempt[]): string => verdict('scatter-reads-complete', { history, initialRows: ['corder/1', 'corder/2', 'customer/1'].map(stored) })

  test('holds when each row comes once, and newer ones do or do not', () => {
    expect(check(scatter('ok', 'corder/2', 'corder/1'), scatter('ok', 'corder/1', 'corder/2', 'corder/9'), scatter('fail'))).toBe('ok')
  })
  test('a row that is missing', () => {
    expect(check(scatter('ok', 'corder/1'))).toBe('client-1 read all of corder at 1.000 ms and did not find corder/2')
  })
  test('a row that comes twice', () => {
    expect(check(scatter('ok', 'corder/1', 'corder/2', 'corder/1'))).toContain('found corder/1 twice')
  })
  describe('a row that was copied to the shard', () => {
    const copied: Commit = {
      seq: 1, timeUs: 0, shard: 'customer/-80', mysqld: 'm', gtid: 'x:1', positions: [],
      changes: [{ row: 'corder/2', keyspaceId: '', before: null, after: '', mark: 'x' }],
    }
    const late = (startS: number, target: string, fault: Partial<Fault> = {}, routedAt: number | null = 0): string => verdict('scatter-reads-complete', {
      initialRows: ['corder/1', 'corder/2'].map(stored), commits: [copied], faults: [{ ...lost, ...fault }],
      tabletShards: new Map([['mysqld zone1-302', 'customer/-80'], ['vttablet zone1-302', 'customer/-80'], ['mysqld zone1-402', 'customer/80-']]),
      servingGraph: [
        routing(-1e6, 'zone1', ['0']), routing(-1e6, 'zone2', ['0']),
        ...routedAt === null ? [] : [routing(routedAt * 1e6, 'zone1', ['-80', '80-'])],
      ],
      history: [{ ...scatter('ok', 'corder/1'), startUs: startS * 1e6, endUs: startS * 1e6 + 1, target }],
    })
    const routing = (timeUs: number, cell: string, shards: string[]): SrvKeyspaceWrite =>
      ({ timeUs, cell, keyspace: 'customer', isLocked: true, contents: graph({ MASTER: shards, REPLICA: ['0'], RDONLY: shards }) })
    const lost = { what: 'mysqld zone1-302', startUs: 1, endUs: 2e6 }
    const after = { startUs: 61e6, endUs: 62e6 }
    const missing = expect.stringContaining('did not find corder/2')

    test.each([
      ['is found by masters', late(1, '@master'), missing], ['may be on its way to a replica', late(4, '@rdonly'), 'ok'],
      ['is soon there', late(6, '@rdonly', { what: 'vtgate-1' }), missing], ['may be late after a fault', late(60, '@rdonly'), 'ok'],
      ['is not late for ever after a fault', late(300, '@rdonly'), missing],
      ['may be late while a fault lasts', late(300, '@rdonly', { endUs: null }), 'ok'],
      ['is no later for a fault that came afterwards', late(60, '@rdonly', after), missing],
      ['is no later for a fault of a vtgate', late(60, '@rdonly', { what: 'vtgate-2' }), missing],
      ['is no later for a fault of another shard', late(60, '@rdonly', { what: 'mysqld zone1-402' }), missing],
      ['may be late if its replica is cut off', late(60, '@rdonly', { what: 'mysqld zone1-300 > mysqld zone1-302' }), 'ok'],
      ['is no later if no vtgate hears its replica', late(60, '@rdonly', { what: 'vttablet zone1-302 > vtgate-1' }), missing],
      ['may be late if a piece of the binary log is lost', late(60, '@rdonly', { method: 'Mysqld.binlogDump' }), 'ok'],
      ['is no later for an answer to a client that is lost', late(60, '@rdonly', { method: 'QueryService.execute' }), missing],
      ['is of no matter where reads go to the shard that had it', late(4, '@rdonly', {}, null), missing],
      ['is of no matter before reads are routed there', late(4, '@rdonly', {}, 5), missing],
      ['is of no matter for another type', late(4, '@replica'), missing],
    ])('%s', (_what, found, expected) => expect(found).toEqual(expected))
  })
  describe('a row that the shards of @rdonly had not at first', () => {
    const from = (target: string, isEven: boolean): string => verdict('scatter-reads-complete', {
      initialRows: ['corder/1', 'corder/2'].map(stored), initialCopies: [{ ...stored('corder/1'), shard: 'customer/-80' }],
      initialStreams: [{ shard: 'customer/-80', stream: 1, position: '', isEven }],
      servingGraph: [{ timeUs: 0, cell: 'zone1', keyspace: 'customer', isLocked: null, contents: graph({ MASTER: ['-80'], REPLICA: ['0'], RDONLY: ['-80'] }) }],
      history: [{ ...scatter('ok', 'corder/1'), target }],
    })
    const missing = expect.stringContaining('did not find corder/2')

    test.each([
      ['may be missing if their stream was behind', from('@rdonly', false), 'ok'], ['is found by masters all the same', from('@master', false), missing],
      ['is lost if their stream was not', from('@rdonly', true), missing],
    ])('%s', (_what, found, expected) => expect(found).toEqual(expected))
  })
  test('a row that somebody meant to delete may be missing', () => {
    expect(check(attempt('delete', 0, 1, { outcome: 'unknown', writes: [{ row: 'corder/2', change: 'delete', mark: '' }] }), scatter('ok', 'corder/1'))).toBe('ok')
  })
})

const commit = (shard: string, mysqld: string, gtid: string, ...marks: string[]): Commit => ({
  seq: 1, timeUs: 1, shard, mysqld, gtid, positions: [], changes: marks.map(mark => ({ row: `c/${mark}`, keyspaceId: '', before: null, after: '', mark })),
})
const uuid = '9a6cbb10-74c3-11ea-a04f-b255221d7376'

describe('commits-are-whole', () => {
  const both = (outcome: Attempt['outcome']): Attempt => attempt('multi-insert', 0, 1, {
    outcome, writes: ['a', 'b'].map(mark => ({ row: `c/${mark}`, change: 'insert', mark })),
  })
  const check = (outcome: Attempt['outcome'], ...marks: string[]): string =>
    verdict('commits-are-whole', { history: [both(outcome)], commits: marks.map((mark, at) => commit(`customer/${at}`, 'm', `${uuid}:${at + 1}`, mark)) })

  test('holds for what is done whole, not at all, or nobody knows how far', () => {
    expect([check('ok', 'a', 'b'), check('fail'), check('unknown', 'a'), check('unknown'), check('unknown', 'a', 'b')]).toEqual(['ok', 'ok', 'ok', 'ok', 'ok'])
  })
  test('acknowledged, and done in part', () => {
    expect(check('ok', 'a')).toBe('the multi-insert by client-1 was acknowledged, but b was never committed')
  })
  test('refused, and done in part', () => {
    expect(check('fail', 'b')).toBe('the multi-insert by client-1 was refused, but b was committed in customer/0')
  })
})

describe('acks-survive-failover', () => {
  const check = (executed: string, isSemiSync = true): string => verdict('acks-survive-failover', {
    history: [write('a', 0, 1), write('b', 2, 3, 'unknown')], masterPositions: [{ shard: 'customer/0', mysqld: 'mysqld zone1-201', executed: `${uuid}:${executed}`, isSemiSync }],
    commits: [commit('customer/0', 'mysqld zone1-200', `${uuid}:7`, 'a'), commit('customer/0', 'mysqld zone1-200', `${uuid}:8`, 'b')],
  })

  test('holds when the master in the end has what was acknowledged', () => {
    expect(check('1-8')).toBe('ok')
    expect(check('1-7')).toBe('ok')
  })
  test('a new master that lacks it', () => {
    expect(check('1-6')).toContain(`committed by mysqld zone1-200 as ${uuid}:7, which mysqld zone1-201, its master in the end, does not have`)
  })
  test('nothing is promised without semi-sync', () => {
    expect(check('1-6', false)).toBe('ok')
  })
})

describe('service-returns', () => {
  const s = 1_000_000
  const at = (second: number, outcome: Attempt['outcome']): Attempt => ({ ...write(`m${second}`, second * s, second * s + 10, outcome), error: 'gone' })
  const check = (faultEndUs: number | null, ...history: Attempt[]): string =>
    verdict('service-returns', { history, endUs: 1_000 * s, faults: [{ what: 'mysqld zone1-200', startUs: 5 * s, endUs: faultEndUs }] })

  test('holds when clients are served again in time', () => {
    expect(check(10 * s, at(11, 'fail'), at(60, 'unknown'), at(100, 'ok'), at(150, 'fail'), at(200, 'ok'))).toBe('ok')
  })
  test('refusals that do not end', () => {
    expect(check(10 * s, at(11, 'ok'), at(12, 'fail'), at(80, 'fail'), at(140, 'fail'))).toBe('writes at @master by vtgate-1 were refused from 12000.000 ms on, for longer than 120 s: gone')
  })
  test('an answer that never comes', () => {
    expect(check(10 * s, { ...at(12, 'unknown'), endUs: null })).toContain('were refused from 12000.000 ms on')
  })
  test('one kind of operation does not stand for another', () => {
    expect(check(10 * s, at(12, 'fail'), ...[20, 90, 160].map(second => read('x', second * s, second * s + 1)), at(160, 'fail'))).toContain('writes at @master')
  })
  test('nothing is promised while a fault lasts', () => {
    expect(check(null, at(11, 'fail'), at(400, 'fail'))).toBe('ok')
  })
})

test('topology-changes-under-lock: a serving graph that is written without the lock', () => {
  const check = (...locks: (boolean | null)[]): string => verdict('topology-changes-under-lock', {
    servingGraph: locks.map(isLocked => ({ timeUs: 5, cell: 'zone1', keyspace: 'customer', isLocked, contents: graph({ MASTER: ['0'], REPLICA: ['0'], RDONLY: ['0'] }) })),
  })
  expect(check(null, true)).toBe('ok')
  expect(check(null, true, false)).toBe('the serving graph of customer in zone1 was written at 0.005 ms while nobody held the lock of the keyspace')
})

describe('routing-agrees', () => {
  const shard = (isMasterServing: boolean, rest: Partial<Shard> = {}): Shard => ({
    masterAlias: null, masterTermStartMs: null, keyRange: null, sourceShards: [], tabletControls: [], isMasterServing, ...rest,
  })
  const follows = { sourceShards: [{ uid: 0, keyspace: 'customer', shard: '0', keyRange: { start: '', end: '' }, tables: [] }] } as Partial<Shard>
  const frozen = { tabletControls: [{ tabletType: 'MASTER', cells: [], blacklistedTables: [], frozen: true }] } as Partial<Shard>
  const check = (contents: SrvKeyspace, old: Shard, young: Shard, lockedKeyspaces: string[] = []): string => verdict('routing-agrees', {
    servingGraph: [{ timeUs: 1, cell: 'zone1', keyspace: 'customer', isLocked: true, contents }], lockedKeyspaces,
    shardRecords: new Map([['customer/0', old], ['customer/-80', young], ['customer/80-', young], ['commerce/0', shard(true)]]),
  })
  const all = (...shards: string[]): SrvKeyspace => graph({ MASTER: shards, REPLICA: shards, RDONLY: shards })
  const between = graph({ MASTER: ['0'], REPLICA: ['0'], RDONLY: ['-80', '80-'] }, { RDONLY: ['0'] })

  const gone = graph({ MASTER: ['-80', '80-'], REPLICA: ['0'], RDONLY: ['-80', '80-'] })

  test('holds before, between and after the migrations', () => {
    expect(check(gone, shard(false, follows), shard(true))).toBe('ok')
    expect(check(all('0'), shard(true), shard(false, follows))).toBe('ok')
    expect(check(between, shard(true), shard(false, follows))).toBe('ok')
    expect(check(all('-80', '80-'), shard(false, frozen), shard(true))).toBe('ok')
  })
  test.each<[string, SrvKeyspace, Shard, Shard]>([
    ['the master of -80 serves, but writes are not routed to it', all('0'), shard(true), shard(true, follows)],
    ['writes are routed to 0, whose master does not serve', all('0'), shard(false), shard(false, follows)],
    ['0 is frozen, but writes are routed to it', all('0'), shard(true, frozen), shard(false, follows)],
    ['RDONLY is routed to 0, where it is off', graph({ MASTER: ['0'], REPLICA: ['0'], RDONLY: ['0'] }, { RDONLY: ['0'] }), shard(true), shard(false, follows)],
    ['RDONLY is routed to -80, which neither has the writes nor follows them', between, shard(true), shard(false)],
    ['REPLICA is routed to 0, which neither has the writes nor follows them', gone, shard(false), shard(true)],
    ['REPLICA is routed to 0, which neither has the writes nor follows them', gone, shard(false, { ...follows, ...frozen }), shard(true)],
  ])('%s', (problem, contents, old, young) => {
    expect(check(contents, old, young)).toContain(problem)
    // Whoever holds the lock is in the middle of it.
    expect(check(contents, old, young, ['customer'])).toBe('ok')
  })
})
