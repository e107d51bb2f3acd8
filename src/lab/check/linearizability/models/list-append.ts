import type { Model } from '../model.ts'

export type ListInput =
  | { readonly kind: 'read'; readonly key: string }
  | { readonly kind: 'append'; readonly key: string; readonly element: string }

/** Of a read the list, its elements joined with commas; of an append anything. */
export type ListOutput = string

/** A list per key, empty at first. An element is a text without a comma, and not empty. */
export const listAppend: Model<ListInput, ListOutput, string> = {
  name: 'list-append',
  initial: '',
  step(state, { input, output }) {
    if (input.kind === 'read') return output === undefined || output === state ? state : undefined
    return state === '' ? input.element : `${state},${input.element}`
  },
  isPure: ({ input }) => input.kind === 'read',
  partition: ({ input }) => input.key,
  relevant(operations) {
    const seen = new Set<string>()
    for (const { input, output } of operations) {
      if (input.kind !== 'read' || output === undefined) continue
      for (const element of output.split(',')) seen.add(element)
    }
    return operations.filter(({ input, output }) =>
      output !== undefined || (input.kind === 'append' && seen.has(input.element)))
  },
}
