import { expect, test } from 'vitest'
import { UserError } from '../../../../src/base/index.ts'
import { formatKept, parseKept, type KeptOperation } from '../../../../src/lab/workload/index.ts'

test.each<[string, KeptOperation]>([
  ['client-1 3 @0', { client: 'client-1', number: 3, atUs: 0 }],
  ['client-12 100001 @18056475', { client: 'client-12', number: 100_001, atUs: 18_056_475 }],
])('`%s` names an operation and is written back as it was', (text, kept) => {
  expect(parseKept(text)).toEqual(kept)
  expect(formatKept(kept)).toBe(text)
})

test.each([
  '', 'client-1', 'client-1 3', 'client-1 0 @5', 'client-1 3 @', 'client-1 3 @1.5', 'client-1  3 @5', 'client-1 3 @5 ',
])('`%s` names none', text => expect(() => parseKept(text)).toThrow(UserError))
