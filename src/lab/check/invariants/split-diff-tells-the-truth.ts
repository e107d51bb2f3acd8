import type { Invariant } from '../invariant.ts'
import { verdictOf, type Evidence } from '../verdict.ts'

/**
 * A SplitDiff or VerticalSplitDiff that says of a table that it checks out has compared equal copies, and one that
 * says that there are differences, different ones. Copies that moved while they were read are left out: then what a
 * diff says is neither true nor false.
 */
export const splitDiffTellsTheTruth: Invariant = {
  name: 'split-diff-tells-the-truth',
  says: 'A diff finds differences where there are some, and none where there are none.',
  check: ({ tableDiffs }) => verdictOf(tableDiffs.flatMap((diff): Evidence[] => {
    const { timeUs, table, source, destination, saysEqual, differing, differingCount } = diff
    if (saysEqual === (differingCount === 0)) return []
    const where = `${table} of ${source} and ${destination}`
    const named = differing.join('; ') + (differingCount > differing.length ? ' …' : '')
    return [{
      says: saysEqual ? `a diff found no difference in ${where}, but ${rows(differingCount)} not the same: ${named}`
        : `a diff found differences in ${where}, and there are none`,
      data: { table, source, destination, saysEqual, differing, differingCount }, timeUs,
      anomaly: saysEqual ? 'missed difference' : 'false alarm',
    }]
  })),
}

function rows(count: number): string {
  return count === 1 ? '1 row is' : `${count} rows are`
}
