import type { Limit as LimitNode } from '../../../sql/index.ts'
import type { Limit, PlanValue } from '../engine/primitive.ts'
import { argument } from './ast-walk.ts'
import { UnaryBuilder, type Builder } from './builder.ts'
import { planFailure } from './plan-failure.ts'
import { planValue } from './plan-value.ts'

/**
 * Counts rows in vtgate. Its input is asked for no more than `:__upper_limit`. Source: planbuilder/limit.go.
 */
export class LimitBuilder extends UnaryBuilder {
  private readonly count: PlanValue
  private readonly offset: PlanValue | null

  constructor(input: Builder, limit: LimitNode) {
    super(input)
    this.count = named('LIMIT', () => planValue(limit.count))
    const { offset } = limit
    this.offset = offset === null ? null : named('OFFSET', () => planValue(offset))
    input.setUpperLimit(argument('__upper_limit'))
  }

  primitive(): Limit { return { kind: 'limit', input: this.input.primitive(), count: this.count,
    offset: this.offset } }
}

function named<T>(clause: string, body: () => T): T {
  try {
    return body()
  } catch (error) {
    throw planFailure(`unexpected expression in ${clause}: ${(error as Error).message}`)
  }
}
