import type { Canary } from './canary.ts'

const lookup = 'src/vitess/keys/vindexes/lookup.ts'
const lookupFinds = ['lookup-rows-match-owners'] as const
const diffFinds = ['split-diff-tells-the-truth'] as const

/** Mutants of what keeps copies alike, and of what compares them: lookup vindexes and SplitDiff. */
export const copies: readonly Canary[] = [
  {
    name: 'lookup-row-forgotten', quick: true, scenario: 'explore/lookup', finds: lookupFinds, breaks: 'an update leaves a row without its row in the lookup table',
    edits: [{ file: lookup, from: 'await this.create(ctx, cursor, [newValues], [keyspaceId], false)', to: 'void newValues' }],
  },
  {
    name: 'lookup-row-left', quick: true, scenario: 'explore/lookup', finds: lookupFinds, breaks: 'an update leaves the old row in the lookup table',
    edits: [{ file: lookup, from: 'await this.delete(ctx, cursor, [oldValues], keyspaceId)', to: 'void oldValues' }],
  },
  {
    name: 'diff-cries-wolf', quick: true, scenario: 'compare', finds: diffFinds, breaks: 'SplitDiff compares a new shard with all of the old one',
    edits: [{ file: 'src/vitess/vtworker/compare-tables.ts', from: 'keyRangeEqual(overlap, side)', to: 'overlap !== undefined' }],
  },
  {
    name: 'diff-looks-away', quick: true, scenario: 'compare', skip: 'split-clone/offline-clone', finds: diffFinds,
    breaks: 'SplitDiff takes rows with the same key for equal, and counts no row that is missing',
    edits: [{ file: 'src/vitess/vtworker/diff-rows.ts', from: 'report.mismatchedRows > 0 || report.extraRowsLeft > 0 || report.extraRowsRight > 0', to: 'report.processedRows < 0' }],
  },
]
