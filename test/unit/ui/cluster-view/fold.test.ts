import { describe, expect, test } from 'vitest'
import { toldTimeline, toldView, type ToldEvent } from '../../../support/told-trace.ts'

const sid = '333eb55f-9f68-11ea-619b-294ba23b7266'
const other = 'b3120beb-c120-11ea-919c-a7e2191113cf'
const rowsEvent = (change: 'insert' | 'delete' | 'update', table = 'customer'): object =>
  ({ kind: 'rows', database: 'vt_customer', table, change })
const transaction = (n: number, changes: readonly object[] = [rowsEvent('insert')], of = sid): object =>
  ({ gtid: `${of}:${n}`, timestampS: 0, database: 'vt_customer', events: changes })

const recovered = (alias: string, last: number): ToldEvent => ['mysql/recovered', `mysqld ${alias}`, {
  executed: last === 0 ? '' : `${sid}:1-${last}`,
  tables: last === 0 ? [] : [{ database: 'vt_customer', table: 'customer', rows: 5 }],
}]
const commit = (n: number, ms: number, changes?: readonly object[]): ToldEvent =>
  ['mysql/commit', 'mysqld zone1-200', transaction(n, changes), '', ms]
const arrives = (...numbers: number[]): ToldEvent =>
  ['stream/item', 'mysqld zone1-201', numbers.map(n => transaction(n)), 'Mysqld.binlogDump']

describe('at the start', () => {
  test('the cluster is as described, and nothing is up', () => {
    const view = toldView()
    expect([...view.keyspaces.keys()]).toEqual(['commerce', 'customer'])
    expect(view.keyspaces.get('customer')).toMatchObject({
      vindex: 'hash(customer_id)',
      shards: [{ name: 'customer/0', master: 'zone1-200', isMasterServing: true, role: null }],
    })
    expect(view.keyspaces.get('customer')!.shards[0]!.tablets).toEqual(['zone1-200', 'zone1-201', 'zone1-202'])
    expect(view.tablets.get('zone1-201')).toMatchObject({ type: 'REPLICA', state: 'NOT_SERVING', isMysqldUp: false })
    expect(view.routes.get('zone1 customer')!.shards.get('MASTER')).toEqual(['0'])
    expect([...view.gates.values()].map(({ isUp }) => isUp)).toEqual([false, false])
  })
})

describe('a MySQL server', () => {
  test('stands where it recovered, with the rows that it found', () => {
    expect(toldView(recovered('zone1-200', 15)).tablets.get('zone1-200')).toMatchObject({
      position: '1-15', rows: new Map([['customer', 5]]), movedAt: 1,
    })
  })

  test('a commit moves the master on; the replica has it when it arrives', () => {
    const before: ToldEvent[] = [recovered('zone1-200', 15), recovered('zone1-201', 15), commit(16, 10)]
    expect(toldView(...before).tablets.get('zone1-201')).toMatchObject({ position: '1-15', behindTransactions: 1 })
    const after = toldView(...before, arrives(16))
    expect(after.tablets.get('zone1-200')!.rows.get('customer')).toBe(6)
    expect(after.tablets.get('zone1-201')).toMatchObject({ position: '1-16', behindTransactions: 0, rows: new Map([['customer', 6]]) })
  })

  test('rows come and go by what a transaction did to them', () => {
    const changes = [rowsEvent('delete'), rowsEvent('delete'), rowsEvent('update'), rowsEvent('insert', 'corder')]
    const { rows } = toldView(recovered('zone1-200', 15), commit(16, 1, changes)).tablets.get('zone1-200')!
    expect([...rows]).toEqual([['customer', 3], ['corder', 1]])
  })

  test('what is fetched and has to wait is not executed', () => {
    const events: ToldEvent[] = [
      recovered('zone1-200', 15), recovered('zone1-201', 15), commit(16, 1), commit(17, 2), commit(18, 3),
      arrives(16, 17, 18), ['mysql/relayed', 'mysqld zone1-201', { waiting: 2 }],
    ]
    expect(toldView(...events).tablets.get('zone1-201')).toMatchObject({ position: '1-16', behindTransactions: 2 })
    expect(toldView(...events, ['mysql/apply', 'mysqld zone1-201', { count: 1 }]).tablets.get('zone1-201'))
      .toMatchObject({ position: '1-17', rows: new Map([['customer', 7]]) })
  })

  test('what comes twice is executed once', () => {
    const view = toldView(recovered('zone1-200', 15), recovered('zone1-201', 15), commit(16, 1), arrives(16), arrives(16))
    expect(view.tablets.get('zone1-201')!.rows.get('customer')).toBe(6)
  })

  test('is behind since the oldest transaction that it has not', () => {
    const view = toldView(
      recovered('zone1-200', 15), recovered('zone1-201', 15), commit(16, 10), commit(17, 40), ['log', 'vtctld', {}, '', 50],
    )
    expect(view.tablets.get('zone1-201')).toMatchObject({ behindTransactions: 2, behindUs: 40_000 })
  })

  test('a reset one counts anew, and an earlier moment does not hear of it', () => {
    const timeline = toldTimeline(
      recovered('zone1-200', 15), recovered('zone1-201', 15), commit(16, 10), ['log', 'vtctld', {}, '', 20],
      ['mysql/executed', 'mysqld zone1-200', { executed: '' }], commit(16, 90), ['log', 'vtctld', {}, '', 100],
    )
    expect(timeline.at(4).tablets.get('zone1-201')!.behindUs).toBe(10_000)
    expect(timeline.at(7).tablets.get('zone1-200')!.position).toBe('16')
  })

  test('tables come with CREATE and go with DROP', () => {
    const define = (sql: string): object => ({ kind: 'ddl', database: 'vt_customer', sql })
    const made = toldView(recovered('zone1-200', 0), commit(1, 1, [define('create table `t` (id int)')]))
    expect([...made.tablets.get('zone1-200')!.rows]).toEqual([['t', 0]])
    const gone = toldView(recovered('zone1-200', 0), commit(1, 1, [define('create table t (id int)')]),
      commit(2, 1, [define('drop table if exists t')]))
    expect([...gone.tablets.get('zone1-200')!.rows]).toEqual([])
  })
})

describe('a stream', () => {
  const streamRow = (pos: string, state: string, message = ''): readonly unknown[] => [
    1, 'SplitClone', 'keyspace:"customer" shard:"0" key_range:<end:"\\200" > ', pos, null, 0, 0, null, null, 0, 0,
    state, message, 'vt_customer',
  ].map(value => typeof value === 'number' ? BigInt(value) : value)
  const saved = (n: number, change: 'insert' | 'update' | 'delete', row: readonly unknown[]): ToldEvent =>
    ['mysql/commit', 'mysqld zone1-300', transaction(n, [{
      kind: 'rows', database: '_vt', table: 'vreplication', change, ...change === 'delete' ? { before: row } : { after: row },
    }], other)]
  const shard: ToldEvent = ['topo/put', 'topo global', {
    cell: 'global', path: 'keyspaces/customer/shards/-80/Shard', version: 9, contents: {
      masterAlias: { cell: 'zone1', uid: 300 }, masterTermStartMs: 0, keyRange: { start: '', end: '80' },
      sourceShards: [], tabletControls: [], isMasterServing: false,
    },
  }]

  test('is its row in the database of the master of its shard', () => {
    const view = toldView(
      shard, recovered('zone1-200', 15), saved(1, 'insert', streamRow(`MySQL56/${sid}:1-12`, 'Running')),
    )
    expect(view.streams.get('customer/-80 1')).toMatchObject({
      source: 'customer/0', target: 'customer/-80', workflow: 'SplitClone', keyRange: { start: '', end: '80' },
      state: 'Running', position: '1-12', behindTransactions: 3, movedAt: 3,
    })
  })

  test('moves, stops, and goes with its row', () => {
    const events: ToldEvent[] = [
      shard, recovered('zone1-200', 15), saved(1, 'insert', streamRow(`MySQL56/${sid}:1-12`, 'Running')),
      saved(2, 'update', streamRow(`MySQL56/${sid}:1-15`, 'Running')),
      saved(3, 'update', streamRow(`MySQL56/${sid}:1-15`, 'Stopped', 'for split diff')),
    ]
    expect(toldView(...events).streams.get('customer/-80 1')).toMatchObject({
      state: 'Stopped', message: 'for split diff', behindTransactions: 0, movedAt: 4, changedAt: 5,
    })
    expect(toldView(...events, saved(4, 'delete', streamRow('', 'Stopped'))).streams.size).toBe(0)
  })
})

describe('processes and faults', () => {
  const boot = (name: string, life = 1): ToldEvent => ['process/boot', name, { host: 'host', life }]
  test('a crash is a fault until the next boot, and takes along what was in memory', () => {
    const up: ToldEvent[] = [boot('vttablet zone1-200'), ['tablet/state', 'vttablet zone1-200', {
      alias: 'zone1-0000000200', keyspace: 'customer', shard: '0', type: 'MASTER', state: 'SERVING', reason: 'x',
    }]]
    expect(toldView(...up).tablets.get('zone1-200')).toMatchObject({ state: 'SERVING', reason: '', isVttabletUp: true })
    const down = toldView(...up, ['process/crash', 'vttablet zone1-200'])
    expect(down.tablets.get('zone1-200')).toMatchObject({ state: 'NOT_SERVING', reason: 'vttablet is down', isVttabletUp: false })
    expect([...down.faults.values()].map(({ what }) => what)).toEqual(['vttablet zone1-200 is down'])
    expect(toldView(...up, ['process/crash', 'vttablet zone1-200'], boot('vttablet zone1-200', 2)).faults.size).toBe(0)
  })
  test('one that is stopped on purpose is no fault, and no marker', () => {
    const timeline = toldTimeline(boot('vttablet zone1-200'), ['process/stop', 'vttablet zone1-200'], ['process/crash', 'vttablet zone1-200'])
    expect(timeline.at(3).faults.size).toBe(0)
    expect(timeline.markers).toEqual([])
  })
  test('a stall is over by itself', () => {
    const stall: ToldEvent = ['process/stall', 'vtgate-1', { ms: 100 }, '', 0]
    expect(toldView(stall, ['log', 'vtctld', {}, '', 99]).faults.size).toBe(1)
    expect(toldView(stall, ['log', 'vtctld', {}, '', 100]).faults.size).toBe(0)
  })
  test('a cut in both directions is one fault; half of it healed is half of it left', () => {
    const cut = (from: string, to: string): ToldEvent => ['net/cut', to, { from, to, state: 'cut' }]
    const both = toldTimeline(cut('a', 'b'), cut('b', 'a'))
    expect([...both.at(2).faults.values()].map(({ what }) => what)).toEqual(['a and b do not reach each other'])
    expect(both.markers.map(({ title }) => title)).toEqual(['nothing passes from a to b'])
    const half = toldView(cut('a', 'b'), cut('b', 'a'), ['net/heal', 'b', { from: 'a', to: 'b' }])
    expect([...half.faults.values()].map(({ what }) => what)).toEqual(['nothing passes from b to a'])
  })
  test('a vtgate that crashes forgets its routes and what it held back', () => {
    const up: ToldEvent[] = [boot('vtgate-1'), ['srvtopo/keyspace', 'vtgate-1', { cell: 'zone1', keyspace: 'customer', version: 3 }],
      ['buffer/buffered', 'vtgate-1', { shard: 'customer/0', waiting: 1 }]]
    expect(toldView(...up).gates.get('vtgate-1')).toMatchObject({ buffered: 1, isUp: true, routes: new Map([
      ['customer MASTER', ['0']], ['customer REPLICA', ['0']], ['customer RDONLY', ['0']],
    ]) })
    expect(toldView(...up, ['buffer/released', 'vtgate-1', {}]).gates.get('vtgate-1')!.buffered).toBe(0)
    expect(toldView(...up, ['process/crash', 'vtgate-1']).gates.get('vtgate-1')).toMatchObject({ buffered: 0, isUp: false, routes: new Map() })
  })
})

describe('routing', () => {
  const write = (version: number, shards: string[]): ToldEvent => ['topo/put', 'topo zone1', {
    cell: 'zone1', path: 'keyspaces/customer/SrvKeyspace', version, contents: { partitions: [{
      servedType: 'MASTER', shardReferences: shards.map(name => ({ name, keyRange: null })),
      shardTabletControls: shards.map(name => ({ name, keyRange: null, queryServiceDisabled: name === '0' })),
    }], shardingColumnName: '', shardingColumnType: '', servedFrom: [] },
  }]
  test('a vtgate does what the version says that it has heard of', () => {
    const view = toldView(write(30, ['0']), write(31, ['-80', '80-']),
      ['srvtopo/keyspace', 'vtgate-1', { cell: 'zone1', keyspace: 'customer', version: 31 }],
      ['srvtopo/keyspace', 'vtgate-2', { cell: 'zone1', keyspace: 'customer', version: 30 }])
    expect(view.routes.get('zone1 customer')!.shards.get('MASTER')).toEqual(['-80', '80-'])
    expect(view.gates.get('vtgate-1')!.routes.get('customer MASTER')).toEqual(['-80', '80-'])
    expect(view.gates.get('vtgate-2')!.routes.get('customer MASTER')).toEqual(['0 (disabled)'])
  })
})

describe('a procedure', () => {
  const step = (kind: string, name: string): ToldEvent => [kind, 'vtctld', {
    procedure: 'p', step: name, says: 's', because: 'b', ifSkipped: 'i', source: 'f',
  }]
  const begin: ToldEvent = ['procedure/begin', 'vtctld', { procedure: 'p', subject: 'customer/0', steps: ['a', 'b', 'c'] }]
  test('runs from step to step', () => {
    const view = toldView(begin, step('step/begin', 'a'), step('step/end', 'a'), step('step/skipped', 'b'), step('step/begin', 'c'))
    expect(view.procedures).toMatchObject([{ name: 'p', subject: 'customer/0', step: 'c', since: 5, done: ['a'], skipped: ['b'] }])
  })
  test('has ended, and how', () => {
    const view = toldView(begin, step('step/skipped', 'a'), ['procedure/end', 'vtctld', { procedure: 'p', outcome: 'done' }])
    expect(view.procedures).toEqual([])
    expect(view.finished).toEqual([{ name: 'p', subject: 'customer/0', outcome: 'done', skipped: ['a'], begunAt: 1, seq: 3 }])
  })
  test('is gone with its process', () => {
    expect(toldView(['process/boot', 'vtctld', { host: 'h', life: 1 }], begin, ['process/crash', 'vtctld']).procedures).toEqual([])
  })
})

describe('clients and the scenario', () => {
  test('attempts are counted by what became of them', () => {
    const view = toldView(['client/sent', 'client-1', {}], ['client/sent', 'client-2', {}], ['client/sent', 'client-3', {}],
      ['client/acked', 'client-1', {}], ['client/refused', 'client-2', { outcome: 'fail', error: 'no' }],
      ['client/refused', 'client-3', { outcome: 'unknown', error: 'gone' }])
    expect(view.clients).toEqual({ sent: 3, acked: 1, refused: 1, unknown: 1, buffered: 0, lastError: 'gone', lastErrorAt: 6 })
  })
  test('the reader is where the last command and the last prose are', () => {
    const view = toldView(['scenario/heading', 'operator', { text: '## One' }], ['scenario/prose', 'operator', { text: 'words' }],
      ['scenario/command', 'operator', { text: 'sleep 1', shell: 'shell' }], ['scenario/output', 'operator', { text: 'x' }])
    expect(view.console).toMatchObject({ heading: 'One', prose: 'words', command: 'sleep 1', isRunning: true, endedAt: 0, printed: { text: 'x', before: null } })
  })
})
