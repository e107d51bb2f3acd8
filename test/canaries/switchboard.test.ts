import { transformSync } from 'esbuild'
import { afterEach, describe, expect, test } from 'vitest'
import { switchable, switchOn } from './switchboard.ts'

const source = `export function sign(n: number): string {
  const low = n < 0
  if (low) return 'minus'
  else return n > 0 ? 'plus' : 'zero'
}
`

/** The function with each edit behind the switch of its name. */
function load(edits: Readonly<Record<string, readonly [from: string, to: string]>>): (n: number) => string {
  const text = switchable('sign.ts', source, Object.entries(edits).map(([name, [from, to]]) => [name, { file: 'sign.ts', from, to }]), transformSync)
  const { code } = transformSync(text, { loader: 'ts', format: 'cjs' })
  const module = { exports: {} as { sign: (n: number) => string } }
  new Function('module', code)(module)
  return module.exports.sign
}
const signs = (sign: (n: number) => string): readonly string[] => [-1, 0, 1].map(sign)

describe('many canaries in one program', () => {
  afterEach(() => switchOn(null))

  test('one at a time is on, and none at first', () => {
    const sign = load({ deaf: ['n < 0', 'n === 7'], loud: ["'plus'", "'PLUS'"] })
    expect(signs(sign)).toEqual(['minus', 'zero', 'plus'])
    switchOn('deaf')
    expect(signs(sign)).toEqual(['zero', 'zero', 'plus'])
    switchOn('loud')
    expect(signs(sign)).toEqual(['minus', 'zero', 'PLUS'])
  })
  test('statements', () => {
    const sign = load({ late: ["if (low) return 'minus'\n  else return n > 0 ? 'plus' : 'zero'", 'return "late"'] })
    expect(signs(sign)).toEqual(['minus', 'zero', 'plus'])
    switchOn('late')
    expect(signs(sign)).toEqual(['late', 'late', 'late'])
  })
  test('two that replace the same', () => {
    const sign = load({ all: ['n < 0', 'true'], none: ['n < 0', 'false'] })
    switchOn('all')
    expect(signs(sign)).toEqual(['minus', 'minus', 'minus'])
    switchOn('none')
    expect(signs(sign)).toEqual(['zero', 'zero', 'plus'])
    switchOn(null)
    expect(signs(sign)).toEqual(['minus', 'zero', 'plus'])
  })
  test.each([
    ['what is not there', { a: ['n === 0', 'n'] }, 'sign.ts: `n === 0` is not there exactly once'],
    ['what is there twice', { a: ['low', 'high'] }, 'sign.ts: `low` is not there exactly once'],
    ['half a statement', { a: ['if (low)', 'if (n)'] }, 'sign.ts: `if (low)` is neither an expression nor a whole statement'],
    ['a declaration', { a: ['const low = n < 0', 'const low = true'] }, 'is neither an expression nor a whole statement'],
    ['places that overlap', { a: ['n < 0', 'n'], b: ['low = n', 'low = 7'] }, 'overlaps with another edit'],
  ] as const)('%s is refused', (_what, edits, says) => {
    expect(() => load(edits as Parameters<typeof load>[0])).toThrow(says)
  })
})
