import { causesOf, effectsOf, storyOf, type Link } from '../story/index.ts'
import { takeOf } from './show.ts'
import type { Show } from './state.ts'

/** So many effects of an event are shown. */
const effectsMax = 12

/** What the page of causes lists, and which of it is chosen. */
export interface WhyChoice {
  /** The event that is shown, then what led to it, the nearest first; empty before the first event. */
  readonly causes: readonly Link[]
  readonly effects: readonly Link[]
  /** Index in causes and effects together; the scroll of the show says which. */
  readonly selected: number
}

export function whyChoice(show: Show): WhyChoice {
  const { seq } = show.cursor
  if (seq === 0) return { causes: [], effects: [], selected: 0 }
  const story = storyOf(takeOf(show).branch.trace, show.scenario.frontMatter.cluster)
  const causes = causesOf(story, seq).reverse()
  const effects = effectsOf(story, seq, effectsMax)
  return { causes, effects, selected: Math.min(show.scroll, causes.length + effects.length - 1) }
}

/** The event that is chosen there; null: there is none. */
export function chosenCause(show: Show): number | null {
  const { causes, effects, selected } = whyChoice(show)
  return [...causes, ...effects][selected]?.told.seq ?? null
}
