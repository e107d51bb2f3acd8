import type { ReachedStep } from './trial.ts'

/** From when to when an operation was under way. */
export interface Span { readonly startUs: number; readonly endUs: number }

/** A step takes longer: what is about it happens near its ends. */
const longUs = 500_000
const nearEndUs = [1_000, 5_000, 20_000] as const
const partsOfStep = 4

/**
 * When an operation would have to be sent in another run, to come to its end where it did in this one: in the same steps
 * of the same commands. The nearest moment first. Where a command was typed several times, its last time is meant.
 */
export function momentsLike(
  { startUs, endUs }: Span, steps: readonly ReachedStep[], others: readonly ReachedStep[], durationUs: number,
): readonly number[] {
  const last = stepAt(steps, endUs)
  const step = steps[last]
  const like = step === undefined ? null : sameStep(steps, step, others)
  if (step === undefined || like === null) return []
  const bounds = steps.slice(Math.max(0, stepAt(steps, startUs)), last + 2).flatMap(one => sameStep(steps, one, others)?.timeUs ?? [])
  const next = steps[last + 1]
  const share = next === undefined ? 0 : (endUs - step.timeUs) / Math.max(1, next.timeUs - step.timeUs)
  const likeNext = next === undefined ? null : sameStep(steps, next, others)
  const likeUs = like.timeUs + share * Math.max(0, (likeNext ?? like).timeUs - like.timeUs)
  const distance = (us: number): number => Math.abs(us - likeUs)
  const ends = [likeUs, ...within(bounds)].sort((a, b) => distance(a) - distance(b))
  return [...new Set(ends.map(us => Math.max(0, Math.round(us - durationUs))))]
}

/** Moments in and between steps. */
function within(bounds: readonly number[]): readonly number[] {
  return bounds.flatMap((us, index) => {
    const next = bounds[index + 1]
    if (next === undefined || next <= us) return [us]
    if (next - us > longUs) return [us, ...nearEndUs.map(distance => us + distance), ...nearEndUs.map(distance => next - distance)]
    return Array.from({ length: partsOfStep }, (_, part) => us + part * (next - us) / partsOfStep)
  })
}

/** The last step that had begun. */
function stepAt(steps: readonly ReachedStep[], timeUs: number): number {
  return steps.findLastIndex(step => step.timeUs <= timeUs)
}

/** The step of this name that is as many before the last of its name as in the first run; else the first of them. null: there is none. */
function sameStep(
  steps: readonly ReachedStep[], { name, timeUs }: ReachedStep, others: readonly ReachedStep[],
): ReachedStep | null {
  const named = others.filter(other => other.name === name)
  const later = steps.filter(other => other.name === name && other.timeUs > timeUs).length
  return named[Math.max(0, named.length - 1 - later)] ?? null
}
