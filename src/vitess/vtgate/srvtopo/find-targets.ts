import { Failure, type Ctx } from '../../../sim/index.ts'
import type { TabletType, Target } from '../../wire/index.ts'
import type { TopologyView } from './topology-view.ts'

/**
 * Every shard that the cell routes one of the types to: what a starting vtgate waits for. A keyspace that
 * cannot be read is left out. Source: go/vt/srvtopo/discover.go FindAllTargets.
 */
export async function findAllTargets(
  ctx: Ctx, view: TopologyView, tabletTypes: readonly TabletType[],
): Promise<Target[]> {
  const targets: Target[] = []
  for (const keyspace of await view.getSrvKeyspaceNames(ctx)) {
    const record = await readable(ctx, view, keyspace)
    for (const { servedType, shardReferences } of record?.partitions ?? []) {
      if (!tabletTypes.includes(servedType)) continue
      for (const { name } of shardReferences) targets.push({ keyspace, shard: name, tabletType: servedType })
    }
  }
  return targets
}

async function readable(ctx: Ctx, view: TopologyView, keyspace: string) {
  try {
    return await view.getSrvKeyspace(ctx, keyspace)
  } catch (error) {
    if (!(error instanceof Failure) || ctx.canceled !== null) throw error
    return null
  }
}
