import { assert } from '../base/index.ts'

const steps = new Map<string, readonly string[]>()
const points = new Map<string, string>()

/** Makes the steps of a procedure known by name; at the top of a module, once for each procedure. */
export function declareSteps(procedure: string, names: readonly string[]): void {
  assert(!steps.has(procedure), () => `procedure ${procedure} is declared twice`)
  steps.set(procedure, names)
}

/** Makes a pause point known that is not one of a procedure's own; `when` says what has happened there. */
export function declarePausePoint(name: string, when: string): void {
  assert(!points.has(name), () => `pause point ${name} is declared twice`)
  points.set(name, when)
}

/** The names of the steps of each procedure in the modules that are loaded, in the order of their declaration. */
export function procedures(): ReadonlyMap<string, readonly string[]> {
  return steps
}

/** A pause point that tasks come to; `when`: '' for one before or after a step. */
export interface KnownPoint { readonly name: string; readonly when: string }

/** All pause points of the modules that are loaded: before and after each step, then the others. */
export function pausePoints(): readonly KnownPoint[] {
  const ofSteps = [...steps].flatMap(([procedure, names]) =>
    names.flatMap(step => [`${procedure}/before-${step}`, `${procedure}/after-${step}`]))
  return [...ofSteps.map(name => ({ name, when: '' })), ...[...points].map(([name, when]) => ({ name, when }))]
}
