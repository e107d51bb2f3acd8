/** What a command that can be left half-way was about. */
export type Operation =
  /** A copy into the shards of a keyspace. */
  | { readonly kind: 'clone'; readonly keyspace: string }
  /** Routing of a type, away from a shard. */
  | { readonly kind: 'migrate'; readonly shard: string; readonly type: 'rdonly' | 'replica' | 'master' }

/** Reads a line of the operator's shell; null if it is about nothing of the kind. */
export function readOperation(line: string): Operation | null {
  const words = line.trim().split(/\s+/)
  const at = words.findIndex(word => /^(VerticalSplitClone|SplitClone|MigrateServedTypes)$/.test(word))
  const [name, ...args] = words.slice(Math.max(at, 0)).filter((word, i) => i === 0 || !word.startsWith('-'))
  const [shard = '', type = ''] = args
  const keyspace = shard.split('/')[0]!
  if (at < 0 || keyspace === '') return null
  if (name !== 'MigrateServedTypes') return { kind: 'clone', keyspace }
  const isReverse = words.some(word => /^--?reverse$/.test(word))
  const served = (['rdonly', 'replica', 'master'] as const).find(one => one === type.toLowerCase())
  return served === undefined || isReverse ? null : { kind: 'migrate', shard, type: served }
}
