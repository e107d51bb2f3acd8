import { expect, test } from 'vitest'
import { UserError } from '../../../src/base/index.ts'
import { formatLeftOut, parseLeftOut, type LeftOut } from '../../../src/lab/workload/index.ts'

test.each<[string, LeftOut]>([
  ['client-1 3', { client: 'client-1', first: 3, last: 3 }],
  ['client-1 5-9', { client: 'client-1', first: 5, last: 9 }],
  ['client-12 1-', { client: 'client-12', first: 1, last: null }],
])('`%s` names operations and is written back as it was', (text, range) => {
  expect(parseLeftOut(text)).toEqual(range)
  expect(formatLeftOut(range)).toBe(text)
})

test.each([
  '', 'client-1', 'client-1 0', 'client-1 4-3', 'client-1 -', 'client-1 1-2-3', 'client-1  3', 'client-1 1.5', 'client-1 3 ',
])('`%s` names none', text => expect(() => parseLeftOut(text)).toThrow(UserError))
