import { describe, expect, test } from 'vitest'
import { compareOutput, maskLine } from '../../../../src/lab/scenario/match-output.ts'
import { commandOutputLines, glogTime } from '../../../../src/lab/scenario/glog.ts'

describe('recorded output', () => {
  test.each([
    ['I0328 20:43:24.178913 39992 split_clone.go:862] Using tablet', 'I<date> <time> <pid> split_clone.go:862] Using tablet'],
    ['pos: MySQL56/9a6cbb10-74c3-11ea-a04f-b255221d7376:1-20, uid: 1', 'pos: MySQL56/<gtids>, uid: 1'],
    ['5 rows in set (0.01 sec)', '5 rows in set (<duration> sec)'],
    ['time_updated: 1585819522', 'time_updated: <unix time>'],
    ['Online clone finished after 0s.', 'Online clone finished after <duration>.'],
    ['| 1585 | 100 |', '| 1585 | 100 |'],
  ])('%s', (line, masked) => {
    expect(maskLine(line)).toBe(masked)
  })

  test('trailing blanks do not count, a missing line does', () => {
    expect(compareOutput(['a', ''], ['a'])).toBeNull()
    expect(compareOutput(['a', 'b'], ['a'])).toEqual({ index: 1, recorded: 'b', actual: undefined })
    expect(compareOutput(['a', 'b'], ['a', 'c'])).toEqual({ index: 1, recorded: 'b', actual: 'c' })
  })
})

describe('log lines are those of glog', () => {
  test.each([
    [0, '0101 00:00:00.000000'],
    [1_585_428_204_178_913, '0328 20:43:24.178913'],
    [1_582_934_400_000_000, '0229 00:00:00.000000'],
    [1_609_459_199_999_999, '1231 23:59:59.999999'],
  ])('%d', (us, text) => {
    expect(glogTime(us)).toBe(text)
  })

  test('a line of a command, and console text as it is', () => {
    expect(commandOutputLines({ level: 'W', timeUs: 0, source: 'a.go:1', text: 'x' }, { pid: 7 })).toEqual(['W0101 00:00:00.000000 7 a.go:1] x'])
    expect(commandOutputLines({ level: 'CONSOLE', timeUs: 0, source: '', text: 'a\nb\n' }, { pid: 7 })).toEqual(['a', 'b'])
  })
})
