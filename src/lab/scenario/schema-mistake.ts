import type { z } from 'zod'

type Issue = z.core.$ZodIssue

/** What is wrong with a value of the front matter, in our words. */
export function issueText(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type': {
      const expected = kindNames.get(issue.expected) ?? issue.expected
      return /received undefined$/.test(issue.message) ? `is missing: ${expected}` : `expected ${expected}`
    }
    case 'invalid_value': return isOwn(issue) ? issue.message : `expected ${issue.values.map(value => `\`${String(value)}\``).join(' or ')}`
    case 'too_small': return issue.origin === 'string' ? 'must not be empty' : `expected a list of ${String(issue.minimum)}`
    case 'too_big': return `expected a list of ${String(issue.maximum)}`
    default: return issue.message
  }
}

/** Some values say themselves what they want. */
function isOwn({ message }: Issue): boolean {
  return !/^Invalid (input|option)/.test(message)
}

/** What YAML has where something else should be. */
export const kindNames: ReadonlyMap<string, string> = new Map([
  ['object', 'keys of its own'], ['record', 'names, each with what belongs to it'], ['array', 'a list'], ['tuple', 'a list'],
  ['string', 'a text'],
])

/** How to write a value, by the nearest key above it that has something to say. */
export function issueHint(path: readonly PropertyKey[]): string {
  const key = path.findLast(name => hints.has(String(name)))
  return key === undefined ? 'scenarios/README.md describes the format' : hints.get(String(key))!
}

const hints: ReadonlyMap<string, string> = new Map([
  ['title', '`title: A shard is split in two`'], ['question', '`question: Who routes?`'],
  ['lesson', '`lesson: 3`'], ['minutes', '`minutes: 5`'],
  ['cluster', '`local-example`, or `cells` and `keyspaces`, and where they are wanted `vtgates`, `semi-sync`, `tablet-refresh-interval`'],
  ['cells', '`cells: [zone1]`'], ['vtgates', '`vtgates: {vtgate-1: zone1}`'], ['semi-sync', '`semi-sync: true`'],
  ['keyspaces', 'each keyspace has a name and `shards`, `schema`, `vschema`, `rows`, `fill`'],
  ['shards', '`shards: {"-80": {master: zone1-300, replica: [zone1-301]}, "80-": {master: zone1-400}}`'],
  ['schema', '`schema: create table t(id bigint, primary key(id))`'],
  ['vschema', '`vschema: {sharded: true, vindexes: {hash: {type: hash}}, tables: {t: {…}}}`'],
  ['sharded', '`sharded: true`'], ['vindexes', '`vindexes: {hash: {type: hash}}`'],
  ['column_vindexes', '`column_vindexes: [{column: customer_id, name: hash}]`'],
  ['rows', '`rows: {customer: [["1", "alice@domain.com"]]}`'], ['fill', '`fill: {customer: 100}`'],
  ['workload', '`none`: no clients; `default`: four that read and write; or how many there are and what they do'],
  ['profile', '`profile: lan`'], ['latencies', 'in microseconds, from and to: `latencies: {mysql.commit: [100, 200]}`'],
  ['checks', '`all`, or a list such as [no-lost-write]'], ['guards-off', 'a list: `guards-off: [tablet-drained-once]`'],
  ['expect', '`all checks hold` or `violation of <check>`'],
])
