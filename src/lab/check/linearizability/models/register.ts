import type { Model, Operation } from '../model.ts'

export type RegisterInput =
  | { readonly kind: 'read'; readonly key: string }
  | { readonly kind: 'write'; readonly key: string; readonly value: string | null }
  /** Writes `value` only where `expected` is found; the output says whether it did. */
  | {
    readonly kind: 'cas'
    readonly key: string
    readonly expected: string | null
    readonly value: string | null
  }

/** Of a read what it found, of a cas whether it was done, of a write anything. null: nothing is there. */
export type RegisterOutput = string | boolean | null

/** A value per key. `initial`: what the keys hold before the history; others hold null. */
export function registers(
  initial: ReadonlyMap<string, string> = new Map(),
): Model<RegisterInput, RegisterOutput, string | null> {
  const firstOf = (key: string): string | null => initial.get(key) ?? null
  // The state before anything happened is the same for all keys: what it means is looked up.
  const valueIn = (state: string | null, key: string): string | null =>
    state === unwritten ? firstOf(key) : state
  return {
    name: 'register',
    initial: unwritten,
    step(state, { input, output }) {
      const value = valueIn(state, input.key)
      switch (input.kind) {
        case 'read': return output === undefined || output === value ? value : undefined
        case 'write': return input.value
        case 'cas': {
          const isMatch = value === input.expected
          if (output !== undefined && output !== isMatch) return undefined
          return isMatch ? input.value : value
        }
      }
    },
    isPure: ({ input, output }) => input.kind === 'read' || (input.kind === 'cas' && output === false),
    partition: ({ input }) => input.key,
    relevant: operations => withoutIdle(operations, key => firstOf(key)),
  }
}

type RegisterOperation = Operation<RegisterInput, RegisterOutput>

/**
 * Of the operations of unknown outcome on one key those that can explain something: reads cannot, nor can a
 * cas that expects what was never there. A value that nobody found or expects explains only why a cas was
 * refused, and there any of them is as good as another.
 */
function withoutIdle(
  operations: readonly RegisterOperation[], firstOf: (key: string) => string | null,
): RegisterOperation[] {
  const told = new Set<string | null>()
  const held = new Set<string | null>()
  let isAnyRefused = false
  for (const { input, output } of operations) {
    held.add(firstOf(input.key))
    if (input.kind === 'read') {
      if (output !== undefined) told.add(output as string | null)
      continue
    }
    held.add(input.value)
    if (input.kind === 'cas') told.add(input.expected)
    if (output === false) isAnyRefused = true
  }
  return operations.flatMap((operation): RegisterOperation[] => {
    const { input, output } = operation
    if (output !== undefined) return [operation]
    if (input.kind === 'read' || (input.kind === 'cas' && !held.has(input.expected))) return []
    if (told.has(input.value)) return [operation]
    return isAnyRefused ? [{ ...operation, input: { ...input, value: anyOther } }] : []
  })
}

/** Values that no column has, since columns hold no control characters. */
const anyOther = '\u0001'
const unwritten = '\0'
