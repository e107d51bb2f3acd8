import { client, type Ctx, Failure, type SimulationOptions } from '../../../../src/sim/index.ts'
import {
  createKeyspace, createShard, createTablet, newKeyspace, newTablet, rebuildKeyspace, type TopoClient, updateShardFields,
} from '../../../../src/vitess/topo/index.ts'
import { type CommandOutput, type SourceShard, type Tablet, Vtctl } from '../../../../src/vitess/wire/index.ts'
import { bootVtctld, type VtctldSpec } from '../../../../src/vitess/wrangler/index.ts'
import { inTopology, logTexts } from '../../../support/topo-world.ts'
import { addAnsweringTablet, type Answers } from './answering-tablet.ts'

export interface SmallClusterSpec {
  readonly lines: readonly string[]
  /** By uid, or `all`. */
  readonly answers?: { readonly [uid: string]: Answers }
  readonly options?: SimulationOptions
  readonly vtctld?: Partial<VtctldSpec>
  /** Runs before the commands. */
  readonly before?: (ctx: Ctx, topo: TopoClient) => Promise<unknown>
  readonly after?: (ctx: Ctx, topo: TopoClient) => Promise<unknown>
}

const shardOf = (uid: number): string => uid < 300 ? '0' : uid < 400 ? '-80' : '80-'
const stream = (uid: number): SourceShard => ({ uid, keyspace: 'customer', shard: '0', keyRange: null, tables: [] })

/**
 * customer/0 (200 to 202) and -80 (300 to 302), 80- (400 to 402) as they are after SplitClone, with a vtctld that runs the lines
 * one after another, up to the first that fails without being expected to (`!`).
 */
export async function inSmallCluster(spec: SmallClusterSpec) {
  const calls: string[] = []
  const output: CommandOutput[] = []
  const tablets: Tablet[] = [200, 201, 202, 300, 301, 302, 400, 401, 402].map(uid => newTablet({
    alias: { cell: 'zone1', uid }, keyspace: 'customer', shard: shardOf(uid), type: uid % 10 === 0 ? 'MASTER' : uid % 10 === 1
      ? 'REPLICA' : 'RDONLY',
  }))
  const world = await inTopology(async (ctx, topo) => {
    await createKeyspace(ctx, topo, 'customer', newKeyspace())
    for (const shard of ['0', '-80', '80-']) await createShard(ctx, topo, 'customer', shard)
    for (const tablet of tablets) await createTablet(ctx, topo, tablet)
    for (const [shard, uid] of [['0', 200], ['-80', 300], ['80-', 400]] as const) {
      await updateShardFields(ctx, topo, 'customer', shard, record =>
        ({ ...record, masterAlias: { cell: 'zone1', uid }, sourceShards: shard === '0' ? [] : [stream(1)] }))
    }
    await rebuildKeyspace(ctx, topo, 'customer', [])
    await spec.before?.(ctx, topo)
    let failure = ''
    for (const line of spec.lines) {
      failure = await run(ctx, line.replace('!', '').split(' '), output)
      if (failure !== '' && !line.startsWith('!')) break
    }
    return { failure, after: await spec.after?.(ctx, topo) }
  }, {
    options: { maxSteps: 1_000_000, ...spec.options },
    setUp: simulation => {
      for (const tablet of tablets) {
        addAnsweringTablet(simulation, tablet, calls, { ...spec.answers?.['all'], ...spec.answers?.[tablet.alias.uid] })
      }
      simulation.process('vtctld', 'host-vtctld', bootVtctld({ cell: 'zone1', ...spec.vtctld }))
    },
  })
  if (world.run.outcome !== 'done') throw world.run.error ?? new Error(world.run.outcome)
  return {
    ...world.value, calls, output, texts: output.filter(({ level }) => level !== 'CONSOLE').map(({ text }) => text),
    printed: output.filter(({ level }) => level === 'CONSOLE').map(({ text }) => text).join(''), server: logTexts(world.run),
      run: world.run,
  }
}

async function run(ctx: Ctx, args: readonly string[], output: CommandOutput[]): Promise<string> {
  try {
    for await (const line of client(Vtctl, 'vtctld').executeVtctlCommand(ctx, { args, actionTimeoutMs: 3_600_000 })) output.push(
      line)
    return ''
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return error.message
  }
}
