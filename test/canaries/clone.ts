import type { Canary } from './canary.ts'

const differ = 'src/vitess/vtworker/row-differ.ts'
const aggregator = 'src/vitess/vtworker/row-aggregator.ts'
const query = 'src/vitess/vtworker/reader-query.ts'
const scenario = 'explore/clone'
const finds = ['target-mirrors-source', 'acked-writes-survive']

/** Mutants of SplitClone: chunks, readers, the row differ, writers. */
export const clone: readonly Canary[] = [
  {
    name: 'differ-ignores-changes', quick: true, scenario, finds, breaks: 'a row that differs is left as it is',
    edits: [{ file: differ, from: 'await this.update(ctx, left, right)', to: 'await Promise.resolve()' }],
  },
  {
    name: 'differ-ignores-ghosts', scenario, finds, breaks: 'a row that is gone at the source stays',
    edits: [
      { file: differ, from: "else await this.reconcile(ctx, 'delete', right)", to: '' },
      { file: differ, from: `await this.reconcile(
      ctx, 'delete', right)`, to: 'equal++' },
    ],
  },
  {
    name: 'differ-compares-keys', quick: true, scenario, finds, breaks: 'rows with the same key count as equal',
    edits: [{ file: differ, from: 'different < 0', to: 'different < 0 || different >= pkFieldCount' }],
  },
  {
    name: 'chunk-without-its-start', scenario, finds, breaks: 'the first row of a chunk belongs to nobody',
    edits: [{ file: query, from: 'clauses.push(`${key[0]!}>=${literal(0, chunk.start)}`)', to: 'clauses.push(`${key[0]!}>${literal(0, chunk.start)}`)' }],
  },
  {
    name: 'aggregator-loses-overflow', scenario, finds, breaks: 'the row that fills a statement is not in it',
    edits: [{ file: aggregator, from: '  add(row: Row): boolean {\n', to: '  add(row: Row): boolean {\n    if (this.rows + 1 === this.maxRows && this.maxRows > 1) return true\n' }],
  },
  {
    name: 'aggregator-keeps-the-rest', quick: true, scenario, finds, breaks: 'statements that are not full are never written',
    edits: [{ file: differ, from: 'for (const aggregator of ofShard) await aggregator.flush(ctx)', to: 'for (const aggregator of ofShard) aggregator.toString()' }],
  },
  {
    name: 'router-takes-the-first', quick: true, scenario, finds: [...finds, 'rows-in-their-shard'], breaks: 'every row of the clone goes to the first shard',
    edits: [{ file: 'src/vitess/vtworker/row-router.ts', from: 'keyRangeContains(this.keyRanges[i]!, keyspaceId)', to: 'keyspaceId.length > 0 && keyRangeContains(null, keyspaceId)' }],
  },
  {
    name: 'position-of-the-master', scenario, finds, breaks: 'the streams begin where the master is, not where the picture stands',
    edits: [
      { file: 'src/vitess/vtworker/offline-source.ts', from: `for (const { alias } of clone.sourceTablets) {
    const status = await ctx.timeout(clone.parts.settings.remote_actions_timeout,
      inner => tabletManager(alias).slaveStatus(inner, {}))
    positions.push(status.position)`, to: `for (const { record } of clone.sourceShards) {
    positions.push(await ctx.timeout(clone.parts.settings.remote_actions_timeout,
      inner => tabletManager(record.masterAlias!).masterPosition(inner, {})))` },
    ],
  },
]
