import { planAfter, type Intervention } from '../../../lab/branch/index.ts'
import { isSamePlan, takeOf } from '../show.ts'
import type { Show, Take, UiState } from '../state.ts'
import type { Updated } from '../update.ts'

/**
 * Carries out a decision: a branch that leaves the current one at the first of its interventions. Where the same
 * was decided before, that branch is shown.
 */
export function decide(state: UiState, show: Show, decision: string, decided: readonly Intervention[]): Updated {
  if (show.awaited !== null) {
    const text = 'one thing after the other: the last decision is being carried out'
    return [{ ...state, notice: { tone: 'info', text } }, []]
  }
  const { branch } = takeOf(show)
  const ordered = [...decided].sort((a, b) => a.after - b.after)
  const after = ordered[0]?.after ?? show.cursor.seq
  const plan = planAfter(branch.plan, after, ordered)
  const known = ordered.length === 0 ? undefined : show.takes.find(take => isSamePlan(take.branch.plan, plan))
  const name = known?.branch.name ?? nextName(show.takes)
  const player = { ...show.player, isPlaying: false }
  const notice = { tone: 'info' as const, text: `making ⑂ ${name}: ${decision} …   Esc stays here` }
  const awaiting: UiState = { ...state, notice, show: { ...show, awaited: name, player, isBoundForEnd: false } }
  if (known !== undefined) return [awaiting, []]
  const { scenario } = show
  return [awaiting, [{ type: 'branch', scenario, name, parent: branch.name, after, decision, plan }]]
}

/** `what-if`, `what-if 2` … */
function nextName(takes: readonly Take[]): string {
  const count = takes.length
  return count === 1 ? 'what-if' : `what-if ${count}`
}
