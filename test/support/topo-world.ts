import type { Ctx, Simulation, SimulationOptions, Trace } from '../../src/sim/index.ts'
import {
  bootTopo, createCellInfo, createKeyspace, createShard, newKeyspace, TopoClient,
} from '../../src/vitess/topo/index.ts'
import { topoAddress } from '../../src/vitess/wire/index.ts'
import { inWorld, type SmallWorld } from './world.ts'

/** A world with the topology servers of these cells, in which `body` runs with a client of cell `zone1`. */
export function inTopology<T>(
  body: (ctx: Ctx, topo: TopoClient, simulation: Simulation) => Promise<T>,
  { cells = ['zone1'], options = {}, setUp = () => {} }:
    { cells?: readonly string[]; options?: SimulationOptions; setUp?: (simulation: Simulation) => void } = {},
): Promise<SmallWorld<T>> {
  let world: Simulation
  const run = async (ctx: Ctx): Promise<T> => {
    const topo = new TopoClient({ cell: 'zone1' })
    for (const cell of cells) await createCellInfo(
      ctx, topo, cell, { serverAddress: topoAddress(cell), root: `/vitess/${cell}` }
    )
    return body(ctx, topo, world)
  }
  return inWorld(run, options, (simulation) => {
    world = simulation
    for (const cell of [
      'global', ...cells,
    ]) simulation.process(topoAddress(cell), `host-topo-${cell}`, bootTopo({ cell }))
    setUp(simulation)
  })
}

/** As {@link inTopology}, for runs that must end well. */
export async function valueInTopology<T>(...args: Parameters<typeof inTopology<T>>): Promise<T> {
  const { run, value } = await inTopology(...args)
  if (run.outcome !== 'done') throw run.error ?? new Error(run.outcome)
  return value
}

/** A keyspace and its shards, made in this order. */
export async function createShards(
  ctx: Ctx, topo: TopoClient, keyspace: string, ...shards: string[]
): Promise<void> {
  await createKeyspace(ctx, topo, keyspace, newKeyspace())
  for (const shard of shards) await createShard(ctx, topo, keyspace, shard)
}

/** The texts of the log lines of a run so far, without their levels and sources. */
export function logTexts({ trace }: { readonly trace: Trace }): string[] {
  const texts: string[] = []
  for (let seq = 1; seq <= trace.length; seq += 1) {
    const event = trace.get(seq)
    if (event.kind === 'log') texts.push((event.data as { text: string }).text)
  }
  return texts
}

/** The message of what `body` fails with. */
export async function messageOf(body: () => unknown): Promise<string> {
  try {
    await body()
  } catch (error) {
    return (error as Error).message
  }
  return 'no failure'
}
