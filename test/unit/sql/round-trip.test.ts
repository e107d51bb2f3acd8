import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Expression, Literal } from '../../../src/sql/index.ts'
import { parse, print } from '../../../src/sql/index.ts'

const name = fc.constantFrom('a', 'b', 'select', 'x y', 'status', 'a`b', 'é', '2020_a', '$x')
const text = fc.string({ unit: fc.constantFrom('a', "'", '"', '\\', '\n', '\0', '%', '_', 'é', ' ', '\x1a', '`'), maxLength: 6 })

const literal: fc.Arbitrary<Literal> = fc.oneof(
  fc.bigInt(-(2n ** 70n), 2n ** 70n).map((value): Literal => ({ kind: 'literal', type: 'int', value: String(value) })),
  fc.constantFrom('1.50', '-0.5', '10.').map((value): Literal => ({ kind: 'literal', type: 'decimal', value })),
  fc.constantFrom('1e3', '-2.5e-3').map((value): Literal => ({ kind: 'literal', type: 'float', value })),
  text.map((value): Literal => ({ kind: 'literal', type: 'string', value })),
  fc.constantFrom('', '4142').map((value): Literal => ({ kind: 'literal', type: 'hex', value })),
)

/** Expressions as the parser can make them: no tree that no text means. */
const { expression } = fc.letrec<{ expression: Expression }>((tie) => {
  const inner = tie('expression')
  const pair = { left: inner, right: inner }
  return {
    expression: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      literal,
      fc.record({ kind: fc.constant('column' as const), database: fc.constant(null), table: fc.option(name), name }),
      fc.constantFrom<Expression>({ kind: 'null' }, { kind: 'boolean', value: true }, { kind: 'argument', name: 'v', list: false }),
      fc.record({ kind: fc.constantFrom('and' as const, 'or' as const, 'xor' as const), ...pair }) as fc.Arbitrary<Expression>,
      fc.record({ kind: fc.constant('not' as const), operand: inner }),
      fc.record({
        kind: fc.constant('binary' as const),
        operator: fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const, 'div' as const, '%' as const, '|' as const, '&' as const, '^' as const, '<<' as const),
        ...pair,
      }),
      fc.record({
        kind: fc.constant('comparison' as const),
        operator: fc.constantFrom('=' as const, '<=>' as const, '!=' as const, 'like' as const, 'not regexp' as const),
        ...pair,
      }),
      fc.record({ kind: fc.constant('between' as const), negated: fc.boolean(), operand: inner, from: inner, to: inner }),
      fc.record({ kind: fc.constant('is' as const), negated: fc.boolean(), operand: inner, test: fc.constantFrom('null' as const, 'true' as const) }),
      fc.record({ kind: fc.constant('unary' as const), operator: fc.constantFrom('~' as const, '!' as const, 'binary' as const, '+' as const), operand: inner }),
      fc.record({ kind: fc.constant('collate' as const), operand: inner, collation: fc.constant('utf8_bin') }),
      fc.record({
        kind: fc.constant('function' as const), database: fc.constant(null), name: fc.constantFrom('concat', 'IF', 'count'),
        distinct: fc.boolean(), star: fc.constant(false), arguments: fc.array(inner, { minLength: 1, maxLength: 3 }),
      }),
      fc.record({
        kind: fc.constant('case' as const), operand: fc.option(inner), otherwise: fc.option(inner),
        whens: fc.array(fc.record({ condition: inner, result: inner }), { minLength: 1, maxLength: 2 }),
      }),
      fc.record({ kind: fc.constant('tuple' as const), items: fc.array(inner, { minLength: 2, maxLength: 3 }) }),
    ),
  }
})

it('reads what it prints as the same expression', () => {
  fc.assert(fc.property(expression, (tree) => {
    const statement = parse(`select ${print(tree)} from t`)
    if (statement.kind !== 'select') throw new Error('a SELECT is wanted')
    const item = statement.items[0]!
    if (item.kind !== 'item') throw new Error('an expression is wanted')
    expect(item.expression).toEqual(tree)
    expect(print(item.expression)).toBe(print(tree))
  }), { seed: 20200428, numRuns: 2000 })
})
