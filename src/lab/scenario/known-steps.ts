import { UserError } from '../../base/index.ts'
import { pausePoints, procedures } from '../../sim/index.ts'
import { didYouMean } from './did-you-mean.ts'

/** What is wrong with the name of a step that is to be left out, `procedure/step` or the step alone; null: nothing. */
export function stepMistake(name: string): UserError | null {
  const names = new Map<string, string>()
  for (const [procedure, steps] of procedures()) {
    for (const step of steps) {
      names.set(`${procedure}/${step}`, `${procedure}/${step}`)
      names.set(step, step)
    }
  }
  return mistake('step', name, names, 'steps are named as a run tells them: migrate-served-types-master/wait-for-catch-up')
}

/** Fails with a UserError for the first step that there is not. */
export function checkSteps(names: readonly string[]): void {
  for (const name of names) {
    const mistake = stepMistake(name)
    if (mistake !== null) throw mistake
  }
}

/** What is wrong with the name of a pause point; null: nothing. A part of a name finds the whole one. */
export function pointMistake(name: string): UserError | null {
  const names = new Map<string, string>()
  for (const point of pausePoints()) names.set(point.name, point.name)
  const found = mistake('pause point', name, names, listHint)
  if (found === null) return null
  // Short names of what there is: the step, with what stands before it, and its own.
  for (const short of [shortOf, bareOf]) {
    for (const point of pausePoints()) {
      const key = short(point.name)
      names.set(key, names.get(key) ?? point.name)
    }
  }
  const near = names.get(didYouMean(name, names.keys()) ?? '')
  return near === undefined ? found : new UserError(found.message, { hint: `did you mean \`${near}\`?` })
}

const listHint = 'before or after a step: migrate-served-types-master/before-freeze; `vtsim list --points` shows all'

/** `before-freeze` */
function shortOf(point: string): string {
  return point.slice(point.indexOf('/') + 1)
}

/** `freeze` */
function bareOf(point: string): string {
  return shortOf(point).replace(/^(before|after)-/, '')
}

function mistake(what: string, name: string, names: ReadonlyMap<string, string>, hint: string): UserError | null {
  if (names.has(name)) return null
  const near = didYouMean(name, names.keys())
  return new UserError(`there is no ${what} \`${name}\``, { hint: near === undefined ? hint : `did you mean \`${near}\`?` })
}

/** All pause points for a reader: those of each procedure by its steps, in order, then the others with what they are. */
export function pausePointLines(): readonly string[] {
  const others = pausePoints().filter(({ when }) => when !== '')
  return [
    ...[...procedures()].flatMap(([procedure, steps]) => [
      procedure, ...steps.flatMap(step => [`  ${procedure}/before-${step}`, `  ${procedure}/after-${step}`]), '',
    ]),
    ...others.map(({ name, when }) => `${name}: ${when}`),
  ]
}
