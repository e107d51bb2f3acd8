import type { Model } from '../model.ts'

/** A request for so many numbers of a sequence. */
export interface SequenceInput { readonly sequence: string; readonly count: number }

/**
 * A sequence gives each number once and only upwards; numbers may be left out, as those that a tablet had in
 * its cache when it died. The output is the first number given, the state the smallest that is still to come.
 */
export const sequences: Model<SequenceInput, number, number> = {
  name: 'sequence',
  initial: 0,
  step: (state, { input, output }) =>
    output === undefined ? state : output >= state ? output + input.count : undefined,
  isPure: () => false,
  partition: ({ input }) => input.sequence,
  // What nobody was given is a gap, and gaps are legal.
  relevant: operations => operations.filter(({ output }) => output !== undefined),
}
