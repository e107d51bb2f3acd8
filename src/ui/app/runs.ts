import { startBranch, type Branch, type RunPlan } from '../../lab/branch/index.ts'
import type { ClusterSpec } from '../../lab/cluster/index.ts'
import type { Scenario } from '../../lab/scenario/index.ts'
import { createTimeline, type Timeline } from '../cluster-view/index.ts'
import type { Action } from '../state/index.ts'
import { storyOf } from '../story/index.ts'
import type { AppClock } from './host.ts'

export interface RunOrder {
  readonly scenario: Scenario
  readonly plan: RunPlan
  readonly name: string
  readonly parent: Branch['parent']
  readonly decision: string
}

/** Events that a timeline takes in before keys are looked at again. */
const eventsAtOnce = 2000
/** How often a run that is being made is drawn again. */
const growthMs = 100

/**
 * Makes runs while the UI goes on. A run has the thread for some milliseconds at a time; in between its
 * timeline takes in what is new, and the screen is told now and then.
 */
export class Runs {
  constructor(private readonly clock: AppClock, private readonly dispatch: (action: Action) => void) {}

  /** Begins a run, and tells the branch at once. */
  start({ scenario, ...order }: RunOrder, begun: (branch: Branch, timeline: Timeline) => Action): void {
    const { cluster } = scenario.frontMatter
    // In a turn of its own, and told in another: while a run has the thread, nobody may draw or look at a clock.
    this.clock.after(0, () => {
      const branch: Branch = startBranch(scenario, { ...order, onGrown: () => this.grow(branch, timeline, cluster) })
      const timeline = createTimeline(branch.trace, cluster)
      this.clock.after(0, () => this.dispatch(begun(branch, timeline)))
    })
  }

  private readonly toldMs = new Map<Branch, number>()
  private readonly catchingUp = new Set<Branch>()

  private grow(branch: Branch, timeline: Timeline, cluster: ClusterSpec): void {
    const hasMore = timeline.extend(eventsAtOnce)
    // A little at a time, so that no picture has to wait for much of it.
    storyOf(branch.trace, cluster)
    if (!branch.isRunning && hasMore && !this.catchingUp.has(branch)) this.catchUp(branch, timeline, cluster)
    const now = this.clock.nowMs()
    if (branch.isRunning && now - (this.toldMs.get(branch) ?? -growthMs) < growthMs) return
    this.toldMs.set(branch, now)
    this.dispatch({ type: 'grown', branch: branch.name })
  }

  /** The run is over, but its timeline is not complete. */
  private catchUp(branch: Branch, timeline: Timeline, cluster: ClusterSpec): void {
    this.catchingUp.add(branch)
    this.clock.after(0, () => {
      this.catchingUp.delete(branch)
      this.grow(branch, timeline, cluster)
    })
  }
}
