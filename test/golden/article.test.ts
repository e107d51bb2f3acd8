/** Five sample key ranges, and where the five customers of the local example go when customer/0 is split. */
import { describe, expect, test } from 'vitest'
import { hashKeyspaceId, keyRangeContains, parseShardName } from '../../src/vitess/keys/index.ts'

describe('the sample key ranges', () => {
  const ids = ['', '00', '3fffffffffffffff', '40', '7fffffffffffffff', '80', 'feffffffffffffff', 'ff00', 'ff7fffffffffffff', 'ff80', 'ffffffffffffffff']
  const inside = (start: string, end: string): string[] => ids.filter(id => keyRangeContains({ start, end }, id))

  test('Start=[], End=[]: the full key range', () => expect(inside('', '')).toEqual(ids))
  test('Start=[], End=[0x80]: the lower half', () => expect(inside('', '80')).toEqual(['', '00', '3fffffffffffffff', '40', '7fffffffffffffff']))
  test('Start=[0x80], End=[]: the upper half', () => {
    expect(inside('80', '')).toEqual(['80', 'feffffffffffffff', 'ff00', 'ff7fffffffffffff', 'ff80', 'ffffffffffffffff'])
  })
  test('Start=[0x40], End=[0x80]: the second quarter', () => expect(inside('40', '80')).toEqual(['40', '7fffffffffffffff']))
  test('Start=[0xFF00], End=[0xFF80]: the second to last 1/512th', () => expect(inside('ff00', 'ff80')).toEqual(['ff00', 'ff7fffffffffffff']))

  test('a partition of them covers every id once', () => {
    const shards = ['-40', '40-80', '80-c0', 'c0-'].map(name => parseShardName(name).keyRange)
    for (const id of ids) expect(shards.filter(range => keyRangeContains(range, id))).toHaveLength(1)
  })
})

test('customers 1, 2, 3 and 5 go to -80, customer 4 to 80-', () => {
  const shardOf = (customer: number): string => keyRangeContains({ start: '', end: '80' }, hashKeyspaceId(customer)) ? '-80' : '80-'
  expect([1, 2, 3, 4, 5].map(shardOf)).toEqual(['-80', '-80', '-80', '80-', '-80'])
})
