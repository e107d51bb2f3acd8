import { byCodeUnit, UserError } from '../../base/index.ts'
import { dull, type Ctx } from '../../sim/index.ts'
import { clusterImage, ImageTaker } from '../cluster/index.ts'
import { PlayedWorld } from './played-world.ts'
import type { Scenario } from './parse-scenario.ts'
import type { ImageName, ScenarioImage } from './scenario-image.ts'
import { startPoint, startPoints, type StartPoint } from './start-points.ts'

/** Images by command. One run gives all those before the last one that was asked for. */
type Images = ReadonlyMap<string, ScenarioImage>

/** By scenario, and by what names a run of it: seed and steps left out. */
const known = new WeakMap<Scenario, Map<string, Promise<Images>>>()
/** So many runs are remembered for each scenario. */
const runsMax = 8

/**
 * The image before a command, made by an undisturbed run of what stands before it. The same every time; made once in
 * a process. Fails with a UserError if there is no such command, or the undisturbed run does not come to it.
 */
export async function imageOf(
  scenario: Scenario, { command, seed }: ImageName, skip: Iterable<string> = [],
): Promise<ScenarioImage> {
  const point = startPoint(scenario, command)
  let runs = known.get(scenario)
  if (runs === undefined) known.set(scenario, runs = new Map())
  const skipped = [...new Set(skip)].sort(byCodeUnit)
  const key = JSON.stringify([seed, skipped])
  let images = await runs.get(key)
  if (images?.has(point.name) !== true) {
    const making = takeImages(scenario, seed, skipped, point)
    runs.delete(key)
    if (runs.size >= runsMax) runs.delete(runs.keys().next().value!)
    runs.set(key, making)
    images = await making
  }
  const image = images.get(point.name)
  if (image === undefined) throw new UserError(
    `the undisturbed run of ${scenario.source.file} with seed ${seed} does not come to \`${command}\` in a state of which`
      + ' there can be an image',
  )
  return image
}

/** A commit is in the binary log and not in the tables for as long as a replica takes to acknowledge it. */
const waitMs = 0.1
const waitsMax = 1000

/** Runs a scenario up to a command, and takes an image before each on the way. */
async function takeImages(scenario: Scenario, seed: number, skip: readonly string[], last: StartPoint): Promise<Images> {
  const images = new Map<string, ScenarioImage>()
  const points = new Map(startPoints(scenario).map(point => [point.entry, point]))
  const cluster = await clusterImage(scenario.frontMatter.cluster)
  const before = async (ctx: Ctx, point: StartPoint): Promise<void> => {
    if (taker.stalledUntilMs > ctx.nowMs) await ctx.sleep(taker.stalledUntilMs - ctx.nowMs)
    for (let wait = 0; wait < waitsMax; wait++) {
      const image = imageAt(world, taker, point, seed)
      if (image !== null) {
        images.set(point.name, image)
        break
      }
      await ctx.sleep(waitMs)
    }
    if (point.name !== last.name) return
    world.simulation.afterEvent(() => world.simulation.stop())
    await ctx.sleep(1)
  }
  const world = new PlayedWorld(
    scenario, { strategy: dull(), seed, skip, hash: 'off' }, { cluster, image: null },
    async (ctx, entry) => {
      const point = points.get(entry)
      if (point !== undefined) await before(ctx, point)
    },
  )
  const taker = new ImageTaker(world.simulation, world.cluster)
  const { run } = await world.run()
  if (run.error instanceof UserError) throw run.error
  return images
}

function imageAt(
  { simulation, session, workload, skip, guardsOff, logs, steps, skipped }: PlayedWorld, taker: ImageTaker,
  point: StartPoint, seed: number,
): ScenarioImage | null {
  const cluster = taker.take()
  return cluster === null ? null : {
    name: { command: point.name, seed }, point, cluster, epochMs: simulation.unixMs + 1,
    variables: new Map(session.variables), skip: [...skip], guardsOff: [...guardsOff], workload: workload?.state ?? null,
    logs: logs.all(), steps: new Set(steps), skipped: new Set(skipped),
  }
}
