import type { TraceEvent } from '../../sim/index.ts'

interface Mapped {
  readonly vindex: string
  readonly values: readonly { readonly value?: unknown }[]
  readonly destinations: readonly { readonly kind: string; readonly keyspaceId?: string }[]
}
interface Routed {
  readonly opcode: string
  readonly keyspace: string
  readonly tabletType: string
  readonly shards: readonly string[]
}

/** What vtgate tells of the way of a statement. */
export const routingKinds = ['vtgate/mapped', 'vtgate/routed'] as const

/** Values of a list that are shown. */
const valuesMax = 3

/** One event of `routingKinds` in words: `hash(4) = d2fd8867d50d2dfe`, or `→ customer/80- MASTER, 1 shard`. */
export function routingText({ kind, data }: Pick<TraceEvent, 'kind' | 'data'>): string {
  if (kind === 'vtgate/mapped') {
    const { vindex, values, destinations } = data as Mapped
    const shown = values.slice(0, valuesMax).map(({ value }, index) =>
      `${vindex}(${String(value)}) = ${destinations[index]!.keyspaceId ?? 'nowhere'}`)
    return [...shown, ...values.length > valuesMax ? [`and ${values.length - valuesMax} more`] : []].join(', ')
  }
  const { opcode, keyspace, tabletType, shards } = data as Routed
  const places = shards.map(shard => `${keyspace}/${shard}`).join(', ')
  const count = shards.length === 1 ? '1 shard' : `${shards.length} shards`
  return shards.length === 0 ? '→ no shard' : `→ ${places} ${tabletType}, ${count} (${opcode})`
}
