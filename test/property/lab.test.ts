import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkRun, emptyRecord, invariants, type Attempt, type Commit, type RunRecord, type StoredRow } from '../../src/lab/check/index.ts'
import { editDistance } from '../../src/lab/scenario/did-you-mean.ts'
import { maskLine } from '../../src/lab/scenario/match-output.ts'
import { mysqlTable } from '../../src/lab/scenario/mysql-table.ts'
import { expandWords } from '../../src/lab/scenario/shell/expand.ts'
import { parseShell } from '../../src/lab/scenario/shell/parse-shell.ts'

const locate = () => ({ line: 1, column: 1 })

describe('the shell', () => {
  test('gives back any words that were quoted', () => {
    const quote = (word: string): string => `'${word.replaceAll("'", `'"'"'`)}'`
    fc.assert(fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), words => {
      const nodes = parseShell(words.map(quote).join(' '), locate)
      if (nodes === 'incomplete') throw new Error('incomplete')
      const [node] = nodes
      if (node?.kind !== 'simple') throw new Error('no command')
      // A word such as `A=b` sets a variable only if its name is not quoted; quoted ones are read as such here too.
      const assigned = node.assignments.length
      expect(expandWords(node.words, new Map()).map(word => word.text)).toEqual(words.slice(assigned))
    }))
  })

  test('never fails with anything but a mistake of the user', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'ab $"\'\\\n;&#=for indoe|') }), text => {
      try {
        parseShell(text, locate)
      } catch (error) {
        expect((error as Error).name).toBe('UserError')
      }
    }))
  })
})

describe('a table of the mysql client', () => {
  test('is as wide in every line', () => {
    const value = fc.oneof(fc.constant(null), fc.integer(), fc.string({ unit: fc.constantFrom(...'abcXYZ 01_-') }))
    fc.assert(fc.property(fc.array(fc.tuple(value, value), { minLength: 1, maxLength: 5 }), rows => {
      const fields = [{ name: 'first', type: 'INT64' as const }, { name: 'second_column', type: 'VARCHAR' as const }]
      const lines = mysqlTable({ fields, rows, rowsAffected: 0, insertId: 0 }, 0).slice(0, -2)
      expect(new Set(lines.map(line => line.length)).size).toBe(1)
    }))
  })
})

describe('masks', () => {
  test('masking twice changes nothing more', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'I03:28. 9-abcdef5 sec<>') }), line => {
      expect(maskLine(maskLine(line))).toBe(maskLine(line))
    }))
  })
})

describe('edit distance', () => {
  test('is a metric', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abc'), maxLength: 6 })
    fc.assert(fc.property(word, word, word, (a, b, c) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a))
      expect(editDistance(a, b) === 0).toBe(a === b)
      expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c))
    }))
  })
})

/** A single register written by clients one after the other: the dumb twin of what acked-writes-survive decides. */
describe('checkers', () => {
  const outcome = fc.constantFrom<Attempt['outcome']>('ok', 'fail', 'unknown')

  test('accept every history whose last acknowledged write is the final state', () => {
    fc.assert(fc.property(fc.array(outcome, { maxLength: 8 }), outcomes => {
      const history = sequential(outcomes)
      const last = history.filter(attempt => attempt.outcome === 'ok').at(-1)
      const finalRows = [row(last?.writes[0]!.mark ?? 'm-initial')]
      expect(verdict({ history, finalRows, initialRows: [row('m-initial')] })).toBe('ok')
    }))
  })

  test('reject every history whose final state is older than the last acknowledged write', () => {
    fc.assert(fc.property(fc.array(outcome, { minLength: 1, maxLength: 8 }), fc.nat(), (outcomes, pick) => {
      const history = sequential(outcomes)
      const last = history.map(attempt => attempt.outcome).lastIndexOf('ok')
      fc.pre(last >= 0)
      const older = ['m-initial', ...history.slice(0, last).map(attempt => attempt.writes[0]!.mark)]
      // A write of unknown outcome may take effect late: it accuses nobody.
      const definite = older.filter((_, index) => index === 0 || history[index - 1]!.outcome === 'ok')
      expect(verdict({ history, finalRows: [row(definite[pick % definite.length]!)], initialRows: [row('m-initial')] })).toBe('violated')
    }))
  })

  test('never throw, whatever the record', () => {
    const text = fc.constantFrom('', 'c/1', 'c/2', 'customer/0', 'customer/-80', 'MySQL56/x', 'MySQL56/9a6cbb10-74c3-11ea-a04f-b255221d7376:1-5')
    const commit: fc.Arbitrary<Commit> = fc.record({
      seq: fc.nat(), timeUs: fc.nat(), shard: text, mysqld: text,
      gtid: fc.nat(9).map(n => `9a6cbb10-74c3-11ea-a04f-b255221d7376:${n + 1}`),
      changes: fc.array(fc.record({ row: text, keyspaceId: text, before: fc.option(text), after: fc.option(text), mark: text }), { maxLength: 3 }),
      positions: fc.array(fc.record({
        stream: fc.nat(2), change: fc.constantFrom('insert' as const, 'update' as const, 'delete' as const), sourceShard: text,
        keyRange: fc.constant(null), position: text, state: fc.constantFrom('Running', 'Stopped'),
      }), { maxLength: 2 }),
    })
    const stored: fc.Arbitrary<StoredRow> = fc.record({ row: text, mark: text, keyspaceId: text, shard: text, content: text })
    fc.assert(fc.property(fc.array(commit, { maxLength: 6 }), fc.array(stored, { maxLength: 4 }), fc.array(outcome, { maxLength: 4 }), (commits, rows, outcomes) => {
      const record: RunRecord = {
        ...emptyRecord, history: sequential(outcomes), initialRows: rows, finalRows: rows, servingShards: [{ name: 'customer/0', keyRange: null }], commits, servingGraph: [],
      }
      expect(checkRun(record)).toHaveLength(invariants.length)
    }))
  })
})

const row = (mark: string): StoredRow => ({ row: 'c/1', mark, keyspaceId: '', shard: 'customer/0', content: mark })

function sequential(outcomes: readonly Attempt['outcome'][]): Attempt[] {
  return outcomes.map((result, id) => ({
    id, client: 'client-1', vtgate: 'vtgate-1', operation: 'update', sql: '', startUs: id * 10, endUs: id * 10 + 5, outcome: result, error: '',
    writes: [{ row: 'c/1', change: 'update', mark: `m${id}` }], sequenceKeys: [], target: '@master', reads: [], lists: [],
  }))
}

function verdict(record: Partial<RunRecord>): string {
  return checkRun({ ...emptyRecord, finalRows: null, ...record }, ['acked-writes-survive'])[0]!.verdict.verdict
}
