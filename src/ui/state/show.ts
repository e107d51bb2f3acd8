import { assert } from '../../base/index.ts'
import { formatIntervention, type RunPlan } from '../../lab/branch/index.ts'
import type { Scenario } from '../../lab/scenario/index.ts'
import type { ClusterView } from '../cluster-view/index.ts'
import type { Show, Take, UiState } from './state.ts'

/** The branch that is shown, with its timeline. */
export function takeOf(show: Show): Take {
  const take = show.takes.find(({ branch }) => branch.name === show.current)
  assert(take !== undefined, () => `there is no branch ${show.current}`)
  return take
}

/** The cluster at the moment that is shown. */
export function viewOf(show: Show): ClusterView {
  return takeOf(show).timeline.at(show.cursor.seq)
}

/** Virtual time of the moment that is shown, with the part of it that has passed since its last event. */
export function momentUs(show: Show): number {
  return timeOf(show, show.cursor.seq) + show.player.carryUs
}

/** Virtual time of an event of the branch that is shown; 0 for the start. */
export function timeOf(show: Show, seq: number): number {
  return seq === 0 ? 0 : takeOf(show).branch.trace.get(seq).timeUs
}

/** The state with another show; unchanged if none is open. */
export function withShow(state: UiState, change: (show: Show) => Partial<Show>): UiState {
  return state.show === null ? state : { ...state, show: { ...state.show, ...change(state.show) } }
}

/** Whether nothing comes after the moment that is shown. A run that is still being made has no end yet. */
export function isAtEnd(show: Show): boolean {
  const { branch, timeline } = takeOf(show)
  return !branch.isRunning && timeline.length >= branch.trace.length && show.cursor.seq >= timeline.length
}

/** Whether keys have to wait for a scenario that is being opened, or a branch that is being made. */
export function isWaiting({ isOpening, overlay, show }: UiState): boolean {
  if (isOpening || show === null) return isOpening
  const { branch, timeline } = takeOf(show)
  return branch.isRunning && timeline.length === 0 || overlay === null && show.awaited !== null
}

/** Whether it is this run of the same text, whatever was decided in it later. */
export function isShowOf(show: Show, { source }: Scenario, plan: RunPlan): boolean {
  const known = show.scenario.source
  return known.file === source.file && known.text === source.text && isSamePlan(show.takes[0]!.branch.plan, plan)
}

/** Whether two plans give the same run. */
export function isSamePlan(a: RunPlan, b: RunPlan): boolean {
  const text = ({ seed, skip, interventions, explored, from }: RunPlan): string =>
    [seed ?? '', explored?.file ?? '', from?.command ?? '', ...skip, '', ...interventions.map(formatIntervention)].join('\u0000')
  return text(a) === text(b)
}
