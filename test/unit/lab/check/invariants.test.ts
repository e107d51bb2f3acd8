import { describe, expect, test } from 'vitest'
import {
  checkRun, emptyRecord, type Attempt, type Commit, type RowChange, type RunRecord, type SavedPosition, type SrvKeyspaceWrite,
  type StoredRow,
} from '../../../../src/lab/check/index.ts'
import { coverageProblem } from '../../../../src/lab/check/invariants/serving-graph-complete.ts'
import type { KeyspacePartition, SrvKeyspace } from '../../../../src/vitess/wire/index.ts'

const source = '9a6cbb10-74c3-11ea-a04f-b255221d7376'
const target = 'c5fa5bf6-74c3-11ea-80f6-b255221d7376'

let ids = 0
/** `insert c1 x 10-20`: a write of the mark x to row c1, begun at 10, acknowledged at 20. */
function attempt(change: 'insert' | 'update' | 'delete', row: string | null, mark: string, startUs: number, endUs: number | null, outcome: Attempt['outcome'] = 'ok'): Attempt {
  return {
    id: ids++, client: 'client-1', vtgate: 'vtgate-1', operation: change, sql: '', startUs, endUs, outcome, error: '',
    target: '@master', writes: [{ row, change, mark }], reads: [], lists: [], sequenceKeys: [],
  }
}
const stored = (row: string, mark: string, shard = 'customer/0', keyspaceId = '166b40b44aba4bd6'): StoredRow =>
  ({ row, mark, shard, keyspaceId, content: `(${row}, ${mark})` })

function verdict(name: string, record: Partial<RunRecord>): string {
  const [result] = checkRun({ ...emptyRecord, ...record }, [name])
  return result!.verdict.verdict === 'violated' ? result!.verdict.evidence.map(evidence => evidence.says).join('\n') : result!.verdict.verdict
}

describe('acked-writes-survive', () => {
  const check = (history: Attempt[], finalRows: StoredRow[] | null, initialRows: StoredRow[] = []) =>
    verdict('acked-writes-survive', { history, finalRows, initialRows })

  test('holds when rows are what the last writes made them', () => {
    expect(check([attempt('insert', 'c/1', 'x', 0, 10), attempt('update', 'c/1', 'y', 20, 30)], [stored('c/1', 'y')])).toBe('ok')
    expect(check([attempt('delete', 'c/1', '', 20, 30)], [], [stored('c/1', 'x')])).toBe('ok')
    expect(check([], [stored('c/1', 'x')], [stored('c/1', 'x')])).toBe('ok')
  })
  test('an acknowledged insert that is not there', () => {
    expect(check([attempt('insert', 'c/1', 'x', 0, 10)], [])).toContain('the insert x by client-1 of c/1 was acknowledged')
  })
  test('an acknowledged update that an older value replaced', () => {
    expect(check([attempt('update', 'c/1', 'y', 0, 10)], [stored('c/1', 'x')], [stored('c/1', 'x')])).toContain('customer/0 holds x')
  })
  test('a row that comes back after its delete', () => {
    expect(check([attempt('delete', 'c/1', '', 0, 10)], [stored('c/1', 'x')], [stored('c/1', 'x')])).toContain('the delete')
  })
  test('an initial row that vanished', () => {
    expect(check([], [], [stored('c/1', 'x')])).toContain('the first state of c/1')
  })
  test('writes that overlap may come in either order', () => {
    const both = [attempt('update', 'c/1', 'a', 0, 20), attempt('update', 'c/1', 'b', 10, 30)]
    expect(check(both, [stored('c/1', 'a')])).toBe('ok')
    expect(check(both, [stored('c/1', 'b')])).toBe('ok')
  })
  test('a write of unknown outcome accuses nobody, and may be there', () => {
    const unknown = attempt('update', 'c/1', 'b', 10, 30, 'unknown')
    expect(check([attempt('update', 'c/1', 'a', 0, 5), unknown], [stored('c/1', 'a')])).toBe('ok')
    expect(check([attempt('update', 'c/1', 'a', 0, 5), unknown], [stored('c/1', 'b')])).toBe('ok')
    expect(check([attempt('insert', null, 'n', 0, null, 'unknown')], [stored('c/9', 'n')])).toBe('ok')
    expect(check([attempt('insert', null, 'n', 0, null, 'unknown')], [])).toBe('ok')
  })
  test('without final rows nothing can be said', () => {
    expect(check([], null)).toBe('unknown')
  })
})

describe('rows-in-their-shard', () => {
  const servingShards = [{ name: 'customer/-80', keyRange: { start: '', end: '80' } }, { name: 'customer/80-', keyRange: { start: '80', end: '' } }]
  const check = (...finalRows: StoredRow[]) => verdict('rows-in-their-shard', { finalRows, servingShards })

  test('holds for rows where they belong', () => {
    expect(check(stored('c/1', 'x', 'customer/-80'), stored('c/4', 'y', 'customer/80-', 'd2fd8867d50d2dfe'))).toBe('ok')
  })
  test('a row on the wrong side', () => {
    expect(check(stored('c/4', 'y', 'customer/-80', 'd2fd8867d50d2dfe'))).toContain('which is not in customer/-80')
  })
  test('a row on both sides', () => {
    expect(check(stored('c/1', 'x', 'customer/-80'), stored('c/1', 'x', 'customer/80-'))).toContain('in two shards that serve')
  })
})

const change = (row: string, before: string | null, after: string | null, mark = ''): RowChange =>
  ({ row, before, after, mark, keyspaceId: '166b40b44aba4bd6' })
let times = 0
const commit = (shard: string, gtid: string, changes: RowChange[], positions: SavedPosition[] = []): Commit =>
  ({ seq: ++times, timeUs: times * 1000, shard, mysqld: `mysqld of ${shard}`, gtid, changes, positions })
const saved = (change: SavedPosition['change'], position: string, state = 'Running'): SavedPosition =>
  ({ stream: 1, change, sourceShard: 'customer/0', keyRange: { start: '', end: '80' }, position: `MySQL56/${source}:${position}`, state })

describe('one-writer', () => {
  const graph = (...masters: string[][]) => masters.map((shards, index) => ({
    timeUs: index, cell: 'zone1', keyspace: 'customer', isLocked: null,
    contents: { partitions: [{ servedType: 'MASTER', shardReferences: shards.map(name => ({ name, keyRange: null })), shardTabletControls: [] }] } as unknown as SrvKeyspace,
  }))
  const check = (shards: string[], servingGraph: ReturnType<typeof graph>) => verdict('one-writer', {
    servingGraph,
    history: shards.map((_, index) => attempt('update', 'c/1', `m${index}`, index, index + 1)),
    commits: shards.map((shard, index) => commit(`customer/${shard}`, `${source}:${index + 1}`, [change('c/1', null, 'x', `m${index}`)])),
  })

  test('writes may move once with the routing', () => {
    expect(check(['0', '0', '-80', '-80'], graph(['0'], ['-80', '80-']))).toBe('ok')
    expect(check(['0', '0'], graph(['0']))).toBe('ok')
  })
  test('the old shard acknowledges after the new one', () => {
    expect(check(['0', '-80', '0'], graph(['0'], ['-80', '80-']))).toContain('customer/-80 acknowledged m1')
  })
  test('two shards acknowledge though nothing was moved', () => {
    expect(check(['0', '-80'], graph(['0']))).toContain('though writes were never moved')
  })
  test('copies of a write are not writes', () => {
    expect(verdict('one-writer', {
      servingGraph: graph(['0']), history: [attempt('update', 'c/1', 'm', 0, 1)],
      commits: [commit('customer/0', `${source}:1`, [change('c/1', null, 'x', 'm')]), commit('customer/-80', `${target}:1`, [change('c/1', null, 'x', 'm')])],
    })).toBe('ok')
  })
})

describe('target-mirrors-source', () => {
  const check = (commits: Commit[], initialRows: StoredRow[] = []) => verdict('target-mirrors-source', { commits, initialRows })
  const written = commit('customer/0', `${source}:2`, [change('c/1', null, 'A')])
  const cloned = commit('customer/-80', `${target}:1`, [change('c/1', null, 'A')])
  const begun = commit('customer/-80', `${target}:2`, [], [saved('insert', '1-2')])

  test('holds while the target has what the source had there', () => {
    expect(check([
      written, cloned, begun, commit('customer/0', `${source}:3`, [change('c/1', 'A', 'B')]),
      commit('customer/-80', `${target}:3`, [change('c/1', 'A', 'B')], [saved('update', '1-3')]),
    ])).toBe('ok')
  })
  test('what the source did after the position does not count', () => {
    expect(check([written, commit('customer/0', `${source}:3`, [change('c/1', 'A', 'B')]), cloned, begun])).toBe('ok')
  })
  test('a row that the clone forgot', () => {
    expect(check([written, begun])).toContain('c/1 is not there, but customer/0 had A')
  })
  test('a row that was there before the record began', () => {
    expect(check([begun], [stored('c/5', 'x')])).toContain('c/5 is not there')
  })
  test('a row that the source does not have', () => {
    expect(check([commit('customer/-80', `${target}:1`, [change('c/7', null, 'Z')]), begun])).toContain('c/7 is Z, but customer/0 had no such row')
  })
  test('a change that the stream left out', () => {
    expect(check([
      written, cloned, begun, commit('customer/0', `${source}:3`, [change('c/1', 'A', 'B')]),
      commit('customer/-80', `${target}:3`, [], [saved('update', '1-3')]),
    ])).toContain('c/1 is A, but customer/0 had B')
  })
  describe('two streams that bring the same rows', () => {
    const second = (which: SavedPosition): SavedPosition => ({ ...which, stream: 2 })
    const changed = [
      commit('customer/0', `${source}:3`, [change('c/1', 'A', 'B')]),
      commit('customer/-80', `${target}:3`, [change('c/1', 'A', 'B')], [saved('update', '1-3')]),
    ]
    const twice = [written, cloned, begun, commit('customer/-80', `${target}:2`, [], [second(saved('insert', '1-2'))]), ...changed]
    const late = commit('customer/-80', `${target}:4`, [], [second(saved('update', '1-2'))])
    const gone = (stream: SavedPosition): Commit => commit('customer/-80', `${target}:5`, [], [stream])

    test('are no matter while they agree', () => expect(check(twice)).toBe('ok'))
    test('one of which is behind decide nothing', () => expect(check([...twice, late])).toBe('unknown'))
    test('the first of which brings something else decide nothing', () => {
      expect(check([...twice, commit('customer/-80', `${target}:4`, [change('c/1', 'B', 'Q')], [saved('update', '1-3')])])).toBe('unknown')
    })
    test('decide nothing either when one of them is left', () => {
      expect(check([...twice, gone(saved('delete', '1-3')), late])).toBe('unknown')
    })
    test('are forgotten with the last of them', () => {
      const again = commit('customer/-80', `${target}:6`, [], [saved('insert', '1-2')])
      expect(check([...twice, gone(saved('delete', '1-3')), gone(second(saved('delete', '1-2'))), again])).toContain('c/1 is B, but customer/0 had A')
    })
    test('hide no difference that one made when it was alone', () => {
      expect(check([written, begun, commit('customer/-80', `${target}:2`, [], [second(saved('insert', '1-2'))])])).toContain('c/1 is not there')
    })
    test('one of which was behind when the record began decide nothing', () => {
      const behind = commit('customer/-80', `${target}:4`, [change('c/1', 'B', 'Q')], [second(saved('update', '1-1'))])
      const later = commit('customer/-80', `${target}:5`, [change('c/1', 'Q', 'R')], [saved('update', '1-3')])
      expect(verdict('target-mirrors-source', {
        commits: [written, cloned, begun, ...changed, behind, later],
        initialStreams: [{ shard: 'customer/-80', stream: 2, position: '', isEven: false }],
      })).toBe('unknown')
    })
    test('are not two if they come from different shards', () => {
      const other = { ...second(saved('insert', '1-2')), sourceShard: 'customer/1' }
      const later = { ...second(saved('update', '1-2')), sourceShard: 'customer/1' }
      expect(check([written, cloned, begun, commit('customer/-80', `${target}:2`, [], [other]), ...changed, commit('customer/-80', `${target}:4`, [], [later])]))
        .toContain('but customer/1 had no such row')
    })
  })
})

describe('what somebody writes by hand', () => {
  const servingGraph = [['0'], ['-80']].map((shards, index) => ({
    timeUs: index * 1e9, cell: 'zone1', keyspace: 'customer', isLocked: null,
    contents: { partitions: [{ servedType: 'MASTER', shardReferences: shards.map(name => ({ name, keyRange: null })), shardTabletControls: [] }] } as unknown as SrvKeyspace,
  }))
  const check = (history: Attempt[], commits: Commit[], finalRows: StoredRow[], initialRows = [stored('c/1', 'x')]) =>
    verdict('acked-writes-survive', { history, commits, finalRows, initialRows, servingGraph })
  const atSource = (...changes: RowChange[]) => commit('customer/0', `${source}:9`, changes)

  test('counts like an acknowledged write', () => {
    const update = atSource(change('c/1', 'X', 'Y', 'y'))
    expect(check([], [update], [stored('c/1', 'y')])).toBe('ok')
    expect(check([], [update], [stored('c/1', 'x')])).toContain('the update y by hand of c/1 was acknowledged')
    expect(check([], [atSource(change('c/1', 'X', null))], [])).toBe('ok')
    expect(check([], [atSource(change('c/2', null, 'Z', 'z'))], [stored('c/1', 'x')])).toContain('the insert z by hand of c/2')
  })
  test('excuses nothing that a client meant, also if it was refused', () => {
    const refused = attempt('update', 'c/1', 'y', 0, 10, 'fail')
    expect(check([refused], [atSource(change('c/1', 'X', 'Y', 'y'))], [stored('c/1', 'y')])).toContain('the first state')
  })
  test('is not what a clone or a stream writes into a shard that has no traffic', () => {
    expect(check([], [commit('customer/-80', `${target}:1`, [change('c/1', 'X', null)])], [])).toContain('the first state of c/1')
    expect(check([], [{ ...atSource(change('c/1', 'X', null)), positions: [saved('update', '1-3')] }], [])).toContain('the first state of c/1')
  })
  test('into the target of a stream is found when the stream saves its next position', () => {
    const commits = [
      commit('customer/0', `${source}:2`, [change('c/1', null, 'A')]), commit('customer/-80', `${target}:1`, [change('c/1', null, 'A')]),
      commit('customer/-80', `${target}:2`, [], [saved('insert', '1-2')]), commit('customer/-80', `${target}:3`, [change('c/1', 'A', 'Q')]),
    ]
    expect(verdict('target-mirrors-source', { commits })).toBe('ok')
    expect(verdict('target-mirrors-source', { commits: [...commits, commit('customer/-80', `${target}:4`, [], [saved('update', '1-2', 'Stopped')])] }))
      .toContain('c/1 is Q, but customer/0 had A')
  })
})

describe('positions-move-forward', () => {
  const check = (...commits: Commit[]) => verdict('positions-move-forward', { commits })
  const begun = commit('customer/-80', `${target}:1`, [], [saved('insert', '1-5')])

  test('holds for a position that grows with its rows', () => {
    expect(check(begun, commit('customer/-80', `${target}:2`, [change('c/1', null, 'A', 'm')], [saved('update', '1-6')]))).toBe('ok')
  })
  test('a position that goes back', () => {
    expect(check(begun, commit('customer/-80', `${target}:2`, [], [saved('update', '1-4')]))).toContain('back to')
  })
  test('a stream that is made anew may begin anywhere', () => {
    expect(check(begun, commit('customer/-80', `${target}:2`, [], [saved('delete', '1-5')]), commit('customer/-80', `${target}:3`, [], [saved('insert', '1-2')]))).toBe('ok')
  })
  test('rows without their position', () => {
    expect(check(
      begun, commit('customer/0', `${source}:6`, [change('c/1', null, 'A', 'm')]), commit('customer/-80', `${target}:2`, [change('c/1', null, 'A', 'm')]),
    )).toContain('without the position that it belongs to')
  })
})

describe('serving-graph-complete', () => {
  const partition = (...ranges: (readonly [string, string] | null)[]): KeyspacePartition => ({
    servedType: 'MASTER', shardTabletControls: [],
    shardReferences: ranges.map(range => (range === null ? { name: '0', keyRange: null } : { name: range.join('-'), keyRange: { start: range[0], end: range[1] } })),
  })
  test.each<[string | null, KeyspacePartition]>([
    [null, partition(null)],
    [null, partition(['', '80'], ['80', ''])],
    [null, partition(['80', ''], ['', '80'])],
    [null, partition(['', ''])],
    ['no shard serves it', partition()],
    ['there is a gap between -80 and c0-', partition(['', '80'], ['c0', ''])],
    ['-80 and 40- overlap', partition(['', '80'], ['40', ''])],
    ['nobody serves what comes before 80-', partition(['80', ''])],
    ['nobody serves what comes after -80', partition(['', '80'])],
    ['0 serves everything, and 2 others serve too', partition(null, ['', '80'], ['80', ''])],
  ])('%s', (problem, value) => {
    expect(coverageProblem(value)).toBe(problem)
  })

  const write = (timeUs: number, master: KeyspacePartition) => ({
    timeUs, cell: 'zone1', keyspace: 'customer', isLocked: null,
    contents: { partitions: (['MASTER', 'REPLICA', 'RDONLY'] as const).map(servedType => ({ ...(servedType === 'MASTER' ? master : partition(null)), servedType })) } as unknown as SrvKeyspace,
  })
  test('every version counts, not only the last', () => {
    const check = (...masters: KeyspacePartition[]) => verdict('serving-graph-complete', { servingGraph: masters.map((master, index) => write(index, master)) })
    expect(check(partition(null), partition(['', '80'], ['80', '']))).toBe('ok')
    expect(check(partition(), partition(null))).toBe('ok')
    expect(check(partition(null), partition(['', '80']), partition(['', '80'], ['80', '']))).toContain('cell zone1, customer, MASTER: nobody serves what comes after -80')
    expect(check(partition(null), partition())).toContain('no shard serves it')
  })
})

describe('sequences-never-repeat', () => {
  const taken = (value: string, outcome: Attempt['outcome'] = 'ok'): Attempt =>
    ({ ...attempt('insert', `c/${value}`, 'm', 0, 1, outcome), sequenceKeys: [{ sequence: 'customer_seq', value }] })
  const check = (...history: Attempt[]) => verdict('sequences-never-repeat', { history })

  test('holds while all values differ', () => {
    expect(check(taken('1000'), taken('1001'))).toBe('ok')
  })
  test('a value that comes twice', () => {
    expect(check(taken('1000'), taken('1000'))).toBe('customer_seq gave 1000 to client-1 and again to client-1')
  })
  test('a value that was given to nobody does not count', () => {
    expect(check(taken('1000', 'unknown'), taken('1000'))).toBe('ok')
  })
})

describe('evidence says where to look', () => {
  const evidence = (name: string, record: Partial<RunRecord>): (number | null)[] => {
    const [result] = checkRun({ ...emptyRecord, ...record }, [name])
    return result!.verdict.verdict === 'violated' ? result!.verdict.evidence.map(({ timeUs }) => timeUs) : []
  }
  const graph = (timeUs: number, ...shards: string[]): SrvKeyspaceWrite => ({ timeUs, cell: 'zone1', keyspace: 'customer', isLocked: null, contents: {
    partitions: [{ servedType: 'MASTER', shardReferences: shards.map(name => ({ name, keyRange: null })), shardTabletControls: [] }],
    shardingColumnName: '', shardingColumnType: '', servedFrom: [],
  } })

  test('a lost write: when others took over who do not have it, else when it was acknowledged', () => {
    const history = [attempt('insert', 'c/1', 'x', 0, 10)]
    expect(evidence('acked-writes-survive', { history })).toEqual([10])
    const servingGraph = [graph(0, '0'), graph(8, '0'), graph(25, '-80', '80-'), graph(30, '0')]
    expect(evidence('acked-writes-survive', { history, servingGraph })).toEqual([25])
    expect(evidence('acked-writes-survive', { history: [attempt('insert', 'c/1', 'x', 26, 28)], servingGraph })).toEqual([30])
  })
  test('a row in the wrong shard: it is there at the end', () => {
    const servingShards = [{ name: 'customer/80-', keyRange: { start: '80', end: '' } }]
    expect(evidence('rows-in-their-shard', { servingShards, finalRows: [stored('c/1', 'x', 'customer/80-')] })).toEqual([null])
  })
  test('a hole in the serving graph: when it was written', () => {
    expect(evidence('serving-graph-complete', { servingGraph: [graph(7)] })).toEqual([])
    expect(evidence('serving-graph-complete', { servingGraph: [graph(3, '0'), graph(7)] })).toEqual([7])
  })
})
