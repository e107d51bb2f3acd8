import { firstDifference } from '../../sim/index.ts'
import { align, storyOf, type Pair, type Story, type Told } from '../story/index.ts'
import { takeOf, timeOf } from './show.ts'
import type { Show, Take } from './state.ts'

/** Sentences of each run that are laid beside each other, before and after a moment. */
const reachMax = 150
/** Sentences that are looked through for the next difference. */
const searchMax = 600

/** Two branches beside each other. */
export interface Comparison {
  readonly take: Take
  readonly other: Take
  /** The first event that differs; 0: none so far. */
  readonly parting: number
}

/** What is compared with the branch that is shown: the chosen one, else its parent, else the last one made. */
export function comparison(show: Show): Comparison | null {
  const take = takeOf(show)
  const others = show.takes.filter(({ branch }) => branch !== take.branch)
  const named = others.find(({ branch }) => branch.name === (show.diffWith ?? take.branch.parent?.name))
  const other = named ?? others.at(-1)
  return other === undefined ? null : { take, other, parting: firstDifference(take.branch.trace, other.branch.trace) }
}

/** The branch that is compared after this one, when all take their turn. */
export function nextToCompare(show: Show): string | null {
  const { branch } = takeOf(show)
  const names = show.takes.map(take => take.branch.name).filter(name => name !== branch.name)
  const now = comparison(show)?.other.branch.name
  return names[(names.indexOf(now ?? '') + 1) % Math.max(names.length, 1)] ?? null
}

/** What both tell around the moment that is shown, none of it long before they part. */
export function comparedRows(show: Show, { take, other, parting }: Comparison): readonly Pair<Told>[] {
  const nowUs = timeOf(show, show.cursor.seq)
  const pick = (of: Take): readonly Told[] => {
    const rest = tellingFrom(storyOfTake(show, of), parting)
    const at = rest.findLastIndex(({ timeUs }) => timeUs <= nowUs)
    return rest.slice(Math.max(0, at - reachMax), at + reachMax)
  }
  return align(pick(take), pick(other), nameOf)
}

/** The event of the shown branch at which the next thing that differs was told; null: there is none that way. */
export function nextDifference(show: Show, by: 1 | -1): number | null {
  const compared = comparison(show)
  if (compared === null || compared.parting === 0) return null
  const { take, other, parting } = compared
  const { cursor } = show
  const nowUs = timeOf(show, cursor.seq)
  const pick = (of: Take): readonly Told[] => {
    const rest = tellingFrom(storyOfTake(show, of), parting)
    return by > 0 ? rest.filter(({ timeUs }) => timeUs >= nowUs).slice(0, searchMax)
      : rest.filter(({ timeUs }) => timeUs <= nowUs).slice(-searchMax)
  }
  const places = align(pick(take), pick(other), nameOf)
    .filter(pair => !isSame(pair)).map(({ a, b }) => a?.seq ?? take.timeline.seqAt(b!.timeUs))
  return (by > 0 ? places.find(seq => seq > cursor.seq) : places.findLast(seq => seq < cursor.seq)) ?? null
}

/** Both tell the same thing; when it happened may differ. */
export function isSame({ a, b }: Pair<Told>): boolean {
  return a !== null && b !== null && nameOf(a) === nameOf(b)
}

function nameOf({ actor, text }: Told): string {
  return `${actor} ${text}`
}

function storyOfTake(show: Show, { branch }: Take): Story {
  return storyOf(branch.trace, show.scenario.frontMatter.cluster)
}

/** Sentences that tell something, from a little before an event. */
function tellingFrom(story: Story, parting: number): readonly Told[] {
  const from = parting === 0 ? 0 : Math.max(0, story.indexAt(parting - 1) - 12)
  return story.told.slice(from).filter(({ weight }) => weight === 'chapter' || weight === 'step' || weight === 'event')
}
