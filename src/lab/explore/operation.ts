/** What a command that can be left half-way was about. */
export type Operation =
  /** A copy into the shards of a keyspace. */
  | { readonly kind: 'clone'; readonly keyspace: string }
  /** Routing of a type, away from a shard. */
  | { readonly kind: 'migrate'; readonly shard: string; readonly type: 'rdonly' | 'replica' | 'master' }
  /** Another master for a shard, the present one being dead. */
  | { readonly kind: 'emergency'; readonly shard: string; readonly newMaster: string }
  /** Another master for a shard, the present one being alive. */
  | { readonly kind: 'planned'; readonly shard: string }

const known = /^(VerticalSplitClone|SplitClone|MigrateServedTypes|(Emergency|Planned)ReparentShard)$/

/** Reads a line of the operator's shell; null if it is about nothing of the kind. */
export function readOperation(line: string): Operation | null {
  const words = line.trim().split(/\s+/)
  const at = words.findIndex(word => known.test(word))
  const [name, ...args] = words.slice(Math.max(at, 0)).filter((word, i) => i === 0 || !word.startsWith('-'))
  if (at >= 0 && name!.endsWith('ReparentShard')) return reparent(words, name!.startsWith('Emergency'), args)
  const [shard = '', type = ''] = args
  const keyspace = shard.split('/')[0]!
  if (at < 0 || keyspace === '') return null
  if (name !== 'MigrateServedTypes') return { kind: 'clone', keyspace }
  const isReverse = words.some(word => /^--?reverse$/.test(word))
  const served = (['rdonly', 'replica', 'master'] as const).find(one => one === type.toLowerCase())
  return served === undefined || isReverse ? null : { kind: 'migrate', shard, type: served }
}

/** Both may be flags or arguments. */
function reparent(
  words: readonly string[], isEmergency: boolean, [where = '', elect = '']: readonly string[],
): Operation | null {
  const flag = (name: string): string | undefined =>
    words.map(word => new RegExp(`^--?${name}=(.*)$`).exec(word)?.[1]).find(value => value !== undefined)
  const shard = flag('keyspace_shard') ?? where
  const newMaster = flag('new_master') ?? elect
  if (shard === '') return null
  if (!isEmergency) return { kind: 'planned', shard }
  return newMaster === '' ? null : { kind: 'emergency', shard, newMaster }
}
