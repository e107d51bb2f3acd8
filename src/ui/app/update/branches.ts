import { firstDifference } from '../../../sim/index.ts'
import {
  branchTree, decide, screenOf, takeOf, timeOf, withShow, type Action, type Exchange, type Show, type Take,
  type UiState, type Updated,
} from '../../state/index.ts'
import { goAlong } from './time.ts'

/** Branches: making one, going from one to another, and taking in what they tell while they grow. */
export function updateBranches(state: UiState, action: Action): Updated | null {
  const { show } = state
  if (show === null) return null
  switch (action.type) {
    case 'decide': return settled(decide(state, show, action.decision, action.interventions))
    case 'branch-here': return decide(state, show, `from #${show.cursor.seq}`, [])
    case 'branched': return [settle(branched(state, show, action.take)), []]
    // The run itself has grown; a new state says that the screen has to be drawn again.
    case 'grown': return [goAlong(settle({ ...state })), []]
    case 'switch-branch': return [switchTo(state, show, action.name), []]
    case 'undo': return [undo(state, show), []]
    default: return null
  }
}

/** A decision that was made before needs no new branch: it can be shown at once. */
function settled([state, effects]: Updated): Updated {
  return effects.length === 0 ? [settle(state), effects] : [state, effects]
}

function branched(state: UiState, show: Show, take: Take): UiState {
  return { ...state, show: { ...show, takes: [...show.takes, take] } }
}

/** Shows the branch that is awaited once it has its decision, and takes in what the console waits for. */
export function settle(state: UiState): UiState {
  return withReply(withAwaited(state))
}

function withAwaited(state: UiState): UiState {
  const { show } = state
  const take = show?.takes.find(({ branch }) => branch.name === show.awaited)
  if (show === null || take === undefined) return state
  const { branch, timeline } = take
  const after = branch.parent?.after ?? 0
  const isGrowing = branch.isRunning || timeline.length < branch.trace.length
  if (isGrowing && timeline.length <= after) return state
  const player = { ...show.player, isPlaying: false, carryUs: 0, heldMs: 0 }
  const shown: Show = {
    ...show, current: branch.name, awaited: null, player, scroll: 0, diffWith: null,
    cursor: { seq: Math.min(after, timeline.length) },
  }
  const notice = branch.problem !== null && timeline.length <= after
    ? { tone: 'bad' as const, text: branch.problem }
    : { tone: 'info' as const, text: `⑂ ${branch.name}: ${branch.decision} · space plays on, d compares, z goes back` }
  return { ...state, show: shown, notice }
}

/** What the last line or statement of the console has answered by now; the moment is then its end. */
function withReply(state: UiState): UiState {
  const { show } = state
  const exchange = state.console.exchanges.at(-1)
  const take = show?.takes.find(({ branch }) => branch.name === exchange?.branch)
  if (show === null || exchange?.state !== 'running' || take === undefined) return state
  const { branch, timeline } = take
  const reply = branch.replies.get(branch.plan.interventions.length - 1)
  const { lines = [], routing = '', isWell = false, ended = null } = reply ?? {}
  if (ended === null && branch.isRunning) return told(state, { ...exchange, output: lines, routing })
  if (ended === null) {
    const why = branch.problem ?? 'the run was over before there was an answer'
    return told(state, { ...exchange, output: [...lines, why], routing, state: 'failed' })
  }
  if (timeline.length < ended) return state
  const output = [...lines, ...passed(branch, ended)]
  const answered = told(state, { ...exchange, output, routing, state: isWell ? 'done' : 'failed' })
  return show.current === branch.name ? withShow(answered, () => ({ cursor: { seq: ended } })) : answered
}

/** How much later it is, where an answer took long: `60.1 s later`. */
function passed({ parent, trace }: Take['branch'], ended: number): string[] {
  const after = parent?.after ?? 0
  const us = trace.get(ended).timeUs - (after === 0 ? 0 : trace.get(after).timeUs)
  return us < 1_000_000 ? [] : [`${(us / 1_000_000).toFixed(1)} s later`]
}

function told(state: UiState, exchange: Exchange): UiState {
  const exchanges = [...state.console.exchanges.slice(0, -1), exchange]
  return { ...state, console: { ...state.console, exchanges } }
}

/** The same moment of another branch: the same event while their pasts are the same, else the same time. */
function switchTo(state: UiState, show: Show, name: string): UiState {
  const order = branchTree(show).map(({ take }) => take)
  const at = order.findIndex(({ branch }) => branch.name === show.current)
  const to = name === 'next' ? order[(at + 1) % order.length] : order.find(({ branch }) => branch.name === name)
  if (to === undefined || to.branch.name === show.current) return state
  const first = firstDifference(takeOf(show).branch.trace, to.branch.trace)
  const isShared = first === 0 || show.cursor.seq < first
  const seq = isShared ? show.cursor.seq : to.timeline.seqAt(timeOf(show, show.cursor.seq))
  const screens = screenOf(state) === 'branches' && name !== 'next' ? state.screens.slice(0, -1) : state.screens
  const text = `⑂ ${to.branch.name}${to.branch.decision === '' ? '' : `: ${to.branch.decision}`}`
  return {
    ...state, screens, notice: { tone: 'info', text },
    show: {
      ...show, current: to.branch.name, scroll: 0, diffWith: null, isBoundForEnd: false,
      cursor: { seq: Math.min(seq, to.timeline.length) },
      player: { ...show.player, isPlaying: false, carryUs: 0, heldMs: 0 },
    },
  }
}

/** Back to where the current branch left its parent. No branch is lost. */
function undo(state: UiState, show: Show): UiState {
  const { parent, name } = takeOf(show).branch
  if (parent === null) return state
  const text = `back on ${parent.name}, before the decision; ${name} is kept: v or B goes there`
  return {
    ...state, notice: { tone: 'info', text },
    show: {
      ...show, current: parent.name, cursor: { seq: parent.after }, scroll: 0, awaited: null, diffWith: null, isBoundForEnd: false,
      player: { ...show.player, isPlaying: false, carryUs: 0, heldMs: 0 },
    },
  }
}
