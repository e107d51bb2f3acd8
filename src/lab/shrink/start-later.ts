import { UserError } from '../../base/index.ts'
import { startPoints, type Scenario, type StartPoint } from '../scenario/index.ts'
import type { FailingRun } from './failing-run.ts'
import { evidenceOf, type Trial } from './trial.ts'
import type { Shrinker } from './shrinker.ts'
import { tailOf } from './tail.ts'

/** So many commands are tried. What needs more than those last ones is better begun at the beginning. */
const commandsMax = 14

/**
 * Begins a run later: before the last command from which it still fails in the same way, in an image of the undisturbed
 * run of what stands before. First with clients that go on by themselves in the dull schedule, with what was broken at
 * pause points; then with what is left of operations, faults and schedule of the run as it is.
 */
export async function startLater(shrinker: Shrinker): Promise<void> {
  const { best } = shrinker
  const { seed = 0, interventions, from = null } = best.run
  // What a reader did is counted in events from the beginning.
  if (from !== null || interventions.length > 0) return
  shrinker.pass = 'later'
  const failedUs = evidenceOf(best, shrinker.identity)?.timeUs ?? best.result.run.nowMs * 1000
  const before = reached(shrinker.scenario, best).filter(({ atUs }) => atUs > 0 && atUs < failedUs)
  for (const { point, atUs } of before.reverse().slice(0, commandsMax)) {
    if (shrinker.isOver(shrinker.tries)) return
    try {
      if (await acceptsFrom(shrinker, best, { command: point.name, seed }, atUs)) return
    } catch (error) {
      // There is no image where the undisturbed run does not come to.
      if (!(error instanceof UserError)) throw error
    }
  }
}

async function acceptsFrom(
  shrinker: Shrinker, whole: Trial, from: NonNullable<FailingRun['from']>, atUs: number,
): Promise<boolean> {
  const alone = tailOf(whole, { atUs, beginsUs: 0, numbers: new Map() })
  const points = alone.log.entries.filter(entry => entry.type === 'answer' && entry.label.startsWith('nemesis/storm/at/'))
  const asked = await shrinker.asks({ from, kept: null, log: { version: 1, entries: points } }, alone.times)
  if (asked === null || asked.isSame) return asked !== null
  // It has told when the operator begins there, and with which operations clients go on.
  const { result, commands } = asked.trial
  const numbers = new Map<string, number>()
  for (const { client, number } of result.operations) if (!numbers.has(client)) numbers.set(client, number - 1)
  const { times, ...tail } = tailOf(whole, { atUs, beginsUs: commands[0]?.atUs ?? 0, numbers })
  return shrinker.accepts({ from, ...tail }, times)
}

/** The commands from which a run can begin, with the times at which this run came to them. */
function reached(scenario: Scenario, { commands }: Trial): { readonly point: StartPoint; readonly atUs: number }[] {
  let next = 0
  return startPoints(scenario).flatMap(point => {
    const at = commands.findIndex(({ text }, index) => index >= next && text === point.entry.text)
    if (at < 0) return []
    next = at + 1
    return [{ point, atUs: commands[at]!.atUs }]
  })
}
