import type { Expression } from '../../sql/index.ts'
import { type Compiled, compileExpression, type Rows, sourceBit } from '../expressions/index.ts'
import {
  canonicalNumber, comparisonCollation, comparisonKind, foldFor, type NotNull, toBytes, toDoubleValue, toNumeric, toText,
  type ValueType,
} from '../values/index.ts'
import type { BlockScope } from './block-scope.ts'
import type { Run } from './query-plan.ts'

/** Texts that are the same for a row and those before it where an equality holds; NULL is never the same. */
export interface JoinKeys {
  left(rows: Rows, run: Run): string
  right(rows: Rows, run: Run): string
}

/** Finds an equality between the source and those before it among conditions; null if there is none. */
export function compileJoinKeys(conditions: readonly Expression[], source: number, scope: BlockScope): JoinKeys | null {
  const own = sourceBit(source)
  for (const condition of conditions) {
    if (condition.kind !== 'comparison' || condition.operator !== '=') continue
    if (condition.left.kind === 'tuple' || condition.right.kind === 'tuple') continue
    const a = compileExpression(condition.left, scope)
    const b = compileExpression(condition.right, scope)
    const [left, right] = b.reads === own ? [a, b] : [b, a]
    if (right.reads !== own || (left.reads & ~(own - 1)) !== 0 || left.reads === 0) continue
    if (left.isVolatile || right.isVolatile) continue
    const normal = normalForm(left.type, right.type)
    if (normal !== null) return { left: keyOf(left, normal, 'l'), right: keyOf(right, normal, 'r') }
  }
  return null
}

function keyOf(
  side: Compiled, normal: (value: NotNull, type: ValueType) => string, nothing: string,
): (rows: Rows, run: Run) => string {
  return (rows, run) => {
    const value = side.evaluate(rows, run)
    return value === null ? nothing : `=${normal(value, side.type)}`
  }
}

/** A text that is the same for two values if and only if they compare as equal. */
function normalForm(left: ValueType, right: ValueType): ((value: NotNull, type: ValueType) => string) | null {
  switch (comparisonKind(left, right)) {
    case 'number':
      if (left.class === 'double' || right.class === 'double') {
        return (value, type) => canonicalNumber(toDoubleValue(value, type))
      }
      return (value, type) => canonicalNumber(toNumeric(value, type))
    case 'text': {
      const fold = foldFor(comparisonCollation(left, right))
      return (value, type) => fold(toText(value, type))
    }
    case 'bytes': return toBytes
    default: return null
  }
}
