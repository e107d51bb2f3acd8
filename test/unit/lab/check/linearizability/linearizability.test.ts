import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  checkLinearizability, listAppend, registers, sequences,
  type ListInput, type Model, type Operation, type RegisterInput, type RegisterOutput, type SequenceInput, type State,
} from '../../../../../src/lab/check/index.ts'
import { Rng } from '../../../../../src/sim/index.ts'
import { registerHistory, withStaleRead, type RegisterOperation } from '../../../../support/histories.ts'

/** `0-10 write a`, `5- cas a b` (no answer), `3-4 read a`, `3-4 read -` (nothing is there). One object. */
function register(...lines: string[]): RegisterOperation[] {
  return lines.map((line, id) => {
    const [, call, end, kind, rest] = /^(\d+)-(\d*) (\w+) ?(.*)$/.exec(line)!
    const words = rest!.split(' ').filter(word => word !== '')
    const value = (word: string | undefined): string | null => word === '-' ? null : word!
    const isKnown = end !== ''
    const input: RegisterInput = kind === 'read' ? { kind, key: 'k' }
      : kind === 'write' ? { kind, key: 'k', value: value(words[0]) }
        : { kind: 'cas', key: 'k', expected: value(words[0]), value: value(words[1]) }
    const output: RegisterOutput | undefined = !isKnown ? undefined
      : kind === 'read' ? value(words[0]) : kind === 'cas' ? words[2] === 'done' : true
    return { id, input, output, callUs: Number(call), returnUs: isKnown ? Number(end) : Infinity }
  })
}

describe('registers', () => {
  test.each<[string, 'ok' | 'violated', string[]]>([
    ['a read finds the write before it', 'ok', ['0-1 write a', '2-3 read a']],
    ['a read finds what was overwritten before it began', 'violated', ['0-1 write a', '2-3 write b', '4-5 read a']],
    ['writes that overlap may come in either order', 'ok', ['0-9 write a', '1-9 write b', '10-11 read a']],
    ['but in one order only', 'violated', ['0-9 write a', '1-9 write b', '10-11 read a', '12-13 read b']],
    ['a read may find a write that is under way', 'ok', ['0-9 write a', '1-2 read a', '3-4 read a']],
    ['and then not lose it again', 'violated', ['0-9 write a', '1-2 read a', '3-4 read -']],
    ['operations that touch overlap', 'ok', ['0-5 write a', '5-9 read -']],
    ['a write of unknown outcome may be seen', 'ok', ['0- write a', '5-6 read a']],
    ['much later, too', 'ok', ['0- write a', '5-6 read -', '7-8 read a']],
    ['or never', 'ok', ['0- write a', '5-6 read -']],
    ['but not before it was sent', 'violated', ['1-2 read a', '5- write a']],
    ['and once only', 'violated', ['0- write a', '2-3 read a', '4-5 write b', '6-7 read a']],
    ['a cas that is done', 'ok', ['0-1 write a', '2-3 cas a b done', '4-5 read b']],
    ['a cas that is done twice', 'violated', ['0-1 write a', '2-9 cas a b done', '2-9 cas a c done']],
    ['a cas that must have been done', 'violated', ['0-1 write a', '2-3 cas a b refused']],
    ['a cas of unknown outcome that does nothing now may do it later', 'ok', ['0- cas b c', '1-2 write a', '3-4 write b', '5-6 read c']],
    ['a value from nowhere', 'violated', ['0-1 read z']],
    ['a refused cas is explained by a write that nobody read', 'ok', ['0-1 write a', '2- write z', '3-4 cas a b refused']],
  ])('%s: %s', (_says, verdict, lines) => {
    expect(checkLinearizability(registers(), register(...lines))).toMatchObject({ verdict })
  })

  test('begin with what was there', () => {
    expect(checkLinearizability(registers(new Map([['k', 'a']])), register('0-1 read a', '2-3 cas a b done', '4-5 read b')).verdict).toBe('ok')
    expect(checkLinearizability(registers(new Map([['k', 'a']])), register('0-1 read -')).verdict).toBe('violated')
    expect(checkLinearizability(registers(new Map([['k', 'a']])), register('0-1 write -', '2-3 read a')).verdict).toBe('violated')
  })

  test('a violation names the object, what can be explained and what cannot', () => {
    expect(checkLinearizability(registers(), register('0-1 write a', '2-3 write b', '4-5 read b', '6-7 read a')))
      .toMatchObject({ verdict: 'violated', object: 'k', explained: [0, 1, 2], unexplained: 3 })
  })
})

test('a list gives back what was appended, in one order', () => {
  const list = (...entries: [number, number | null, 'append' | 'read', string][]): Operation<ListInput, string>[] => entries.map(([callUs, end, kind, text], id) => ({
    id, input: kind === 'read' ? { kind, key: 'k' } : { kind, key: 'k', element: text }, output: end === null ? undefined : text,
    callUs, returnUs: end ?? Infinity,
  }))
  const check = (history: Operation<ListInput, string>[]): string => checkLinearizability(listAppend, history).verdict
  expect(check(list([0, 1, 'append', 'a'], [2, 3, 'append', 'b'], [4, 5, 'read', 'a,b']))).toBe('ok')
  expect(check(list([0, 1, 'append', 'a'], [2, 3, 'append', 'b'], [4, 5, 'read', 'b,a']))).toBe('violated')
  expect(check(list([0, 1, 'append', 'a'], [2, 3, 'append', 'b'], [4, 5, 'read', 'b']))).toBe('violated')
  expect(check(list([0, null, 'append', 'a'], [2, 3, 'append', 'b'], [4, 5, 'read', 'b'], [6, 7, 'read', 'b,a']))).toBe('ok')
})

test('a sequence only goes up, and may leave numbers out', () => {
  const taken = (...entries: [number, number, number | undefined][]): Operation<SequenceInput, number>[] => entries.map(([callUs, returnUs, output], id) =>
    ({ id, input: { sequence: 's', count: 2 }, output, callUs, returnUs }))
  const check = (history: Operation<SequenceInput, number>[]): string => checkLinearizability(sequences, history).verdict
  expect(check(taken([0, 1, 10], [2, 3, 12], [4, Infinity, undefined], [6, 7, 100]))).toBe('ok')
  expect(check(taken([0, 5, 12], [2, 6, 10]))).toBe('ok')
  expect(check(taken([0, 1, 12], [2, 3, 10]))).toBe('violated')
  expect(check(taken([0, 5, 10], [2, 6, 11]))).toBe('violated')
})

/** Tries every order of the known operations with every choice of the unknown ones among them. */
function bruteForce<I, O, S extends State>(model: Model<I, O, S>, history: readonly Operation<I, O>[]): boolean {
  const extend = (state: S, left: readonly Operation<I, O>[]): boolean => {
    if (left.every(({ output }) => output === undefined)) return true
    return left.some(operation => {
      if (left.some(other => other.returnUs < operation.callUs)) return false
      const after = model.step(state, operation)
      return after !== undefined && extend(after, left.filter(other => other !== operation))
    })
  }
  return extend(model.initial, history)
}

describe('the search', () => {
  test('agrees with brute force on small histories', () => {
    const value = fc.constantFrom('a', 'b', 'c')
    const input: fc.Arbitrary<RegisterInput> = fc.oneof(
      fc.constant<RegisterInput>({ kind: 'read', key: 'k' }), value.map<RegisterInput>(written => ({ kind: 'write', key: 'k', value: written })),
      fc.tuple(fc.option(value), value).map<RegisterInput>(([expected, written]) => ({ kind: 'cas', key: 'k', expected, value: written })),
    )
    const operation = fc.tuple(input, fc.nat(12), fc.nat(6), fc.option(value), fc.boolean(), fc.nat(3))
    let accepted = 0
    let rejected = 0
    fc.assert(fc.property(fc.array(operation, { maxLength: 6 }), drawn => {
      const history = drawn.map(([what, callUs, took, read, done, known], id): RegisterOperation => ({
        id, input: what, callUs, returnUs: known === 0 ? Infinity : callUs + took,
        output: known === 0 ? undefined : what.kind === 'read' ? read : what.kind === 'cas' ? done : true,
      }))
      const expected = bruteForce(registers(), history)
      if (expected) accepted++
      else rejected++
      expect(checkLinearizability(registers(), history).verdict).toBe(expected ? 'ok' : 'violated')
    }), { numRuns: 3_000, seed: 20_200_401 })
    // Both answers must come often, or nothing was compared.
    expect(Math.min(accepted, rejected)).toBeGreaterThan(300)
  })

  const shapes = Array.from({ length: 40 }, (_, seed) => ({ seed, operations: 100 + seed * 10, clients: 3 + seed % 8, keys: 1 + seed % 6, unknownPercent: seed % 4 }))
  test('accepts histories that are linearizable, and rejects them with a stale read', () => {
    let planted = 0
    for (const shape of shapes) {
      const history = registerHistory(new Rng(shape.seed), shape)
      expect({ shape, verdict: checkLinearizability(registers(), history).verdict }).toEqual({ shape, verdict: 'ok' })
      const stale = withStaleRead(history)
      if (stale === null) continue
      planted++
      expect({ shape, verdict: checkLinearizability(registers(), stale).verdict }).toEqual({ shape, verdict: 'violated' })
    }
    expect(planted).toBeGreaterThan(30)
  })

  test('ends with unknown when its steps or its memory are used up', () => {
    // Twenty writes at once, and a read of what none of them wrote: all subsets are to be tried.
    const hard = [...Array.from({ length: 24 }, (_, index) => `0-100 write v${index}`), '0-100 read z']
    expect(checkLinearizability(registers(), register(...hard), { stepsMax: 20_000 })).toMatchObject({ verdict: 'unknown', objects: ['k'] })
    expect(checkLinearizability(registers(), register(...hard), { bytesMax: 4_096 })).toMatchObject({ verdict: 'unknown', why: expect.stringContaining('4096 bytes') })
    expect(checkLinearizability(registers(), register('0-1 write a'), { stepsMax: 0 }).verdict).toBe('unknown')
  })

  test('is not held up by a hard object when another one decides', () => {
    const hard = register(...Array.from({ length: 24 }, (_, index) => `0-100 write v${index}`), '0-100 read z')
    const wrong = register('0-1 read z').map(operation => ({ ...operation, id: 99, input: { ...operation.input, key: 'other' } }))
    expect(checkLinearizability(registers(), [...hard, ...wrong])).toMatchObject({ verdict: 'violated', object: 'other', unexplained: 99 })
  })
})
