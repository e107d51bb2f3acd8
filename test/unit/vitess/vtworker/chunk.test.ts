import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Chunk, chunkCountFor, chunkText, cutIntoChunks, singleChunkReason } from '../../../../src/vitess/vtworker/chunk.ts'

const plan = { table: 't', primaryKeyColumns: ['id'], rowCount: 100_000, chunkCount: 1000, minRowsPerChunk: 10_000 }
const cut = (min: number | bigint, max: number | bigint, count: number): readonly Chunk[] => {
  const chunks = cutIntoChunks('t', min, max, 'signed', count)
  if (typeof chunks === 'string') throw new Error(chunks)
  return chunks
}

describe('a table is taken in one piece', () => {
  test.each([
    [{ primaryKeyColumns: [] }, 'table=t: Not splitting the table into multiple chunks because it has no'
      + ' primary key columns. This will reduce'
      + ' the performance of the clone.'],
    [{ rowCount: 5 }, 'table=t: Not splitting the table into multiple chunks because it has only 5 rows.'],
    [{ rowCount: 19_999 }, 'table=t: Not splitting the table into multiple chunks because it has only 19999 rows.'],
    [{ chunkCount: 1 }, ''],
    [{ rowCount: 20_000 }, null],
  ])('%j: %s', (change, reason) => {
    expect(singleChunkReason({ ...plan, ...change })).toBe(reason)
  })

  test.each([
    [null, null, 'signed', 'table=t: Not splitting the table into multiple chunks, min or max is NULL: [NULL NULL]'],
    ['a', 'z', 'other', 'table=t: Not splitting the table into multiple chunks, primary key not numeric.'],
    [1, 5, 'signed', 'table=t: Not splitting the table into multiple chunks, interval=0: 1 to 5'],
    [1.5, 1.5, 'float', 'table=t: Not splitting the table into multiple chunks, interval=0: 1.5 to 1.5'],
  ] as const)('from %j to %j (%s): %s', (min, max, kind, reason) => {
    expect(cutIntoChunks('t', min, max, kind, 10)).toBe(reason)
  })
})

describe('the number of chunks', () => {
  test.each([
    [100_000, 1000, 10_000, 10],
    [20_001, 1000, 10_000, 2],
    [100, 10, 10, 10],
    [10_000_000, 1000, 10_000, 1000],
  ])('%d rows, at most %d chunks of at least %d rows: %d', (rowCount, chunkCount, minRowsPerChunk, expected) => {
    expect(chunkCountFor({ ...plan, rowCount, chunkCount, minRowsPerChunk }).count).toBe(expected)
  })

  test('is said when it is reduced', () => {
    expect(chunkCountFor(plan).log).toBe('table=t: Reducing the number of chunks from the default 1000 to'
      + ' 10 to make sure that each chunk has at'
      + ' least 10000 rows.')
  })
})

test('chunks are equal intervals with open ends; what is left over falls into the last', () => {
  expect(cut(1, 100, 3)).toEqual([
    { start: null, end: 34, number: 1, total: 3 }, { start: 34, end: 67, number: 2, total: 3 },
      { start: 67, end: null, number: 3, total: 3 },
  ])
})

test('numbers of 64 bits stay exact', () => {
  expect(cut(0n, 9007199254740993n * 2n, 2)[0]!.end).toBe(9007199254740993n)
})

test('the number of a chunk is padded', () => {
  expect(chunkText({ start: null, end: null, number: 7, total: 10 })).toBe(' 7/10')
})

test('whatever is cut, every key is in exactly one chunk', () => {
  fc.assert(fc.property(fc.integer(), fc.nat(), fc.integer({ min: 2, max: 50 }), fc.integer(), (min, width, count, key) => {
    fc.pre(width >= count)
    const inside = cut(min, min + width, count).filter(({ start, end }) => (start === null || key >= Number(start))
      && (end === null || key < Number(end)))
    expect(inside).toHaveLength(1)
  }))
})
